/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Claim: p2pinfercore gives exactly what the core's translator gives, for any
 * size, keeps times and metas, swaps models between two frames, and deals with
 * lateness and latency as its comments say. p2pinfer gives one picture for one
 * picture from any kind of file, again and again, and the newest frame when live. */

#include <gst/check/gstharness.h>
#include <gst/video/video.h>
#include "core/p2p.h"
#include "infer-runs.h"

static GstElement *
core_new (const char *model)
{
  g_autofree char *path = in_folder (model);
  GstElement *core = gst_element_factory_make ("p2pinfercore", NULL);
  g_assert_nonnull (core);
  g_object_set (core, "backend", "ref", "model", path, NULL);
  return core;
}

static void
set_caps (GstHarness *h, int width, int height)
{
  g_autofree char *caps =
      g_strdup_printf ("video/x-raw,format=RGB,width=%d,height=%d,framerate=30/1", width, height);
  gst_harness_set_src_caps_str (h, caps);
}

static GstHarness *
harness_new (GstElement *core, int width, int height)
{
  GstHarness *h = gst_harness_new_with_element (core, "sink", "src");
  gst_object_unref (core);
  set_caps (h, width, height);
  return h;
}

static guint8
noise (gsize i)
{
  return (guint8) ((i * 2654435761u) >> 13);
}

/* Rows are padded to 4 bytes, as GStreamer has them. */
static GstBuffer *
buffer_new (int width, int height, guint index)
{
  const gsize size = (gsize) GST_ROUND_UP_4 (3 * width) * (gsize) height;
  GstBuffer *buffer = gst_buffer_new_allocate (NULL, size, NULL);
  GstMapInfo map;
  gst_buffer_map (buffer, &map, GST_MAP_WRITE);
  for (gsize i = 0; i < size; i++)
    map.data[i] = noise (i);
  gst_buffer_unmap (buffer, &map);
  GST_BUFFER_PTS (buffer) = index * GST_SECOND / 30;
  GST_BUFFER_DURATION (buffer) = GST_SECOND / 30;
  return buffer;
}

static guint8 *
expected (const char *model, int width, int height)
{
  g_autofree char *path = in_folder (model);
  g_autoptr (GError) error = NULL;
  const P2pTranslatorOptions options = { .backend = "ref", .norm_stats = P2P_STATS_IMAGE };
  g_autoptr (P2pTranslator) translator = p2p_translator_new (path, &options, &error);
  g_assert_no_error (error);
  g_assert_true (p2p_translator_prepare (translator, width, height, &error));
  const int stride = GST_ROUND_UP_4 (3 * width);
  guint8 *picture = g_malloc0 ((gsize) stride * (gsize) height);
  for (gsize i = 0; i < (gsize) stride * (gsize) height; i++)
    picture[i] = noise (i);
  P2pPicture rgb = p2p_picture_of_rgb (picture, stride, width, height);
  p2p_translator_run (translator, &rgb, &rgb, 0);
  return picture;
}

/* The WIDTH x HEIGHT part of BUFFER from column X on is PICTURE. */
static void
assert_part (GstBuffer *buffer, int stride, int x, const guint8 *picture, int width, int height)
{
  GstMapInfo map;
  gst_buffer_map (buffer, &map, GST_MAP_READ);
  g_assert_cmpuint (map.size, ==, (gsize) stride * (gsize) height);
  for (int y = 0; y < height; y++)
    g_assert_cmpmem (map.data + y * stride + 3 * x, 3 * (gsize) width,
        picture + y * GST_ROUND_UP_4 (3 * width), 3 * (gsize) width);
  gst_buffer_unmap (buffer, &map);
}

static void
test_sizes (void)
{
  static const int sizes[][2] = { { 64, 64 }, { 65, 47 }, { 2, 2 }, { 130, 33 }, { 64, 64 } };
  GstHarness *h = harness_new (core_new ("facades.safetensors"), 64, 64);
  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++) {
    const int width = sizes[i][0], height = sizes[i][1], stride = GST_ROUND_UP_4 (3 * width);
    set_caps (h, width, height);
    GstBuffer *in = buffer_new (width, height, i);
    gst_buffer_add_reference_timestamp_meta (in,
        gst_static_caps_get (&(GstStaticCaps) GST_STATIC_CAPS ("timestamp/x-test")), 7, 8);
    g_autoptr (GstBuffer) out = gst_harness_push_and_pull (h, in);
    g_autofree guint8 *picture = expected ("facades.safetensors", width, height);
    assert_part (out, stride, 0, picture, width, height);
    g_assert_cmpuint (GST_BUFFER_PTS (out), ==, i * GST_SECOND / 30);
    g_assert_cmpuint (GST_BUFFER_DURATION (out), ==, GST_SECOND / 30);
    g_assert_nonnull (gst_buffer_get_reference_timestamp_meta (out, NULL));
  }
  g_assert_cmpuint (fixture_stat (h->element, "frames"), ==, G_N_ELEMENTS (sizes));
  g_assert_cmpuint (fixture_stat (h->element, "dropped"), ==, 0);
  gst_harness_teardown (h);
}

static void
test_output (void)
{
  const int w = 64, stride = 3 * w;
  g_autofree guint8 *fake = expected ("facades.safetensors", w, w);
  g_autofree guint8 *input = g_malloc ((gsize) stride * (gsize) w);
  g_autofree float *planes = g_new (float, 3 * w * w);
  for (gsize i = 0; i < (gsize) stride * (gsize) w; i++)
    input[i] = noise (i);
  g_autofree guint8 *original = g_memdup2 (input, (gsize) stride * (gsize) w);
  p2p_pixels_to_planes (input, stride, w, w, 3, planes);
  p2p_planes_to_pixels (planes, 3, w, w, input, stride);

  GstHarness *h = harness_new (core_new ("facades.safetensors"), w, w);
  GstBuffer *out = gst_harness_push_and_pull (h, buffer_new (w, w, 0));
  assert_part (out, stride, 0, fake, w, w);
  gst_buffer_unref (out);
  g_object_set (h->element, "output", "both", NULL);
  out = gst_harness_push_and_pull (h, buffer_new (w, w, 1));
  assert_part (out, 2 * stride, 0, input, w, w);
  assert_part (out, 2 * stride, w, fake, w, w);
  gst_buffer_unref (out);
  g_object_set (h->element, "output", "fake", "mix", 0.0, NULL);
  out = gst_harness_push_and_pull (h, buffer_new (w, w, 2));
  assert_part (out, stride, 0, original, w, w);
  gst_buffer_unref (out);
  gst_harness_teardown (h);

  GstElement *core = gst_element_factory_make ("p2pinfercore", NULL);
  g_object_set (core, "output", "input", NULL);
  h = harness_new (core, w, w);
  out = gst_harness_push_and_pull (h, buffer_new (w, w, 0));
  assert_part (out, stride, 0, input, w, w);
  gst_buffer_unref (out);
  gst_harness_teardown (h);
}

/* Frames until one is PICTURE; those before are OLD. */
static void
push_until (GstHarness *h, const guint8 *old, const guint8 *picture)
{
  for (;;) {
    GstBuffer *out = gst_harness_push_and_pull (h, buffer_new (64, 64, 0));
    const gboolean swapped = gst_buffer_memcmp (out, 0, old, (gsize) 192 * 64) != 0;
    assert_part (out, 192, 0, swapped ? picture : old, 64, 64);
    gst_buffer_unref (out);
    if (swapped)
      return;
    g_usleep (1000);
  }
}

static void
expect_model (GstElement *core, const char *file)
{
  g_autoptr (GstStructure) stats = NULL;
  g_autofree char *model = NULL;
  g_object_get (core, "model", &model, "stats", &stats, NULL);
  g_assert_cmpstr (model, ==, file);
  g_assert_true (g_str_has_prefix (gst_structure_get_string (stats, "model"), file));
}

static GstBusSyncReply
note_thread (GstBus *bus, GstMessage *message, gpointer data)
{
  if (GST_MESSAGE_TYPE (message) == GST_MESSAGE_WARNING)
    g_atomic_pointer_set ((gpointer *) data, g_thread_self ());
  return GST_BUS_PASS;
}

/* A new file is loaded beside, never in the thread that sets it, and one that is refused leaves
 * frames, property and stats as they were. */
static void
test_swap (void)
{
  g_autofree char *facades = in_folder ("facades.safetensors");
  g_autofree char *other = in_folder ("other.safetensors");
  g_autofree guint8 *first = expected ("facades.safetensors", 64, 64);
  g_autofree guint8 *second = expected ("other.safetensors", 64, 64);
  gpointer thread = NULL;
  GstElement *core = core_new ("facades.safetensors");
  g_autoptr (GstBus) bus = gst_bus_new ();
  gst_element_set_bus (core, bus);
  gst_bus_set_sync_handler (bus, note_thread, &thread, NULL);
  GstHarness *h = harness_new (core, 64, 64);
  GstBuffer *out = gst_harness_push_and_pull (h, buffer_new (64, 64, 0));
  assert_part (out, 192, 0, first, 64, 64);
  gst_buffer_unref (out);
  g_object_set (h->element, "model", "/nowhere/x.safetensors", NULL);
  g_autoptr (GstMessage) warning =
      gst_bus_timed_pop_filtered (bus, GST_CLOCK_TIME_NONE, GST_MESSAGE_WARNING);
  g_autoptr (GError) error = NULL;
  gst_message_parse_warning (warning, &error, NULL);
  g_assert_nonnull (strstr (error->message, "/nowhere/x.safetensors"));
  g_assert_true (g_atomic_pointer_get (&thread) && thread != g_thread_self ());
  expect_model (h->element, facades);
  out = gst_harness_push_and_pull (h, buffer_new (64, 64, 1));
  assert_part (out, 192, 0, first, 64, 64);
  gst_buffer_unref (out);
  g_object_set (h->element, "model", other, NULL);
  push_until (h, first, second);
  expect_model (h->element, other);
  g_assert_null (gst_bus_pop_filtered (bus, GST_MESSAGE_WARNING | GST_MESSAGE_ERROR));
  /* Of many the latest wins, whatever came between. */
  for (int i = 0; i < 20; i++)
    g_object_set (h->element, "model", i % 2 ? "/nowhere" : other, NULL);
  g_object_set (h->element, "model", facades, NULL);
  push_until (h, second, first);
  expect_model (h->element, facades);
  g_object_set (h->element, "model", other, NULL); /* and stops at once */
  gst_element_set_bus (h->element, NULL);
  gst_harness_teardown (h);
}

/* The bin's property follows its core's. */
static void
test_swap_bin (void)
{
  g_autofree char *facades = in_folder ("facades.safetensors");
  Run *run = run_new ("videotestsrc ! video/x-raw,width=64,height=64 ! " INFER "fakesink name=out");
  g_autoptr (GstElement) infer = gst_bin_get_by_name (GST_BIN (run->pipeline), "p");
  g_autoptr (GstBus) bus = gst_element_get_bus (run->pipeline);
  gst_element_set_state (run->pipeline, GST_STATE_PLAYING);
  gst_element_get_state (run->pipeline, NULL, NULL, GST_CLOCK_TIME_NONE);
  expect_model (infer, facades);
  g_object_set (infer, "model", "/nowhere", NULL);
  gst_message_unref (gst_bus_timed_pop_filtered (bus, GST_CLOCK_TIME_NONE, GST_MESSAGE_WARNING));
  for (int i = 0; i < 1000; i++) { /* said a moment after the warning */
    g_autofree char *model = NULL;
    g_object_get (infer, "model", &model, NULL);
    if (g_str_equal (model, facades))
      break;
    g_usleep (10000);
  }
  expect_model (infer, facades);
  run_free (run);
}

/* Properties that cannot be: PAUSED fails with one error that says what helps. */
static void
test_errors (void)
{
  static const struct
  {
    const char *property, *value, *says;
  } cases[] = { { "model", "", "empty" }, { "model", "/nowhere/x.safetensors", "/nowhere/x" },
    { "norm-stats", "mean", "batch, running, image" }, { "output", "left", "fake, both, input" },
    { "backend", "abacus", "ref" } };
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    GstElement *core = gst_object_ref_sink (core_new ("facades.safetensors"));
    g_autoptr (GstBus) bus = gst_bus_new ();
    g_autoptr (GError) error = NULL;
    gst_element_set_bus (core, bus);
    g_object_set (core, cases[i].property, cases[i].value, NULL);
    g_assert_cmpint (gst_element_set_state (core, GST_STATE_PAUSED), ==, GST_STATE_CHANGE_FAILURE);
    g_autoptr (GstMessage) message = gst_bus_pop_filtered (bus, GST_MESSAGE_ERROR);
    g_assert_nonnull (message);
    gst_message_parse_error (message, &error, NULL);
    if (!strstr (error->message, cases[i].says))
      g_error ("\"%s\" does not say \"%s\"", error->message, cases[i].says);
    g_assert_null (gst_bus_pop_filtered (bus, GST_MESSAGE_ERROR));
    gst_element_set_state (core, GST_STATE_NULL);
    gst_element_set_bus (core, NULL);
    gst_object_unref (core);
  }
}

static void
test_latency (void)
{
  GstElement *core = core_new ("facades.safetensors");
  g_autoptr (GstBus) bus = gst_bus_new ();
  gst_element_set_bus (core, bus);
  GstHarness *h = gst_harness_new_with_element (core, "sink", "src");
  gst_object_unref (core);
  gst_harness_set_live (h, TRUE);
  gst_harness_set_upstream_latency (h, 10 * GST_MSECOND);
  g_assert_cmpuint (gst_harness_query_latency (h), ==, 10 * GST_MSECOND);
  set_caps (h, 128, 128);
  gst_buffer_unref (gst_harness_push_and_pull (h, buffer_new (128, 128, 0)));
  const GstClockTime own = gst_harness_query_latency (h) - 10 * GST_MSECOND;
  g_assert_cmpuint (own, >=, GST_MSECOND);
  g_assert_cmpuint (own, ==, fixture_stat (h->element, "latency"));
  g_autoptr (GstMessage) message = gst_bus_pop_filtered (bus, GST_MESSAGE_LATENCY);
  g_assert_nonnull (message);
  gst_element_set_bus (h->element, NULL);
  gst_harness_teardown (h);
}

/* Frames for 0.1 s and 0.2 s when the clock says 0.5 s: how many come out? */
static guint
late_frames (gboolean syncing, gboolean qos, gboolean live)
{
  GstElement *core = core_new ("facades.safetensors");
  g_object_set (core, "qos", qos, NULL);
  GstHarness *h = gst_harness_new_with_element (core, "sink", "src");
  gst_object_unref (core);
  gst_harness_use_testclock (h);
  gst_harness_set_live (h, live);
  set_caps (h, 64, 64);
  gst_buffer_unref (gst_harness_push_and_pull (h, buffer_new (64, 64, 0)));
  if (syncing) {
    gst_harness_push_upstream_event (h, gst_event_new_qos (GST_QOS_TYPE_UNDERFLOW, 1, 0, 0));
    gst_buffer_unref (gst_harness_push_and_pull (h, buffer_new (64, 64, 1)));
  }
  gst_harness_set_time (h, GST_SECOND / 2);
  gst_harness_push (h, buffer_new (64, 64, 3));
  gst_harness_push (h, buffer_new (64, 64, 6));
  const guint came = gst_harness_buffers_in_queue (h);
  g_assert_cmpuint (fixture_stat (h->element, "dropped"), ==, 2 - came);
  gst_harness_push (h, buffer_new (64, 64, 300)); /* early enough */
  g_assert_cmpuint (gst_harness_buffers_in_queue (h), ==, came + 1);
  gst_harness_teardown (h);
  return came;
}

static void
test_late (void)
{
  g_assert_cmpuint (late_frames (TRUE, TRUE, FALSE), ==, 0);
  g_assert_cmpuint (late_frames (FALSE, TRUE, FALSE), ==, 2); /* sync=false, or a file */
  g_assert_cmpuint (late_frames (TRUE, FALSE, FALSE), ==, 2);
  g_assert_cmpuint (late_frames (TRUE, TRUE, TRUE), ==, 2); /* live */
}

/* Frame INDEX of a model with dropout. */
static GstBuffer *
dropout_frame (gint64 seed, guint index)
{
  GstElement *core = core_new ("facades.safetensors");
  g_object_set (core, "dropout", TRUE, "seed", seed, NULL);
  GstHarness *h = harness_new (core, 64, 64);
  for (guint i = 0; i < index; i++)
    gst_buffer_unref (gst_harness_push_and_pull (h, buffer_new (64, 64, i)));
  GstBuffer *out = gst_harness_push_and_pull (h, buffer_new (64, 64, index));
  gst_harness_teardown (h);
  return out;
}

static void
test_dropout (void)
{
  g_autoptr (GstBuffer) first = dropout_frame (0, 0), again = dropout_frame (0, 0);
  g_autoptr (GstBuffer) next = dropout_frame (0, 1), reseeded = dropout_frame (1, 0);
  GstMapInfo map;
  gst_buffer_map (first, &map, GST_MAP_READ);
  g_assert_cmpint (gst_buffer_memcmp (again, 0, map.data, map.size), ==, 0);
  g_assert_cmpint (gst_buffer_memcmp (next, 0, map.data, map.size), !=, 0);
  g_assert_cmpint (gst_buffer_memcmp (reseeded, 0, map.data, map.size), !=, 0);
  gst_buffer_unmap (first, &map);
}

static const struct
{
  const char *name, *source;
  int frames;
  const char *size; /* of the pictures */
} inputs[] = {
  { "mp4", "filesrc location=DIR/clip.mp4 ! " INFER, 30, "64x64" },
  { "webm", "filesrc location=DIR/clip.webm ! " INFER, 30, "64x48" },
  { "jpg", "filesrc location=DIR/picture.jpg ! " INFER, 1, "64x48" },
  { "png", "filesrc location=DIR/picture.png ! " INFER, 1, "65x48" },
  { "raw", "videotestsrc num-buffers=9 ! video/x-raw,width=66,height=50 ! " INFER, 9, "66x50" },
  { "jpegs",
      "multifilesrc location=DIR/picture.jpg caps=image/jpeg,framerate=10/1 num-buffers=5 ! " INFER,
      5, "64x48" },
  { "pushed", "filesrc location=DIR/clip.webm ! queue ! " INFER, 30, "64x48" },
  { "qtdemux", "filesrc location=DIR/clip.mp4 ! qtdemux ! " INFER, 30, "64x64" },
  { "matroskademux", "filesrc location=DIR/clip.webm ! matroskademux ! " INFER, 30, "64x48" },
  { "uridecodebin", "uridecodebin uri=file://DIR/clip.webm ! " INFER, 30, "64x48" },
  { "width",
      "filesrc location=DIR/clip.webm ! p2pinfer name=p backend=ref width=32 "
      "model=DIR/facades.safetensors ! ",
      30, "64x48" },
  { "both",
      "filesrc location=DIR/clip.webm ! p2pinfer name=p backend=ref output=both "
      "model=DIR/facades.safetensors ! ",
      30, "128x48" },
};

static void
check_input (Run *run, guint i)
{
  g_autoptr (GstElement) out = gst_bin_get_by_name (GST_BIN (run->pipeline), "out");
  g_autoptr (GstElement) infer = gst_bin_get_by_name (GST_BIN (run->pipeline), "p");
  g_autoptr (GstSample) sample = NULL;
  GstVideoInfo info;
  g_autofree char *error = run_play (run);
  g_assert_cmpstr (error, ==, NULL);
  g_assert_cmpint (run->frames, ==, inputs[i].frames);
  g_assert_cmpuint (fixture_stat (infer, "dropped"), ==, 0);
  g_object_get (out, "last-sample", &sample, NULL);
  g_assert_true (gst_video_info_from_caps (&info, gst_sample_get_caps (sample)));
  g_autofree char *size = g_strdup_printf ("%dx%d", info.width, info.height);
  g_assert_cmpstr (size, ==, inputs[i].size);
  gst_element_set_state (run->pipeline, GST_STATE_NULL);
}

/* One picture for one picture, three times over. gst_parse_launch() links the
 * pads of a demuxer only once, so those pipelines are built anew. */
static void
test_input (gconstpointer data)
{
  const guint i = GPOINTER_TO_UINT (data);
  const gboolean delayed = strstr (inputs[i].source, "demux") || strstr (inputs[i].source, "uri");
  g_autofree char *description = g_strconcat (inputs[i].source, "fakesink name=out", NULL);
  Run *run = run_new (description);
  check_input (run, i);
  for (int again = 0; again < 2; again++) {
    if (delayed) {
      run_free (run);
      run = run_new (description);
    }
    check_input (run, i);
  }
  run_free (run);
}

static void
test_no_video (void)
{
  Run *run = run_new ("filesrc location=DIR/sound.ogg ! " INFER "fakesink name=out");
  g_autofree char *error = run_play (run);
  g_assert_cmpstr (error, ==, "The input has no video.");
  g_autoptr (GstBus) bus = gst_element_get_bus (run->pipeline);
  g_assert_null (gst_bus_timed_pop_filtered (bus, GST_SECOND / 10, GST_MESSAGE_ERROR));
  run_free (run);
}

/* 30 frames in a second, each takes 100 ms and more: some are replaced by newer ones,
 * and every one is accounted for. With drop=never all are translated. */
static void
test_live (void)
{
#define LIVE                                                                                       \
  "videotestsrc is-live=true num-buffers=30 ! video/x-raw,width=384,height=384, "                  \
  "framerate=30/1 ! queue ! p2pinfer name=p backend=ref model=DIR/facades.safetensors "
  Run *run = run_new (LIVE "! fakesink sync=true name=out");
  g_autoptr (GstElement) infer = gst_bin_get_by_name (GST_BIN (run->pipeline), "p");
  g_assert_null (run_play (run));
  g_assert_cmpint (run->frames, >=, 2);
  g_assert_cmpuint (fixture_stat (infer, "dropped"), >, 0);
  g_assert_cmpuint (fixture_stat (infer, "frames") + fixture_stat (infer, "dropped"), ==, 30);
  g_assert_cmpuint (fixture_stat (infer, "latency"), >, 0);
  run_free (run);
  run = run_new (LIVE "drop=never ! fakesink sync=true name=out");
  g_assert_null (run_play (run));
  g_assert_cmpint (run->frames, ==, 30);
  run_free (run);
}

/* Seeks while playing: no error, and the end is reached. */
static void
test_seek (void)
{
  Run *run = run_new ("filesrc location=DIR/clip.webm ! " INFER "fakesink sync=true name=out");
  gst_element_set_state (run->pipeline, GST_STATE_PAUSED);
  gst_element_get_state (run->pipeline, NULL, NULL, 30 * GST_SECOND);
  for (int i = 0; i < 10; i++) {
    g_assert_true (gst_element_seek_simple (run->pipeline, GST_FORMAT_TIME,
        GST_SEEK_FLAG_FLUSH | GST_SEEK_FLAG_ACCURATE, (i * 7 % 10) * GST_SECOND / 10));
    if (i % 3 == 0)
      gst_element_get_state (run->pipeline, NULL, NULL, 30 * GST_SECOND);
    gst_element_set_state (run->pipeline, i % 2 ? GST_STATE_PAUSED : GST_STATE_PLAYING);
    g_usleep (20000);
  }
  g_assert_null (run_play (run));
  run_free (run);
}

static gpointer
fiddle (gpointer infer)
{
  static const char *const outputs[] = { "fake", "both", "input" };
  g_autofree char *model = in_folder ("other.safetensors");
  for (int i = 0; i < 200; i++) {
    g_object_set (infer, "output", outputs[i % 3], "mix", i % 10 / 10.0, "width", i % 7 * 16, "qos",
        i & 1, "drop", i & 2 ? "auto" : "never", NULL);
    if (i % 10 == 0)
      g_object_set (infer, "model", i % 20 ? model : "/nowhere", NULL);
    g_assert_cmpuint (fixture_stat (infer, "dropped"), ==, 0);
    g_usleep (5000);
  }
  return NULL;
}

/* Properties set from two threads while pictures flow: no error, no stop. */
static void
test_fiddle (void)
{
  Run *run = run_new ("videotestsrc ! video/x-raw,width=64,height=64 ! " INFER "fakesink name=out");
  g_autoptr (GstElement) infer = gst_bin_get_by_name (GST_BIN (run->pipeline), "p");
  gst_element_set_state (run->pipeline, GST_STATE_PLAYING);
  GThread *other = g_thread_new ("fiddle", fiddle, infer);
  fiddle (infer);
  g_thread_join (other);
  g_autoptr (GstMessage) message =
      gst_bus_pop_filtered (GST_ELEMENT_BUS (run->pipeline), GST_MESSAGE_ERROR);
  g_autofree char *text =
      message ? gst_structure_to_string (gst_message_get_structure (message)) : NULL;
  g_assert_cmpstr (text, ==, NULL);
  g_assert_cmpint (g_atomic_int_get (&run->frames), >, 10);
  run_free (run);
}

/* Both elements have the same properties with the same defaults, and what is set
 * on the bin arrives in the core. */
static void
test_properties (void)
{
  g_autoptr (GstElement) bin = gst_object_ref_sink (gst_element_factory_make ("p2pinfer", NULL));
  g_autoptr (GstElement) core = gst_bin_get_by_name (GST_BIN (bin), "core");
  gboolean qos, dropout;
  double mix;
  gint64 seed;
  g_autofree char *output = NULL;
  g_object_set (bin, "mix", 0.25, "seed", (gint64) 7, "output", "both", "dropout", TRUE, NULL);
  g_object_get (core, "mix", &mix, "seed", &seed, "output", &output, "dropout", &dropout, "qos",
      &qos, NULL);
  g_assert_true (mix == 0.25 && seed == 7 && dropout && qos);
  g_assert_cmpstr (output, ==, "both");
  g_object_set (bin, "drop", "never", NULL);
  g_object_get (core, "qos", &qos, NULL);
  g_assert_false (qos);
  g_object_set (bin, "drop", "auto", NULL);
  g_object_get (core, "qos", &qos, NULL);
  g_assert_true (qos);
}

int
main (int argc, char **argv)
{
  gst_init (&argc, &argv);
  g_test_init (&argc, &argv, NULL);
  folder = fixtures_new ();
  g_test_add_func ("/infer/core/sizes", test_sizes);
  g_test_add_func ("/infer/core/output", test_output);
  g_test_add_func ("/infer/core/swap", test_swap);
  g_test_add_func ("/infer/swap", test_swap_bin);
  g_test_add_func ("/infer/core/errors", test_errors);
  g_test_add_func ("/infer/core/latency", test_latency);
  g_test_add_func ("/infer/core/late", test_late);
  g_test_add_func ("/infer/core/dropout", test_dropout);
  g_test_add_func ("/infer/properties", test_properties);
  for (guint i = 0; i < G_N_ELEMENTS (inputs); i++) {
    g_autofree char *path = g_strconcat ("/infer/input/", inputs[i].name, NULL);
    g_test_add_data_func (path, GUINT_TO_POINTER (i), test_input);
  }
  g_test_add_func ("/infer/no-video", test_no_video);
  g_test_add_func ("/infer/live", test_live);
  g_test_add_func ("/infer/seek", test_seek);
  g_test_add_func ("/infer/fiddle", test_fiddle);
  const int status = g_test_run ();
  fixture_remove (folder);
  g_free (folder);
  gst_deinit ();
  return status;
}
