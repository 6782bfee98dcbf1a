/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "runner.h"

#include <gst/video/videooverlay.h>
#include <string.h>
#include "console.h"
#include "core/p2p.h"
#include "signals.h"

#define TICK_MS 100
#define EOS_SECONDS 20 /* for the end of a stream to come through after a stop */

typedef struct
{
  GstElement *pipeline;
  const P2pRunnerHooks *hooks;
  GMainLoop *loop;
  GError *error;
  GHashTable *said; /* warnings: several elements may have the same to say */
  gboolean stopping;
  gint64 deadline; /* for the end of the stream */
  char *missing;   /* what plugin a message has named, or NULL */
} Run;

int
p2p_runner_signal (void)
{
  return p2p_signals_noted ();
}

char *
p2p_runner_missing (const GstStructure *s)
{
  g_autoptr (GstCaps) caps = NULL;
  if (!s || !gst_structure_has_name (s, "missing-plugin"))
    return NULL;
  const char *name = gst_structure_get_string (s, "name");
  const char *detail = gst_structure_get_string (s, "detail");
  if (gst_structure_get (s, "detail", GST_TYPE_CAPS, &caps, NULL) && gst_caps_get_size (caps) > 0)
    detail = gst_structure_get_name (gst_caps_get_structure (caps, 0));
  return p2p_package_advice (name, detail);
}

static gboolean
has_code (const GstStructure *details)
{
  return details && gst_structure_has_field (details, "p2p-code");
}

/* The code that elements put into a message's details, or what fits. */
static int
code_of (const GError *error, const GstStructure *details)
{
  int code;
  if (details && gst_structure_get_int (details, "p2p-code", &code))
    return code;
  if (g_error_matches (error, GST_RESOURCE_ERROR, GST_RESOURCE_ERROR_NOT_FOUND))
    return P2P_ERROR_NO_INPUT;
  if (g_error_matches (error, GST_RESOURCE_ERROR, GST_RESOURCE_ERROR_OPEN_WRITE))
    return P2P_ERROR_CREATE;
  if (g_error_matches (error, GST_RESOURCE_ERROR, GST_RESOURCE_ERROR_NOT_AUTHORIZED))
    return P2P_ERROR_PERMISSION;
  if (g_error_matches (error, GST_CORE_ERROR, GST_CORE_ERROR_MISSING_PLUGIN)
      || g_error_matches (error, GST_STREAM_ERROR, GST_STREAM_ERROR_CODEC_NOT_FOUND))
    return P2P_ERROR_UNAVAILABLE;
  if (error->domain == GST_RESOURCE_ERROR)
    return P2P_ERROR_IO;
  return error->domain == GST_STREAM_ERROR ? P2P_ERROR_DATA : P2P_ERROR_INTERNAL;
}

/* A user who closes the window has seen enough: that is no error. */
static gboolean
is_closed_window (GstMessage *message, const GError *error)
{
  return GST_IS_VIDEO_OVERLAY (GST_MESSAGE_SRC (message))
         && g_error_matches (error, GST_RESOURCE_ERROR, GST_RESOURCE_ERROR_NOT_FOUND);
}

/* Of the sink that writes a film: it does not say which, and has no hint. */
static gboolean
is_no_room (const GError *error)
{
  return g_error_matches (error, GST_RESOURCE_ERROR, GST_RESOURCE_ERROR_WRITE)
         || g_error_matches (error, GST_RESOURCE_ERROR, GST_RESOURCE_ERROR_NO_SPACE_LEFT);
}

/* Keeps the first error: the others follow from it. */
static void
take_error (Run *run, GstMessage *message)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *debug = NULL;
  const GstStructure *details = NULL;
  gst_message_parse_error (message, &error, &debug);
  gst_message_parse_error_details (message, &details);
  const int code = code_of (error, details);
  if (run->error || is_closed_window (message, error))
    return;
  /* A command knows why its end of the pipeline gave up; the elements only that it did. */
  if (run->hooks->watch && !run->hooks->watch (run->hooks->user, &run->error))
    return;
  if (run->missing && code == P2P_ERROR_UNAVAILABLE && !has_code (details)) {
    run->error = g_error_new_literal (P2P_ERROR, code, run->missing);
    return;
  }
  if (has_code (details))
    run->error = g_error_new_literal (P2P_ERROR, code, error->message);
  else if (is_no_room (error))
    run->error = g_error_new (P2P_ERROR, code,
        "the result cannot be written: %s Make room on its disk, or use another", error->message);
  else if (error->domain == GST_STREAM_ERROR)
    run->error = g_error_new (P2P_ERROR, code,
        "%s Check that it is whole, and a video or picture that plays elsewhere", error->message);
  else
    run->error = g_error_new (P2P_ERROR, code, "%s (%s%s%s); run with GST_DEBUG=3 to see more",
        error->message, GST_OBJECT_NAME (GST_MESSAGE_SRC (message)), debug ? ": " : "",
        debug ? debug : "");
}

/* A plugin that is not there, or what a command wants to know. */
static void
take_element (Run *run, GstMessage *message)
{
  const GstStructure *s = gst_message_get_structure (message);
  if (!run->missing)
    run->missing = p2p_runner_missing (s);
  if (run->hooks->message)
    run->hooks->message (run->hooks->user, GST_OBJECT_NAME (GST_MESSAGE_SRC (message)), s);
}

static void
take_info (const Run *run, GstMessage *message)
{
  g_autoptr (GError) info = NULL;
  const GstStructure *details = NULL;
  gst_message_parse_info_details (message, &details);
  if (run->hooks->message && details && g_str_has_prefix (gst_structure_get_name (details), "p2p-"))
    return; /* it comes as an element message too */
  gst_message_parse_info (message, &info, NULL);
  p2p_console_say ("%s", info->message);
}

static void
take_warning (const Run *run, GstMessage *message)
{
  g_autoptr (GError) error = NULL;
  gst_message_parse_warning (message, &error, NULL);
  if (!g_hash_table_add (run->said, g_strdup (error->message)))
    return;
  if (run->hooks->warning)
    run->hooks->warning (run->hooks->user, error->message);
  else
    p2p_console_warn (error->message);
}

static gboolean
on_message (GstBus *bus, GstMessage *message, gpointer data)
{
  Run *run = data;
  switch (GST_MESSAGE_TYPE (message)) {
    case GST_MESSAGE_ERROR:
      take_error (run, message);
      g_main_loop_quit (run->loop);
      break;
    case GST_MESSAGE_WARNING:
      take_warning (run, message);
      break;
    case GST_MESSAGE_EOS:
      g_main_loop_quit (run->loop);
      break;
    case GST_MESSAGE_LATENCY:
      gst_bin_recalculate_latency (GST_BIN (run->pipeline));
      break;
    case GST_MESSAGE_ELEMENT:
      take_element (run, message);
      break;
    case GST_MESSAGE_INFO:
      if (!run->hooks->tells_infos)
        take_info (run, message);
      break;
    default:
      break;
  }
  return G_SOURCE_CONTINUE;
}

/* In a thread of its own: a pad may be busy for as long as one picture takes. */
static void
end_at (GstElement *pipeline, gpointer data)
{
  for (const char *const *name = data; *name; name++) {
    g_autoptr (GstElement) element = gst_bin_get_by_name (GST_BIN (pipeline), *name);
    g_autoptr (GstPad) pad = element ? gst_element_get_static_pad (element, "sink") : NULL;
    if (pad)
      gst_pad_send_event (pad, gst_event_new_eos ());
  }
}

static gboolean
send_eos (Run *run)
{
  if (!run->hooks->ends)
    return gst_element_send_event (run->pipeline, gst_event_new_eos ());
  gst_element_call_async (run->pipeline, end_at, (gpointer) run->hooks->ends, NULL);
  return TRUE;
}

static void
stop (Run *run)
{
  if (run->stopping)
    return;
  run->stopping = TRUE;
  run->deadline = g_get_monotonic_time () + EOS_SECONDS * G_USEC_PER_SEC;
  if (!run->hooks->stop_by_eos || !send_eos (run))
    g_main_loop_quit (run->loop);
}

static gboolean
on_tick (gpointer data)
{
  Run *run = data;
  if (!run->stopping && p2p_signals_noted ()) {
    p2p_console_say ("stopping in order; Ctrl-C again ends at once");
    stop (run);
  }
  if (run->stopping && g_get_monotonic_time () > run->deadline)
    g_main_loop_quit (run->loop);
  else if (!run->error && run->hooks->watch && !run->hooks->watch (run->hooks->user, &run->error))
    g_main_loop_quit (run->loop);
  else if (!run->stopping && run->hooks->tick && !run->hooks->tick (run->hooks->user))
    stop (run);
  return G_SOURCE_CONTINUE;
}

/* Handles what waits on the bus, outside the loop. */
static void
drain (Run *run)
{
  g_autoptr (GstBus) bus = gst_element_get_bus (run->pipeline);
  for (;;) {
    g_autoptr (GstMessage) message = gst_bus_pop (bus);
    if (!message)
      return;
    on_message (bus, message, run);
  }
}

static void
play (Run *run)
{
  g_autoptr (GstBus) bus = gst_element_get_bus (run->pipeline);
  if (gst_element_set_state (run->pipeline, GST_STATE_PLAYING) == GST_STATE_CHANGE_FAILURE) {
    drain (run);
    if (!run->error)
      g_set_error (&run->error, P2P_ERROR, P2P_ERROR_INTERNAL,
          "the pipeline does not start; run with GST_DEBUG=3 to see why");
    return;
  }
  const guint watch = gst_bus_add_watch (bus, on_message, run);
  const guint tick = g_timeout_add (TICK_MS, on_tick, run);
  g_main_loop_run (run->loop);
  g_source_remove (watch);
  g_source_remove (tick);
}

gboolean
p2p_runner_run (GstElement *pipeline, const P2pRunnerHooks *hooks, GError **error)
{
  Run run = { .pipeline = pipeline, .hooks = hooks, .loop = g_main_loop_new (NULL, FALSE) };
  run.said = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  p2p_signals_watch ();
  if (!p2p_signals_noted ())
    play (&run);
  /* Down to READY first: elements save there, and may have errors to tell. */
  gst_element_set_state (pipeline, GST_STATE_READY);
  drain (&run);
  gst_element_set_state (pipeline, GST_STATE_NULL);
  p2p_console_status ("");
  g_main_loop_unref (run.loop);
  g_free (run.missing);
  g_hash_table_unref (run.said);
  if (run.error)
    g_propagate_error (error, run.error);
  return run.error == NULL;
}
