/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "p2pinfermodel.h"

GST_DEBUG_CATEGORY_EXTERN (p2pinfercore_debug);
#define GST_CAT_DEFAULT p2pinfercore_debug

void
p2p_infer_model_init (P2pInferModel *model, GstElement *element, P2pInferSettings *settings)
{
  model->element = element;
  model->settings = settings;
}

void
p2p_infer_model_clear (P2pInferModel *model)
{
  g_clear_pointer (&model->description, g_free);
  g_clear_pointer (&model->file, g_free);
}

/* Under the object lock; takes FILE. */
static void
describe (P2pInferModel *model, char *file)
{
  g_free (model->file);
  g_free (model->description);
  model->file = file;
  model->description = model->translator ? g_strdup_printf ("%s: %s", file,
                           p2p_translator_describe (model->translator))
                                         : g_strdup ("no model");
}

static gboolean
get_ready (P2pTranslator *translator, int width, int height, gboolean live, GstClockTime *cost,
    GError **error)
{
  *cost = 0;
  return live ? p2p_infer_warm_up (translator, width, height, cost, error)
              : p2p_translator_prepare (translator, width, height, error);
}

/* The model of the properties, ready for the size negotiated, if one is. FILE: its name, also of
 * one that is refused. */
static P2pTranslator *
load (P2pInferModel *model, char **file, GError **error)
{
  GST_OBJECT_LOCK (model->element);
  g_auto (P2pInferSettings) settings = p2p_infer_settings_copy (model->settings);
  const int width = model->width, height = model->height;
  const gboolean live = model->live;
  GST_OBJECT_UNLOCK (model->element);
  *file = g_strdup (settings.model);
  g_autoptr (P2pTranslator) translator = p2p_infer_load (model->element, &settings, error);
  GstClockTime cost;
  if (!translator || (width && !get_ready (translator, width, height, live, &cost, error)))
    return NULL;
  GST_INFO_OBJECT (model->element, "loaded %s: %s", settings.model,
      p2p_translator_describe (translator));
  return g_steal_pointer (&translator);
}

/* FILE is not used: a property that still asks for it says what is. */
static void
refuse (P2pInferModel *model, const char *file, GError *error)
{
  GST_OBJECT_LOCK (model->element);
  char **name = &model->settings->model;
  const char *used = model->pending_file ? model->pending_file : model->file;
  const gboolean other = g_str_equal (*name, file) && !g_str_equal (file, used);
  if (other) {
    g_free (*name);
    *name = g_strdup (used);
  }
  GST_OBJECT_UNLOCK (model->element);
  g_prefix_error (&error, "the model stays as it was: ");
  p2p_element_warning (model->element, error);
  if (other)
    g_object_notify (G_OBJECT (model->element), "model");
}

/* Puts the model of the properties where the streaming thread finds it at the next frame. */
static void
load_pending (P2pInferModel *model)
{
  g_autofree char *file = NULL;
  GError *error = NULL;
  P2pTranslator *translator = load (model, &file, &error), *unused = translator;
  GST_OBJECT_LOCK (model->element);
  const gboolean started = model->started;
  if (translator && started) {
    unused = model->pending;
    model->pending = translator;
    g_free (model->pending_file);
    model->pending_file = g_strdup (file);
  }
  GST_OBJECT_UNLOCK (model->element);
  p2p_translator_free (unused);
  if (error && started)
    refuse (model, file, g_steal_pointer (&error));
  g_clear_error (&error);
}

/* As often as somebody wants it, for those who come meanwhile together. */
static gpointer
work (gpointer data)
{
  P2pInferModel *model = data;
  for (;;) {
    GST_OBJECT_LOCK (model->element);
    const gboolean again = model->loading = model->wanted && model->started;
    model->wanted = FALSE;
    GST_OBJECT_UNLOCK (model->element);
    if (!again)
      return NULL;
    load_pending (model);
  }
}

static void
load_beside (P2pInferModel *model)
{
  GThread *done = NULL;
  GST_OBJECT_LOCK (model->element);
  if (model->started) {
    model->wanted = TRUE;
    if (!model->loading) {
      done = model->loader;
      model->loading = TRUE;
      model->loader = g_thread_new ("p2p-load", work, model);
    }
  }
  GST_OBJECT_UNLOCK (model->element);
  if (done)
    g_thread_join (done);
}

/* What is given decides whether the model has to be loaded, or only looked at. */
static gboolean
open_model (P2pInferModel *model, char **file, GError **error)
{
  GST_OBJECT_LOCK (model->element);
  const gboolean found = p2p_infer_output (model->settings, &model->output, error);
  const gboolean wanted = p2p_output_needs_model (model->output);
  g_auto (P2pInferSettings) settings = p2p_infer_settings_copy (model->settings);
  GST_OBJECT_UNLOCK (model->element);
  *file = NULL;
  model->translator = found && wanted ? load (model, file, error) : NULL;
  if (!found || (wanted && !model->translator))
    return FALSE;
  if (wanted) {
    model->lab = p2p_translator_is_lab (model->translator);
    return TRUE;
  }
  *file = g_strdup (settings.model);
  return p2p_infer_is_lab (&settings, &model->lab, error);
}

gboolean
p2p_infer_model_start (P2pInferModel *model, GError **error)
{
  g_autofree char *file = NULL;
  if (!open_model (model, &file, error))
    return FALSE;
  GST_OBJECT_LOCK (model->element);
  const gboolean another = !g_str_equal (file, model->settings->model); /* set meanwhile */
  describe (model, g_steal_pointer (&file));
  model->started = TRUE;
  model->live = FALSE;
  GST_OBJECT_UNLOCK (model->element);
  if (another)
    load_beside (model);
  return TRUE;
}

void
p2p_infer_model_stop (P2pInferModel *model)
{
  GST_OBJECT_LOCK (model->element);
  model->started = FALSE;
  model->width = model->height = 0;
  GThread *loader = g_steal_pointer (&model->loader);
  GST_OBJECT_UNLOCK (model->element);
  if (loader && loader != g_thread_self ())
    g_thread_join (loader);
  else if (loader) /* stopped by who heard from it */
    g_thread_unref (loader);
  GST_OBJECT_LOCK (model->element);
  P2pTranslator *pending = g_steal_pointer (&model->pending);
  g_clear_pointer (&model->pending_file, g_free);
  GST_OBJECT_UNLOCK (model->element);
  p2p_translator_free (pending);
  g_clear_pointer (&model->translator, p2p_translator_free);
}

void
p2p_infer_model_changed (P2pInferModel *model)
{
  load_beside (model);
}

/* What gave the input only has not loaded its model yet: until it has, the input stays. */
void
p2p_infer_model_output_changed (P2pInferModel *model)
{
  GError *error = NULL;
  P2pOutput output;
  GST_OBJECT_LOCK (model->element);
  const gboolean ok = p2p_infer_output (model->settings, &output, &error);
  const gboolean started = model->started;
  if (ok)
    model->output = output;
  const gboolean missing = ok && started && p2p_output_needs_model (output) && !model->pending
                           && !model->translator && *model->settings->model;
  GST_OBJECT_UNLOCK (model->element);
  if (missing)
    load_beside (model);
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
  char *file = g_steal_pointer (&model->pending_file);
  GST_OBJECT_UNLOCK (model->element);
  if (!pending)
    return;
  /* Prepared already, unless the size has changed meanwhile. */
  if (!p2p_translator_prepare (pending, model->width, model->height, &error)) {
    refuse (model, file, error);
    p2p_translator_free (pending);
    g_free (file);
    return;
  }
  GST_OBJECT_LOCK (model->element);
  P2pTranslator *old = model->translator;
  model->translator = pending;
  describe (model, file);
  GST_OBJECT_UNLOCK (model->element);
  p2p_translator_free (old);
  model->lab = p2p_translator_is_lab (pending);
}
