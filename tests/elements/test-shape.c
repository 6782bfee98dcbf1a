/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Claim: video leaves p2pinfer as it came: its size and shape of pixels whatever it was translated
 * at, the coding of its colours, the regions of interest on it. Where somebody downstream asks for
 * something else, that wins. */

#include <gst/check/gstharness.h>
#include <gst/video/video.h>
#include "infer-runs.h"

#define TO(properties)                                                                             \
  " ! p2pinfer name=p backend=ref model=DIR/facades.safetensors " properties " ! "
#define OUT "fakesink name=out"

/* The caps that came out in the end. */
static GstCaps *
caps_of (const char *description)
{
  g_autofree char *full = g_strconcat ("videotestsrc num-buffers=3 ! ", description, NULL);
  Run *run = run_new (full);
  g_autoptr (GstElement) out = gst_bin_get_by_name (GST_BIN (run->pipeline), "out");
  g_autoptr (GstPad) pad = gst_element_get_static_pad (out, "sink");
  g_autofree char *error = run_play (run);
  g_assert_cmpstr (error, ==, NULL);
  GstCaps *caps = gst_pad_get_current_caps (pad);
  run_free (run);
  return caps;
}

/* A harness around an element that is set up already. */
static GstHarness *
harness_new (const char *output, int width)
{
  g_autofree char *model = in_folder ("facades.safetensors");
  GstElement *infer = gst_element_factory_make ("p2pinfer", NULL);
  g_object_set (infer, "backend", "ref", "model", model, "output", output, "width", width, NULL);
  GstHarness *h = gst_harness_new_with_element (infer, "sink", "src");
  gst_object_unref (infer);
  return h;
}

static void
test_size (void)
{
#define SQUARE "video/x-raw,width=64,height=48"
#define WIDE "video/x-raw,width=64,height=64,pixel-aspect-ratio=4/3"
#define TURNED SQUARE " ! taginject tags=image-orientation=rotate-90"
  static const struct
  {
    const char *line, *size;
  } cases[] = {
    { SQUARE TO ("") OUT, "64x48 1/1" },
    { SQUARE TO ("width=32 height=32") OUT, "64x48 1/1" },
    { SQUARE TO ("width=128") OUT, "64x48 1/1" },
    { SQUARE TO ("width=30 height=41") OUT, "64x48 1/1" },
    { "video/x-raw,width=65,height=47" TO ("height=32") OUT, "65x47 1/1" },
    { WIDE TO ("") OUT, "64x64 4/3" },
    { WIDE TO ("height=32") OUT, "64x64 4/3" },
    { WIDE TO ("width=32 height=32") OUT, "64x64 4/3" },
    { SQUARE TO ("width=32 output=both") OUT, "128x48 1/1" },
    { SQUARE TO ("output=both") OUT, "128x48 1/1" },
    { TURNED TO ("") OUT, "48x64 1/1" },
    { TURNED TO ("width=32 height=32") OUT, "48x64 1/1" },
    { SQUARE TO ("width=32 output-size=model") OUT, "32x24 1/1" },
    { SQUARE TO ("output-size=model") OUT, "64x48 1/1" },
    { SQUARE TO ("width=32") "video/x-raw,width=40,height=30 ! " OUT, "40x30 1/1" },
    { SQUARE TO ("width=32") "video/x-raw,width=96,pixel-aspect-ratio=1/1 ! " OUT, "96x72 1/1" },
    { SQUARE TO ("width=32") "videoconvertscale ! video/x-raw,width=50,height=40,"
                             "pixel-aspect-ratio=1/1 ! " OUT,
        "50x40 1/1" },
  };
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GstCaps) caps = caps_of (cases[i].line);
    GstVideoInfo info;
    g_assert_true (gst_video_info_from_caps (&info, caps));
    g_autofree char *size =
        g_strdup_printf ("%dx%d %d/%d", info.width, info.height, info.par_n, info.par_d);
    if (!g_str_equal (size, cases[i].size))
      g_error ("%s: %s instead of %s", cases[i].line, size, cases[i].size);
  }
}

/* No bars of black where a size does not divide: a white picture stays white. */
static void
test_no_borders (void)
{
  GstHarness *h = harness_new ("input", 32);
  gst_harness_set_src_caps_str (h, "video/x-raw,format=RGB,width=65,height=47,framerate=30/1");
  gst_harness_set_sink_caps_str (h, "video/x-raw,format=RGB,width=65,height=47,framerate=30/1");
  GstBuffer *in = gst_buffer_new_allocate (NULL, 196 * 47, NULL);
  gst_buffer_memset (in, 0, 255, 196 * 47);
  g_autoptr (GstBuffer) out = gst_harness_push_and_pull (h, in);
  GstMapInfo map;
  gst_buffer_map (out, &map, GST_MAP_READ);
  for (int y = 0; y < 47; y++)
    for (int x = 0; x < 3 * 65; x++)
      g_assert_cmpint (map.data[196 * y + x], >=, 250);
  gst_buffer_unmap (out, &map);
  gst_harness_teardown (h);
}

static void
test_colours (void)
{
#define I420(colorimetry) "video/x-raw,format=I420,width=64,height=48,colorimetry=" colorimetry
  static const struct
  {
    const char *line, *format, *colorimetry;
  } cases[] = {
    { I420 ("bt709") TO ("") "video/x-raw,format=I420 ! " OUT, "I420", "bt709" },
    { I420 ("bt709") TO ("width=32") "video/x-raw,format=NV12 ! " OUT, "NV12", "bt709" },
    { I420 ("1:4:0:0") TO ("") "video/x-raw,format=I420 ! " OUT, "I420", "1:4:0:0" },
    { I420 ("bt601") TO ("") "video/x-raw,format=I420 ! " OUT, "I420", "bt601" },
    { I420 ("bt709") TO ("") "video/x-raw,format=I420,colorimetry=bt601 ! " OUT, "I420", "bt601" },
    { I420 ("bt709") TO ("") "video/x-raw,format=I420,width=40,height=40 ! " OUT, "I420", "bt709" },
    { I420 ("bt709") TO ("") "video/x-raw,format={GRAY8,I420} ! " OUT, "I420", "bt709" },
    { I420 ("bt709") TO ("") "video/x-raw,format=GRAY8 ! " OUT, "GRAY8", NULL },
    { I420 ("bt709") TO ("") OUT, "RGB", NULL },
  };
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GstCaps) caps = caps_of (cases[i].line);
    const GstStructure *s = gst_caps_get_structure (caps, 0);
    g_assert_cmpstr (gst_structure_get_string (s, "format"), ==, cases[i].format);
    if (cases[i].colorimetry)
      g_assert_cmpstr (gst_structure_get_string (s, "colorimetry"), ==, cases[i].colorimetry);
  }
}

/* Y, U and V of 64 x 64, far from grey but within what RGB can be. */
static guint8
coded (int n)
{
  const int plane = n / (64 * 64), line = n / 64 % 64;
  return (guint8) (plane == 0 ? 100 + n % 64 : plane == 1 ? 90 + line % 8 : 175 - line % 8);
}

/* The numbers belong to the tags: what is only looked at comes back as it was. */
static void
test_values (void)
{
  static const char *const codings[] = { "bt601", "bt709", "1:4:0:0", "1:3:5:1" };
  for (guint i = 0; i < G_N_ELEMENTS (codings); i++) {
    GstHarness *h = harness_new ("input", 0);
    g_autofree char *caps =
        g_strdup_printf ("video/x-raw,format=Y444,width=64,height=64,framerate=30/1,colorimetry=%s",
            codings[i]);
    gst_harness_set_src_caps_str (h, caps);
    gst_harness_set_sink_caps_str (h, "video/x-raw,format=Y444");
    GstBuffer *in = gst_buffer_new_allocate (NULL, (gsize) 3 * 64 * 64, NULL);
    GstMapInfo map;
    gst_buffer_map (in, &map, GST_MAP_WRITE);
    for (int n = 0; n < 3 * 64 * 64; n++)
      map.data[n] = coded (n);
    gst_buffer_unmap (in, &map);
    g_autoptr (GstBuffer) out = gst_harness_push_and_pull (h, in);
    gst_buffer_map (out, &map, GST_MAP_READ);
    int errors = 0;
    for (int n = 0; n < 3 * 64 * 64; n++)
      errors += ABS (map.data[n] - coded (n));
    g_test_message ("%s: %g", codings[i], errors / (3.0 * 64 * 64));
    g_assert_cmpint (errors, <, 7 * 64 * 64); /* what three roundings in 8 bit cost */
    gst_buffer_unmap (out, &map);
    gst_harness_teardown (h);
  }
}

/* Video of high range is translated, and said to be that, once. */
static void
test_hdr (void)
{
  static const struct
  {
    const char *caps, *says; /* NULL: nothing */
  } cases[] = { { "format=P010_10LE,colorimetry=bt2100-pq", "PQ" },
    { "format=P010_10LE,colorimetry=bt2100-hlg", "HLG" },
    { "format=I420,colorimetry=bt709", NULL } };
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *line = g_strdup_printf ("videotestsrc num-buffers=5 ! video/x-raw,width=64,"
                                             "height=48,%s" TO ("") OUT,
        cases[i].caps);
    Run *run = run_new (line);
    g_autoptr (GstBus) bus = gst_element_get_bus (run->pipeline);
    gst_element_set_state (run->pipeline, GST_STATE_PLAYING);
    int warnings = 0;
    for (gboolean over = FALSE; !over;) {
      g_autoptr (GstMessage) message = gst_bus_timed_pop_filtered (bus, GST_CLOCK_TIME_NONE,
          GST_MESSAGE_EOS | GST_MESSAGE_ERROR | GST_MESSAGE_WARNING);
      g_autoptr (GError) error = NULL;
      over = GST_MESSAGE_TYPE (message) != GST_MESSAGE_WARNING;
      g_assert_cmpint (GST_MESSAGE_TYPE (message), !=, GST_MESSAGE_ERROR);
      if (over)
        break;
      gst_message_parse_warning (message, &error, NULL);
      warnings++;
      fixture_assert_contains (error->message, cases[i].says ? cases[i].says : "no warning");
    }
    g_assert_cmpint (warnings, ==, cases[i].says != NULL);
    run_free (run);
  }
}

/* A black picture of 64x48 with a white region 8,6 16x12 "face". */
static GstBuffer *
picture_with_face (void)
{
  GstBuffer *buffer = gst_buffer_new_allocate (NULL, 64 * 48 * 3 / 2, NULL);
  gst_buffer_memset (buffer, 0, 16, 64 * 48);
  gst_buffer_memset (buffer, 64 * 48, 128, 64 * 48 / 2);
  for (gsize y = 6; y < 18; y++)
    gst_buffer_memset (buffer, 64 * y + 8, 235, 16);
  GstVideoRegionOfInterestMeta *roi =
      gst_buffer_add_video_region_of_interest_meta (buffer, "face", 8, 6, 16, 12);
  roi->id = 7;
  gst_video_region_of_interest_meta_add_param (roi,
      gst_structure_new ("detection", "score", G_TYPE_DOUBLE, 0.5, NULL));
  return buffer;
}

/* The region on BUFFER covers what is white on it, and nothing else, within a pixel. */
static void
assert_face (GstBuffer *buffer, int stride, guint left, guint width, guint height)
{
  const GstVideoRegionOfInterestMeta *roi = gst_buffer_get_video_region_of_interest_meta (buffer);
  GstMapInfo map;
  g_assert_nonnull (roi);
  g_assert_cmpuint (gst_buffer_get_n_meta (buffer, GST_VIDEO_REGION_OF_INTEREST_META_API_TYPE), ==,
      1);
  g_assert_cmpstr (g_quark_to_string (roi->roi_type), ==, "face");
  g_assert_cmpint (roi->id, ==, 7);
  g_assert_nonnull (
      gst_video_region_of_interest_meta_get_param ((GstVideoRegionOfInterestMeta *) roi,
          "detection"));
  g_test_message ("%u,%u %ux%u", roi->x, roi->y, roi->w, roi->h);
  guint white = 0, out = 0;
  gst_buffer_map (buffer, &map, GST_MAP_READ);
  for (guint y = 0; y < height; y++)
    for (guint x = left; x < left + width; x++) {
      const gboolean is = map.data[y * (guint) stride + 3 * x] > 128;
      white += is;
      out +=
          is
          && !(x + 1 >= roi->x && x <= roi->x + roi->w && y + 1 >= roi->y && y <= roi->y + roi->h);
    }
  gst_buffer_unmap (buffer, &map);
  g_assert_cmpuint (out, ==, 0);
  g_assert_cmpuint (white, >=, roi->w * roi->h * 3 / 4);
  g_assert_cmpuint (white, <=, roi->w * roi->h * 5 / 4);
  g_assert_cmpuint (white, >, 40);
}

static void
test_regions (void)
{
  static const struct
  {
    int width, out_width, out_height; /* to translate at, of the sink */
    const char *output, *turn;
  } cases[] = {
    { 0, 64, 48, "input", NULL },
    { 32, 64, 48, "input", NULL },
    { 0, 128, 96, "input", NULL },
    { 32, 32, 24, "input", NULL },
    { 0, 128, 48, "both", NULL },
    { 0, 48, 64, "input", "rotate-90" },
    { 0, 48, 64, "input", "rotate-270" },
    { 32, 64, 48, "input", "rotate-180" },
    { 0, 64, 48, "input", "flip-rotate-0" },
    { 0, 64, 48, "input", "flip-rotate-180" },
    { 0, 48, 64, "input", "flip-rotate-90" },
    { 0, 24, 32, "input", "flip-rotate-270" },
  };
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    GstHarness *h = harness_new (cases[i].output, cases[i].width);
    const gboolean both = g_str_equal (cases[i].output, "both");
    const int width = cases[i].out_width, height = cases[i].out_height;
    g_autofree char *sink =
        g_strdup_printf ("video/x-raw,format=RGB,width=%d,height=%d", width, height);
    gst_harness_set_sink_caps_str (h, sink);
    gst_harness_set_src_caps_str (h, "video/x-raw,format=I420,width=64,height=48,framerate=30/1");
    if (cases[i].turn)
      gst_harness_push_event (h,
          gst_event_new_tag (gst_tag_list_new (GST_TAG_IMAGE_ORIENTATION, cases[i].turn, NULL)));
    g_autoptr (GstBuffer) out = gst_harness_push_and_pull (h, picture_with_face ());
    g_test_message ("case %u", i);
    assert_face (out, GST_ROUND_UP_4 (3 * width), 0, (guint) (both ? width / 2 : width),
        (guint) height);
    gst_harness_teardown (h);
  }
}

/* The core alone, with a model. */
static void
test_region_core (void)
{
  g_autofree char *model = in_folder ("facades.safetensors");
  GstElement *core = gst_element_factory_make ("p2pinfercore", NULL);
  g_object_set (core, "backend", "ref", "model", model, NULL);
  GstHarness *h = gst_harness_new_with_element (core, "sink", "src");
  gst_object_unref (core);
  gst_harness_set_src_caps_str (h, "video/x-raw,format=RGB,width=64,height=64,framerate=30/1");
  GstBuffer *in = gst_buffer_new_allocate (NULL, (gsize) 3 * 64 * 64, NULL);
  gst_buffer_memset (in, 0, 99, (gsize) 3 * 64 * 64);
  gst_buffer_add_video_region_of_interest_meta (in, "car", 1, 2, 3, 4);
  g_autoptr (GstBuffer) out = gst_harness_push_and_pull (h, in);
  const GstVideoRegionOfInterestMeta *roi = gst_buffer_get_video_region_of_interest_meta (out);
  g_assert_nonnull (roi);
  g_assert_true (roi->x == 1 && roi->y == 2 && roi->w == 3 && roi->h == 4);
  gst_harness_teardown (h);
}

int
main (int argc, char **argv)
{
  gst_init (&argc, &argv);
  g_test_init (&argc, &argv, NULL);
  folder = fixtures_new ();
  g_test_add_func ("/shape/size", test_size);
  g_test_add_func ("/shape/no-borders", test_no_borders);
  g_test_add_func ("/shape/colours", test_colours);
  g_test_add_func ("/shape/values", test_values);
  g_test_add_func ("/shape/hdr", test_hdr);
  g_test_add_func ("/shape/regions", test_regions);
  g_test_add_func ("/shape/region-core", test_region_core);
  const int status = g_test_run ();
  fixture_remove (folder);
  g_free (folder);
  gst_deinit ();
  return status;
}
