/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Claim: p2pinfer behaves in other programs' pipelines: in bins that are made of a description, as a
 * player's filter, among live branches with sound. */

#include <gst/video/video.h>
#include "infer-runs.h"

#define MODEL "p2pinfer name=p backend=ref model=DIR/facades.safetensors"

static char *
expand (const char *text)
{
  g_auto (GStrv) parts = g_strsplit (text, "DIR", -1);
  return g_strjoinv (folder, parts);
}

/* videotestsrc ! BIN ! fakesink; how many frames came out. */
static int
frames_through (GstElement *bin)
{
  Run run = { gst_pipeline_new (NULL), 0 };
  g_autoptr (GError) error = NULL;
  GstElement *source = gst_parse_bin_from_description ("videotestsrc num-buffers=5 ! capsfilter "
                                                       "caps=video/x-raw,width=64,height=48",
      TRUE, &error);
  GstElement *sink = gst_element_factory_make ("fakesink", NULL);
  g_assert_no_error (error);
  gst_bin_add_many (GST_BIN (run.pipeline), source, bin, sink, NULL);
  g_assert_true (gst_element_link_many (source, bin, sink, NULL));
  g_autoptr (GstPad) pad = gst_element_get_static_pad (sink, "sink");
  gst_pad_add_probe (pad, GST_PAD_PROBE_TYPE_BUFFER, count, &run, NULL);
  g_autofree char *text = run_play (&run);
  g_assert_cmpstr (text, ==, NULL);
  gst_element_set_state (run.pipeline, GST_STATE_NULL);
  gst_object_unref (run.pipeline);
  return run.frames;
}

/* The bin's sink is the first element's, whose name is in the table. */
static void
test_description (void)
{
  static const char *const cases[][2] = { { "videoconvert name=x ! " MODEL, "x" },
    { "identity name=x ! " MODEL " ! videoconvert", "x" }, { MODEL " ! videoconvert name=x", "p" },
    { "queue name=x ! " MODEL " ! queue", "x" }, { MODEL " ! identity", "p" } };
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GError) error = NULL;
    g_autofree char *text = expand (cases[i][0]);
    GstElement *bin = gst_parse_bin_from_description (text, TRUE, &error);
    g_assert_no_error (error);
    g_assert_cmpint (bin->numpads, ==, 2);
    g_autoptr (GstPad) sink = gst_element_get_static_pad (bin, "sink");
    g_autoptr (GstPad) target = gst_ghost_pad_get_target (GST_GHOST_PAD (sink));
    g_autoptr (GstElement) first = gst_pad_get_parent_element (target);
    g_assert_cmpstr (GST_OBJECT_NAME (first), ==, cases[i][1]);
    g_assert_cmpint (frames_through (bin), ==, 5);
  }
}

/* One that stands alone needs no more pads than it has, before and after it was at work. */
static void
test_alone (void)
{
  g_autofree char *text = expand (MODEL);
  g_autoptr (GError) error = NULL;
  GstElement *bin = gst_parse_bin_from_description (text, TRUE, &error);
  g_assert_no_error (error);
  g_assert_cmpint (bin->numpads, ==, 2);
  gst_object_ref_sink (bin);
  g_assert_null (gst_bin_find_unlinked_pad (GST_BIN (bin), GST_PAD_SINK));
  g_assert_null (gst_bin_find_unlinked_pad (GST_BIN (bin), GST_PAD_SRC));
  g_assert_cmpint (frames_through (bin), ==, 5);
  g_assert_null (gst_bin_find_unlinked_pad (GST_BIN (bin), GST_PAD_SINK));
  gst_object_unref (bin);
}

static void
test_player (void)
{
  static const char *const filters[] = { "videoconvert ! " MODEL, MODEL " ! videoconvert", MODEL };
  for (guint i = 0; i < G_N_ELEMENTS (filters); i++) {
    g_autofree char *text =
        g_strdup_printf ("playbin uri=file://DIR/clip.webm video-filter=\"%s\" flags=video "
                         "video-sink=\"fakesink name=out\"",
            filters[i]);
    g_autofree char *description = expand (text);
    g_autoptr (GError) error = NULL;
    Run run = { gst_parse_launch (description, &error), 0 };
    g_assert_no_error (error);
    GstElement *sink = NULL;
    g_object_get (run.pipeline, "video-sink", &sink, NULL);
    g_autoptr (GstPad) pad = gst_element_get_static_pad (sink, "sink");
    gst_pad_add_probe (pad, GST_PAD_PROBE_TYPE_BUFFER, count, &run, NULL);
    gst_object_unref (sink);
    g_autofree char *message = run_play (&run);
    g_assert_cmpstr (message, ==, NULL);
    g_assert_cmpint (run.frames, ==, 30);
    gst_element_set_state (run.pipeline, GST_STATE_NULL);
    gst_object_unref (run.pipeline);
  }
}

static GstPadProbeReturn
count_in (GstPad *pad, GstPadProbeInfo *info, gpointer data)
{
  g_atomic_int_inc ((int *) data);
  return GST_PAD_PROBE_OK;
}

/* 100 small frames a second from a pool, each takes long: at every moment all that came in are
 * translated, dropped, or inside. */
static void
test_dropped (void)
{
  int came = 0;
  Run *run =
      run_new ("videotestsrc is-live=true num-buffers=200 ! video/x-raw,width=256,height=256,"
               "framerate=100/1 ! " MODEL " ! fakesink name=out");
  g_autoptr (GstElement) infer = gst_bin_get_by_name (GST_BIN (run->pipeline), "p");
  g_autoptr (GstPad) pad = gst_element_get_static_pad (infer, "sink");
  gst_pad_add_probe (pad, GST_PAD_PROBE_TYPE_BUFFER, count_in, &came, NULL);
  gst_element_set_state (run->pipeline, GST_STATE_PLAYING);
  for (int i = 0; i < 8; i++) {
    g_usleep (200000);
    const int before = g_atomic_int_get (&came);
    const guint64 known = fixture_stat (infer, "frames") + fixture_stat (infer, "dropped");
    g_assert_cmpuint (known + 5, >=, (guint64) before);
    g_assert_cmpuint (known, <=, (guint64) g_atomic_int_get (&came));
  }
  g_assert_null (run_play (run));
  g_assert_cmpuint (fixture_stat (infer, "dropped"), >, 20);
  g_assert_cmpuint (fixture_stat (infer, "frames") + fixture_stat (infer, "dropped"), ==, 200);
  run_free (run);
}

static void
ask_latency (GstElement *infer, GstClockTime *min, GstClockTime *max)
{
  g_autoptr (GstPad) src = gst_element_get_static_pad (infer, "src");
  g_autoptr (GstQuery) query = gst_query_new_latency ();
  gboolean live;
  g_assert_true (gst_pad_query (src, query));
  gst_query_parse_latency (query, &live, min, max);
  g_assert_true (live);
}

/* What can be held back is no more than what fits, and no less than what is needed. */
static void
test_latency (void)
{
  Run *run =
      run_new ("videotestsrc is-live=true ! video/x-raw,width=64,height=64,framerate=20/1 ! " MODEL
               " ! fakesink sync=true name=out");
  g_autoptr (GstElement) infer = gst_bin_get_by_name (GST_BIN (run->pipeline), "p");
  g_autoptr (GstBus) bus = gst_element_get_bus (run->pipeline);
  GstClockTime min, max, fixed;
  gst_element_set_state (run->pipeline, GST_STATE_PLAYING);
  while (g_atomic_int_get (&run->frames) < 5)
    g_usleep (10000);
  ask_latency (infer, &min, &max);
  g_assert_true (GST_CLOCK_TIME_IS_VALID (max));
  g_assert_cmpuint (max, >=, min + 2 * GST_SECOND / 20);
  g_assert_cmpuint (min, >=, fixture_stat (infer, "latency"));
  gst_message_unref (gst_bus_timed_pop_filtered (bus, GST_CLOCK_TIME_NONE, GST_MESSAGE_LATENCY));
  /* One that is given stands, whatever is measured; who plays is told once. */
  while (gst_bus_have_pending (bus))
    gst_message_unref (gst_bus_pop (bus));
  g_object_set (infer, "latency", (gint64) (700 * GST_MSECOND), NULL);
  gst_message_unref (gst_bus_timed_pop_filtered (bus, 10 * GST_SECOND, GST_MESSAGE_LATENCY));
  ask_latency (infer, &fixed, &max);
  g_assert_cmpuint (fixture_stat (infer, "latency"), ==, 700 * GST_MSECOND);
  g_assert_cmpuint (fixed, >=, 700 * GST_MSECOND);
  g_assert_cmpuint (max, >=, fixed);
  g_assert_null (gst_bus_timed_pop_filtered (bus, GST_SECOND / 2, GST_MESSAGE_LATENCY));
  run_free (run);
}

int
main (int argc, char **argv)
{
  gst_init (&argc, &argv);
  g_test_init (&argc, &argv, NULL);
  folder = fixtures_new ();
  g_test_add_func ("/hosts/description", test_description);
  g_test_add_func ("/hosts/alone", test_alone);
  g_test_add_func ("/hosts/player", test_player);
  g_test_add_func ("/hosts/dropped", test_dropped);
  g_test_add_func ("/hosts/latency", test_latency);
  const int status = g_test_run ();
  fixture_remove (folder);
  g_free (folder);
  gst_deinit ();
  return status;
}
