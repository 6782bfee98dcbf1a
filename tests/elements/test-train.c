/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* p2ptrain: files and live, linked and not, stopping and going on bit for bit. */

#include <gst/check/gstharness.h>
#include <gst/video/video.h>
#include "train-fixtures.h"

/* SRC: what stands behind "t.src ! ", or "" for an unlinked one. */
static char *
launch (const char *data, const char *runs, const char *name, const char *properties,
    const char *src)
{
  return g_strdup_printf ("p2pdatasetsrc name=s dataroot=%s ! p2pdecode name=d num-threads=2 "
                          "d.src_a ! c.sink_a d.src_b ! c.sink_b p2paligncrop name=c load-size=72 "
                          "crop-size=%d "
                          "c.src_a ! t.sink_a c.src_b ! t.sink_b "
                          "p2ptrain name=t " TINY " checkpoints-dir=%s run-name=%s %s %s%s",
      data, SIDE, runs, name, properties, *src ? "t.src ! " : "", src);
}

/* Stopped in the middle in three ways, then run to step LAST, against one go. */
static void
check_resume (int batch, guint64 last)
{
  g_autofree char *data = fixture_dataset (3, SIDE), *runs = fixture_folder ();
  g_autofree char *limit = g_strdup_printf ("batch-size=%d steps=%" G_GUINT64_FORMAT, batch, last);
  g_autofree char *first = g_strdup_printf ("batch-size=%d steps=2", batch);
  g_autofree char *endless = g_strdup_printf ("batch-size=%d", batch);
  g_autofree char *whole = launch (data, runs, "whole", limit, "");
  g_autofree char *part_1 = launch (data, runs, "parts", first, "");
  g_autofree char *part_2 = launch (data, runs, "parts", endless, "");
  g_autofree char *part_3 = launch (data, runs, "parts", limit, "");
  g_auto (Outcome) o, o1, o2, o3;
  fixture_run (whole, 0, &o);
  g_assert_true (o.eos);
  g_assert_cmpuint (o.steps, ==, last);
  fixture_run (part_1, 0, &o1); /* ends by itself */
  g_assert_cmpuint (o1.last_step, ==, 2);
  fixture_run (part_2, 1, &o2); /* is stopped while it trains, after a step or a few more */
  g_assert_cmpuint (o2.last_step, >=, 3);
  g_assert_cmpuint (o2.last_step, <, last);
  g_assert_cmpuint (o2.notes, >=, 1);
  fixture_run (part_3, 0, &o3);
  g_assert_cmpuint (o3.last_step, ==, last);
  g_assert_cmpuint (o3.steps, ==, last - o2.last_step);
  assert_same_runs (runs, last);
  fixture_remove (data);
  fixture_remove (runs);
}

static void
test_resume (void)
{
  check_resume (1, 14);
}

/* 3 pairs in batches of 2: each epoch ends with a short one. */
static void
test_resume_batches (void)
{
  check_resume (2, 13);
}

/* EOS in the middle of a batch, as gst-launch -e sends it, loses nothing either. */
static void
test_resume_after_eos (void)
{
  g_autofree char *data = fixture_dataset (5, SIDE), *runs = fixture_folder ();
  g_autofree char *whole = launch (data, runs, "whole", "batch-size=4 steps=9", "");
  g_autofree char *part_1 = launch (data, runs, "parts", "batch-size=4", "");
  g_autofree char *part_2 = launch (data, runs, "parts", "batch-size=4 steps=9", "");
  g_auto (Outcome) o, o1, o2;
  fixture_run (whole, 0, &o);
  fixture_run_to_eos (part_1, 2, &o1);
  g_assert_true (o1.eos);
  g_assert_cmpuint (o1.done, ==, 1);
  g_assert_cmpuint (o1.last_step, <, 9);
  fixture_run (part_2, 0, &o2);
  assert_same_runs (runs, 9);
  fixture_remove (data);
  fixture_remove (runs);
}

/* Unlinked: the element is the sink and posts EOS. Linked: previews, then EOS. */
static void
count_buffer (GstElement *sink, GstBuffer *buffer, GstPad *pad, gpointer count)
{
  g_assert_cmpuint (gst_buffer_get_size (buffer), ==, 3 * 3 * SIDE * SIDE);
  g_assert_true (GST_BUFFER_PTS_IS_VALID (buffer));
  g_atomic_int_inc ((int *) count);
}

/* What the last run came to can be asked when it is over. */
static void
check_stats_of_last_run (GstElement *pipeline)
{
  g_autoptr (GstElement) train = gst_bin_get_by_name (GST_BIN (pipeline), "t");
  g_autoptr (GstStructure) stats = NULL;
  double loss = 0;
  g_object_get (train, "stats", &stats, NULL);
  g_assert_true (gst_structure_get_double (stats, "G_L1", &loss));
  g_assert_cmpfloat (loss, >, 0);
}

static void
test_linked (void)
{
  g_autofree char *data = fixture_dataset (3, SIDE), *runs = fixture_folder ();
  g_autofree char *line = launch (data, runs, "x", "n-epochs=2 n-epochs-decay=1 preview-interval=2",
      "fakesink name=f sync=true signal-handoffs=true");
  g_autoptr (GstElement) pipeline = fixture_launch (line);
  g_autoptr (GstElement) sink = gst_bin_get_by_name (GST_BIN (pipeline), "f");
  g_auto (Outcome) o = { .warned = g_string_new (NULL) };
  int count = 0;
  g_signal_connect (sink, "handoff", G_CALLBACK (count_buffer), &count);
  gst_element_set_state (pipeline, GST_STATE_PLAYING);
  fixture_watch (pipeline, 0, &o);
  g_assert_true (o.eos);
  g_assert_cmpuint (o.steps, ==, 9);
  g_assert_cmpuint (o.done, ==, 1);
  g_assert_cmpint (count, ==, 1 + 9 / 2);
  fixture_stop (pipeline, &o);
  check_stats_of_last_run (pipeline);
  fixture_remove (data);
  fixture_remove (runs);
}

static void
test_previews (void)
{
  static const struct
  {
    const char *properties;
    int width, n;
  } cases[] = { { "preview=fake preview-interval=1", SIDE, 4 },
    { "preview=none preview-interval=1", 3 * SIDE, 1 },
    { "preview=tiles preview-interval=3 direction=BtoA input-nc=1", 3 * SIDE, 2 } };
  g_autofree char *data = fixture_dataset (3, SIDE), *runs = fixture_folder ();
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *properties = g_strdup_printf ("steps=3 %s", cases[i].properties);
    g_autofree char *name = g_strdup_printf ("run%u", i);
    g_autofree char *pngs = g_strdup_printf ("%s/%s-%%d.png", runs, name);
    g_autofree char *src = g_strdup_printf ("pngenc ! multifilesink location=%s", pngs);
    g_autofree char *line = launch (data, runs, name, properties, src);
    g_auto (Outcome) o;
    fixture_run (line, 0, &o);
    g_assert_true (o.eos);
    for (int k = 0; k <= cases[i].n; k++) {
      g_autofree char *png = g_strdup_printf ("%s/%s-%d.png", runs, name, k);
      g_auto (P2pPicture) picture = { 0 };
      g_assert_cmpint (p2p_picture_load (png, &p2p_read_rgb, &picture, NULL), ==, k < cases[i].n);
      if (k < cases[i].n)
        g_assert_cmpint (picture.width, ==, cases[i].width);
    }
  }
  fixture_remove (data);
  fixture_remove (runs);
}

static const char live_line[] =
    "videotestsrc is-live=true pattern=ball ! video/x-raw,width=80,height=60,framerate=100/1 ! "
    "tee name=v v. ! queue ! videoconvertscale ! t.sink_a v. ! queue ! videobalance hue=0.5 ! "
    "videoconvertscale ! t.sink_b p2ptrain name=t net-g=unet_64 ngf=16 ndf=16 threads=1 "
    "batch-size=2 "
    "checkpoints-dir=%s run-name=live steps=4 %s";

static void
check_live (const char *src)
{
  g_autofree char *runs = fixture_folder ();
  g_autofree char *line = g_strdup_printf (live_line, runs, src);
  g_autoptr (GstElement) pipeline = fixture_launch (line);
  g_autoptr (GstElement) train = gst_bin_get_by_name (GST_BIN (pipeline), "t");
  g_auto (Outcome) o = { .warned = g_string_new (NULL) };
  gst_element_set_state (pipeline, GST_STATE_PLAYING);
  fixture_watch (pipeline, 0, &o);
  g_assert_null (o.error);
  g_assert_true (o.eos);
  g_assert_cmpuint (o.steps, ==, 4);
  /* Frames come every 10 ms, a step takes longer. */
  g_assert_cmpuint (fixture_stat (train, "dropped"), >, 0);
  g_assert_cmpuint (fixture_stat (train, "total"), ==, 8);
  fixture_stop (pipeline, &o);
  fixture_remove (runs);
}

static void
test_live (void)
{
  check_live ("");
  check_live ("t.src ! videoconvert ! fakesink sync=true");
}

static void
test_bad_files (void)
{
  g_autofree char *data = fixture_dataset (61, SIDE), *runs = fixture_folder ();
  fixture_spoil (data);
  g_autofree char *line = launch (data, runs, "x", "n-epochs=1 n-epochs-decay=0 batch-size=8", "");
  g_auto (Outcome) o;
  fixture_run (line, 0, &o);
  g_assert_true (o.eos);
  g_assert_cmpuint (o.warnings, ==, 3);
  g_assert_cmpuint (o.last_step, >=, 7);
  fixture_remove (data);
  fixture_remove (runs);
}

/* What a user may get wrong, and a part of what he is told. */
static void
test_messages (void)
{
  static const char *const cases[][3] = { { "net-g", "unet_65", "unet_64" },
    { "net-d", "odd", "basic" }, { "backend", "odd", "ref" }, { "gan-mode", "odd", "lsgan" },
    { "preview", "odd", "tiles" }, { "direction", "odd", "BtoA" },
    { "net-g", "unet_256", "256" } }; /* crops of 64 do not suit it */
  g_autofree char *data = fixture_dataset (2, SIDE), *runs = fixture_folder ();
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *tiny = launch (data, runs, "x", "", "");
    g_autoptr (GstElement) pipeline = fixture_launch (tiny);
    g_autoptr (GstElement) train = gst_bin_get_by_name (GST_BIN (pipeline), "t");
    g_auto (Outcome) wrong = { .warned = g_string_new (NULL) };
    g_object_set (train, cases[i][0], cases[i][1], NULL);
    gst_element_set_state (pipeline, GST_STATE_PLAYING);
    fixture_watch (pipeline, 0, &wrong);
    fixture_stop (pipeline, &wrong);
    fixture_assert_contains (wrong.error, cases[i][2]);
  }
  g_autofree char *line = launch ("/nowhere", runs, "x", "", "");
  g_auto (Outcome) o;
  fixture_run (line, 0, &o);
  fixture_assert_contains (o.error, "/nowhere");
  fixture_remove (data);
  fixture_remove (runs);
}

/* Two streams that are no pairs: sizes differ, or one only has pair meta. */
static void
test_mismatch (void)
{
  g_autofree char *data = fixture_dataset (3, SIDE), *runs = fixture_folder ();
  g_autofree char *sizes =
      g_strdup_printf ("videotestsrc ! video/x-raw,format=RGB,width=64,height=64 ! t.sink_a "
                       "videotestsrc ! video/x-raw,format=RGB,width=128,height=64 ! t.sink_b "
                       "p2ptrain name=t " TINY " checkpoints-dir=%s",
          runs);
  g_autofree char *pairs = g_strdup_printf ("p2pdatasetsrc dataroot=%s ! p2pdecode ! p2paligncrop "
                                            "load-size=64 crop-size=64 ! "
                                            "t.sink_a videotestsrc ! "
                                            "video/x-raw,format=RGB,width=64,height=64 ! t.sink_b "
                                            "p2ptrain name=t " TINY " checkpoints-dir=%s",
      data, runs);
  g_auto (Outcome) o, o2;
  fixture_run (sizes, 0, &o);
  fixture_assert_contains (o.error, "64x64");
  fixture_assert_contains (o.error, "128x64");
  fixture_run (pairs, 0, &o2);
  fixture_assert_contains (o2.error, "out of step");
  fixture_remove (data);
  fixture_remove (runs);
}

/* Streams that can be scaled end up at one size by themselves. */
static void
test_scaled (void)
{
  g_autofree char *runs = fixture_folder ();
  g_autofree char *line = g_strdup_printf ("videotestsrc ! video/x-raw,width=160,height=120 ! "
                                           "videoconvertscale ! t.sink_a "
                                           "videotestsrc ! video/x-raw,width=160,height=120 ! "
                                           "videoconvertscale ! t.sink_b "
                                           "p2ptrain name=t " TINY " steps=2 checkpoints-dir=%s",
      runs);
  g_auto (Outcome) o;
  fixture_run (line, 0, &o);
  g_assert_null (o.error);
  g_assert_true (o.eos);
  fixture_remove (runs);
}

static void
test_states (void)
{
  static const char *const sinks[] = { "", "fakesink", "videoconvert ! fakesink sync=true" };
  g_autofree char *data = fixture_dataset (3, SIDE), *runs = fixture_folder ();
  for (guint k = 0; k < G_N_ELEMENTS (sinks); k++) {
    g_autofree char *line = launch (data, runs, "x", "batch-size=2 preview-interval=1", sinks[k]);
    g_autoptr (GstElement) pipeline = fixture_launch (line);
    fixture_walk (pipeline, 3);
  }
  fixture_remove (data);
  fixture_remove (runs);
}

/* PAUSED stops the steps; the signal saves what there is. */
static void
test_pause_and_checkpoint (void)
{
  g_autofree char *data = fixture_dataset (3, SIDE), *runs = fixture_folder ();
  g_autofree char *line = launch (data, runs, "x", "", "");
  g_autoptr (GstElement) pipeline = fixture_launch (line);
  g_autoptr (GstElement) train = gst_bin_get_by_name (GST_BIN (pipeline), "t");
  g_auto (Outcome) o = { .warned = g_string_new (NULL) };
  gboolean saved = FALSE;
  gst_element_set_state (pipeline, GST_STATE_PAUSED);
  g_usleep (200 * 1000);
  g_assert_cmpuint (fixture_stat (train, "step"), ==, 0);
  gst_element_set_state (pipeline, GST_STATE_PLAYING);
  fixture_watch (pipeline, 2, &o);
  gst_element_set_state (pipeline, GST_STATE_PAUSED);
  g_usleep (300 * 1000); /* the step under way ends */
  const guint64 step = fixture_stat (train, "step");
  g_usleep (300 * 1000);
  g_assert_cmpuint (fixture_stat (train, "step"), ==, step);
  g_signal_emit_by_name (train, "checkpoint", &saved);
  g_assert_true (saved);
  g_autofree char *path = state_path (runs, "x", step);
  g_assert_true (g_file_test (path, G_FILE_TEST_EXISTS));
  fixture_stop (pipeline, &o);
  g_assert_cmpuint (o.checkpoints, ==, 1);
  g_signal_emit_by_name (train, "checkpoint", &saved);
  g_assert_false (saved);
  fixture_remove (data);
  fixture_remove (runs);
}

/* Flushing seeks, also while training waits for PLAYING, neither block nor end it. */
static void
test_flush (void)
{
  g_autofree char *runs = fixture_folder ();
  g_autofree char *line =
      g_strdup_printf ("videotestsrc ! video/x-raw,format=RGB,width=64,height=64 ! t.sink_a "
                       "videotestsrc ! video/x-raw,format=RGB,width=64,height=64 ! t.sink_b "
                       "p2ptrain name=t " TINY
                       " batch-size=3 steps=200 preview-interval=1 checkpoints-dir=%s "
                       "t.src ! fakesink",
          runs);
  g_autoptr (GstElement) pipeline = fixture_launch (line);
  g_auto (Outcome) o = { .warned = g_string_new (NULL) };
  gst_element_set_state (pipeline, GST_STATE_PAUSED);
  gst_element_get_state (pipeline, NULL, NULL, 30 * GST_SECOND);
  for (int i = 0; i < 20; i++) {
    const GstState state = i % 4 < 2 ? GST_STATE_PLAYING : GST_STATE_PAUSED;
    gst_element_seek_simple (pipeline, GST_FORMAT_TIME, GST_SEEK_FLAG_FLUSH, i * GST_SECOND);
    g_usleep (5000);
    gst_element_set_state (pipeline, state);
    g_assert_cmpint (gst_element_get_state (pipeline, NULL, NULL, 30 * GST_SECOND), ==,
        GST_STATE_CHANGE_SUCCESS);
  }
  gst_element_set_state (pipeline, GST_STATE_PLAYING);
  fixture_watch (pipeline, 0, &o);
  g_assert_null (o.error);
  g_assert_cmpuint (o.last_step, ==, 200);
  fixture_stop (pipeline, &o);
  fixture_remove (runs);
}

/* A run that is finished already ends at once. */
static void
test_finished (void)
{
  g_autofree char *data = fixture_dataset (3, SIDE), *runs = fixture_folder ();
  g_autofree char *line = launch (data, runs, "x", "n-epochs=1 n-epochs-decay=0", "");
  g_autofree char *linked = launch (data, runs, "x", "n-epochs=1 n-epochs-decay=0", "fakesink");
  g_auto (Outcome) o, o2, o3;
  fixture_run (line, 0, &o);
  g_assert_cmpuint (o.steps, ==, 3);
  fixture_run (line, 0, &o2);
  g_assert_true (o2.eos);
  g_assert_cmpuint (o2.steps, ==, 0);
  g_assert_cmpuint (o2.done, ==, 1);
  fixture_run (linked, 0, &o3);
  g_assert_true (o3.eos);
  fixture_remove (data);
  fixture_remove (runs);
}

/* Options of the data set are recorded with the run. */
static void
test_options_recorded (void)
{
  g_autofree char *data = fixture_dataset (3, SIDE), *runs = fixture_folder ();
  g_autofree char *line = launch (data, runs, "x", "steps=1", "");
  g_autofree char *path = g_build_filename (runs, "x", "train_opt.txt", NULL), *text = NULL;
  g_auto (Outcome) o;
  fixture_run (line, 0, &o);
  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  fixture_assert_contains (text, data);
  fixture_assert_contains (text, "load_size: 72");
  fixture_remove (data);
  fixture_remove (runs);
}

/* A camera of 80x60 becomes the nearest size that the net takes; another is the last choice. */
static void
test_caps (void)
{
  g_autoptr (GstElement) train = gst_object_ref_sink (gst_element_factory_make ("p2ptrain", NULL));
  g_object_set (train, "net-g", "unet_64", NULL);
  g_autoptr (GstPad) pad = gst_element_get_static_pad (train, "sink_a");
  g_autoptr (GstCaps) caps = gst_pad_query_caps (pad, NULL);
  g_autoptr (GstCaps) fits = gst_caps_from_string (
      "video/x-raw,format=RGB,width=128,height=64,framerate=0/1,pixel-aspect-ratio=1/1");
  g_autoptr (GstCaps) odd = gst_caps_from_string (
      "video/x-raw,format=RGB,width=120,height=64,framerate=0/1,pixel-aspect-ratio=1/1");
  g_assert_true (gst_caps_is_subset (fits, caps));
  g_autoptr (GstCaps) best = gst_caps_intersect_full (caps, odd, GST_CAPS_INTERSECT_FIRST);
  g_assert_cmpuint (gst_caps_get_size (best), ==, 1);
  g_autoptr (GstCaps) first = gst_caps_copy_nth (caps, 0);
  g_assert_true (gst_caps_is_subset (fits, first));
  g_assert_false (gst_caps_can_intersect (odd, first));
}

int
main (int argc, char **argv)
{
  gst_init (&argc, &argv);
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/train/caps", test_caps);
  g_test_add_func ("/train/resume", test_resume);
  g_test_add_func ("/train/resume-batches", test_resume_batches);
  g_test_add_func ("/train/resume-after-eos", test_resume_after_eos);
  g_test_add_func ("/train/linked", test_linked);
  g_test_add_func ("/train/previews", test_previews);
  g_test_add_func ("/train/live", test_live);
  g_test_add_func ("/train/bad-files", test_bad_files);
  g_test_add_func ("/train/messages", test_messages);
  g_test_add_func ("/train/mismatch", test_mismatch);
  g_test_add_func ("/train/scaled", test_scaled);
  g_test_add_func ("/train/states", test_states);
  g_test_add_func ("/train/pause-and-checkpoint", test_pause_and_checkpoint);
  g_test_add_func ("/train/flush", test_flush);
  g_test_add_func ("/train/finished", test_finished);
  g_test_add_func ("/train/options-recorded", test_options_recorded);
  const int failed = g_test_run ();
  gst_deinit (); /* the leaks tracer reports here */
  return failed;
}
