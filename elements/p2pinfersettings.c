/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "p2pinfersettings.h"

#include <string.h>

static const char *const output_names[] = { "fake", "both", "input", "real", NULL }; /* P2pOutput */
static const char *const stats_names[] = { "batch", "running", "image", NULL };      /* P2pStats */

#define ROW(field) G_STRUCT_OFFSET (P2pInferSettings, field)
static const P2pProp rows[] = {
  { "model",
      "Model file (.safetensors or .pth); a new one while playing takes over at a frame border",
      P2P_PROP_PATH, ROW (model), 0, 0, "", GST_PARAM_MUTABLE_PLAYING, NULL, NULL },
  { "network",
      "Which network of a model file that holds several: netG of {'netG': ..., 'netD': ...}",
      P2P_PROP_STRING, ROW (network), 0, 0, "", GST_PARAM_MUTABLE_READY, NULL, NULL },
  { "then",
      "Second model file, which translates the result of the first without rounding in between: "
      "there and back with the two generators of cycle_gan",
      P2P_PROP_PATH, ROW (then), 0, 0, "", GST_PARAM_MUTABLE_READY, NULL, NULL },
  { "backend", NULL /* that of the option */, P2P_PROP_STRING, ROW (backend), 0, 0, "auto",
      GST_PARAM_MUTABLE_READY, NULL, NULL },
  { "threads", "Compute threads, 0: one per core", P2P_PROP_INT, ROW (threads), 0, 1024, "0",
      GST_PARAM_MUTABLE_READY, NULL, NULL },
  { "norm-stats",
      "Statistics of batch norms: the frame's own (image, batch) or those kept while "
      "training (running)",
      P2P_PROP_STRING, ROW (norm_stats), 0, 0, "image", GST_PARAM_MUTABLE_READY, NULL, NULL },
  { "dropout", "Keep dropout at work, as the reference's test does (video flickers)",
      P2P_PROP_BOOLEAN, ROW (dropout), 0, 0, "0", GST_PARAM_MUTABLE_READY, NULL, NULL },
  { "seed", "Seed of the dropout", P2P_PROP_INT64, ROW (seed), 0, 9e15, "0",
      GST_PARAM_MUTABLE_READY, NULL, NULL },
  { "mix", "Share of the translation in the picture; 0: the original", P2P_PROP_DOUBLE, ROW (mix),
      0, 1, "1", GST_PARAM_CONTROLLABLE | GST_PARAM_MUTABLE_PLAYING, NULL, NULL },
  { "output",
      "What to show: fake (the translation), both (input and translation side by side), input (as "
      "the network sees it) or real (as training sees it: the same, but in colour for a model that "
      "colours); input and real need a model only if that is one that colours",
      P2P_PROP_STRING, ROW (output), 0, 0, "fake", GST_PARAM_MUTABLE_PLAYING, NULL, NULL },
  { "qos", "Skip frames of a file that would come too late for the sink", P2P_PROP_BOOLEAN,
      ROW (qos), 0, 0, "1", GST_PARAM_MUTABLE_PLAYING, NULL, NULL },
  { "latency",
      "Latency that live pipelines are told, in nanoseconds; -1: as measured (it grows when it "
      "must "
      "and shrinks after half a minute). A fixed one never disturbs sound; frames that take longer "
      "come late",
      P2P_PROP_INT64, ROW (latency), -1, 9e15, "-1", GST_PARAM_MUTABLE_PLAYING, NULL, NULL },
  { "post-messages", "Post an element message p2p-infer-stats every second", P2P_PROP_BOOLEAN,
      ROW (post_messages), 0, 0, "0", GST_PARAM_MUTABLE_PLAYING, NULL, NULL },
};

static P2pProp
row_at (guint i, gsize offset)
{
  P2pProp row = rows[i];
  row.offset += offset;
  if (!row.blurb)
    row.blurb = p2p_option_full_help (p2p_option_find (row.name, P2P_FOR_TEST, NULL));
  return row;
}

const P2pProp *
p2p_infer_props (gsize offset, const P2pInferHooks *hooks, const P2pProp *extra, guint n_extra,
    guint *n)
{
  P2pProp *all = g_new (P2pProp, G_N_ELEMENTS (rows) + n_extra);
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    all[i] = row_at (i, offset);
    if (hooks && rows[i].offset == ROW (model))
      all[i].changed = hooks->model;
    if (hooks && rows[i].offset == ROW (output))
      all[i].changed = hooks->output;
    if (hooks && rows[i].offset == ROW (latency))
      all[i].changed = hooks->latency;
  }
  if (n_extra)
    memcpy (all + G_N_ELEMENTS (rows), extra, n_extra * sizeof *extra);
  *n = G_N_ELEMENTS (rows) + n_extra;
  return all;
}

const char p2p_infer_stats_blurb[] = "frames and dropped: how many were translated and left out; "
                                     "fps: translations a second; last-ms, "
                                     "average-ms, p95-ms: milliseconds that one takes, of the "
                                     "latest 32; latency: nanoseconds that a "
                                     "live pipeline is told, 0 if it is not live; live; width, "
                                     "height: what is translated; model: the "
                                     "file that runs, and what it is";

const P2pProp *
p2p_infer_model_props (gsize offset, guint *n)
{
  P2pProp *all = g_new (P2pProp, G_N_ELEMENTS (rows));
  for (*n = 0; rows[*n].offset != ROW (mix); (*n)++) {
    all[*n] = row_at (*n, offset);
    if (rows[*n].offset == ROW (model)) {
      all[*n].blurb = "Model file (.safetensors or .pth); without one everything passes as it is";
      all[*n].flags = GST_PARAM_MUTABLE_READY;
    }
  }
  return all;
}

P2pInferSettings
p2p_infer_settings_copy (const P2pInferSettings *settings)
{
  P2pInferSettings copy = *settings;
  copy.model = g_strdup (settings->model);
  copy.network = g_strdup (settings->network);
  copy.then = g_strdup (settings->then);
  copy.backend = g_strdup (settings->backend);
  copy.norm_stats = g_strdup (settings->norm_stats);
  copy.output = g_strdup (settings->output);
  return copy;
}

void
p2p_infer_settings_clear (P2pInferSettings *settings)
{
  g_free (settings->model);
  g_free (settings->network);
  g_free (settings->then);
  g_free (settings->backend);
  g_free (settings->norm_stats);
  g_free (settings->output);
}

/* The place of NAME in NAMES, or -1 and an error that lists them. */
static int
find_name (const char *property, const char *name, const char *const *names, GError **error)
{
  for (int i = 0; names[i]; i++)
    if (g_str_equal (names[i], name))
      return i;
  g_autofree char *all = g_strjoinv (", ", (char **) names);
  g_set_error (error, P2P_ERROR, P2P_ERROR_USAGE, "%s \"%s\" is unknown; use one of %s", property,
      name, all);
  return -1;
}

gboolean
p2p_infer_output (const P2pInferSettings *settings, P2pOutput *output, GError **error)
{
  const int found = find_name ("output", settings->output, output_names, error);
  if (found >= 0)
    *output = (P2pOutput) found;
  return found >= 0;
}

gboolean
p2p_output_needs_model (P2pOutput output)
{
  return output == P2P_OUTPUT_FAKE || output == P2P_OUTPUT_BOTH;
}

gboolean
p2p_infer_is_lab (const P2pInferSettings *settings, gboolean *lab, GError **error)
{
  g_auto (P2pModelInfo) info = { 0 };
  *lab = FALSE;
  if (!*settings->model)
    return TRUE;
  if (!p2p_model_info (settings->model, settings->network, &info, error))
    return FALSE;
  *lab = !*settings->then && info.options.input_nc == 1 && info.options.output_nc == 2;
  return TRUE;
}

P2pTranslator *
p2p_infer_load (GstElement *element, const P2pInferSettings *settings, GError **error)
{
  const int stats = find_name ("norm-stats", settings->norm_stats, stats_names, error);
  if (stats < 0)
    return NULL;
  if (!*settings->model) {
    g_set_error (error, P2P_ERROR, P2P_ERROR_USAGE,
        "property \"model\" is empty; set it to the file of a trained generator (.safetensors or "
        ".pth)");
    return NULL;
  }
  const P2pTranslatorOptions options = { *settings->backend ? settings->backend : NULL,
    settings->threads, (P2pStats) stats, settings->dropout, (guint64) settings->seed,
    settings->network, settings->then, settings->format };
  P2pTranslator *translator = p2p_translator_new (settings->model, &options, error);
  const char *trouble = translator ? p2p_translator_trouble (translator) : NULL;
  if (trouble)
    p2p_element_warning (element, g_error_new_literal (P2P_ERROR, P2P_ERROR_DATA, trouble));
  return translator;
}

gboolean
p2p_infer_warm_up (P2pTranslator *translator, int width, int height, GstClockTime *cost,
    GError **error)
{
  if (!p2p_translator_prepare (translator, width, height, error))
    return FALSE;
  g_autofree guint8 *pixels = g_try_malloc0_n (3 * (gsize) width, (gsize) height);
  if (!pixels) {
    g_set_error (error, P2P_ERROR, P2P_ERROR_MEMORY, "no memory for pictures of %dx%d", width,
        height);
    return FALSE;
  }
  P2pPicture picture = p2p_picture_of_rgb (pixels, 3 * width, width, height);
  /* The first run also pays for fresh memory; the second is typical. */
  *cost = 0;
  for (int i = 0; i < 2 && *cost < GST_SECOND / 2; i++) {
    const GstClockTime begin = gst_util_get_timestamp ();
    p2p_translator_run (translator, &picture, &picture, 0);
    *cost = gst_util_get_timestamp () - begin;
  }
  return TRUE;
}
