/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "folder.h"

#include <gst/app/gstappsink.h>
#include "console.h"
#include "keep-depth.h"
#include "launch.h"
#include "notes.h"
#include "runner.h"
#include "sample.h"

typedef struct
{
  const P2pFolderJob *job;
  guint n;
  GstAppSink *sinks[P2P_MAX_VIEWS];
  GstSample *waiting[P2P_MAX_VIEWS]; /* of the pictures to come next */
  P2pNotes notes;
  GHashTable *alone; /* numbers of results that had not all their pictures */
  GError *error;
} Work;

const char *const *
p2p_folder_labels (const P2pRecipe *model, guint *n)
{
  static const char *labels[P2P_MAX_VIEWS + 1];
  *n = 0;
  for (const P2pView *v = model->views; v->name && *n < P2P_MAX_VIEWS; v++)
    if (!v->in_training)
      labels[(*n)++] = v->name;
  labels[*n] = NULL;
  return labels;
}

const char *
p2p_folder_launch (const P2pOptions *o, GError **error)
{
  const P2pRecipe *recipe = p2p_recipe_find (o->model, error);
  const P2pDatasetMode *mode = recipe ? p2p_dataset_mode_find (o->dataset_mode, error) : NULL;
  if (!mode)
    return NULL;
  const char *launch = mode->test[recipe->n_generators - 1];
  if (launch && p2p_recipe_uses (recipe, mode->name))
    return launch;
  g_set_error (error, P2P_ERROR, P2P_ERROR_USAGE,
      "model %s is not tested on --dataset_mode %s; leave --dataset_mode out, or use --model %s "
      "with a folder of single pictures",
      o->model, o->dataset_mode, p2p_recipe_one_sided ()->name);
  return NULL;
}

/* What the trainer's source wrote on the buffer. */
static const GstStructure *
meta_of (GstSample *sample)
{
  GstCustomMeta *meta = gst_buffer_get_custom_meta (gst_sample_get_buffer (sample), "P2pPairMeta");
  return meta ? gst_custom_meta_get_structure (meta) : NULL;
}

static const char *
path_of (GstSample *sample)
{
  const GstStructure *meta = meta_of (sample);
  return meta ? gst_structure_get_string (meta, "name") : NULL;
}

/* Its place in the data set, epochs one after the other: what belongs to one result has the same. */
static guint64
place_of (GstSample *sample)
{
  const GstStructure *meta = meta_of (sample);
  guint64 epoch = 0, place = 0;
  if (meta)
    gst_structure_get (meta, "epoch", G_TYPE_UINT64, &epoch, "sample", G_TYPE_UINT64, &place, NULL);
  return epoch << 32 | place;
}

/* The pictures that wait: maps them and hands them on. The first one's file names them all. */
static void
hand_on (Work *work)
{
  P2pSampleView views[P2P_MAX_VIEWS];
  P2pPicture pictures[P2P_MAX_VIEWS];
  const char *path = path_of (work->waiting[0]);
  guint n = 0;
  for (; n < work->n && p2p_sample_map (work->waiting[n], &views[n]); n++)
    pictures[n] = views[n].picture;
  if (n < work->n || !path)
    g_set_error (&work->error, P2P_ERROR, P2P_ERROR_INTERNAL,
        "a translated picture came without its pixels or its name; run with GST_DEBUG=3");
  else
    work->job->each (work->job->user, path, pictures, &work->error);
  while (n-- > 0)
    p2p_sample_unmap (&views[n]);
}

static void
drop (Work *work)
{
  for (guint i = 0; i < work->n; i++)
    g_clear_pointer (&work->waiting[i], gst_sample_unref);
}

/* A picture whose counterpart could not be used. */
static void
leave_out (Work *work, guint i)
{
  const char *path = path_of (work->waiting[i]);
  g_autofree char *text =
      g_strdup_printf ("%s: left out, its counterpart cannot be used", path ? path : "a picture");
  p2p_complaints_add (work->job->complaints, text);
  g_hash_table_add (work->alone, GSIZE_TO_POINTER (place_of (work->waiting[i])));
  g_clear_pointer (&work->waiting[i], gst_sample_unref);
}

/* One of each kind, of one place in the data set: TRUE. Else leaves out those that wait in vain,
 * because another kind is further already or at its end, and NEWS says whether there were any. */
static gboolean
is_whole (Work *work, gboolean *news)
{
  guint64 newest = 0;
  gboolean whole = TRUE, ended = FALSE;
  *news = FALSE;
  for (guint i = 0; i < work->n; i++) {
    if (!work->waiting[i])
      work->waiting[i] = gst_app_sink_try_pull_sample (work->sinks[i], 0);
    if (work->waiting[i])
      newest = MAX (newest, place_of (work->waiting[i]));
    else
      ended |= gst_app_sink_is_eos (work->sinks[i]);
    whole &= work->waiting[i] != NULL;
  }
  for (guint i = 0; i < work->n; i++)
    if (work->waiting[i] && (ended || place_of (work->waiting[i]) < newest)) {
      leave_out (work, i);
      *news = TRUE;
    }
  return whole && !*news;
}

/* Takes what is there; hands on whenever there is one picture of each kind. All that there is, also
 * when an error waits behind it; but a signal ends it after the picture at hand. */
static gboolean
take (gpointer data)
{
  Work *work = data;
  gboolean news = TRUE;
  while (news && !work->error && !p2p_runner_signal ())
    if (is_whole (work, &news)) {
      hand_on (work);
      drop (work);
      news = TRUE;
    }
  return G_SOURCE_REMOVE;
}

/* Each picture wakes the main thread, and so does the end of each kind. */
static GstFlowReturn
on_sample (GstAppSink *sink, gpointer data)
{
  g_idle_add_full (G_PRIORITY_DEFAULT, take, data, NULL);
  return GST_FLOW_OK;
}

static void
on_end (GstAppSink *sink, gpointer data)
{
  g_idle_add_full (G_PRIORITY_DEFAULT, take, data, NULL);
}

static gboolean
on_tick (gpointer user)
{
  return ((Work *) user)->error == NULL;
}

static void
on_message (gpointer user, const char *source, const GstStructure *structure)
{
  Work *work = user;
  p2p_notes_take (&work->notes, structure, FALSE); /* the network is what it is */
}

static void
on_warning (gpointer user, const char *text)
{
  p2p_complaints_add (((Work *) user)->job->complaints, text);
}

static gint64
limit_of (const P2pOptions *o)
{
  const gint64 limits[] = { o->max_dataset_size, o->num_test };
  gint64 limit = 0;
  for (guint i = 0; i < G_N_ELEMENTS (limits); i++)
    if (limits[i] && (!limit || limits[i] < limit))
      limit = limits[i];
  return limit;
}

/* model; and model_a, model_b for the generators G_A and G_B. */
static void
name_models (const P2pFolderJob *job, P2pLaunchValues *values)
{
  const P2pGenerators *generators = job->generators;
  p2p_launch_value (values, "model", "%s", generators->files[0].path);
  p2p_launch_value (values, "network", "%s", job->options->network);
  for (guint i = 0; i < generators->n; i++) {
    g_autofree char *suffix = g_ascii_strdown (generators->nets[i] + 1, -1);
    g_autofree char *key = g_strconcat ("model", suffix, NULL);
    p2p_launch_value (values, key, "%s", generators->files[i].path);
  }
}

GHashTable *
p2p_folder_values (const P2pFolderJob *job)
{
  const P2pOptions *o = job->options;
  const gboolean forth = p2p_options_forth (o);
  guint n;
  const char *const *labels = p2p_folder_labels (p2p_recipe_find (o->model, NULL), &n);
  const P2pDatasetMode *mode = p2p_dataset_mode_find (o->dataset_mode, NULL);
  P2pLaunchValues *values = p2p_launch_values_new ();
  p2p_launch_value (values, "dataroot", "%s", o->dataroot);
  p2p_launch_value (values, "dataroot_b", "%s", o->dataroot_b);
  p2p_launch_value (values, "phase", "%s", o->phase);
  p2p_launch_value (values, "preprocess", "%s", o->preprocess);
  p2p_launch_value (values, "backend", "%s", o->backend);
  p2p_launch_piece (values, "limit", "%" G_GINT64_FORMAT, limit_of (o));
  p2p_launch_piece (values, "num_threads", "%d", o->num_threads);
  p2p_launch_piece (values, "load_size", "%d", o->load_size);
  p2p_launch_piece (values, "crop_size", "%d", o->crop_size);
  p2p_launch_piece (values, "seed", "%" G_GINT64_FORMAT, o->seed);
  p2p_launch_piece (values, "threads", "%d", o->threads);
  p2p_launch_piece (values, "dropout", "%s", job->dropout ? "true" : "false");
  p2p_launch_piece (values, "norm_stats", "%s", job->running ? "running" : "image");
  p2p_keep_depth_values (values, o);
  p2p_launch_piece (values, "mode", "%s", o->dataset_mode);
  if (mode && mode->sides == P2P_SIDES_HALVES)
    p2p_launch_piece (values, "layout", "AB");
  p2p_launch_piece (values, "grey_a", "%s",
      (forth ? o->input_nc : o->output_nc) == 1 ? "true" : "false");
  p2p_launch_piece (values, "grey_b", "%s",
      (forth ? o->output_nc : o->input_nc) == 1 ? "true" : "false");
  p2p_launch_piece (values, "a", "%s", forth ? "src_a" : "src_b");
  p2p_launch_piece (values, "b", "%s", forth ? "src_b" : "src_a");
  name_models (job, values);
  for (guint i = 0; i < n; i++)
    p2p_launch_piece (values, labels[i], "appsink name=%s sync=false max-buffers=4", labels[i]);
  return values;
}

static gboolean
find_sinks (Work *work, GstElement *pipeline, GError **error)
{
  static GstAppSinkCallbacks callbacks = { .new_sample = on_sample, .eos = on_end };
  const P2pRecipe *recipe = p2p_recipe_find (work->job->options->model, NULL);
  const char *const *labels = p2p_folder_labels (recipe, &work->n);
  for (guint i = 0; i < work->n; i++) {
    GstElement *sink = gst_bin_get_by_name (GST_BIN (pipeline), labels[i]);
    if (!sink) {
      g_set_error (error, P2P_ERROR, P2P_ERROR_INTERNAL,
          "the launch file has no place for ${%s}; check it", labels[i]);
      return FALSE;
    }
    work->sinks[i] = GST_APP_SINK (sink);
    gst_app_sink_set_callbacks (work->sinks[i], &callbacks, work, NULL);
  }
  return TRUE;
}

gboolean
p2p_folder_translate (const P2pFolderJob *job, GError **error)
{
  g_autoptr (GHashTable) alone = g_hash_table_new (g_direct_hash, g_direct_equal);
  Work work = { .job = job, .alone = alone };
  const P2pRunnerHooks hooks = { .message = on_message,
    .tick = on_tick,
    .warning = on_warning,
    .user = &work };
  const char *launch = p2p_folder_launch (job->options, error);
  if (!launch)
    return FALSE;
  g_autoptr (P2pLaunchValues) values = p2p_folder_values (job);
  g_autoptr (GstElement) pipeline = p2p_launch (launch, values, error);
  if (!pipeline)
    return FALSE;
  const gboolean ran =
      find_sinks (&work, pipeline, error) && p2p_runner_run (pipeline, &hooks, error);
  while (g_source_remove_by_user_data (&work)) {
  }
  drop (&work);
  p2p_notes_clear (&work.notes);
  if (g_hash_table_size (alone) > 0)
    p2p_console_say ("%u results left out: one of their pictures cannot be used",
        g_hash_table_size (alone));
  for (guint i = 0; i < work.n; i++)
    g_clear_object (&work.sinks[i]);
  const gboolean whole = ran && !work.error;
  if (ran && work.error)
    g_propagate_error (error, g_steal_pointer (&work.error));
  g_clear_error (&work.error);
  return whole;
}
