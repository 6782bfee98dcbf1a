/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* p2p live: a file, a camera or a test picture through a network, to a window or
 * a file (launch/live.launch). */

#include <string.h>
#include "arguments.h"
#include "console.h"
#include "endpoints.h"
#include "launch.h"
#include "runner.h"
#include "signals.h"
#include "silence.h"
#include "sound.h"
#include "streams.h"
#include "trained-net.h"

#define MAX_SIDE 32768 /* p2pinfer's */
#define MAX_SECONDS 1e9

typedef struct
{
  const char *from, *out; /* as the user typed them */
  P2pSource source;
  P2pSink sink;
  double seconds; /* to show; 0: all */
  int timeout;
  gboolean no_sound;
  P2pReading reading; /* of pictures */
  /* While it runs. */
  GstElement *infer;
  P2pSilence *silence;
  gint64 start;
  guint ticks;
  /* Streaming thread; read elsewhere only for a look. */
  GstClockTime latest; /* running time of the latest frame */
  guint64 frames;
  gboolean over; /* the time asked for; atomic */
} Live;

static GstClockTime
running_time (GstPad *pad, GstBuffer *buffer)
{
  g_autoptr (GstEvent) event = gst_pad_get_sticky_event (pad, GST_EVENT_SEGMENT, 0);
  const GstSegment *segment;
  if (!event)
    return GST_CLOCK_TIME_NONE;
  gst_event_parse_segment (event, &segment);
  return segment->format == GST_FORMAT_TIME
             ? gst_segment_to_running_time (segment, GST_FORMAT_TIME, GST_BUFFER_PTS (buffer))
             : GST_CLOCK_TIME_NONE;
}

static gboolean
is_late (const Live *live, GstClockTime time)
{
  return live->seconds > 0 && GST_CLOCK_TIME_IS_VALID (time)
         && (double) time >= live->seconds * GST_SECOND;
}

static GstPadProbeReturn
on_frame (GstPad *pad, GstPadProbeInfo *info, gpointer data)
{
  Live *live = data;
  const GstClockTime time = running_time (pad, GST_PAD_PROBE_INFO_BUFFER (info));
  if (is_late (live, time)) {
    g_atomic_int_set (&live->over, TRUE);
    return GST_PAD_PROBE_DROP;
  }
  live->latest = GST_CLOCK_TIME_IS_VALID (time) ? time : 0;
  live->frames++;
  return GST_PAD_PROBE_OK;
}

static GstPadProbeReturn
on_sound (GstPad *pad, GstPadProbeInfo *info, gpointer data)
{
  const GstClockTime time = running_time (pad, GST_PAD_PROBE_INFO_BUFFER (info));
  return is_late (data, time) ? GST_PAD_PROBE_DROP : GST_PAD_PROBE_OK;
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

/* FALSE when there is enough. */
static gboolean
on_tick (gpointer user)
{
  Live *live = user;
  const double wall = (double) (g_get_monotonic_time () - live->start) / G_USEC_PER_SEC;
  const gboolean clock = live->source.live || live->sink.window;
  if (++live->ticks % 5 == 0)
    tell (live);
  if (live->sink.output && p2p_output_is_single (live->sink.output)
      && p2p_output_count (live->sink.output) > 0)
    return FALSE;
  return live->seconds <= 0 || !(clock ? wall >= live->seconds : g_atomic_int_get (&live->over));
}

static gboolean
on_watch (gpointer user, GError **error)
{
  Live *live = user;
  return (!live->source.pictures || p2p_pictures_check (live->source.pictures, error))
         && (!live->sink.output || p2p_output_check (live->sink.output, error))
         && p2p_silence_check (live->silence, error);
}

/* What there is gets its name. */
static gboolean
finish (Live *live, GError **error)
{
  guint64 frames, dropped, latency;
  double fps, cost;
  const double wall = (double) (g_get_monotonic_time () - live->start) / G_USEC_PER_SEC;
  const gboolean stopped = p2p_runner_signal () != 0;
  const guint64 n =
      live->sink.output && !live->sink.muxer ? p2p_output_count (live->sink.output) : live->frames;
  numbers (live, &frames, &dropped, &fps, &cost, &latency);
  if (live->frames == 0 && !stopped && !live->source.live) {
    g_set_error (error, P2P_ERROR, P2P_ERROR_DATA,
        "no picture came of it; check that it is whole, and a video or picture that plays "
        "elsewhere");
    return FALSE;
  }
  if (live->frames > 0 && live->sink.output && !p2p_output_finish (live->sink.output, error))
    return FALSE;
  p2p_console_say ("%" G_GUINT64_FORMAT " frames in %.1f s (%.1f fps), %" G_GUINT64_FORMAT
                   " dropped; %.1f ms for one, %.0f ms latency%s%s",
      n, wall, (double) n / wall, dropped, cost, (double) latency / GST_MSECOND,
      stopped && !live->source.live ? "; stopped before the end" : "",
      n == 0 && live->sink.output ? "; nothing is written" : "");
  if (n > 0 && live->sink.output)
    p2p_console_print ("%s", live->out);
  return TRUE;
}

/* Both ways in one piece: the first video to the network, the first sound beside it. The queue between
 * grows while the other way is empty, or a container with bad order would stop everything. */
static void
take_sound (const Live *live, const P2pStreams *streams, const char *piece, P2pLaunchValues *values)
{
  const char *sound = gst_structure_get_name (gst_caps_get_structure (streams->sound, 0));
  p2p_launch_piece (values, "source",
      "%s ! parsebin name=source multiqueue name=streams max-size-bytes=67108864 "
      "source. ! capsfilter caps=%s ! streams.sink_0 source. ! capsfilter caps=%s ! streams.sink_1 "
      "streams.src_0 ! capsfilter caps=%s",
      live->source.opens, streams->video, sound, streams->video);
  p2p_launch_piece (values, "sound", "streams.src_1 ! %sidentity name=sound-end silent=true ! mux.",
      piece);
}

static gboolean
keep_sound (const Live *live, P2pLaunchValues *values, GError **error)
{
  g_auto (P2pStreams) streams = { 0 };
  g_autofree char *why = NULL;
  if (!p2p_streams_look (&streams, live->source.opens, live->from, (guint) live->timeout, error))
    return FALSE;
  if (p2p_runner_signal ())
    return TRUE;
  g_autofree char *piece =
      streams.sound && live->sink.muxer ? p2p_sound_piece (streams.sound, &live->sink, &why) : NULL;
  if (streams.sound && !live->sink.muxer)
    why = g_strdup (live->sink.output ? "pictures have none" : "the window shows the picture only");
  if (piece)
    take_sound (live, &streams, piece, values);
  else if (why)
    p2p_console_say ("the sound is left out: %s", why);
  if (streams.n_videos > 1)
    p2p_console_say ("%u videos are in it: the first is translated", streams.n_videos);
  if (streams.n_sounds > 1)
    p2p_console_say ("%u sound tracks are in it: the first is kept", streams.n_sounds);
  if (streams.n_others > 0)
    p2p_console_say ("subtitles and the like are left out: %u", streams.n_others);
  return TRUE;
}

static P2pLaunchValues *
values_of (const Live *live, const P2pOptions *o, const P2pTrainedNet *model, GError **error)
{
  const P2pSource *source = &live->source;
  const P2pSink *sink = &live->sink;
  g_autoptr (P2pLaunchValues) values = p2p_launch_values_new ();
  p2p_launch_piece (values, "source", "%s", source->piece);
  /* A window needs more than one frame of a picture to stay open. */
  p2p_launch_piece (values, "sink", "%s%s", source->still && sink->window ? "imagefreeze ! " : "",
      sink->piece);
  p2p_launch_value (values, "model", "%s", model->path);
  p2p_launch_value (values, "network", "%s", o->network);
  p2p_launch_value (values, "backend", "%s", o->backend);
  p2p_launch_piece (values, "threads", "%d", o->threads);
  p2p_launch_piece (values, "stored", "%s", o->ignore_orientation ? "true" : "false");
  /* A file that becomes a file keeps all its frames. */
  p2p_launch_piece (values, "drop", "%s", source->live || sink->window ? "auto" : "never");
  if (source->opens && !live->no_sound && !keep_sound (live, values, error))
    return NULL;
  if (!source->opens && !live->no_sound && g_str_has_prefix (source->piece, "uridecodebin"))
    p2p_console_say ("of an address only the picture is taken, sound is left out");
  return g_steal_pointer (&values);
}

static void
begin (Live *live, GstElement *pipeline)
{
  g_autoptr (GstElement) pictures = gst_bin_get_by_name (GST_BIN (pipeline), "pictures");
  g_autoptr (GstElement) files = gst_bin_get_by_name (GST_BIN (pipeline), "files");
  g_autoptr (GstElement) sound = gst_bin_get_by_name (GST_BIN (pipeline), "sound-end");
  g_autoptr (GstPad) pad = gst_element_get_static_pad (live->infer, "src");
  gst_pad_add_probe (pad, GST_PAD_PROBE_TYPE_BUFFER, on_frame, live, NULL);
  if (sound) {
    g_autoptr (GstPad) entry = gst_element_get_static_pad (sound, "sink");
    gst_pad_add_probe (entry, GST_PAD_PROBE_TYPE_BUFFER, on_sound, live, NULL);
  }
  if (files)
    p2p_output_take (live->sink.output, files, P2P_PICTURES_RATE);
  live->silence = p2p_silence_new (pipeline, live->from);
  if (live->source.live)
    p2p_silence_may_last (live->silence);
  else if (!pictures)
    p2p_silence_must_end (live->silence, (guint) live->timeout, live->sink.window);
  live->start = g_get_monotonic_time ();
  if (pictures)
    p2p_pictures_feed (live->source.pictures, pictures, &live->reading, live->sink.muxer != NULL);
}

static gboolean
play (Live *live, P2pLaunchValues *values, GError **error)
{
  static const char *const ends[] = { "picture-end", "sound-end", NULL };
  const P2pRunnerHooks hooks = { .tick = on_tick,
    .watch = on_watch,
    .user = live,
    .stop_by_eos = !live->sink.window,
    .ends = ends };
  g_autoptr (GstElement) pipeline = p2p_launch ("live", values, error);
  if (!pipeline || (live->sink.output && !p2p_output_open (live->sink.output, error)))
    return FALSE;
  live->infer = gst_bin_get_by_name (GST_BIN (pipeline), "infer");
  begin (live, pipeline);
  gboolean ok = p2p_runner_run (pipeline, &hooks, error);
  if (live->source.pictures)
    p2p_pictures_stop (live->source.pictures);
  ok = ok && finish (live, error);
  if (!ok)
    g_prefix_error (error, "%s: ", live->from);
  g_clear_pointer (&live->silence, p2p_silence_free);
  gst_object_unref (live->infer);
  return ok;
}

/* Results get the names of the pictures, and never their places. */
static gboolean
guard (Live *live, const char *model, GError **error)
{
  const P2pSource *source = &live->source;
  const char *const one[] = { source->file, NULL }, *const network[] = { model, NULL };
  if (!live->sink.output)
    return TRUE;
  if (!p2p_output_guard (live->sink.output, network, 0, error))
    return FALSE;
  if (!source->pictures)
    return p2p_output_guard (live->sink.output, one, 0, error);
  g_auto (GStrv) names = p2p_pictures_names (source->pictures);
  p2p_output_name (live->sink.output, (const char *const *) names);
  return p2p_output_guard (live->sink.output, p2p_pictures_files (source->pictures),
      p2p_pictures_count (source->pictures), error);
}

/* Of a run with two generators the one that goes in --direction; one alone goes but one way. */
static gboolean
find_model (P2pTrainedNet *model, const P2pArguments *arguments, const char *what, GError **error)
{
  const P2pOptions *o = &arguments->options;
  if (!p2p_trained_net_find (model, what, "G", o->network, o->checkpoints_dir, o->epoch, error))
    return FALSE;
  if (!p2p_arguments_given (arguments, "direction")
      || g_str_equal (o->direction, model->direction ? model->direction : "AtoB"))
    return TRUE;
  if (model->net && !g_str_equal (model->net, "G")) {
    p2p_trained_net_clear (model);
    return p2p_trained_net_find (model, what, p2p_trained_net_back (), o->network,
        o->checkpoints_dir, o->epoch, error);
  }
  if (!model->direction)
    return TRUE;
  g_set_error (error, P2P_ERROR, P2P_ERROR_USAGE,
      "%s was trained %s and cannot go the other way; leave --direction out, or train another with "
      "--direction %s",
      model->path, model->direction, o->direction);
  return FALSE;
}

static gboolean
translate (Live *live, P2pArguments *arguments, const char *what, int width, int height,
    gboolean both, GError **error)
{
  const P2pOptions *o = &arguments->options;
  g_auto (P2pTrainedNet) model = { 0 };
  live->reading = (P2pReading){ .format = P2P_FORMAT_RGB,
    .as_stored = o->ignore_orientation,
    .max_pixels = (guint64) o->max_pixels };
  if (!p2p_launch_init (error) || !find_model (&model, arguments, what ? what : o->name, error)
      || !p2p_source_parse (&live->source, live->from, error)
      || !p2p_sink_parse (&live->sink, live->out, live->source.live, error)
      || !guard (live, model.path, error))
    return FALSE;
  g_autoptr (P2pLaunchValues) values = values_of (live, o, &model, error);
  if (!values)
    return FALSE;
  p2p_launch_piece (values, "output", "%s", both ? "both" : "fake");
  p2p_launch_piece (values, "width", "%d", width);
  p2p_launch_piece (values, "height", "%d", height);
  return play (live, values, error);
}

/* "NAME cannot be VALUE" unless it is from 0 to MAX. */
static gboolean
is_number_for (const char *name, double value, double max, GError **error)
{
  if (value >= 0 && value <= max)
    return TRUE;
  g_set_error (error, P2P_ERROR, P2P_ERROR_USAGE,
      "--%s cannot be %.10g; use a number from 0 to %.10g", name, value, max);
  return FALSE;
}

static gboolean
run (char **argv, GError **error)
{
  static const char *const names[] = { "name", "checkpoints_dir", "epoch", "network", "backend",
    "threads", "direction", "ignore_orientation", "max_pixels", NULL };
  g_autofree char *from = NULL, *out = NULL;
  gboolean both = FALSE;
  int width = 0, height = 0;
  const char *what;
  Live live = { .timeout = 10 };
  const GOptionEntry own[] = { { "source", 0, 0, G_OPTION_ARG_FILENAME, &from,
                                   "Video or picture file, folder of pictures, numbered pictures "
                                   "(%04d), URI, camera (/dev/video0 or 0), or test",
                                   "SOURCE" },
    { "out", 0, 0, G_OPTION_ARG_FILENAME, &out,
        "window, or a file: .webm .mkv .mp4 .png .jpg (with %04d: every frame), or a folder for "
        "pictures [window]",
        "OUT" },
    { "side-by-side", 0, 0, G_OPTION_ARG_NONE, &both, "Show the input beside the result", NULL },
    { "width", 0, 0, G_OPTION_ARG_INT, &width, "Translate at this width [the input's]", "N" },
    { "height", 0, 0, G_OPTION_ARG_INT, &height, "Translate at this height [the input's]", "N" },
    { "seconds", 0, 0, G_OPTION_ARG_DOUBLE, &live.seconds, "Stop after so many seconds", "N" },
    { "no-sound", 0, 0, G_OPTION_ARG_NONE, &live.no_sound, "Leave the sound of a film out", NULL },
    { "timeout", 0, 0, G_OPTION_ARG_INT, &live.timeout,
        "Give up when a file gives no picture for so many seconds, 0: never [10]", "N" },
    { NULL } };
  g_auto (P2pArguments) arguments = { 0 };
  if (!p2p_arguments_parse (&arguments, &p2p_command_live, argv, P2P_FOR_TEST, names, own, error)
      || !p2p_arguments_single (&arguments, &what, error)
      || !p2p_option_check (&arguments.options, p2p_option_find ("direction", P2P_FOR_TEST, NULL),
          error))
    return FALSE;
  if (!from) {
    g_set_error (error, P2P_ERROR, P2P_ERROR_USAGE,
        "nothing to translate: add --source FILE, a camera (--source 0) or --source test");
    return FALSE;
  }
  live.from = from;
  live.out = out ? out : "window";
  if (!is_number_for ("width", width, MAX_SIDE, error)
      || !is_number_for ("height", height, MAX_SIDE, error)
      || !is_number_for ("seconds", live.seconds, MAX_SECONDS, error)
      || !is_number_for ("timeout", live.timeout, MAX_SECONDS, error))
    return FALSE;
  const gboolean ok = translate (&live, &arguments, what, width, height, both, error);
  /* It has no other end. */
  if (live.source.live)
    p2p_signals_forget ();
  p2p_source_clear (&live.source);
  p2p_sink_clear (&live.sink);
  return ok;
}

const P2pCommand p2p_command_live = {
  .name = "live",
  .arguments = "[MODEL|NAME]",
  .summary = "Translates a video, a picture or a camera with a trained network",
  .examples = "  p2p live facades --source clip.mp4 --out window\n"
              "  p2p live facades --source 0 --out window --side-by-side\n"
              "  p2p live horses --direction BtoA --source zebras.mp4 --out horses.mkv\n"
              "  p2p live g.safetensors --source clip.mp4 --out result.webm\n"
              "  p2p live g.safetensors --source pictures --out results/",
  .stops_early = TRUE,
  .run = run,
};
