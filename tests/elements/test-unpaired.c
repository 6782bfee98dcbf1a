/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* p2ptrain behind two sources, and models with other views than input, output, target: matched
 * by sample, going on bit for bit, bad pictures of one side, previews. */

#include <gst/video/video.h>
#include "train-fixtures.h"

/* MODE: of the data set in DATA; A and B come from two sources. */
static char *
launch (const char *data, const char *mode, const char *runs, const char *name,
    const char *properties, const char *src)
{
  return g_strdup_printf ("p2pdatasetsrc dataroot=%s dataset-mode=%s side=A ! p2pdecode name=d "
                          "layout=whole num-threads=2 p2pdatasetsrc dataroot=%s dataset-mode=%s "
                          "side=B ! p2pdecode name=e layout=whole num-threads=1 p2paligncrop "
                          "name=c load-size=72 crop-size=%d d.src_a ! c.sink_a e.src_b ! c.sink_b "
                          "c.src_a ! queue max-size-buffers=3 ! t.sink_a c.src_b ! t.sink_b "
                          "p2ptrain name=t " TINY " checkpoints-dir=%s run-name=%s %s %s%s",
      data, mode, data, mode, SIDE, runs, name, properties, *src ? "t.src ! " : "", src);
}

/* trainA with 3 squares and trainB with 5. */
static char *
unpaired_set (void)
{
  char *root = fixture_folder ();
  fixture_squares (root, "trainA", 3, 0, SIDE);
  fixture_squares (root, "trainB", 5, 20, SIDE);
  return root;
}

/* The run that is stopped, in the middle of an epoch and of filling its pools, equals the one
 * that is not. */
static void
check_resume (const char *properties, guint64 last)
{
  g_autofree char *data = unpaired_set (), *runs = fixture_folder ();
  g_autofree char *limit = g_strdup_printf ("%s steps=%" G_GUINT64_FORMAT, properties, last);
  g_autofree char *first = g_strdup_printf ("%s steps=2", properties);
  g_autofree char *whole = launch (data, "unaligned", runs, "whole", limit, "");
  g_autofree char *part_1 = launch (data, "unaligned", runs, "parts", first, "");
  g_autofree char *nearly = g_strdup_printf ("%s steps=%" G_GUINT64_FORMAT, properties, last - 2);
  g_autofree char *part_2 = launch (data, "unaligned", runs, "parts", nearly, "");
  g_autofree char *part_3 = launch (data, "unaligned", runs, "parts", limit, "");
  g_auto (Outcome) o, o1, o2, o3;
  fixture_run (whole, 0, &o);
  g_assert_cmpstr (o.error, ==, NULL);
  g_assert_cmpuint (o.steps, ==, last);
  fixture_run (part_1, 0, &o1);
  g_assert_cmpuint (o1.last_step, ==, 2);
  fixture_run (part_2, 1, &o2); /* is stopped while it trains */
  g_assert_cmpuint (o2.last_step, >=, 3);
  fixture_run (part_3, 0, &o3);
  g_assert_cmpuint (o3.last_step, ==, last);
  assert_same_runs (runs, last);
  fixture_remove (data);
  fixture_remove (runs);
}

static void
test_resume (void)
{
  check_resume ("pool-size=3", 17);
}

/* 5 samples in batches of 2. */
static void
test_resume_batches (void)
{
  check_resume ("batch-size=2 lambda-identity=0", 14);
}

/* EOS, as gst-launch -e sends it to both sources, in the middle of a batch. */
static void
test_resume_after_eos (void)
{
  g_autofree char *data = unpaired_set (), *runs = fixture_folder ();
  g_autofree char *whole =
      launch (data, "unaligned", runs, "whole", "batch-size=4 pool-size=2 steps=7", "");
  g_autofree char *part_1 =
      launch (data, "unaligned", runs, "parts", "batch-size=4 pool-size=2 steps=6", "");
  g_autofree char *part_2 =
      launch (data, "unaligned", runs, "parts", "batch-size=4 pool-size=2 steps=7", "");
  g_auto (Outcome) o, o1, o2;
  fixture_run (whole, 0, &o);
  fixture_run_to_eos (part_1, 1, &o1);
  g_assert_true (o1.eos);
  g_assert_cmpuint (o1.last_step, <, 7);
  fixture_run (part_2, 0, &o2);
  assert_same_runs (runs, 7);
  fixture_remove (data);
  fixture_remove (runs);
}

/* Bad pictures, each missing on one side: its partner goes too, and is counted. */
static void
check_bad (const char *mode, const char *a, const char *b, const char *model)
{
  g_autofree char *data = fixture_folder (), *runs = fixture_folder ();
  g_autofree char *properties = g_strdup_printf ("model=%s n-epochs=1 n-epochs-decay=0", model);
  g_autofree char *line = launch (data, mode, runs, "x", properties, "");
  const char *const bad[] = { a, a, b };
  fixture_squares (data, a, 60, 0, SIDE);
  fixture_squares (data, b, 60, 0, SIDE);
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++) {
    g_autofree char *path = g_strdup_printf ("%s/%s/%03u.png", data, bad[i], 17 * i + 3);
    g_assert_true (g_file_set_contents (path, "no picture", -1, NULL));
  }
  g_autoptr (GstElement) pipeline = fixture_launch (line);
  g_autoptr (GstElement) train = gst_bin_get_by_name (GST_BIN (pipeline), "t");
  g_auto (Outcome) o = { .warned = g_string_new (NULL) };
  gst_element_set_state (pipeline, GST_STATE_PLAYING);
  fixture_watch (pipeline, 0, &o);
  g_assert_cmpstr (o.error, ==, NULL);
  g_assert_true (o.eos);
  g_assert_cmpuint (o.warnings, >=, 2);
  g_assert_cmpuint (fixture_stat (train, "total"), >=, 55);
  g_assert_cmpuint (fixture_stat (train, "total"), <=, 59);
  g_assert_cmpuint (fixture_stat (train, "total") + fixture_stat (train, "dropped"), ==, 60);
  fixture_stop (pipeline, &o);
  fixture_remove (data);
  fixture_remove (runs);
}

static void
test_bad_files (void)
{
  check_bad ("unaligned", "trainA", "trainB", "cycle_gan");
  check_bad ("paired", "A", "B", "pix2pix");
}

/* The model follows from the data set; both sides' options are recorded. */
static void
test_options_recorded (void)
{
  g_autofree char *data = unpaired_set (), *runs = fixture_folder (), *text = NULL;
  g_autofree char *line = launch (data, "unaligned", runs, "x", "steps=1", "");
  g_autofree char *path = g_build_filename (runs, "x", "train_opt.txt", NULL);
  g_auto (Outcome) o;
  fixture_run (line, 0, &o);
  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  fixture_assert_contains (text, data);
  fixture_assert_contains (text, "dataset_mode: unaligned");
  fixture_assert_contains (text, "model: cycle_gan");
  fixture_remove (data);
  fixture_remove (runs);
}

/* Two sources that do not give one set. */
static void
test_mismatch (void)
{
  g_autofree char *data = unpaired_set (), *runs = fixture_folder ();
  g_autofree char *line = launch (data, "unaligned", runs, "x", "steps=3", "");
  g_autoptr (GstElement) pipeline = fixture_launch (line);
  g_autoptr (GstElement) decode = gst_bin_get_by_name (GST_BIN (pipeline), "e");
  g_autoptr (GstPad) pad = gst_element_get_static_pad (decode, "sink");
  g_autoptr (GstPad) peer = gst_pad_get_peer (pad);
  g_autoptr (GstElement) source = gst_pad_get_parent_element (peer);
  g_auto (Outcome) o = { .warned = g_string_new (NULL) };
  g_object_set (source, "max-dataset-size", (gint64) 2, NULL);
  gst_element_set_state (pipeline, GST_STATE_PLAYING);
  fixture_watch (pipeline, 0, &o);
  fixture_assert_contains (o.error, "sink_a has 5 samples, that of sink_b 2");
  fixture_stop (pipeline, &o);
  fixture_remove (data);
  fixture_remove (runs);
}

/* Every preview is COLUMNS x ROWS squares. */
static void
check_previews (const char *line, const char *folder, int columns, int rows, int n)
{
  g_auto (Outcome) o;
  fixture_run (line, 0, &o);
  g_assert_cmpstr (o.error, ==, NULL);
  for (int k = 0; k <= n; k++) {
    g_autofree char *png = g_strdup_printf ("%s/%d.png", folder, k);
    g_auto (P2pPicture) picture = { 0 };
    g_assert_cmpint (p2p_picture_load (png, &p2p_read_rgb, &picture, NULL), ==, k < n);
    if (k == n)
      return;
    g_assert_cmpint (picture.width, ==, columns * SIDE);
    g_assert_cmpint (picture.height, ==, rows * SIDE);
    for (int tile = 0; tile < columns * rows; tile++) { /* none is empty */
      const int y = tile / columns * SIDE + SIDE / 2;
      const guint8 *line_of_tile = picture.data + y * picture.stride + 3 * (tile % columns) * SIDE;
      guint sum = 0;
      for (int x = 0; x < 3 * SIDE; x++)
        sum += line_of_tile[x];
      g_assert_cmpuint (sum, >, 0);
    }
  }
}

static void
test_previews (void)
{
  static const struct
  {
    const char *properties;
    int columns, rows, n;
  } cases[] = { { "preview-interval=1", 4, 2, 4 },
    { "preview-interval=2 batch-size=2 lambda-identity=0", 3, 2, 2 },
    { "preview-interval=1 direction=BtoA lambda-identity=0", 3, 2, 4 },
    { "preview-interval=1 preview=fake", 1, 1, 4 },
    { "preview-interval=1 preview-from=%s/trainA", 2, 3, 4 } };
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *data = unpaired_set (), *runs = fixture_folder ();
    g_auto (GStrv) parts = g_strsplit (cases[i].properties, "%s", 2);
    g_autofree char *filled = g_strjoinv (data, parts);
    g_autofree char *properties = g_strdup_printf ("steps=3 %s", filled);
    g_autofree char *src = g_strdup_printf ("pngenc ! multifilesink location=%s/%%d.png", runs);
    g_autofree char *line = launch (data, "unaligned", runs, "x", properties, src);
    check_previews (line, runs, cases[i].columns, cases[i].rows, cases[i].n);
    fixture_remove (data);
    fixture_remove (runs);
  }
}

static void
test_colorization (void)
{
  static const char *const properties[] = { "", "preview-from=%s/train batch-size=2" };
  static const int rows[] = { 1, 3 };
  for (guint i = 0; i < G_N_ELEMENTS (properties); i++) {
    g_autofree char *data = fixture_folder (), *runs = fixture_folder ();
    fixture_squares (data, "train", 3, 0, 80);
    g_auto (GStrv) parts = g_strsplit (properties[i], "%s", 2);
    g_autofree char *filled = g_strjoinv (data, parts);
    g_autofree char *line =
        g_strdup_printf ("p2pdatasetsrc dataroot=%s dataset-mode=colorization ! p2pdecode name=d "
                         "layout=whole "
                         "p2paligncrop name=c load-size=72 crop-size=%d d.src_a ! c.sink_a d.src_b "
                         "! c.sink_b "
                         "c.src_a ! t.sink_a c.src_b ! t.sink_b p2ptrain name=t " TINY
                         " checkpoints-dir=%s "
                         "preview-interval=1 steps=2 %s t.src ! pngenc ! multifilesink "
                         "location=%s/%%d.png",
            data, SIDE, runs, filled, runs);
    check_previews (line, runs, 3, rows[i], 3);
    fixture_remove (data);
    fixture_remove (runs);
  }
}

/* Pictures of two sizes: the preview keeps that of the first. */
static void
test_preview_size (void)
{
  g_autofree char *data = fixture_folder (), *runs = fixture_folder ();
  g_autofree char *dir = g_build_filename (data, "train", NULL);
  g_mkdir (dir, 0700);
  for (int i = 0; i < 4; i++) {
    g_autofree char *path = g_strdup_printf ("%s/%d.png", dir, i);
    fixture_save_picture (path, i, 2 * SIDE * (1 + i % 2), SIDE * (1 + i / 2));
  }
  g_autofree char *line =
      g_strdup_printf ("p2pdatasetsrc dataroot=%s serial-batches=true ! p2pdecode name=d "
                       "p2paligncrop name=c "
                       "preprocess=none d.src_a ! c.sink_a d.src_b ! c.sink_b c.src_a ! t.sink_a "
                       "c.src_b ! "
                       "t.sink_b p2ptrain name=t " TINY
                       " checkpoints-dir=%s preview-interval=1 n-epochs=1 "
                       "n-epochs-decay=0 t.src ! pngenc ! multifilesink location=%s/%%d.png",
          data, runs, runs);
  check_previews (line, runs, 3, 1, 5);
  fixture_remove (data);
  fixture_remove (runs);
}

/* Up and down with two sources. */
static void
test_states (void)
{
  g_autofree char *data = unpaired_set (), *runs = fixture_folder ();
  g_autofree char *line =
      launch (data, "unaligned", runs, "x", "batch-size=2 preview-interval=1", "fakesink");
  g_autoptr (GstElement) pipeline = fixture_launch (line);
  fixture_walk (pipeline, 2);
  fixture_remove (data);
  fixture_remove (runs);
}

int
main (int argc, char **argv)
{
  gst_init (&argc, &argv);
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/unpaired/resume", test_resume);
  g_test_add_func ("/unpaired/resume-batches", test_resume_batches);
  g_test_add_func ("/unpaired/resume-after-eos", test_resume_after_eos);
  g_test_add_func ("/unpaired/bad-files", test_bad_files);
  g_test_add_func ("/unpaired/options-recorded", test_options_recorded);
  g_test_add_func ("/unpaired/mismatch", test_mismatch);
  g_test_add_func ("/unpaired/previews", test_previews);
  g_test_add_func ("/unpaired/colorization", test_colorization);
  g_test_add_func ("/unpaired/preview-size", test_preview_size);
  g_test_add_func ("/unpaired/states", test_states);
  const int failed = g_test_run ();
  gst_deinit (); /* the leaks tracer reports here */
  return failed;
}
