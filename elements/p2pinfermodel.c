/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "p2pinfermodel.h"

GST_DEBUG_CATEGORY_EXTERN (p2pinfercore_debug);
#define GST_CAT_DEFAULT p2pinfercore_debug

void
p2p_infer_model_init (P2pInferModel *model, GstElement *element, const P2pInferSettings *settings)
{
  model->element = element;
  model->settings = settings;
  g_mutex_init (&model->loading);
}

void
p2p_infer_model_clear (P2pInferModel *model)
{
  g_clear_pointer (&model->description, g_free);
  g_mutex_clear (&model->loading);
}

static void
describe (P2pInferModel *model)
{
  GST_OBJECT_LOCK (model->element);
  g_free (model->description);
  model->description =
      g_strdup (model->translator ? p2p_translator_describe (model->translator) : "no model");
  GST_OBJECT_UNLOCK (model->element);
}

static gboolean
get_ready (P2pTranslator *translator, int width, int height, gboolean live, GstClockTime *cost,
    GError **error)
{
  *cost = 0;
  return live ? p2p_infer_warm_up (translator, width, height, cost, error)
              : p2p_translator_prepare (translator, width, height, error);
}

/* The model of the properties, ready for the size negotiated, if one is. */
static P2pTranslator *
load (P2pInferModel *model, GError **error)
{
  GST_OBJECT_LOCK (model->element);
  g_auto (P2pInferSettings) settings = p2p_infer_settings_copy (model->settings);
  const int width = model->width, height = model->height;
  const gboolean live = model->live;
  GST_OBJECT_UNLOCK (model->element);
  g_autoptr (P2pTranslator) translator = p2p_infer_load (&settings, error);
  GstClockTime cost;
  if (!translator || (width && !get_ready (translator, width, height, live, &cost, error)))
    return NULL;
  GST_INFO_OBJECT (model->element, "loaded %s: %s", settings.model,
      p2p_translator_describe (translator));
  return g_steal_pointer (&translator);
}

/* Loads the model in the calling thread; the streaming thread puts it into use at the next
 * frame. */
static gboolean
load_pending (P2pInferModel *model, GError **error)
{
  P2pTranslator *translator = load (model, error), *unused = translator;
  if (!translator)
    return FALSE;
  GST_OBJECT_LOCK (model->element);
  if (model->started) {
    unused = model->pending;
    model->pending = translator;
    model->loaded = TRUE;
  }
  GST_OBJECT_UNLOCK (model->element);
  p2p_translator_free (unused);
  return TRUE;
}

/* What is given decides whether the model has to be loaded, or only looked at. */
static gboolean
open_model (P2pInferModel *model, GError **error)
{
  GST_OBJECT_LOCK (model->element);
  const gboolean found = p2p_infer_output (model->settings, &model->output, error);
  const gboolean wanted = p2p_output_needs_model (model->output);
  g_auto (P2pInferSettings) settings = p2p_infer_settings_copy (model->settings);
  GST_OBJECT_UNLOCK (model->element);
  model->translator = found && wanted ? load (model, error) : NULL;
  if (!found || (wanted && !model->translator))
    return FALSE;
  if (!wanted)
    return p2p_infer_is_lab (&settings, &model->lab, error);
  model->lab = p2p_translator_is_lab (model->translator);
  return TRUE;
}

gboolean
p2p_infer_model_start (P2pInferModel *model, GError **error)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&model->loading);
  if (!open_model (model, error))
    return FALSE;
  describe (model);
  GST_OBJECT_LOCK (model->element);
  model->started = TRUE;
  model->loaded = model->translator != NULL;
  model->live = FALSE;
  GST_OBJECT_UNLOCK (model->element);
  return TRUE;
}

void
p2p_infer_model_stop (P2pInferModel *model)
{
  GST_OBJECT_LOCK (model->element);
  model->started = model->loaded = FALSE;
  model->width = model->height = 0;
  P2pTranslator *pending = g_steal_pointer (&model->pending);
  GST_OBJECT_UNLOCK (model->element);
  p2p_translator_free (pending);
  g_clear_pointer (&model->translator, p2p_translator_free);
}

void
p2p_infer_model_changed (P2pInferModel *model)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&model->loading);
  GError *error = NULL;
  GST_OBJECT_LOCK (model->element);
  const gboolean started = model->started;
  GST_OBJECT_UNLOCK (model->element);
  if (!started || load_pending (model, &error))
    return;
  g_prefix_error (&error, "the model stays as it was: ");
  p2p_element_warning (model->element, error);
}

/* What gave the input only has not loaded its model yet. */
void
p2p_infer_model_output_changed (P2pInferModel *model)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&model->loading);
  GError *error = NULL;
  P2pOutput output;
  GST_OBJECT_LOCK (model->element);
  gboolean ok = p2p_infer_output (model->settings, &output, &error);
  const gboolean started = model->started;
  const gboolean missing =
      ok && started && p2p_output_needs_model (output) && !model->loaded && *model->settings->model;
  GST_OBJECT_UNLOCK (model->element);
  if (missing)
    ok = load_pending (model, &error);
  GST_OBJECT_LOCK (model->element);
  if (ok)
    model->output = output;
  GST_OBJECT_UNLOCK (model->element);
  if (error && started)
    p2p_element_warning (model->element, g_steal_pointer (&error));
  g_clear_error (&error);
}

P2pOutput
p2p_infer_model_output (P2pInferModel *model)
{
  GST_OBJECT_LOCK (model->element);
  const P2pOutput output = model->output;
  GST_OBJECT_UNLOCK (model->element);
  return output;
}

gboolean
p2p_infer_model_fit (P2pInferModel *model, int width, int height, gboolean live, GstClockTime *cost,
    GError **error)
{
  const gboolean resized = width != model->width || height != model->height;
  const gboolean runs =
      model->translator && p2p_output_needs_model (p2p_infer_model_output (model));
  *cost = 0;
  if (runs && resized && !get_ready (model->translator, width, height, live, cost, error))
    return FALSE;
  GST_OBJECT_LOCK (model->element);
  model->live = live;
  model->width = width;
  model->height = height;
  GST_OBJECT_UNLOCK (model->element);
  return TRUE;
}

void
p2p_infer_model_swap (P2pInferModel *model)
{
  GError *error = NULL;
  GST_OBJECT_LOCK (model->element);
  P2pTranslator *pending = g_steal_pointer (&model->pending);
  GST_OBJECT_UNLOCK (model->element);
  if (!pending)
    return;
  /* Prepared already, unless the size has changed meanwhile. */
  if (!p2p_translator_prepare (pending, model->width, model->height, &error)) {
    p2p_element_warning (model->element, error);
    p2p_translator_free (pending);
    return;
  }
  p2p_translator_free (model->translator);
  model->translator = pending;
  model->lab = p2p_translator_is_lab (pending);
  describe (model);
}
