/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* p2pdatasetsrc: order, where it starts, bad files, messages. */

#include <gst/check/gstharness.h>
#include <unistd.h>
#include "dataset-fixtures.h"

#define N 7

static GstHarness *
open_source (const char *root, int epochs, gint64 seed)
{
  GstHarness *h = gst_harness_new ("p2pdatasetsrc");
  g_object_set (h->element, "dataroot", root, "epochs", epochs, "seed", seed, NULL);
  return h;
}

/* The next buffer is sample SAMPLE of EPOCH, and the file that belongs there. */
static void
expect (GstHarness *h, const char *root, guint64 seed, guint64 epoch, guint64 sample)
{
  g_autoptr (GstBuffer) buffer = gst_harness_pull (h);
  g_autofree guint32 *order = p2p_epoch_order (seed, epoch, N, FALSE);
  g_autofree char *path = g_strdup_printf ("%s/train/%03u.png", root, order[sample]);
  g_autofree char *bytes = NULL;
  gsize size;
  Pair pair;
  g_assert_nonnull (buffer);
  g_assert_true (fixture_get_pair (buffer, &pair));
  g_assert_cmpuint (pair.epoch, ==, epoch);
  g_assert_cmpuint (pair.sample, ==, sample);
  g_assert_cmpuint (pair.n_samples, ==, N);
  g_assert_cmpuint (pair.seed, ==, seed);
  g_assert_cmpstr (pair.name, ==, path);
  g_assert_true (g_file_get_contents (path, &bytes, &size, NULL));
  g_assert_cmpuint (gst_buffer_get_size (buffer), ==, size);
  g_assert_cmpint (gst_buffer_memcmp (buffer, 0, bytes, size), ==, 0);
}

static void
expect_eos (GstHarness *h)
{
  g_autoptr (GstEvent) event = NULL;
  while ((event = gst_harness_pull_event (h)) && GST_EVENT_TYPE (event) != GST_EVENT_EOS)
    gst_clear_event (&event);
  g_assert_nonnull (event);
}

static void
test_order (void)
{
  g_autofree char *root = fixture_dataset (N, 4);
  GstHarness *h = open_source (root, 2, 5);
  gst_harness_play (h);
  for (guint i = 0; i < 2 * N; i++)
    expect (h, root, 5, 1 + i / N, i % N);
  expect_eos (h);
  g_autoptr (GstCaps) caps = gst_pad_get_current_caps (h->sinkpad);
  g_assert_true (gst_structure_has_name (gst_caps_get_structure (caps, 0), "image/png"));
  gst_harness_teardown (h);
  fixture_remove (root);
}

static gboolean
ask (GstHarness *h, guint64 epoch, guint64 sample)
{
  g_autoptr (GstPad) pad = gst_element_get_static_pad (h->element, "src");
  g_autoptr (GstQuery) query = gst_query_new_custom (GST_QUERY_CUSTOM,
      gst_structure_new ("p2p-start", "epoch", G_TYPE_UINT64, epoch, "sample", G_TYPE_UINT64,
          sample, "seed", G_TYPE_UINT64, (guint64) 9, "last-epoch", G_TYPE_UINT64, epoch + 1,
          NULL));
  return gst_pad_query (pad, query);
}

/* The query decides epoch, sample, seed and end; properties do not. */
static void
test_start (void)
{
  g_autofree char *root = fixture_dataset (N, 4);
  GstHarness *h = open_source (root, 100, 5);
  gst_element_set_state (h->element, GST_STATE_READY);
  g_assert_true (ask (h, 3, 5));
  gst_harness_play (h);
  expect (h, root, 9, 3, 5);
  expect (h, root, 9, 3, 6);
  for (guint i = 0; i < N; i++)
    expect (h, root, 9, 4, i);
  expect_eos (h);
  /* Too late. */
  g_assert_false (ask (h, 1, 0));
  gst_harness_teardown (h);
  fixture_remove (root);
}

/* A trainer asks on both of its pads: the last word counts, and so do properties set meanwhile. */
static void
test_asked_twice (void)
{
  g_autofree char *root = fixture_dataset (N, 4), *other = fixture_dataset (2, 4);
  GstHarness *h = open_source (other, 100, 5);
  gst_element_set_state (h->element, GST_STATE_READY);
  g_assert_true (ask (h, 3, 5));
  g_assert_true (ask (h, 2, 6));
  g_object_set (h->element, "dataroot", root, NULL);
  gst_harness_play (h);
  expect (h, root, 9, 2, 6);
  gst_harness_teardown (h);
  fixture_remove (root);
  fixture_remove (other);
}

static GstHarness *
open_side (const char *root, const char *mode, const char *side)
{
  GstHarness *h = gst_harness_new ("p2pdatasetsrc");
  g_object_set (h->element, "dataroot", root, "dataset-mode", mode, "side", side, "epochs", 3,
      "seed", (gint64) 5, NULL);
  gst_harness_play (h);
  return h;
}

/* Sample SAMPLE of EPOCH from one of the two sources, the file that D says. */
static void
expect_side (GstHarness *h, P2pDataset *d, int which, guint64 epoch, guint64 sample, int side)
{
  g_autoptr (GstBuffer) buffer = gst_harness_pull (h);
  Pair pair;
  int is_side;
  gboolean split;
  g_assert_true (fixture_get_pair (buffer, &pair));
  fixture_get_side (buffer, &is_side, &split);
  g_assert_cmpuint (pair.epoch, ==, epoch);
  g_assert_cmpuint (pair.sample, ==, sample);
  g_assert_cmpuint (pair.n_samples, ==, p2p_dataset_length (d));
  g_assert_cmpstr (pair.name, ==, p2p_dataset_path (d, which, 5, epoch, (guint32) sample));
  g_assert_cmpint (is_side, ==, side);
  g_assert_cmpint (split, ==, p2p_dataset_is_split (d));
}

/* Two sources of one set: the same samples, each its own files. */
static void
test_sides (void)
{
  static const struct
  {
    const char *mode, *a, *b; /* sides asked for */
    int side_a, side_b;       /* in the meta */
    guint n;
  } cases[] = { { "unaligned", "A", "B", 1, 2, 5 }, { "paired", "A", "B", 0, 0, 3 },
    { "colorization", "both", "both", 1, 1, 2 }, { "single", "both", "A", 1, 1, 16 },
    { "aligned", "both", "A", 0, 0, 2 } };
  g_autofree char *root = fixture_dataset (2, 4);
  fixture_squares (root, "trainA", 3, 0, 4);
  fixture_squares (root, "trainB", 5, 9, 4);
  fixture_squares (root, "A", 3, 0, 4);
  fixture_squares (root, "B", 3, 0, 4);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    const P2pDatasetSpec spec = { .dataroot = root, .phase = "train", .mode = cases[i].mode };
    g_autoptr (P2pDataset) d = p2p_dataset_open (&spec, NULL);
    GstHarness *a = open_side (root, cases[i].mode, cases[i].a);
    GstHarness *b = open_side (root, cases[i].mode, cases[i].b);
    g_assert_cmpuint (p2p_dataset_length (d), ==, cases[i].n);
    for (guint k = 0; k < 3 * cases[i].n; k++) {
      expect_side (a, d, 0, 1 + k / cases[i].n, k % cases[i].n, cases[i].side_a);
      expect_side (b, d, g_str_equal (cases[i].b, "B"), 1 + k / cases[i].n, k % cases[i].n,
          cases[i].side_b);
    }
    expect_eos (a);
    expect_eos (b);
    gst_harness_teardown (a);
    gst_harness_teardown (b);
  }
  fixture_remove (root);
}

/* A paired set of N_A and N_B files. */
static void
run_unmatched (int n_a, int n_b, const char *properties, Outcome *o)
{
#define PAIRED "p2pdatasetsrc dataroot=%s dataset-mode=paired epochs=1 %s side="
  g_autofree char *root = fixture_folder ();
  fixture_squares (root, "A", n_a, 0, 4);
  fixture_squares (root, "B", n_b, 0, 4);
  g_autofree char *line = g_strdup_printf (PAIRED "A ! fakesink " PAIRED "B ! fakesink", root,
      properties, root, properties);
  fixture_run (line, 0, o);
  fixture_remove (root);
}

/* A few files without a partner are named once; many of them are an error. */
static void
test_unmatched (void)
{
  g_auto (Outcome) few, many, cut;
  run_unmatched (126, 120, "", &few);
  g_assert_cmpstr (few.error, ==, NULL);
  g_assert_true (few.eos);
  g_assert_cmpuint (few.warnings, ==, 1);
  fixture_assert_contains (few.warned->str, "6 files have no partner");
  fixture_assert_contains (few.warned->str, "A/120.png");
  fixture_assert_contains (few.warned->str, "and 1 more");
  run_unmatched (2, 9, "", &many);
  fixture_assert_contains (many.error, "7 of 11 files have no partner");
  fixture_assert_contains (many.error, "B/002.png");
  fixture_assert_contains (many.error, "--model cycle_gan");
  run_unmatched (9, 2, "max-dataset-size=2", &cut); /* as many pairs as are wanted */
  g_assert_cmpstr (cut.error, ==, NULL);
  g_assert_cmpuint (cut.warnings, ==, 1);
}

/* Latin-1: the meta's field is text, its bytes name the file itself; what is said writes them out. */
#define LATIN "caf\xe9.png"

static void
test_latin_names (void)
{
  g_autofree char *root = fixture_dataset (0, 4);
  g_autofree char *path = g_build_filename (root, "train", LATIN, NULL);
  g_autofree char *line = g_strdup_printf ("p2pdatasetsrc dataroot=%s epochs=1 ! p2pdecode ! "
                                           "fakesink",
      root);
  g_autoptr (GBytes) bytes = NULL;
  g_auto (Outcome) o;
  fixture_write (root, LATIN, "no picture", -1);
  GstHarness *h = open_source (root, 1, 0);
  gst_harness_play (h);
  g_autoptr (GstBuffer) buffer = gst_harness_pull (h);
  g_assert_nonnull (buffer);
  GstCustomMeta *meta = gst_buffer_get_custom_meta (buffer, "P2pPairMeta");
  GstStructure *s = gst_custom_meta_get_structure (meta);
  fixture_assert_contains (gst_structure_get_string (s, "name"), "/train/caf");
  g_assert_true (gst_structure_get (s, "name-bytes", G_TYPE_BYTES, &bytes, NULL));
  g_assert_cmpstr (g_bytes_get_data (bytes, NULL), ==, path);
  gst_harness_teardown (h);
  fixture_run (line, 0, &o);
  fixture_assert_contains (o.warned->str, "/train/caf\\xe9.png");
  fixture_remove (root);
}

/* Between the last sample and EOS. An EOS from outside comes without it. */
static void
test_end_of_data (void)
{
  g_autofree char *root = fixture_dataset (2, 4);
  for (int outside = 0; outside < 2; outside++) {
    GstHarness *h = open_source (root, outside ? 0 : 1, 5);
    guint ends = 0;
    gst_harness_play (h);
    for (int i = 0; i < 2; i++)
      gst_buffer_unref (gst_harness_pull (h));
    if (outside)
      gst_element_send_event (h->element, gst_event_new_eos ());
    g_autoptr (GstEvent) event = NULL;
    while ((event = gst_harness_pull_event (h)) && GST_EVENT_TYPE (event) != GST_EVENT_EOS) {
      ends += gst_event_has_name (event, "p2p-end-of-data");
      gst_clear_event (&event);
    }
    g_assert_nonnull (event);
    g_assert_cmpuint (ends, ==, !outside);
    gst_harness_teardown (h);
  }
  fixture_remove (root);
}

/* The kind follows from the first bytes; what begins like nothing known keeps the last. */
static void
test_kinds (void)
{
  static const struct
  {
    const char *bytes;
    gsize size;
    const char *kind;
  } cases[] = { { "BM", 2, "image/bmp" }, { "II*\0", 4, "image/tiff" },
    { "MM\0*", 4, "image/tiff" }, { "P6 1 1 255 abc", 14, "image/x-portable-pixmap" },
    { "P5 1 1 255 a", 12, "image/x-portable-graymap" },
    { "P4 1 1 a", 8, "image/x-portable-bitmap" }, { "\xff\xd8\xff\xe0", 4, "image/jpeg" },
    { "?", 1, "image/jpeg" }, { "\x89PNG", 4, "image/png" }, { "", 0, "image/png" } };
  g_autofree char *root = fixture_dataset (0, 4);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *name = g_strdup_printf ("%02u.png", i);
    fixture_write (root, name, cases[i].bytes, (gssize) cases[i].size);
  }
  GstHarness *h = open_source (root, 1, 0);
  g_object_set (h->element, "serial-batches", TRUE, NULL);
  gst_harness_play (h);
  for (guint n = 0; n < G_N_ELEMENTS (cases);) {
    g_autoptr (GstEvent) event = gst_harness_pull_event (h);
    GstCaps *caps;
    g_assert_nonnull (event);
    if (GST_EVENT_TYPE (event) != GST_EVENT_CAPS)
      continue;
    gst_event_parse_caps (event, &caps);
    const char *kind = gst_structure_get_name (gst_caps_get_structure (caps, 0));
    g_assert_cmpstr (kind, ==, cases[n].kind);
    for (; n < G_N_ELEMENTS (cases) && g_str_equal (cases[n].kind, kind); n++)
      gst_buffer_unref (gst_harness_pull (h));
  }
  gst_harness_teardown (h);
  fixture_remove (root);
}

/* A sample past the end of its epoch is the next epoch's first. */
static void
test_start_past_end (void)
{
  g_autofree char *root = fixture_dataset (N, 4);
  GstHarness *h = open_source (root, 100, 5);
  gst_element_set_state (h->element, GST_STATE_READY);
  g_assert_true (ask (h, 2, N));
  gst_harness_play (h);
  expect (h, root, 9, 3, 0);
  gst_harness_teardown (h);
  fixture_remove (root);
}

static void
test_bad_files (void)
{
  g_autofree char *root = fixture_dataset (60, 4);
  g_autofree char *link = g_build_filename (root, "train", "dangling.png", NULL);
  g_autofree char *pipe = g_build_filename (root, "train", "pipe.png", NULL);
  g_assert_cmpint (symlink ("nowhere", link), ==, 0);
  g_assert_cmpint (mkfifo (pipe, 0600), ==, 0);
  g_autofree char *line = g_strdup_printf ("p2pdatasetsrc dataroot=%s epochs=1 ! fakesink", root);
  g_auto (Outcome) o;
  fixture_run (line, 0, &o);
  g_assert_true (o.eos);
  g_assert_cmpuint (o.warnings, ==, 2);
  fixture_assert_contains (o.warned->str, link);
  fixture_assert_contains (o.warned->str, pipe);
  fixture_remove (root);
}

static void
test_too_many_bad (void)
{
  g_autofree char *root = fixture_dataset (5, 4);
  g_autofree char *link = g_build_filename (root, "train", "dangling.png", NULL);
  g_assert_cmpint (symlink ("nowhere", link), ==, 0);
  g_autofree char *line = g_strdup_printf ("p2pdatasetsrc dataroot=%s ! fakesink", root);
  g_auto (Outcome) o;
  fixture_run (line, 0, &o);
  fixture_assert_contains (o.error, "5 %");
  fixture_remove (root);
}

static void
test_messages (void)
{
  static const struct
  {
    const char *properties, *part;
  } cases[] = {
    { "", "dataroot" },
    { "dataroot=/nowhere/at/all", "/nowhere/at/all" },
    { "dataroot=%s phase=test", "train" },
    { "dataroot=%s dataset-mode=odd", "aligned" },
    { "dataroot=%s dataset-mode=unaligned side=A", "try --dataset_mode aligned" },
    { "dataroot=%s dataroot-b=/x", "dataroot_B" },
    { "dataroot=%s dataroot-b=/x dataset-mode=unaligned side=C", "both, A, B" },
    { "dataroot=%s dataroot-b=/nowhere dataset-mode=unaligned side=A", "/nowhere" },
  };
  g_autofree char *root = fixture_dataset (1, 4);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_auto (GStrv) parts = g_strsplit (cases[i].properties, "%s", 2);
    g_autofree char *properties = g_strjoinv (root, parts);
    g_autofree char *line = g_strdup_printf ("p2pdatasetsrc %s ! fakesink", properties);
    g_auto (Outcome) o;
    fixture_run (line, 0, &o);
    fixture_assert_contains (o.error, cases[i].part);
  }
  g_autofree char *both = g_strdup_printf ("p2pdatasetsrc dataroot=%s/train dataroot-b=%s/train "
                                           "dataset-mode=unaligned ! fakesink",
      root, root);
  g_auto (Outcome) o;
  fixture_run (both, 0, &o);
  fixture_assert_contains (o.error, "one with side=A and one with side=B");
  fixture_remove (root);
}

/* The meta is there behind all that stands between a source and a trainer. */
static void
seen (GstElement *sink, GstBuffer *buffer, GstPad *pad, gpointer count)
{
  Pair pair;
  g_assert_true (fixture_get_pair (buffer, &pair));
  g_assert_cmpuint (pair.n_samples, ==, 3);
  g_atomic_int_inc ((int *) count);
}

static void
test_meta_survives (void)
{
  g_autofree char *root = fixture_dataset (3, 8);
  g_autofree char *line =
      g_strdup_printf ("p2pdatasetsrc dataroot=%s epochs=1 ! p2pdecode name=d d.src_a ! queue ! "
                       "tee name=t "
                       "t. ! queue ! videoconvertscale ! video/x-raw,format=BGRx,width=5,height=5 "
                       "! "
                       "fakesink name=x signal-handoffs=true t. ! queue ! pngenc ! fakesink name=y "
                       "signal-handoffs=true d.src_b ! videoflip method=horizontal-flip ! fakesink "
                       "name=z "
                       "signal-handoffs=true",
          root);
  g_autoptr (GstElement) pipeline = fixture_launch (line);
  static const char *const names[] = { "x", "y", "z" };
  int count = 0;
  for (guint i = 0; i < 3; i++) {
    g_autoptr (GstElement) sink = gst_bin_get_by_name (GST_BIN (pipeline), names[i]);
    g_signal_connect (sink, "handoff", G_CALLBACK (seen), &count);
  }
  g_auto (Outcome) o = { .warned = g_string_new (NULL) };
  gst_element_set_state (pipeline, GST_STATE_PLAYING);
  fixture_watch (pipeline, 0, &o);
  fixture_stop (pipeline, &o);
  g_assert_true (o.eos);
  g_assert_cmpint (count, ==, 9);
  fixture_remove (root);
}

int
main (int argc, char **argv)
{
  gst_init (&argc, &argv);
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/datasetsrc/order", test_order);
  g_test_add_func ("/datasetsrc/start", test_start);
  g_test_add_func ("/datasetsrc/start-past-end", test_start_past_end);
  g_test_add_func ("/datasetsrc/asked-twice", test_asked_twice);
  g_test_add_func ("/datasetsrc/sides", test_sides);
  g_test_add_func ("/datasetsrc/unmatched", test_unmatched);
  g_test_add_func ("/datasetsrc/latin-names", test_latin_names);
  g_test_add_func ("/datasetsrc/end-of-data", test_end_of_data);
  g_test_add_func ("/datasetsrc/kinds", test_kinds);
  g_test_add_func ("/datasetsrc/bad-files", test_bad_files);
  g_test_add_func ("/datasetsrc/too-many-bad", test_too_many_bad);
  g_test_add_func ("/datasetsrc/messages", test_messages);
  g_test_add_func ("/datasetsrc/meta-survives", test_meta_survives);
  const int failed = g_test_run ();
  gst_deinit (); /* the leaks tracer reports here */
  return failed;
}
