/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "training.h"

#include <string.h>
#include "console.h"
#include "keep-depth.h"

void
p2p_training_clear (P2pTraining *training)
{
  p2p_track_clear (&training->track);
  p2p_complaints_clear (&training->complaints);
  p2p_notes_clear (&training->notes);
}

const char *
p2p_training_launch (const P2pOptions *o, GError **error)
{
  const P2pRecipe *recipe = p2p_recipe_find (o->model, error);
  const P2pDatasetMode *mode = recipe ? p2p_dataset_mode_find (o->dataset_mode, error) : NULL;
  g_autofree char *folder = p2p_shell_word (o->dataroot);
  if (!mode)
    return NULL;
  if (!recipe->losses || !mode->train)
    g_set_error (error, P2P_ERROR, P2P_ERROR_USAGE,
        "nothing trains with --model %s and --dataset_mode %s; use another --model and "
        "--dataset_mode, or, to translate, run p2p test NAME --dataroot %s --model %s",
        o->model, o->dataset_mode, folder, p2p_recipe_one_sided ()->name);
  else if (p2p_recipe_uses (recipe, mode->name))
    return mode->train;
  else {
    g_autofree char *modes = g_strjoinv (", ", (char **) recipe->modes);
    g_set_error (error, P2P_ERROR, P2P_ERROR_USAGE,
        "model %s cannot learn from --dataset_mode %s; leave one of the two out, or use %s",
        o->model, o->dataset_mode, modes);
  }
  return NULL;
}

/* The options in NAMES, or all with USE when that is NULL, as properties. Those that nobody has
 * given and that have their usual value are left out: the elements' default is the same. */
static char *
properties (const P2pOptions *options, guint use, const char *const *names)
{
  guint n;
  const P2pOption *table = p2p_options_table (&n);
  g_autoptr (GString) s = g_string_new (NULL);
  for (guint i = 0; i < n; i++) {
    if ((names ? !g_strv_contains (names, table[i].name) : !(table[i].uses & use))
        || !p2p_option_is_given (options, &table[i])
        || g_str_equal (table[i].name, "suffix")) /* is in the name */
      continue;
    g_autofree char *value = p2p_option_get (options, &table[i]);
    g_autofree char *quoted = p2p_launch_quote (value);
    g_string_append_printf (s, "%s%s=%s", s->len ? " " : "", table[i].property, quoted);
  }
  return g_string_free (g_steal_pointer (&s), FALSE);
}

/* Grey before resizing, as the reference has it, where the network has one channel. */
static char *
transform_of (const P2pOptions *o)
{
  static const char *const names[] = { "load_size", "crop_size", "preprocess", "no_flip", "seed",
    NULL };
  const gboolean forth = p2p_options_forth (o);
  const P2pRecipe *recipe = p2p_recipe_find (o->model, NULL);
  const gboolean grey = !recipe || !recipe->lab;
  g_autofree char *own = properties (o, 0, names);
  return g_strconcat (own, grey && (forth ? o->input_nc : o->output_nc) == 1 ? " grey-a=true" : "",
      grey && (forth ? o->output_nc : o->input_nc) == 1 ? " grey-b=true" : "", NULL);
}

P2pLaunchValues *
p2p_training_values (const P2pOptions *o)
{
  static const char *const of_source[] = { "serial_batches", "max_dataset_size", "seed", NULL };
  P2pLaunchValues *values = p2p_launch_values_new ();
  g_autofree char *source = properties (o, 0, of_source);
  g_autofree char *transform = transform_of (o);
  g_autofree char *trainer = properties (o, P2P_FOR_TRAINER, NULL);
  p2p_launch_value (values, "dataroot", "%s", o->dataroot);
  p2p_launch_value (values, "dataroot_b", "%s", o->dataroot_b);
  p2p_launch_value (values, "phase", "%s", o->phase);
  p2p_launch_piece (values, "mode", "%s", o->dataset_mode);
  p2p_launch_piece (values, "num_threads", "%d", o->num_threads);
  p2p_launch_piece (values, "source", "%s", source);
  p2p_launch_piece (values, "transform", "%s", transform);
  p2p_launch_piece (values, "trainer", "%s", trainer);
  p2p_keep_depth_values (values, o);
  return values;
}

/* What the reference says at the end of an epoch. */
static void
print_end (const P2pTraining *t, guint64 last, double next_lr)
{
  const gint64 took = g_get_monotonic_time () - t->epoch_begun;
  if (!t->log)
    return;
  p2p_console_print ("End of epoch %" G_GUINT64_FORMAT " / %" G_GUINT64_FORMAT
                     " \t Time Taken: %d sec",
      t->epoch, last, (int) (took / G_USEC_PER_SEC));
  p2p_console_print ("learning rate %.7f -> %.7f", t->lr, next_lr);
}

/* The last one has no other behind it. */
static void
on_done (P2pTraining *t, const GstStructure *s)
{
  guint64 epoch = 0, last = 0;
  double next_lr = 0;
  gst_structure_get (s, "epoch", G_TYPE_UINT64, &epoch, "last-epoch", G_TYPE_UINT64, &last,
      "next-lr", G_TYPE_DOUBLE, &next_lr, NULL);
  if (t->epoch && epoch == t->epoch)
    print_end (t, last, next_lr);
  t->done = TRUE;
}

static void
follow_epoch (P2pTraining *t, const GstStructure *s)
{
  const gint64 now = g_get_monotonic_time ();
  guint64 epoch = 0, last = 0, n_samples = 0;
  double lr = 0;
  gst_structure_get (s, "epoch", G_TYPE_UINT64, &epoch, "last-epoch", G_TYPE_UINT64, &last,
      "n-samples", G_TYPE_UINT64, &n_samples, "lr", G_TYPE_DOUBLE, &lr, NULL);
  if (t->epoch && epoch != t->epoch && n_samples)
    print_end (t, last, lr);
  if (epoch != t->epoch)
    t->epoch_begun = now;
  t->epoch = epoch;
  t->lr = lr;
}

static void
on_step (P2pTraining *t, const GstStructure *s)
{
  follow_epoch (t, s);
  const char *line = gst_structure_get_string (s, "line");
  const gboolean show = p2p_track_update (&t->track, s);
  if (line && *line && t->log)
    p2p_console_print ("%s", line);
  if (show && !t->tick) {
    g_autofree char *text = p2p_track_line (&t->track, t->name);
    p2p_console_status (text);
  }
}

/* Its end is the line's. */
static void
print_options (const char *text)
{
  g_autofree char *lines = g_strchomp (g_strdup (text));
  p2p_console_print ("%s", lines);
}

/* The trainer says what some options do not do; p2p has said it before. */
static gboolean
is_said (const P2pTraining *t, const char *note)
{
  g_auto (GStrv) said = t->options ? p2p_options_notes (t->options, P2P_FOR_TRAIN) : NULL;
  return said && g_strv_contains ((const char *const *) said, note);
}

static void
on_message (gpointer user, const char *source, const GstStructure *s)
{
  P2pTraining *t = user;
  const char *text = gst_structure_get_string (s, "text");
  if (!t->tick)
    p2p_notes_take (&t->notes, s, t->options && p2p_keep_depth_helps (t->options));
  if (gst_structure_has_name (s, "p2p-train-step"))
    on_step (t, s);
  else if (gst_structure_has_name (s, "p2p-train-note") && text && !t->tick && !is_said (t, text))
    p2p_console_say ("%s", text);
  else if (gst_structure_has_name (s, "p2p-train-options") && text && !t->tick)
    print_options (text);
  else if (gst_structure_has_name (s, "p2p-train-change") && text && !t->tick)
    p2p_console_print ("%s", text);
  else if (gst_structure_has_name (s, "p2p-train-checkpoint"))
    gst_structure_get (s, "step", G_TYPE_UINT64, &t->saved, NULL);
  else if (gst_structure_has_name (s, "p2p-train-done"))
    on_done (t, s);
}

/* Said when it happens, and all together at the end. */
static void
on_warning (gpointer user, const char *text)
{
  P2pTraining *t = user;
  if (p2p_complaints_add (&t->complaints, text) && !t->tick)
    p2p_console_warn (text);
}

static gboolean
on_tick (gpointer user)
{
  P2pTraining *t = user;
  return t->tick ? t->tick (t->user) : TRUE;
}

/* The trainer asks upstream for the options of its data; here it hears of all others that it has no
 * property for, so that its record of the run is whole. */
static GstPadProbeReturn
on_query (GstPad *pad, GstPadProbeInfo *info, gpointer user)
{
  const P2pOptions *o = user;
  GstQuery *query = GST_PAD_PROBE_INFO_QUERY (info);
  guint n;
  const P2pOption *table = p2p_options_table (&n);
  if (GST_QUERY_TYPE (query) != GST_QUERY_CUSTOM
      || !gst_structure_has_name (gst_query_get_structure (query), "p2p-options"))
    return GST_PAD_PROBE_OK;
  GstStructure *answer = gst_query_writable_structure (query);
  for (guint i = 0; i < n; i++) {
    g_autofree char *value = p2p_option_get (o, &table[i]);
    const char *text = table[i].type != P2P_OPTION_FLAG ? value
                       : g_str_equal (value, "True")    ? "1"
                                                        : "0";
    if (table[i].uses & P2P_FOR_TRAIN
        && (!(table[i].uses & P2P_FOR_TRAINER) || g_str_equal (table[i].name, "suffix")))
      gst_structure_set (answer, table[i].property, G_TYPE_STRING, text, NULL);
  }
  return GST_PAD_PROBE_OK;
}

static void
answer_queries (GstElement *pipeline, const P2pOptions *options)
{
  g_autoptr (GstElement) trainer = gst_bin_get_by_name (GST_BIN (pipeline), "t");
  static const char *const names[] = { "sink_a", "sink_b" };
  for (guint i = 0; i < G_N_ELEMENTS (names) && trainer; i++) {
    g_autoptr (GstPad) pad = gst_element_get_static_pad (trainer, names[i]);
    gst_pad_add_probe (pad, GST_PAD_PROBE_TYPE_QUERY_UPSTREAM | GST_PAD_PROBE_TYPE_PUSH, on_query,
        (gpointer) options, NULL);
  }
}

gboolean
p2p_training_run (P2pTraining *t, P2pLaunchValues *values, GError **error)
{
  const P2pRunnerHooks hooks = { .message = on_message,
    .warning = on_warning,
    .tick = on_tick,
    .tells_infos = TRUE, /* p2ptrain's come as element messages too */
    .user = t };
  g_autoptr (GstElement) pipeline = p2p_launch (t->launch ? t->launch : "train", values, error);
  if (!pipeline)
    return FALSE;
  if (t->options)
    answer_queries (pipeline, t->options);
  if (t->built)
    t->built (pipeline, t->user);
  return p2p_runner_run (pipeline, &hooks, error);
}
