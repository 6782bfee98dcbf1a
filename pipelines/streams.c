/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "streams.h"

#include "core/p2p.h"
#include "launch.h"
#include "runner.h"

#define MISSING_SECONDS 2 /* for the rest, when a plugin is missing for some of it */

typedef struct
{
  P2pStreams *streams;
  GstElement *pipeline;
  char *missing; /* to get at pictures, or NULL */
  gint64 start;
  guint seconds;
  GMutex lock; /* of the streams and of what follows */
  gboolean complete;
} Look;

static void
note (P2pStreams *streams, const GstCaps *caps)
{
  const char *type = gst_structure_get_name (gst_caps_get_structure (caps, 0));
  if (g_str_has_prefix (type, "video/") || g_str_has_prefix (type, "image/")) {
    if (streams->n_videos++ == 0)
      streams->video = g_strdup (type);
  } else if (g_str_has_prefix (type, "audio/")) {
    if (streams->n_sounds++ == 0)
      streams->sound = gst_caps_copy (caps);
  } else
    streams->n_others++;
}

/* parsebin shows all pads before it lets data through one of them. */
static GstPadProbeReturn
on_data (GstPad *pad, GstPadProbeInfo *info, gpointer data)
{
  Look *look = data;
  g_mutex_lock (&look->lock);
  look->complete = TRUE;
  g_mutex_unlock (&look->lock);
  return GST_PAD_PROBE_DROP;
}

/* A sink for each, or nothing flows. */
static void
on_pad (GstElement *parse, GstPad *pad, Look *look)
{
  g_autoptr (GstCaps) caps = gst_pad_get_current_caps (pad);
  GstElement *sink = gst_element_factory_make ("fakesink", NULL);
  g_object_set (sink, "async", FALSE, NULL);
  gst_bin_add (GST_BIN (look->pipeline), sink);
  g_autoptr (GstPad) entry = gst_element_get_static_pad (sink, "sink");
  gst_pad_add_probe (entry, GST_PAD_PROBE_TYPE_BUFFER, on_data, look, NULL);
  gst_pad_link (pad, entry);
  gst_element_sync_state_with_parent (sink);
  if (!caps)
    caps = gst_pad_query_caps (pad, NULL);
  g_mutex_lock (&look->lock);
  if (!gst_caps_is_any (caps) && !gst_caps_is_empty (caps))
    note (look->streams, caps);
  g_mutex_unlock (&look->lock);
}

static gboolean
is_complete (Look *look)
{
  g_mutex_lock (&look->lock);
  const gboolean complete = look->complete;
  g_mutex_unlock (&look->lock);
  return complete;
}

static gboolean
on_tick (gpointer user)
{
  return !is_complete (user);
}

static gboolean
on_watch (gpointer user, GError **error)
{
  const Look *look = user;
  const gint64 now = g_get_monotonic_time ();
  const gboolean hopeless = look->missing && now > look->start + MISSING_SECONDS * G_USEC_PER_SEC;
  if (is_complete (user)
      || (!hopeless && (!look->seconds || now < look->start + look->seconds * G_USEC_PER_SEC)))
    return TRUE;
  if (look->missing)
    g_set_error_literal (error, P2P_ERROR, P2P_ERROR_UNAVAILABLE, look->missing);
  else
    g_set_error_literal (error, P2P_ERROR, P2P_ERROR_DATA,
        "it does not say what is in it, though that was waited for; check that it is whole, or set "
        "a longer --timeout");
  return FALSE;
}

static void
on_message (gpointer user, const char *source, const GstStructure *structure)
{
  Look *look = user;
  g_autoptr (GstCaps) caps = NULL;
  if (look->missing || !gst_structure_has_name (structure, "missing-plugin"))
    return;
  /* Sound that cannot be read does not matter yet. */
  if (gst_structure_get (structure, "detail", GST_TYPE_CAPS, &caps, NULL)
      && gst_caps_get_size (caps) > 0
      && g_str_has_prefix (gst_structure_get_name (gst_caps_get_structure (caps, 0)), "audio/"))
    return;
  look->missing = p2p_runner_missing (structure);
}

static gboolean
judge (const Look *look, GError **error)
{
  if (look->streams->n_videos > 0)
    return TRUE;
  if (look->missing)
    g_set_error_literal (error, P2P_ERROR, P2P_ERROR_UNAVAILABLE, look->missing);
  else
    g_set_error (error, P2P_ERROR, P2P_ERROR_DATA,
        "there is no video in it%s; use a file with pictures",
        look->streams->n_sounds ? ", only sound" : "");
  return FALSE;
}

gboolean
p2p_streams_look (P2pStreams *streams, const char *opens, const char *name, guint seconds,
    GError **error)
{
  Look look = { .streams = streams };
  const P2pRunnerHooks hooks = { .message = on_message,
    .tick = on_tick,
    .watch = on_watch,
    .user = &look };
  g_autoptr (P2pLaunchValues) values = p2p_launch_values_new ();
  *streams = (P2pStreams){ 0 };
  p2p_launch_piece (values, "opens", "%s", opens);
  g_autoptr (GstElement) pipeline = p2p_launch ("look", values, error);
  if (!pipeline)
    return FALSE;
  g_autoptr (GstElement) parse = gst_bin_get_by_name (GST_BIN (pipeline), "source");
  g_mutex_init (&look.lock);
  look.pipeline = pipeline;
  look.start = g_get_monotonic_time ();
  look.seconds = seconds;
  g_signal_connect (parse, "pad-added", G_CALLBACK (on_pad), &look);
  gboolean ok = p2p_runner_run (pipeline, &hooks, error);
  if (ok && !p2p_runner_signal ())
    ok = judge (&look, error);
  if (!ok)
    g_prefix_error (error, "%s: ", name);
  g_mutex_clear (&look.lock);
  g_free (look.missing);
  return ok;
}

void
p2p_streams_clear (P2pStreams *streams)
{
  g_clear_pointer (&streams->video, g_free);
  gst_clear_caps (&streams->sound);
}
