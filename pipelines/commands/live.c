/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* p2p live: a file, a camera or a test picture through a network, to a window or
 * a file (launch/live.launch). */

#include <string.h>
#include "arguments.h"
#include "console.h"
#include "endpoints.h"
#include "launch.h"
#include "trained-net.h"
#include "runner.h"

typedef struct
{
  GstElement *infer;
  const char *from; /* as the user typed it */
  gboolean window;
  gboolean clock, still; /* time is that of the clock, not of the frames; one frame will do */
  double seconds;        /* to show; 0: all */
  gint64 start;
  GstClockTime latest; /* running time of the latest frame; atomic enough: one writer */
  guint64 frames;
  guint ticks;
} Live;

static GstPadProbeReturn
on_frame (GstPad *pad, GstPadProbeInfo *info, gpointer data)
{
  Live *live = data;
  const GstClockTime time = GST_BUFFER_PTS (GST_PAD_PROBE_INFO_BUFFER (info));
  live->latest = GST_CLOCK_TIME_IS_VALID (time) ? time : 0;
  live->frames++;
  return GST_PAD_PROBE_OK;
}

static void
numbers (const Live *live, guint64 *frames, guint64 *dropped, double *fps, double *cost,
    guint64 *latency)
{
  g_autoptr (GstStructure) stats = NULL;
  *frames = *dropped = *latency = 0;
  *fps = *cost = 0;
  g_object_get (live->infer, "stats", &stats, NULL);
  if (stats)
    gst_structure_get (stats, "frames", G_TYPE_UINT64, frames, "dropped", G_TYPE_UINT64, dropped,
        "fps", G_TYPE_DOUBLE, fps, "average-ms", G_TYPE_DOUBLE, cost, "latency", G_TYPE_UINT64,
        latency, NULL);
}

static void
tell (const Live *live)
{
  guint64 frames, dropped, latency;
  double fps, cost;
  numbers (live, &frames, &dropped, &fps, &cost, &latency);
  g_autofree char *line =
      g_strdup_printf ("%5.1f fps  %.1f ms a frame  latency %.0f ms  %" G_GUINT64_FORMAT
                       " frames, %" G_GUINT64_FORMAT " dropped",
          fps, cost, (double) latency / GST_MSECOND, frames, dropped);
  p2p_console_status (line);
}

/* FALSE when the time asked for is over. */
static gboolean
on_tick (gpointer user)
{
  Live *live = user;
  const double wall = (double) (g_get_monotonic_time () - live->start) / G_USEC_PER_SEC;
  const double stream = (double) live->latest / GST_SECOND;
  if (++live->ticks % 5 == 0)
    tell (live);
  if (live->still && live->frames > 0)
    return FALSE;
  return live->seconds <= 0 || (live->clock ? wall : stream) < live->seconds;
}

static void
summarise (const Live *live, const char *out)
{
  guint64 frames, dropped, latency;
  double fps, cost;
  const double wall = (double) (g_get_monotonic_time () - live->start) / G_USEC_PER_SEC;
  numbers (live, &frames, &dropped, &fps, &cost, &latency);
  p2p_console_say ("%" G_GUINT64_FORMAT " frames in %.1f s (%.1f fps), %" G_GUINT64_FORMAT
                   " dropped; %.1f ms for one, %.0f ms latency",
      frames, wall, (double) frames / wall, dropped, cost, (double) latency / GST_MSECOND);
  if (!g_str_equal (out, "window"))
    p2p_console_print ("%s", out);
}

static P2pLaunchValues *
values_of (const P2pOptions *o, const P2pTrainedNet *model, const P2pSource *source,
    const P2pSink *sink)
{
  P2pLaunchValues *values = p2p_launch_values_new ();
  p2p_launch_piece (values, "source", "%s", source->piece);
  /* A window needs more than one frame of a picture to stay open. */
  p2p_launch_piece (values, "sink", "%s%s", source->still && sink->window ? "imagefreeze ! " : "",
      sink->piece);
  p2p_launch_value (values, "model", "%s", model->path);
  p2p_launch_value (values, "backend", "%s", o->backend);
  p2p_launch_piece (values, "threads", "%d", o->threads);
  /* A file that becomes a file keeps all its frames. */
  p2p_launch_piece (values, "drop", "%s", source->live || sink->window ? "auto" : "never");
  return values;
}

static gboolean
play (Live *live, P2pLaunchValues *values, const char *out, GError **error)
{
  const P2pRunnerHooks hooks = { .tick = on_tick, .user = live, .stop_by_eos = !live->window };
  g_autoptr (GstElement) pipeline = p2p_launch ("live", values, error);
  if (!pipeline)
    return FALSE;
  live->infer = gst_bin_get_by_name (GST_BIN (pipeline), "infer");
  g_autoptr (GstPad) pad = gst_element_get_static_pad (live->infer, "src");
  gst_pad_add_probe (pad, GST_PAD_PROBE_TYPE_BUFFER, on_frame, live, NULL);
  live->start = g_get_monotonic_time ();
  const gboolean ok = p2p_runner_run (pipeline, &hooks, error);
  if (ok)
    summarise (live, out);
  else
    g_prefix_error (error, "%s: ", live->from);
  gst_object_unref (live->infer);
  return ok;
}

static gboolean
run (char **argv, GError **error)
{
  static const char *const names[] = { "name", "checkpoints_dir", "epoch", "backend", "threads",
    NULL };
  g_autofree char *from = NULL, *out = NULL;
  gboolean both = FALSE;
  int width = 0, height = 0;
  const char *what;
  Live live = { 0 };
  const GOptionEntry own[] = { { "source", 0, 0, G_OPTION_ARG_FILENAME, &from,
                                   "Video or picture file, URI, camera (/dev/video0 or 0), or test",
                                   "SOURCE" },
    { "out", 0, 0, G_OPTION_ARG_FILENAME, &out,
        "window, or a file: .webm .mkv .mp4 .png .jpg (with %04d: every frame) [window]", "OUT" },
    { "side-by-side", 0, 0, G_OPTION_ARG_NONE, &both, "Show the input beside the result", NULL },
    { "width", 0, 0, G_OPTION_ARG_INT, &width, "Translate at this width [the input's]", "N" },
    { "height", 0, 0, G_OPTION_ARG_INT, &height, "Translate at this height [the input's]", "N" },
    { "seconds", 0, 0, G_OPTION_ARG_DOUBLE, &live.seconds, "Stop after so many seconds", "N" },
    { NULL } };
  g_auto (P2pArguments) arguments = { 0 };
  g_auto (P2pTrainedNet) model = { 0 };
  g_auto (P2pSource) source = { 0 };
  g_auto (P2pSink) sink = { 0 };
  const P2pOptions *o = &arguments.options;
  if (!p2p_arguments_parse (&arguments, &p2p_command_live, argv, P2P_FOR_TEST, names, own, error)
      || !p2p_arguments_single (&arguments, &what, error))
    return FALSE;
  if (!from) {
    g_set_error (error, P2P_ERROR, P2P_ERROR_USAGE,
        "nothing to translate: add --source FILE, a camera (--source 0) or --source test");
    return FALSE;
  }
  if (!p2p_launch_init (error)
      || !p2p_trained_net_find (&model, what ? what : o->name, "G", o->checkpoints_dir, o->epoch,
          error)
      || !p2p_source_parse (&source, from, error)
      || !p2p_sink_parse (&sink, out ? out : "window", error))
    return FALSE;
  g_autoptr (P2pLaunchValues) values = values_of (o, &model, &source, &sink);
  p2p_launch_piece (values, "output", "%s", both ? "both" : "fake");
  p2p_launch_piece (values, "width", "%d", MAX (0, width));
  p2p_launch_piece (values, "height", "%d", MAX (0, height));
  live.clock = source.live || sink.window;
  live.from = from;
  live.window = sink.window;
  live.still = sink.still;
  return play (&live, values, out ? out : "window", error);
}

const P2pCommand p2p_command_live = {
  .name = "live",
  .arguments = "[MODEL|NAME]",
  .summary = "Translates a video, a picture or a camera with a trained network",
  .examples = "  p2p live facades --source clip.mp4 --out window\n"
              "  p2p live facades --source 0 --out window --side-by-side\n"
              "  p2p live g.safetensors --source clip.mp4 --out result.webm",
  .run = run,
};
