/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* p2ptrain where pictures are missing: at the end of an epoch or of all data, on both sides
 * together more than there may be, and between sources that do not belong together. */

#include <unistd.h>
#include "train-fixtures.h"

#define N 20

/* One source, files in the order of their names. */
static char *
launch (const char *data, const char *runs, const char *properties)
{
  return g_strdup_printf ("p2pdatasetsrc dataroot=%s serial-batches=true ! p2pdecode name=d "
                          "num-threads=2 p2paligncrop name=c load-size=72 crop-size=%d d.src_a ! "
                          "c.sink_a d.src_b ! c.sink_b c.src_a ! t.sink_a c.src_b ! t.sink_b "
                          "p2ptrain name=t " TINY " checkpoints-dir=%s run-name=x %s",
      data, SIDE, runs, properties);
}

/* Two sources of a paired set in DATA/A and DATA/B. */
static char *
launch_two (const char *data, const char *runs, const char *properties)
{
#define SOURCE "p2pdatasetsrc dataroot=%s dataset-mode=paired serial-batches=true side="
  return g_strdup_printf (SOURCE "A name=s ! p2pdecode name=d layout=whole " SOURCE
                                 "B ! p2pdecode name=e layout=whole p2paligncrop name=c "
                                 "load-size=72 crop-size=%d d.src_a ! c.sink_a e.src_b ! c.sink_b "
                                 "c.src_a ! t.sink_a c.src_b ! t.sink_b p2ptrain name=t " TINY
                                 " checkpoints-dir=%s run-name=x %s",
      data, data, SIDE, runs, properties);
}

/* PATH is a file that decodes to nothing, or one that cannot even be read. */
static void
spoil (const char *path, gboolean unreadable)
{
  g_assert_cmpint (g_remove (path), ==, 0);
  if (unreadable)
    g_assert_cmpint (symlink ("nowhere", path), ==, 0);
  else
    g_assert_true (g_file_set_contents (path, "no picture", -1, NULL));
}

static void
spoil_number (const char *data, const char *folder, int number)
{
  g_autofree char *path = g_strdup_printf ("%s/%s/%03d.png", data, folder, number);
  spoil (path, FALSE);
}

static char *
model_of (const char *runs, const char *label)
{
  return g_strdup_printf ("%s/x/%s_net_G.safetensors", runs, label);
}

static void
assert_models (const char *runs)
{
  static const char *const labels[] = { "1", "2", "latest" };
  for (guint i = 0; i < G_N_ELEMENTS (labels); i++) {
    g_autofree char *path = model_of (runs, labels[i]);
    if (!g_file_test (path, G_FILE_TEST_EXISTS))
      g_error ("%s is missing", path);
  }
}

/* LINE trains two epochs of N - 1 good samples, in batches of 2, and is over; once more it ends at
 * once and writes nothing. */
static void
check_ends (const char *line, const char *runs)
{
  g_autofree char *numbered = model_of (runs, "2"), *before = NULL, *after = NULL;
  g_autoptr (GError) error = NULL;
  g_auto (Outcome) o, again;
  gsize size, size_after;
  fixture_run (line, 0, &o);
  g_assert_cmpstr (o.error, ==, NULL);
  g_assert_true (o.eos);
  g_assert_cmpuint (o.steps, ==, N);
  g_assert_cmpuint (o.done, ==, 1);
  g_assert_cmpuint (o.warnings, ==, 2);
  assert_models (runs);
  g_assert_true (g_file_get_contents (numbered, &before, &size, &error));
  fixture_run (line, 0, &again);
  g_assert_cmpstr (again.error, ==, NULL);
  g_assert_true (again.eos);
  g_assert_cmpuint (again.steps, ==, 0);
  g_assert_cmpuint (again.done, ==, 1);
  g_assert_cmpuint (again.checkpoints, ==, 0);
  g_assert_true (g_file_get_contents (numbered, &after, &size_after, &error));
  g_assert_cmpmem (before, size, after, size_after);
}

#define TWO_EPOCHS                                                                                 \
  "n-epochs=2 n-epochs-decay=0 save-epoch-freq=1 batch-size=2 save-latest-freq=9999"

/* The last picture of each epoch is bad: for the decoder, or for the source. */
static void
test_last_is_bad (void)
{
  for (int unreadable = 0; unreadable < 2; unreadable++) {
    g_autofree char *data = fixture_dataset (N, SIDE), *runs = fixture_folder ();
    g_autofree char *line = launch (data, runs, TWO_EPOCHS);
    g_autofree char *last = g_strdup_printf ("%s/train/%03d.png", data, N - 1);
    spoil (last, unreadable);
    check_ends (line, runs);
    fixture_remove (data);
    fixture_remove (runs);
  }
}

/* Stopped behind the last good one: nothing is left to train, but the files of the epoch are. */
static void
test_only_bad_are_left (void)
{
  g_autofree char *data = fixture_dataset (N, SIDE), *runs = fixture_folder ();
  g_autofree char *first = launch (data, runs, "n-epochs=1 n-epochs-decay=0 steps=19");
  g_autofree char *rest = launch (data, runs, "n-epochs=1 n-epochs-decay=0");
  g_autofree char *numbered = model_of (runs, "1");
  g_auto (Outcome) o, more;
  spoil_number (data, "train", N - 1);
  fixture_run (first, 0, &o);
  g_assert_cmpuint (o.steps, ==, N - 1);
  g_assert_false (g_file_test (numbered, G_FILE_TEST_EXISTS));
  fixture_run (rest, 0, &more);
  g_assert_cmpstr (more.error, ==, NULL);
  g_assert_true (more.eos);
  g_assert_cmpuint (more.steps, ==, 0);
  g_assert_true (g_file_test (numbered, G_FILE_TEST_EXISTS));
  fixture_remove (data);
  fixture_remove (runs);
}

static void
test_last_is_bad_on_one_side (void)
{
  static const char *const sides[] = { "A", "B" };
  for (guint i = 0; i < G_N_ELEMENTS (sides); i++) {
    g_autofree char *data = fixture_folder (), *runs = fixture_folder ();
    g_autofree char *line = launch_two (data, runs, TWO_EPOCHS);
    fixture_squares (data, "A", N, 0, SIDE);
    fixture_squares (data, "B", N, 30, SIDE);
    spoil_number (data, sides[i], N - 1);
    check_ends (line, runs);
    fixture_remove (data);
    fixture_remove (runs);
  }
}

/* An end from outside is none of the data: what is pending waits for the next run. */
static void
test_end_from_outside (void)
{
  g_autofree char *data = fixture_dataset (3 * N, SIDE), *runs = fixture_folder ();
  g_autofree char *line = launch (data, runs, "batch-size=7 n-epochs=1 n-epochs-decay=0");
  g_autofree char *numbered = model_of (runs, "1");
  g_autoptr (GstElement) pipeline = fixture_launch (line);
  g_auto (Outcome) o = { .warned = g_string_new (NULL) }, rest;
  gst_element_set_state (pipeline, GST_STATE_PLAYING);
  fixture_watch (pipeline, 1, &o);
  gst_element_send_event (pipeline, gst_event_new_eos ());
  fixture_watch (pipeline, 0, &o);
  fixture_stop (pipeline, &o);
  g_assert_true (o.eos);
  g_assert_cmpuint (o.steps, <, 9);
  g_assert_false (g_file_test (numbered, G_FILE_TEST_EXISTS));
  fixture_run (line, 0, &rest);
  g_assert_cmpuint (o.steps + rest.steps, ==, 9);
  g_assert_true (g_file_test (numbered, G_FILE_TEST_EXISTS));
  fixture_remove (data);
  fixture_remove (runs);
}

/* BAD_A files of A and BAD_B others of B, of 40 pairs. */
static void
run_two (guint bad_a, guint bad_b, guint64 *dropped, Outcome *o)
{
  g_autofree char *data = fixture_folder (), *runs = fixture_folder ();
  g_autofree char *line = launch_two (data, runs, "n-epochs=1 n-epochs-decay=0 batch-size=4");
  fixture_squares (data, "A", 2 * N, 0, SIDE);
  fixture_squares (data, "B", 2 * N, 50, SIDE);
  for (guint i = 0; i < bad_a; i++)
    spoil_number (data, "A", (int) (5 * i + 3));
  for (guint i = 0; i < bad_b; i++)
    spoil_number (data, "B", 2 * N - 1 - (int) i);
  g_autoptr (GstElement) pipeline = fixture_launch (line);
  g_autoptr (GstElement) train = gst_bin_get_by_name (GST_BIN (pipeline), "t");
  *o = (Outcome){ .warned = g_string_new (NULL) };
  gst_element_set_state (pipeline, GST_STATE_PLAYING);
  fixture_watch (pipeline, 0, o);
  *dropped = fixture_stat (train, "dropped");
  fixture_stop (pipeline, o);
  fixture_remove (data);
  fixture_remove (runs);
}

/* 5 % of 40 are 2: of each side alone, and of both together. */
static void
test_share_of_both_sides (void)
{
  guint64 dropped;
  g_auto (Outcome) few, many;
  run_two (1, 1, &dropped, &few);
  g_assert_cmpstr (few.error, ==, NULL);
  g_assert_true (few.eos);
  g_assert_cmpuint (dropped, ==, 2);
  run_two (2, 1, &dropped, &many);
  fixture_assert_contains (many.error, "3 of the first 40 pictures cannot be used, more than 5 %");
  g_assert_cmpuint (dropped, ==, 3);
}

/* Some cannot be read and some not decoded; one decoder gives both sides. */
static void
check_one_source (guint n_bad, const char *error)
{
  g_autofree char *data = fixture_dataset (2 * N, SIDE), *runs = fixture_folder ();
  g_autofree char *line = launch (data, runs, "n-epochs=1 n-epochs-decay=0");
  for (guint i = 0; i < n_bad; i++) {
    g_autofree char *path = g_strdup_printf ("%s/train/%03u.png", data, 4 * i + 2);
    spoil (path, i % 2);
  }
  g_auto (Outcome) o;
  fixture_run (line, 0, &o);
  if (error)
    fixture_assert_contains (o.error, error);
  else
    g_assert_cmpstr (o.error, ==, NULL);
  /* What was trained before is on disk either way. */
  g_autofree char *model = model_of (runs, "latest");
  g_assert_true (g_file_test (model, G_FILE_TEST_EXISTS));
  fixture_remove (data);
  fixture_remove (runs);
}

static void
test_share_of_one_source (void)
{
  check_one_source (2, NULL);
  check_one_source (3, "3 of the first 12 pictures cannot be used, more than 5 %");
}

/* Two seeds are two orders. */
static void
test_seeds (void)
{
  g_autofree char *data = fixture_folder (), *runs = fixture_folder ();
  fixture_squares (data, "A", 5, 0, SIDE);
  fixture_squares (data, "B", 5, 9, SIDE);
  g_autofree char *line = launch_two (data, runs, "steps=3");
  g_autoptr (GstElement) pipeline = fixture_launch (line);
  g_autoptr (GstElement) source = gst_bin_get_by_name (GST_BIN (pipeline), "s");
  g_autoptr (GstPad) pad = gst_element_get_static_pad (source, "src");
  g_auto (Outcome) o = { .warned = g_string_new (NULL) };
  g_object_set (source, "seed", (gint64) 4, NULL);
  /* A trainer sets both; one that does not reach the source does not. */
  gst_pad_set_query_function (pad, gst_pad_query_default);
  gst_element_set_state (pipeline, GST_STATE_PLAYING);
  fixture_watch (pipeline, 0, &o);
  fixture_assert_contains (o.error, "same properties, but for side");
  fixture_stop (pipeline, &o);
  fixture_remove (data);
  fixture_remove (runs);
}

int
main (int argc, char **argv)
{
  gst_init (&argc, &argv);
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/ends/last-is-bad", test_last_is_bad);
  g_test_add_func ("/ends/last-is-bad-on-one-side", test_last_is_bad_on_one_side);
  g_test_add_func ("/ends/only-bad-are-left", test_only_bad_are_left);
  g_test_add_func ("/ends/end-from-outside", test_end_from_outside);
  g_test_add_func ("/ends/share-of-both-sides", test_share_of_both_sides);
  g_test_add_func ("/ends/share-of-one-source", test_share_of_one_source);
  g_test_add_func ("/ends/seeds", test_seeds);
  const int failed = g_test_run ();
  gst_deinit (); /* the leaks tracer reports here */
  return failed;
}
