/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* p2paligncrop: both streams alike, as the core computes it, whatever the strides. */

#include <gst/check/gstharness.h>
#include <gst/video/video.h>
#include "dataset-fixtures.h"

#define W 37
#define H 29

typedef struct
{
  GstElement *element;
  GstHarness *lane[2];
} Bench;

static void
bench_open (Bench *bench, const char *preprocess)
{
  bench->element = gst_element_factory_make ("p2paligncrop", NULL);
  g_assert_nonnull (bench->element);
  g_object_set (bench->element, "load-size", 24, "crop-size", 16, "preprocess", preprocess, NULL);
  bench->lane[0] = gst_harness_new_with_element (bench->element, "sink_a", "src_a");
  bench->lane[1] = gst_harness_new_with_element (bench->element, "sink_b", "src_b");
  for (int i = 0; i < 2; i++)
    gst_harness_set_src_caps_str (bench->lane[i],
        "video/x-raw,format=RGB,width=37,height=29,framerate=0/1");
}

static void
bench_close (Bench *bench)
{
  gst_harness_teardown (bench->lane[0]);
  gst_harness_teardown (bench->lane[1]);
  gst_object_unref (bench->element);
}

static guint8
pixel (guint64 number, int x, int y, int c)
{
  return (guint8) (31 * number + 5 * (guint) x + 11 * (guint) y + 80 * (guint) c);
}

/* EXTRA: bytes behind each row, told by a video meta. */
static GstBuffer *
picture (guint64 number, int extra)
{
  const int stride = GST_ROUND_UP_4 (3 * W) + extra;
  gsize offset[GST_VIDEO_MAX_PLANES] = { 0 };
  gint strides[GST_VIDEO_MAX_PLANES] = { stride };
  GstMapInfo map;
  GstBuffer *buffer = gst_buffer_new_allocate (NULL, (gsize) stride * H, NULL);
  gst_buffer_map (buffer, &map, GST_MAP_WRITE);
  for (int y = 0; y < H; y++)
    for (int i = 0; i < stride; i++)
      map.data[y * stride + i] = i < 3 * W ? pixel (number, i / 3, y, i % 3) : 0xaa;
  gst_buffer_unmap (buffer, &map);
  if (extra)
    gst_buffer_add_video_meta_full (buffer, GST_VIDEO_FRAME_FLAG_NONE, GST_VIDEO_FORMAT_RGB, W, H,
        1, offset, strides);
  GST_BUFFER_PTS (buffer) = number * GST_SECOND;
  return buffer;
}

static GstBuffer *
with_pair (GstBuffer *buffer, guint64 epoch, guint64 sample)
{
  const Pair pair = { sample, epoch, sample, 100, 77, "x" };
  fixture_add_pair (buffer, &pair);
  return buffer;
}

static GstBuffer *
through (GstHarness *h, GstBuffer *buffer)
{
  g_assert_cmpint (gst_harness_push (h, buffer), ==, GST_FLOW_OK);
  return gst_harness_pull (h);
}

static void
assert_equal (GstBuffer *x, GstBuffer *y)
{
  GstMapInfo map;
  gst_buffer_map (y, &map, GST_MAP_READ);
  g_assert_cmpuint (gst_buffer_get_size (x), ==, map.size);
  g_assert_cmpint (gst_buffer_memcmp (x, 0, map.data, map.size), ==, 0);
  gst_buffer_unmap (y, &map);
}

static void
test_lanes_agree (void)
{
  Bench bench;
  bench_open (&bench, "resize_and_crop");
  for (guint64 i = 0; i < 20; i++) {
    g_autoptr (GstBuffer) a =
        through (bench.lane[0], with_pair (picture (i, 0), 1 + i / 10, i % 10));
    /* The other stream lags behind and has padded rows. */
    g_autoptr (GstBuffer) b =
        through (bench.lane[1], with_pair (picture (i, 13), 1 + i / 10, i % 10));
    Pair pair;
    assert_equal (a, b);
    g_assert_true (fixture_get_pair (a, &pair));
    g_assert_cmpuint (pair.sample, ==, i % 10);
    g_assert_cmpuint (GST_BUFFER_PTS (a), ==, i * GST_SECOND);
    /* The meta that describes the input's rows must not be copied. */
    g_assert_null (gst_buffer_get_video_meta (b));
  }
  bench_close (&bench);
}

/* Sample I of epoch 3, grey or not, is in OUT as the core's functions make it. */
static void
expect_core (GstBuffer *out, const P2pTransform *transform, guint64 i, gboolean grey)
{
  guint8 in[H * W * 3], resized[24 * 24 * 3], wanted[16 * 16 * 3];
  const P2pPicture from = p2p_picture_of_rgb (in, 3 * W, W, H);
  P2pPicture middle = p2p_picture_of_rgb (resized, 72, 24, 24);
  P2pPicture to = p2p_picture_of_rgb (wanted, 48, 16, 16);
  P2pCut cut;
  for (int k = 0; k < H * W * 3; k++) {
    const int x = k / 3 % W, y = k / (3 * W);
    in[k] = grey ? (guint8) ((19595u * pixel (i, x, y, 0) + 38470u * pixel (i, x, y, 1)
                                 + 7471u * pixel (i, x, y, 2) + 32768u)
                             >> 16)
                 : pixel (i, x, y, k % 3);
  }
  g_assert_true (p2p_transform_cut (transform, 0, 77, 3, i, W, H, &cut, NULL));
  g_assert_true (p2p_picture_resize (&from, &middle, NULL));
  p2p_picture_crop_flip (&middle, cut.x, cut.y, cut.flip, &to);
  g_assert_cmpint (gst_buffer_memcmp (out, 0, wanted, sizeof wanted), ==, 0);
}

static void
test_same_as_core (void)
{
  Bench bench;
  P2pTransform transform;
  g_assert_true (p2p_transform_parse ("resize_and_crop", 24, 16, FALSE, &transform, NULL));
  bench_open (&bench, "resize_and_crop");
  for (guint64 i = 0; i < 10; i++) {
    g_autoptr (GstBuffer) out = through (bench.lane[0], with_pair (picture (i, 0), 3, i));
    expect_core (out, &transform, i, FALSE);
  }
  bench_close (&bench);
}

/* Grey before it is resized, each lane as its property says. */
static void
test_grey (void)
{
  Bench bench;
  P2pTransform transform;
  g_assert_true (p2p_transform_parse ("resize_and_crop", 24, 16, FALSE, &transform, NULL));
  bench_open (&bench, "resize_and_crop");
  gst_element_set_state (bench.element, GST_STATE_READY);
  g_object_set (bench.element, "grey-b", TRUE, NULL);
  gst_element_set_state (bench.element, GST_STATE_PLAYING);
  for (int lane = 0; lane < 2; lane++)
    gst_harness_set_src_caps_str (bench.lane[lane],
        "video/x-raw,format=RGB,width=37,height=29,framerate=0/1");
  for (guint64 i = 0; i < 4; i++) {
    g_autoptr (GstBuffer) a = through (bench.lane[0], with_pair (picture (i, 0), 3, i));
    g_autoptr (GstBuffer) b = through (bench.lane[1], with_pair (picture (i, 7), 3, i));
    expect_core (a, &transform, i, FALSE);
    expect_core (b, &transform, i, TRUE);
  }
  bench_close (&bench);
}

/* The two sides of an unpaired set draw for themselves, each as the core does. */
static void
test_alone (void)
{
  Bench bench;
  P2pTransform transform;
  g_assert_true (p2p_transform_parse ("crop", 24, 16, FALSE, &transform, NULL));
  bench_open (&bench, "crop");
  for (guint64 i = 0; i < 10; i++)
    for (int side = 1; side <= 2; side++) {
      GstBuffer *in = with_pair (picture (i, 0), 3, i);
      guint8 pixels[H * W * 3], wanted[16 * 16 * 3];
      P2pCut cut;
      fixture_set_side (in, side, TRUE);
      g_autoptr (GstBuffer) out = through (bench.lane[side - 1], in);
      for (int k = 0; k < H * W * 3; k++)
        pixels[k] = pixel (i, k / 3 % W, k / (3 * W), k % 3);
      g_assert_true (p2p_transform_cut (&transform, side, 77, 3, i, W, H, &cut, NULL));
      const P2pPicture from = p2p_picture_of_rgb (pixels, 3 * W, W, H);
      P2pPicture to = p2p_picture_of_rgb (wanted, 48, 16, 16);
      p2p_picture_crop_flip (&from, cut.x, cut.y, cut.flip, &to);
      g_assert_cmpint (gst_buffer_memcmp (out, 0, wanted, sizeof wanted), ==, 0);
    }
  bench_close (&bench);
}

/* N squares of 20 and BAD of 12, which are too small to be cut to 16. */
static void
run_small (const char *mode, const char *lanes, int n, int bad, Outcome *o)
{
  g_autofree char *root = fixture_folder ();
  fixture_squares (root, "good", n, 0, 20);
  fixture_squares (root, "bad", bad, 0, 12);
  g_autofree char *line =
      g_strdup_printf ("p2pdatasetsrc dataroot=%s dataset-mode=%s phase=/ epochs=1 "
                       "serial-batches=true ! p2pdecode name=d layout=whole p2paligncrop name=c "
                       "preprocess=crop crop-size=16 %s",
          root, mode, lanes);
  fixture_run (line, 0, o);
  fixture_remove (root);
}

/* A picture alone is not padded: it is skipped, by name, also when it is the very first. */
static void
test_too_small (void)
{
#define LANE(x) " d.src_" x " ! queue ! c.sink_" x " c.src_" x " ! fakesink async=false"
  static const char *const lanes[] = { LANE ("a"), LANE ("b"), LANE ("a") LANE ("b") };
  g_auto (Outcome) few, many, paired;
  run_small ("single", lanes[0], 40, 2, &few);
  g_assert_true (few.eos);
  g_assert_cmpstr (few.error, ==, NULL);
  g_assert_cmpuint (few.warnings, ==, 2);
  fixture_assert_contains (few.warned->str, "bad/001.png: a picture of 12 x 12 is smaller");
  run_small ("colorization", lanes[0], 4, 2, &many);
  fixture_assert_contains (many.error, "5 %");
  run_small ("aligned", lanes[0], 4, 2, &paired);
  g_assert_true (paired.eos);
  g_assert_cmpuint (paired.warnings, ==, 0);
  /* One file on both lanes is named once, on whichever there is. */
  for (guint i = 0; i < G_N_ELEMENTS (lanes); i++) {
    g_auto (Outcome) o;
    run_small ("colorization", lanes[i], 40, 2, &o);
    g_assert_cmpstr (o.error, ==, NULL);
    g_assert_true (o.eos);
    g_assert_cmpuint (o.warnings, ==, 2);
  }
}

/* Without meta the pads count for themselves, from the same seed. */
static void
test_without_meta (void)
{
  Bench bench;
  bench_open (&bench, "resize_and_crop");
  for (guint64 i = 0; i < 10; i++) {
    g_autoptr (GstBuffer) a = through (bench.lane[0], picture (i, 0));
    g_autoptr (GstBuffer) b = through (bench.lane[1], picture (i, 0));
    assert_equal (a, b);
  }
  bench_close (&bench);
}

static void
expect_size (const char *preprocess, int width, int height)
{
  Bench bench;
  bench_open (&bench, preprocess);
  gst_buffer_unref (through (bench.lane[0], picture (1, 0)));
  g_autoptr (GstCaps) caps = gst_pad_get_current_caps (bench.lane[0]->sinkpad);
  GstVideoInfo info;
  g_assert_true (gst_video_info_from_caps (&info, caps));
  g_assert_cmpint (info.width, ==, width);
  g_assert_cmpint (info.height, ==, height);
  g_assert_cmpint (info.fps_n, ==, 0);
  bench_close (&bench);
}

static void
test_sizes (void)
{
  expect_size ("resize_and_crop", 16, 16);
  expect_size ("crop", 16, 16);
  expect_size ("scale_width_and_crop", 16, 16);
  expect_size ("none", 36, 28);
}

/* The input's size changes: the output's does not, and is not announced again. */
static void
test_renegotiate (void)
{
  Bench bench;
  guint caps_events = 0;
  GstEvent *event;
  bench_open (&bench, "resize_and_crop");
  gst_buffer_unref (through (bench.lane[0], picture (1, 0)));
  gst_harness_set_src_caps_str (bench.lane[0],
      "video/x-raw,format=RGB,width=5,height=400,framerate=0/1");
  GstBuffer *other = gst_buffer_new_allocate (NULL, 16 * 400, NULL);
  gst_buffer_memset (other, 0, 1, 16 * 400);
  gst_buffer_unref (through (bench.lane[0], other));
  while ((event = gst_harness_try_pull_event (bench.lane[0]))) {
    caps_events += GST_EVENT_TYPE (event) == GST_EVENT_CAPS;
    gst_event_unref (event);
  }
  g_assert_cmpuint (caps_events, ==, 1);
  bench_close (&bench);
}

static void
test_messages (void)
{
  static const char *const cases[][2] = { { "preprocess=odd", "scale_width_and_crop" },
    { "load-size=10 crop-size=20", "20" } };
  g_autofree char *root = fixture_dataset (1, 8);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *line = g_strdup_printf ("p2pdatasetsrc dataroot=%s ! p2pdecode ! "
                                             "p2paligncrop %s ! fakesink",
        root, cases[i][0]);
    g_auto (Outcome) o;
    fixture_run (line, 0, &o);
    fixture_assert_contains (o.error, cases[i][1]);
  }
  fixture_remove (root);
}

int
main (int argc, char **argv)
{
  gst_init (&argc, &argv);
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/aligncrop/lanes-agree", test_lanes_agree);
  g_test_add_func ("/aligncrop/same-as-core", test_same_as_core);
  g_test_add_func ("/aligncrop/grey", test_grey);
  g_test_add_func ("/aligncrop/alone", test_alone);
  g_test_add_func ("/aligncrop/too-small", test_too_small);
  g_test_add_func ("/aligncrop/without-meta", test_without_meta);
  g_test_add_func ("/aligncrop/sizes", test_sizes);
  g_test_add_func ("/aligncrop/renegotiate", test_renegotiate);
  g_test_add_func ("/aligncrop/messages", test_messages);
  const int failed = g_test_run ();
  gst_deinit (); /* the leaks tracer reports here */
  return failed;
}
