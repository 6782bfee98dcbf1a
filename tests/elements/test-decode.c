/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* p2pdecode: halves, order, bad pictures, flushing, unlinked pads. */

#include <gst/check/gstharness.h>
#include <gst/video/video.h>
#include "dataset-fixtures.h"

typedef struct
{
  GstElement *element;
  GstHarness *a, *b; /* a also feeds the sink */
} Bench;

static void
bench_open (Bench *bench, const char *on_error)
{
  bench->element = gst_element_factory_make ("p2pdecode", NULL);
  g_assert_nonnull (bench->element);
  g_object_set (bench->element, "on-error", on_error, "num-threads", 3, NULL);
  bench->a = gst_harness_new_with_element (bench->element, "sink", "src_a");
  bench->b = gst_harness_new_with_element (bench->element, NULL, "src_b");
  gst_harness_set_src_caps_str (bench->a, "image/png");
}

static void
bench_close (Bench *bench)
{
  gst_harness_teardown (bench->b);
  gst_harness_teardown (bench->a);
  gst_object_unref (bench->element);
}

/* A file with picture NUMBER, or BYTES. */
static GstBuffer *
encoded (int number, int width, int height)
{
  g_autofree char *folder = fixture_folder ();
  g_autofree char *path = g_build_filename (folder, "x.png", NULL);
  char *bytes;
  gsize size;
  fixture_save_picture (path, number, width, height);
  g_assert_true (g_file_get_contents (path, &bytes, &size, NULL));
  fixture_remove (folder);
  return gst_buffer_new_wrapped (bytes, size);
}

static GstBuffer *
numbered (GstBuffer *buffer, guint64 number, guint64 n)
{
  const Pair pair = { number, 1, number, n, 0, "some.png" };
  fixture_add_pair (buffer, &pair);
  return buffer;
}

static void
expect_half (GstHarness *h, int number, int x0, int width, int height)
{
  g_autoptr (GstBuffer) buffer = gst_harness_pull (h);
  g_autoptr (GstCaps) caps = gst_pad_get_current_caps (h->sinkpad);
  GstVideoInfo info;
  GstVideoFrame frame;
  g_assert_true (gst_video_info_from_caps (&info, caps));
  g_assert_cmpint (info.width, ==, width);
  g_assert_cmpint (info.height, ==, height);
  g_assert_true (gst_video_frame_map (&frame, &info, buffer, GST_MAP_READ));
  for (int y = 0; y < height; y++) {
    const guint8 *row = (guint8 *) frame.data[0] + y * frame.info.stride[0];
    for (int i = 0; i < 3 * width; i++) {
      const int x = x0 + i / 3, c = i % 3;
      g_assert_cmpuint (row[i], ==,
          (guint8) (37 * number + (c + 1) * x + (3 - c) * y + (x * y) / 16));
    }
  }
  gst_video_frame_unmap (&frame);
}

/* Odd widths: B gets the column in the middle. */
static void
test_halves (void)
{
  static const int sizes[][2] = { { 6, 5 }, { 7, 4 }, { 2, 1 }, { 3, 1 }, { 21, 9 } };
  for (int i = 0; i < (int) G_N_ELEMENTS (sizes); i++) {
    const int w = sizes[i][0], h = sizes[i][1];
    Bench bench;
    bench_open (&bench, "fail");
    g_assert_cmpint (gst_harness_push (bench.a, encoded (i, w, h)), ==, GST_FLOW_OK);
    gst_harness_push_event (bench.a, gst_event_new_eos ());
    expect_half (bench.a, i, 0, w / 2, h);
    expect_half (bench.b, i, w / 2, w - w / 2, h);
    bench_close (&bench);
  }
}

/* Each buffer comes after the caps that fit it. */
static void
test_sizes_change (void)
{
  Bench bench;
  bench_open (&bench, "fail");
  for (int i = 0; i < 6; i++)
    gst_harness_push (bench.a, encoded (i, 8 + 4 * (i % 2), 8));
  gst_harness_push_event (bench.a, gst_event_new_eos ());
  guint caps_events = 0;
  GstEvent *event;
  while ((event = gst_harness_try_pull_event (bench.a))) {
    caps_events += GST_EVENT_TYPE (event) == GST_EVENT_CAPS;
    gst_event_unref (event);
  }
  g_assert_cmpuint (caps_events, ==, 6);
  for (int i = 0; i < 6; i++) {
    g_autoptr (GstBuffer) a = gst_harness_pull (bench.a);
    g_assert_cmpuint (gst_buffer_get_size (a), ==, i % 2 ? 8 * 20 : 8 * 12);
  }
  bench_close (&bench);
}

/* The size of A in half of a picture that says it is to be turned. */
static void
test_orientation (void)
{
  for (int ignore = 0; ignore < 2; ignore++) {
    g_autofree char *path =
        g_test_build_filename (G_TEST_DIST, "data", "pixels", "turned-5.png", NULL);
    char *bytes;
    gsize size;
    int width, height;
    Bench bench;
    bench_open (&bench, "fail");
    gst_element_set_state (bench.element, GST_STATE_READY);
    g_object_set (bench.element, "ignore-orientation", ignore, NULL);
    gst_element_set_state (bench.element, GST_STATE_PLAYING);
    gst_harness_set_src_caps_str (bench.a, "image/png");
    g_assert_true (g_file_get_contents (path, &bytes, &size, NULL));
    gst_harness_push (bench.a, gst_buffer_new_wrapped (bytes, size));
    gst_harness_push_event (bench.a, gst_event_new_eos ());
    g_autoptr (GstBuffer) buffer = gst_harness_pull (bench.a);
    g_autoptr (GstCaps) caps = gst_pad_get_current_caps (bench.a->sinkpad);
    gst_structure_get (gst_caps_get_structure (caps, 0), "width", G_TYPE_INT, &width, "height",
        G_TYPE_INT, &height, NULL);
    g_assert_cmpint (width, ==, ignore ? 30 : 22);
    g_assert_cmpint (height, ==, ignore ? 45 : 61);
    bench_close (&bench);
  }
}

/* What is not kept is told once for each kind, with the first file that has it. */
static void
test_losses (void)
{
  static const char *const names[] = { "rgb-8.png", "rgb-16.png", "rgb-alpha-16.png",
    "rgb-alpha-8.png" };
  g_autoptr (GstBus) bus = gst_bus_new ();
  g_autoptr (GString) told = g_string_new (NULL);
  GstMessage *message;
  Bench bench;
  bench_open (&bench, "fail");
  gst_element_set_bus (bench.element, bus);
  for (guint i = 0; i < G_N_ELEMENTS (names); i++) {
    const Pair pair = { i, 1, i, G_N_ELEMENTS (names), 0, names[i] };
    g_autofree char *path = g_test_build_filename (G_TEST_DIST, "data", "pixels", names[i], NULL);
    char *bytes;
    gsize size;
    g_assert_true (g_file_get_contents (path, &bytes, &size, NULL));
    GstBuffer *buffer = gst_buffer_new_wrapped (bytes, size);
    fixture_add_pair (buffer, &pair);
    gst_harness_push (bench.a, buffer);
  }
  gst_harness_push_event (bench.a, gst_event_new_eos ());
  while ((message = gst_bus_pop_filtered (bus, GST_MESSAGE_ELEMENT))) {
    const GstStructure *s = gst_message_get_structure (message);
    g_assert_true (gst_structure_has_name (s, "p2p-decode-note"));
    g_assert_nonnull (gst_structure_get_string (s, "text"));
    g_string_append_printf (told, "%s %s, ", gst_structure_get_string (s, "name"),
        gst_structure_get_string (s, "kind"));
    gst_message_unref (message);
  }
  g_assert_cmpstr (told->str, ==, "rgb-16.png deep-colour, rgb-alpha-16.png alpha, ");
  gst_element_set_bus (bench.element, NULL);
  bench_close (&bench);
}

static void
test_layout (void)
{
  Bench bench;
  bench_open (&bench, "fail");
  gst_element_set_state (bench.element, GST_STATE_READY);
  g_object_set (bench.element, "layout", "BA", NULL);
  gst_element_set_state (bench.element, GST_STATE_PLAYING);
  gst_harness_set_src_caps_str (bench.a, "image/png");
  gst_harness_push (bench.a, encoded (3, 7, 4));
  gst_harness_push_event (bench.a, gst_event_new_eos ());
  expect_half (bench.b, 3, 0, 3, 4);
  expect_half (bench.a, 3, 3, 4, 4);
  bench_close (&bench);
}

/* The whole picture, as one buffer on both pads; odd rows are padded as GStreamer's are. */
static void
test_whole (void)
{
  static const int sizes[][2] = { { 8, 5 }, { 7, 4 }, { 1, 3 } };
  for (int i = 0; i < (int) G_N_ELEMENTS (sizes); i++) {
    const int w = sizes[i][0], h = sizes[i][1];
    Bench bench;
    bench_open (&bench, "fail");
    gst_element_set_state (bench.element, GST_STATE_READY);
    g_object_set (bench.element, "layout", "whole", NULL);
    gst_element_set_state (bench.element, GST_STATE_PLAYING);
    gst_harness_set_src_caps_str (bench.a, "image/png");
    for (guint k = 0; k < 2; k++)
      gst_harness_push (bench.a, numbered (encoded (i, w, h), k, 9));
    gst_harness_push_event (bench.a, gst_event_new_eos ());
    g_autoptr (GstBuffer) a = gst_harness_pull (bench.a), b = gst_harness_pull (bench.b);
    Pair pair;
    g_assert_true (a == b);
    g_assert_true (fixture_get_pair (a, &pair));
    expect_half (bench.a, i, 0, w, h);
    expect_half (bench.b, i, 0, w, h);
    bench_close (&bench);
  }
}

/* Many threads, big and small pictures in turn: they come out as they went in. */
static void
test_order (void)
{
  Bench bench;
  bench_open (&bench, "fail");
  for (guint i = 0; i < 60; i++) {
    const int side = i % 3 == 0 ? 200 : 4;
    gst_harness_push (bench.a, numbered (encoded ((int) i, side, side), i, 60));
  }
  gst_harness_push_event (bench.a, gst_event_new_eos ());
  for (guint i = 0; i < 60; i++) {
    g_autoptr (GstBuffer) a = gst_harness_pull (bench.a), b = gst_harness_pull (bench.b);
    Pair pa, pb;
    g_assert_true (fixture_get_pair (a, &pa) && fixture_get_pair (b, &pb));
    g_assert_cmpuint (pa.sample, ==, i);
    g_assert_cmpuint (pb.sample, ==, i);
  }
  bench_close (&bench);
}

static void
test_flush (void)
{
  Bench bench;
  GstSegment segment;
  bench_open (&bench, "fail");
  for (guint i = 0; i < 3; i++)
    gst_harness_push (bench.a, numbered (encoded (1, 100, 100), i, 9));
  gst_harness_push_event (bench.a, gst_event_new_flush_start ());
  gst_harness_push_event (bench.a, gst_event_new_flush_stop (TRUE));
  gst_segment_init (&segment, GST_FORMAT_TIME);
  gst_harness_push_event (bench.a, gst_event_new_segment (&segment));
  while (gst_harness_buffers_in_queue (bench.a))
    gst_buffer_unref (gst_harness_pull (bench.a));
  gst_harness_push (bench.a, numbered (encoded (1, 4, 4), 7, 9));
  gst_harness_push_event (bench.a, gst_event_new_eos ());
  g_autoptr (GstBuffer) buffer = gst_harness_pull (bench.a);
  Pair pair;
  g_assert_true (fixture_get_pair (buffer, &pair));
  g_assert_cmpuint (pair.sample, ==, 7);
  g_assert_cmpuint (gst_harness_buffers_in_queue (bench.a), ==, 0);
  bench_close (&bench);
}

/* N pairs and all kinds of files that are none. */
static char *
spoilt_dataset (int n)
{
  char *root = fixture_dataset (n, 8);
  fixture_spoil (root);
  return root;
}

static char *
launch (const char *root, const char *properties)
{
  return g_strdup_printf ("p2pdatasetsrc dataroot=%s epochs=1 ! p2pdecode name=d %s "
                          "d.src_a ! queue ! fakesink d.src_b ! queue ! fakesink",
      root, properties);
}

static void
test_skip (void)
{
  g_autofree char *root = spoilt_dataset (61);
  g_autofree char *line = launch (root, "");
  g_auto (Outcome) o;
  fixture_run (line, 0, &o);
  g_assert_true (o.eos);
  g_assert_cmpuint (o.warnings, ==, 3);
  fixture_assert_contains (o.warned->str, "empty.png");
  fixture_assert_contains (o.warned->str, "text.png");
  fixture_assert_contains (o.warned->str, "truncated.jpg");
  fixture_remove (root);
}

/* The error, of which PART is a part (NULL: the folder), of a set with N good files. */
static void
expect_error (int n, const char *properties, const char *part)
{
  g_autofree char *root = spoilt_dataset (n);
  g_autofree char *line = launch (root, properties);
  g_auto (Outcome) o;
  fixture_run (line, 0, &o);
  fixture_assert_contains (o.error, part ? part : root);
  fixture_remove (root);
}

static void
test_fail (void)
{
  expect_error (61, "on-error=fail", NULL);
}

static void
test_too_many (void)
{
  expect_error (20, "", "5 %");
}

static void
test_properties (void)
{
  expect_error (1, "layout=odd", "AB, BA, whole");
  expect_error (1, "on-error=odd", "skip, fail");
}

/* One pad may be unlinked, not both. */
static void
test_unlinked (void)
{
  g_autofree char *root = fixture_dataset (4, 8);
  g_autofree char *one =
      g_strdup_printf ("p2pdatasetsrc dataroot=%s epochs=1 ! p2pdecode name=d d.src_b ! fakesink",
          root);
  g_autofree char *none =
      g_strdup_printf ("p2pdatasetsrc dataroot=%s epochs=1 ! p2pdecode name=d", root);
  g_auto (Outcome) first, second;
  fixture_run (one, 0, &first);
  g_assert_true (first.eos);
  g_assert_null (first.error);
  fixture_run (none, 0, &second);
  g_assert_nonnull (second.error);
  fixture_remove (root);
}

int
main (int argc, char **argv)
{
  gst_init (&argc, &argv);
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/decode/halves", test_halves);
  g_test_add_func ("/decode/orientation", test_orientation);
  g_test_add_func ("/decode/losses", test_losses);
  g_test_add_func ("/decode/sizes-change", test_sizes_change);
  g_test_add_func ("/decode/layout", test_layout);
  g_test_add_func ("/decode/whole", test_whole);
  g_test_add_func ("/decode/order", test_order);
  g_test_add_func ("/decode/flush", test_flush);
  g_test_add_func ("/decode/skip", test_skip);
  g_test_add_func ("/decode/fail", test_fail);
  g_test_add_func ("/decode/too-many", test_too_many);
  g_test_add_func ("/decode/properties", test_properties);
  g_test_add_func ("/decode/unlinked", test_unlinked);
  const int failed = g_test_run ();
  gst_deinit (); /* the leaks tracer reports here */
  return failed;
}
