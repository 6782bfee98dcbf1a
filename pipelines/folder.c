/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "folder.h"

#include <gst/app/gstappsink.h>
#include <gst/video/video.h>
#include "launch.h"
#include "runner.h"

const char *const p2p_labels[P2P_N_LABELS] = { "real_A", "fake_B", "real_B" };

#define PATIENCE (20 * GST_SECOND) /* for the other two pictures of a pair */

typedef struct
{
  const P2pFolderJob *job;
  GstAppSink *sinks[P2P_N_LABELS];
  GError *error;
} Work;

/* What the trainer's source wrote on the buffer. */
static const char *
path_of (GstBuffer *buffer)
{
  GstCustomMeta *meta = gst_buffer_get_custom_meta (buffer, "P2pPairMeta");
  return meta ? gst_structure_get_string (gst_custom_meta_get_structure (meta), "name") : NULL;
}

/* The three pictures of one pair: maps them and hands them on. */
static gboolean
hand_on (Work *work, GstSample *const samples[P2P_N_LABELS])
{
  GstVideoFrame frames[P2P_N_LABELS];
  P2pPicture pictures[P2P_N_LABELS];
  const char *path = NULL;
  guint n = 0;
  for (; n < P2P_N_LABELS; n++) {
    GstVideoInfo info;
    GstBuffer *buffer = gst_sample_get_buffer (samples[n]);
    if (!gst_video_info_from_caps (&info, gst_sample_get_caps (samples[n]))
        || !gst_video_frame_map (&frames[n], &info, buffer, GST_MAP_READ))
      break;
    path = path ? path : path_of (buffer);
    pictures[n] = (P2pPicture){ GST_VIDEO_FRAME_WIDTH (&frames[n]),
      GST_VIDEO_FRAME_HEIGHT (&frames[n]), GST_VIDEO_FRAME_PLANE_STRIDE (&frames[n], 0),
      GST_VIDEO_FRAME_PLANE_DATA (&frames[n], 0) };
  }
  if (n < P2P_N_LABELS || !path)
    g_set_error (&work->error, P2P_ERROR, P2P_ERROR_INTERNAL,
        "a translated picture came without its pixels or its name; run with GST_DEBUG=3");
  else
    work->job->each (work->job->user, path, pictures, &work->error);
  while (n-- > 0)
    gst_video_frame_unmap (&frames[n]);
  return work->error == NULL;
}

/* Takes a picture of each kind when there is one of each. */
static gboolean
take (gpointer data)
{
  Work *work = data;
  GstSample *samples[P2P_N_LABELS] = { NULL };
  gboolean whole = work->error == NULL;
  for (guint i = 0; whole && i < P2P_N_LABELS; i++) {
    samples[i] = gst_app_sink_try_pull_sample (work->sinks[i], PATIENCE);
    whole = samples[i] != NULL; /* NULL at the end */
  }
  if (whole)
    hand_on (work, samples);
  for (guint i = 0; i < P2P_N_LABELS; i++)
    g_clear_pointer (&samples[i], gst_sample_unref);
  return G_SOURCE_REMOVE;
}

/* The last of the three to come wakes the main thread: pictures of the other two
 * branches are there, or will be at once. */
static GstFlowReturn
on_sample (GstAppSink *sink, gpointer data)
{
  g_main_context_invoke (NULL, take, data);
  return GST_FLOW_OK;
}

static gboolean
on_tick (gpointer user)
{
  return ((Work *) user)->error == NULL;
}

static P2pLaunchValues *
values_of (const P2pFolderJob *job)
{
  const P2pOptions *o = job->options;
  const gboolean forth = !g_str_equal (o->direction, "BtoA");
  const gint64 limits[] = { o->max_dataset_size, o->num_test };
  gint64 limit = 0;
  P2pLaunchValues *values = p2p_launch_values_new ();
  for (guint i = 0; i < G_N_ELEMENTS (limits); i++)
    if (limits[i] && (!limit || limits[i] < limit))
      limit = limits[i];
  p2p_launch_value (values, "dataroot", "%s", o->dataroot);
  p2p_launch_value (values, "phase", "%s", o->phase);
  p2p_launch_value (values, "preprocess", "%s", o->preprocess);
  p2p_launch_value (values, "model", "%s", job->model);
  p2p_launch_value (values, "backend", "%s", o->backend);
  p2p_launch_piece (values, "limit", "%" G_GINT64_FORMAT, limit);
  p2p_launch_piece (values, "num_threads", "%d", o->num_threads);
  p2p_launch_piece (values, "load_size", "%d", o->load_size);
  p2p_launch_piece (values, "crop_size", "%d", o->crop_size);
  p2p_launch_piece (values, "seed", "%" G_GINT64_FORMAT, o->seed);
  p2p_launch_piece (values, "threads", "%d", o->threads);
  p2p_launch_piece (values, "dropout", "%s", job->dropout ? "true" : "false");
  p2p_launch_piece (values, "norm_stats", "%s", job->running ? "running" : "image");
  p2p_launch_piece (values, "a", "%s", forth ? "src_a" : "src_b");
  p2p_launch_piece (values, "b", "%s", forth ? "src_b" : "src_a");
  for (guint i = 0; i < P2P_N_LABELS; i++)
    p2p_launch_piece (values, p2p_labels[i], "appsink name=%s sync=false max-buffers=4",
        p2p_labels[i]);
  return values;
}

gboolean
p2p_folder_translate (const P2pFolderJob *job, GError **error)
{
  GstAppSinkCallbacks callbacks = { .new_sample = on_sample };
  Work work = { .job = job };
  const P2pRunnerHooks hooks = { .tick = on_tick, .user = &work };
  g_autoptr (P2pLaunchValues) values = values_of (job);
  g_autoptr (GstElement) pipeline = p2p_launch ("test", values, error);
  if (!pipeline)
    return FALSE;
  for (guint i = 0; i < P2P_N_LABELS; i++)
    work.sinks[i] = GST_APP_SINK (gst_bin_get_by_name (GST_BIN (pipeline), p2p_labels[i]));
  gst_app_sink_set_callbacks (work.sinks[P2P_FAKE_B], &callbacks, &work, NULL);
  const gboolean ran = p2p_runner_run (pipeline, &hooks, error);
  for (guint i = 0; i < P2P_N_LABELS; i++)
    gst_object_unref (work.sinks[i]);
  if (ran && work.error)
    g_propagate_error (error, work.error);
  else
    g_clear_error (&work.error);
  return ran && !(error && *error);
}
