/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Claims: with keep-depth every sample of a file reaches the trainer as it was written, through
 * decoding and cutting; without, files are clipped to 8 bit as ever. Training refuses planes with
 * other channels than its network and names the option. p2pinferplanes translates planes as
 * p2pinfercore translates pixels, with any number of channels. */

#include <gst/check/gstharness.h>
#include <gst/video/video.h>
#include <math.h>
#include "core/model/model.h"
#include "dataset-fixtures.h"
#include "infer-fixtures.h"

static float
value_at (int number, int c, int i)
{
  return (float) ((number * 977 + c * 5021 + i * 37) % 65536) / 65535.0f;
}

/* Different in every sample; all multiples of 1 / 65535. */
static void
make_planes (P2pPicture *planes, int number, int width, int height, int channels)
{
  g_assert_true (p2p_picture_alloc (planes, P2P_FORMAT_PLANES, width, height, channels, NULL));
  for (int c = 0; c < channels; c++)
    for (int i = 0; i < width * height; i++)
      planes->planes[c * width * height + i] = value_at (number, c, i);
}

/* A PNG of 16 bit up to 4 channels, else a TIFF of floats. */
static GstBuffer *
encoded (const P2pPicture *planes)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *folder = fixture_folder ();
  g_autofree char *path = g_strconcat (folder, "/x", p2p_picture_ending (planes->channels), NULL);
  char *bytes;
  gsize size;
  p2p_picture_save (planes, path, &error);
  g_assert_no_error (error);
  g_assert_true (g_file_get_contents (path, &bytes, &size, NULL));
  fixture_remove (folder);
  return gst_buffer_new_wrapped (bytes, size);
}

/* What ELEMENT makes of BUFFER; the caps it comes with in INFO (width, height, channels). */
static GstBuffer *
through (GstHarness *h, GstBuffer *buffer, int info[3])
{
  g_assert_cmpint (gst_harness_push (h, buffer), ==, GST_FLOW_OK);
  g_autoptr (GstBuffer) out = gst_harness_pull (h);
  g_assert_nonnull (out);
  g_autoptr (GstCaps) caps = gst_pad_get_current_caps (h->sinkpad);
  const GstStructure *s = gst_caps_get_structure (caps, 0);
  g_assert_cmpstr (gst_structure_get_name (s), ==, "application/x-p2p-planes");
  g_assert_true (gst_structure_get (s, "width", G_TYPE_INT, &info[0], "height", G_TYPE_INT,
      &info[1], "channels", G_TYPE_INT, &info[2], NULL));
  g_assert_cmpuint (gst_buffer_get_size (out), ==,
      (gsize) info[0] * (gsize) info[1] * (gsize) info[2] * sizeof (float));
  return g_steal_pointer (&out);
}

static GstHarness *
harness (GstElement *element, const char *sink, const char *src, const char *caps)
{
  GstHarness *h = gst_harness_new_with_element (element, sink, src);
  if (caps)
    gst_harness_set_src_caps_str (h, caps);
  return h;
}

static GstElement *
decoder (const char *layout, gboolean deep)
{
  GstElement *element = gst_element_factory_make ("p2pdecode", NULL);
  g_object_set (element, "layout", layout, "keep-depth", deep, "num-threads", 0, "on-error", "fail",
      NULL);
  return element;
}

static void
finish (GstHarness *h, GstElement *element)
{
  gst_harness_teardown (h);
  gst_object_unref (element);
}

static void
expect_floats (GstBuffer *buffer, const P2pPicture *planes)
{
  const gsize n = (gsize) planes->width * (gsize) planes->height * (gsize) planes->channels;
  g_assert_cmpuint (gst_buffer_get_size (buffer), ==, n * sizeof (float));
  g_assert_cmpint (gst_buffer_memcmp (buffer, 0, planes->planes, n * sizeof (float)), ==, 0);
}

static void
decode (const P2pPicture *planes, GstBuffer **out, int info[3])
{
  GstElement *element = decoder ("whole", TRUE);
  GstHarness *h = harness (element, "sink", "src_a", "image/png");
  gst_harness_push (h, encoded (planes));
  gst_harness_push_event (h, gst_event_new_eos ());
  g_assert_nonnull (*out = gst_harness_pull (h));
  g_autoptr (GstCaps) caps = gst_pad_get_current_caps (h->sinkpad);
  const GstStructure *s = gst_caps_get_structure (caps, 0);
  g_assert_true (gst_structure_get (s, "width", G_TYPE_INT, &info[0], "height", G_TYPE_INT,
      &info[1], "channels", G_TYPE_INT, &info[2], NULL));
  finish (h, element);
}

/* 16 bit grey: file, decoding, cutting where nothing is to cut: the same 16 bits. */
static void
test_grey_16 (void)
{
  g_auto (P2pPicture) planes = { 0 };
  g_autoptr (GstBuffer) decoded = NULL, cut = NULL;
  int info[3];
  make_planes (&planes, 1, 24, 24, 1);
  decode (&planes, &decoded, info);
  g_assert_cmpint (info[2], ==, 1);
  expect_floats (decoded, &planes);

  GstElement *element = gst_element_factory_make ("p2paligncrop", NULL);
  g_object_set (element, "load-size", 24, "crop-size", 24, "no-flip", TRUE, "grey-a", TRUE, NULL);
  GstHarness *h = harness (element, "sink_a", "src_a",
      "application/x-p2p-planes, width=24, height=24, channels=1, framerate=0/1");
  cut = through (h, gst_buffer_ref (decoded), info);
  g_assert_cmpint (info[2], ==, 1);
  expect_floats (cut, &planes);
  finish (h, element);
}

/* The same file as the reference reads it: everything above 255 of 65535 is white. */
static void
test_default_clips (void)
{
  g_auto (P2pPicture) planes = { 0 };
  GstElement *element = decoder ("whole", FALSE);
  GstHarness *h = harness (element, "sink", "src_a", "image/png");
  GstMapInfo map;
  make_planes (&planes, 1, 24, 24, 1);
  gst_harness_push (h, encoded (&planes));
  gst_harness_push_event (h, gst_event_new_eos ());
  g_autoptr (GstBuffer) out = gst_harness_pull (h);
  g_assert_nonnull (out);
  gst_buffer_map (out, &map, GST_MAP_READ);
  g_assert_cmpuint (map.size, ==, 24 * 24 * 3);
  for (int i = 0; i < 24 * 24; i++)
    g_assert_cmpuint (map.data[3 * i], ==, MIN (255, (977 + i * 37) % 65536));
  gst_buffer_unmap (out, &map);
  finish (h, element);
}

static void
expect_half (GstHarness *h, const P2pPicture *whole, int x, int width)
{
  g_auto (P2pPicture) half = { 0 };
  g_autoptr (GstBuffer) buffer = gst_harness_pull (h);
  g_assert_true (
      p2p_picture_alloc (&half, P2P_FORMAT_PLANES, width, whole->height, whole->channels, NULL));
  p2p_picture_crop_flip (whole, x, 0, FALSE, &half);
  g_assert_nonnull (buffer);
  expect_floats (buffer, &half);
}

/* Halves as for pixels; caps follow the channels. */
static void
test_halves (void)
{
  static const int channels[] = { 5, 1, 4, 4, 3 };
  P2pPicture planes[G_N_ELEMENTS (channels)];
  GstElement *element = decoder ("BA", TRUE);
  GstHarness *a = harness (element, "sink", "src_a", "image/png");
  GstHarness *b = harness (element, NULL, "src_b", NULL);
  guint n_caps = 0;
  for (int i = 0; i < (int) G_N_ELEMENTS (channels); i++) {
    make_planes (&planes[i], i, 9, 6, channels[i]);
    g_assert_cmpint (gst_harness_push (a, encoded (&planes[i])), ==, GST_FLOW_OK);
  }
  gst_harness_push_event (a, gst_event_new_eos ());
  for (int i = 0; i < (int) G_N_ELEMENTS (channels); i++) {
    expect_half (b, &planes[i], 0, 4);
    expect_half (a, &planes[i], 4, 5);
    p2p_picture_clear (&planes[i]);
  }
  GstEvent *event;
  while ((event = gst_harness_try_pull_event (a))) {
    n_caps += GST_EVENT_TYPE (event) == GST_EVENT_CAPS;
    gst_event_unref (event);
  }
  g_assert_cmpuint (n_caps, ==, 4); /* the two of 4 channels share theirs */
  gst_harness_teardown (b);
  finish (a, element);
}

/* A number that is none: the file is named. */
static void
test_not_finite (void)
{
  g_auto (P2pPicture) planes = { 0 };
  GstElement *element = decoder ("whole", TRUE);
  GstHarness *h = harness (element, "sink", "src_a", "image/tiff");
  g_autoptr (GstBus) bus = gst_bus_new ();
  make_planes (&planes, 1, 8, 8, 5);
  planes.planes[100] = NAN;
  gst_element_set_bus (element, bus);
  GstBuffer *buffer = encoded (&planes);
  const Pair pair = { 0, 1, 0, 1, 0, "nan.tif" };
  fixture_add_pair (buffer, &pair);
  gst_harness_push (h, buffer);
  gst_harness_push_event (h, gst_event_new_eos ());
  g_autoptr (GstMessage) message = gst_bus_pop_filtered (bus, GST_MESSAGE_ERROR);
  g_autoptr (GError) error = NULL;
  g_assert_nonnull (message);
  gst_message_parse_error (message, &error, NULL);
  fixture_assert_contains (error->message, "nan.tif holds values that are not finite");
  gst_element_set_bus (element, NULL);
  finish (h, element);
}

/* Resized, cut and mirrored where p2p_transform_cut() says, nothing rounded; grey first. */
static void
test_cut (gconstpointer data)
{
  const gboolean grey = GPOINTER_TO_INT (data);
  g_auto (P2pPicture) planes = { 0 }, single = { 0 }, resized = { 0 }, expected = { 0 };
  g_autoptr (GstBuffer) cut_buffer = NULL;
  P2pTransform transform;
  P2pCut cut;
  int info[3];
  const int channels = grey ? 3 : 5;
  make_planes (&planes, 7, 20, 20, channels);
  make_planes (&single, 7, 20, 20, 1);
  for (int i = 0; i < 400; i++)
    single.planes[i] = (float) ((19595.0 * planes.planes[i] + 38470.0 * planes.planes[400 + i]
                                    + 7471.0 * planes.planes[grey ? 800 + i : i])
                                / 65536.0);
  g_assert_true (p2p_transform_parse ("resize_and_crop", 30, 16, FALSE, &transform, NULL));
  g_assert_true (p2p_transform_cut (&transform, 0, 5, 2, 3, 20, 20, &cut, NULL));
  const int left = grey ? 1 : channels;
  g_assert_true (
      p2p_picture_alloc (&resized, P2P_FORMAT_PLANES, cut.width, cut.height, left, NULL));
  g_assert_true (p2p_picture_alloc (&expected, P2P_FORMAT_PLANES, 16, 16, left, NULL));
  g_assert_true (p2p_picture_resize (grey ? &single : &planes, &resized, NULL));
  p2p_picture_crop_flip (&resized, cut.x, cut.y, cut.flip, &expected);

  g_autofree char *caps =
      g_strdup_printf ("application/x-p2p-planes, width=20, height=20, channels=%d, framerate=0/1",
          channels);
  GstElement *element = gst_element_factory_make ("p2paligncrop", NULL);
  g_object_set (element, "load-size", 30, "crop-size", 16, "grey-b", grey, NULL);
  GstHarness *h = harness (element, "sink_b", "src_b", caps);
  GstBuffer *buffer =
      gst_buffer_new_memdup (planes.planes, 400 * sizeof (float) * (gsize) channels);
  const Pair pair = { 0, 2, 3, 10, 5, "some.tif" };
  fixture_add_pair (buffer, &pair);
  cut_buffer = through (h, buffer, info);
  g_assert_cmpint (info[0], ==, 16);
  g_assert_cmpint (info[2], ==, grey ? 1 : 5);
  expect_floats (cut_buffer, &expected);
  Pair still;
  g_assert_true (fixture_get_pair (cut_buffer, &still));
  g_assert_cmpuint (still.sample, ==, 3);
  finish (h, element);
}

/* Pixels and planes in turn on one pad: caps follow. */
static void
test_cut_both_kinds (void)
{
  GstElement *element = gst_element_factory_make ("p2paligncrop", NULL);
  g_object_set (element, "load-size", 8, "crop-size", 8, "no-flip", TRUE, NULL);
  GstHarness *h = harness (element, "sink_a", "src_a", NULL);
  for (int i = 0; i < 4; i++) {
    const gboolean planes = i % 2;
    const gsize size = planes ? 8 * 8 * 2 * sizeof (float) : 8 * 8 * 3;
    gst_harness_set_src_caps_str (h,
        planes ? "application/x-p2p-planes, width=8, height=8, channels=2, framerate=0/1"
               : "video/x-raw, format=RGB, width=8, height=8, framerate=0/1");
    g_assert_cmpint (gst_harness_push (h, gst_buffer_new_wrapped (g_malloc0 (size), size)), ==,
        GST_FLOW_OK);
    g_autoptr (GstBuffer) out = gst_harness_pull (h);
    g_autoptr (GstCaps) caps = gst_pad_get_current_caps (h->sinkpad);
    g_assert_cmpuint (gst_buffer_get_size (out), ==, size);
    g_assert_true (gst_structure_has_name (gst_caps_get_structure (caps, 0),
        planes ? "application/x-p2p-planes" : "video/x-raw"));
  }
  finish (h, element);
}

/* ROOT/train: N pairs of 64 x 64 in one TIFF of 5 channels each. */
static char *
five_channels (int n)
{
  char *root = fixture_folder ();
  g_autofree char *train = g_build_filename (root, "train", NULL);
  g_assert_cmpint (g_mkdir (train, 0700), ==, 0);
  for (int i = 0; i < n; i++) {
    g_auto (P2pPicture) planes = { 0 };
    g_autofree char *path = g_strdup_printf ("%s/%d.tif", train, i);
    make_planes (&planes, i, 128, 64, 5);
    g_assert_true (p2p_picture_save (&planes, path, NULL));
  }
  return root;
}

static void
train (const char *root, gboolean deep, const char *options, Outcome *outcome)
{
  g_autofree char *line = g_strdup_printf ("p2pdatasetsrc dataroot=%s ! p2pdecode name=d "
                                           "num-threads=1 keep-depth=%s d.src_a ! c.sink_a "
                                           "d.src_b ! c.sink_b p2paligncrop name=c load-size=64 "
                                           "crop-size=64 c.src_a ! queue ! t.sink_a "
                                           "c.src_b ! queue ! t.sink_b p2ptrain name=t backend=ref "
                                           "net-g=unet_64 ngf=2 ndf=2 save-format=both "
                                           "checkpoints-dir=%s steps=2 %s",
      root, deep ? "true" : "false", root, options);
  fixture_run (line, 0, outcome);
}

static void
test_train (void)
{
  g_autofree char *root = five_channels (3);
  g_auto (Outcome) good = { 0 }, bad = { 0 };
  train (root, TRUE, "run-name=x input-nc=5 output-nc=5 t. ! fakesink", &good);
  g_assert_cmpstr (good.error, ==, NULL);
  g_assert_cmpuint (good.last_step, ==, 2);
  train (root, TRUE, "input-nc=5 output-nc=3 run-name=y", &bad);
  fixture_assert_contains (bad.error, ".tif (64x64) has 5 channels");
  fixture_assert_contains (bad.error, "--output_nc 5");
  fixture_remove (root);
}

static char *
model_of (const char *root, const char *run, gsize *size)
{
  g_autofree char *path = g_strdup_printf ("%s/%s/latest_net_G.pth", root, run);
  char *bytes;
  g_assert_true (g_file_get_contents (path, &bytes, size, NULL));
  return bytes;
}

/* RGB pictures of 8 bit: as planes they train the very same network. To a network of 1 channel they
 * are no planes that suit. */
static void
test_train_planes_rgb (void)
{
  g_autofree char *root = fixture_dataset (2, 64), *other = fixture_dataset (2, 64);
  g_auto (Outcome) good = { 0 }, plain = { 0 }, bad = { 0 };
  gsize size, other_size;
  train (root, TRUE, "run-name=x seed=3", &good);
  train (other, FALSE, "run-name=x seed=3", &plain);
  g_assert_cmpstr (good.error, ==, NULL);
  g_assert_cmpstr (plain.error, ==, NULL);
  g_assert_cmpuint (good.last_step, ==, 2);
  g_autofree char *model = model_of (root, "x", &size), *same = model_of (other, "x", &other_size);
  g_assert_cmpmem (model, size, same, other_size);
  fixture_remove (other);
  train (root, TRUE, "direction=BtoA input-nc=1 run-name=y", &bad);
  fixture_assert_contains (bad.error, "--input_nc 3");
  fixture_remove (root);
}

/* A in full depth, B as ever: the depth of either side is known to the trainer. */
static void
test_train_mixed (void)
{
  g_autofree char *deep = five_channels (2), *plain = fixture_dataset (2, 64);
  g_auto (Outcome) outcome = { 0 };
  g_autofree char *line =
      g_strdup_printf ("p2pdatasetsrc dataset-mode=unaligned side=A dataroot=%s/train "
                       "dataroot-b=%s/train ! "
                       "p2pdecode name=d layout=whole keep-depth=true p2pdatasetsrc "
                       "dataset-mode=unaligned side=B "
                       "dataroot=%s/train dataroot-b=%s/train ! p2pdecode name=e layout=whole "
                       "p2paligncrop name=c "
                       "load-size=64 crop-size=64 d.src_a ! c.sink_a e.src_b ! c.sink_b c.src_a ! "
                       "queue ! t.sink_a "
                       "c.src_b ! queue ! t.sink_b p2ptrain name=t backend=ref net-g=unet_64 ngf=2 "
                       "ndf=2 "
                       "checkpoints-dir=%s run-name=x steps=2 input-nc=5 output-nc=3 "
                       "lambda-identity=0",
          deep, plain, deep, plain, deep);
  fixture_run (line, 0, &outcome);
  g_assert_cmpstr (outcome.error, ==, NULL);
  g_assert_cmpuint (outcome.last_step, ==, 2);
  fixture_remove (deep);
  fixture_remove (plain);
}

static void
save_model (const char *path, int in, int out)
{
  g_autoptr (GError) error = NULL;
  P2pDevice *device = p2p_device_open ("ref", 1, &error);
  const P2pArch *arch = p2p_arch_find (P2P_ROLE_GENERATOR, "unet_64", &error);
  const P2pNetOptions options = { in, out, 2, 3, P2P_NORM_BATCH, FALSE };
  P2pNet *net = p2p_net_new (device, arch, &options, FALSE, &error);
  g_assert_no_error (error);
  p2p_net_init (net, "normal", 0.2f, 3, 0, &error);
  p2p_model_save (net, path, NULL, &error);
  g_assert_no_error (error);
  p2p_net_free (net);
  p2p_device_close (device);
}

static GstHarness *
translator (GstElement **element, const char *name, const char *model, const char *caps)
{
  *element = gst_element_factory_make (name, NULL);
  g_object_set (*element, "model", model, "backend", "ref", "threads", 1, NULL);
  return harness (*element, "sink", "src", caps);
}

/* 44 x 50 is padded to 64 x 64. Cut to bytes, planes are what p2pinfercore makes of pixels. */
static void
test_infer_as_pixels (void)
{
  g_autofree char *folder = fixture_folder ();
  g_autofree char *model = g_build_filename (folder, "m.safetensors", NULL);
  const int w = 44, h = 50, n = w * h;
  GstElement *pixels, *planes;
  GstMapInfo a, b;
  int info[3];
  save_model (model, 3, 3);
  GstHarness *hp = translator (&pixels, "p2pinfercore", model,
      "video/x-raw, format=RGB, width=44, height=50, framerate=0/1");
  GstHarness *hf = translator (&planes, "p2pinferplanes", model,
      "application/x-p2p-planes, width=44, height=50, channels=3, framerate=0/1");
  GstBuffer *bytes = gst_buffer_new_allocate (NULL, (gsize) (3 * n), NULL);
  GstBuffer *floats = gst_buffer_new_allocate (NULL, (gsize) (3 * n) * sizeof (float), NULL);
  gst_buffer_map (bytes, &a, GST_MAP_WRITE);
  gst_buffer_map (floats, &b, GST_MAP_WRITE);
  for (int i = 0; i < 3 * n; i++) {
    a.data[i] = (guint8) (i * 7 + i / 50);
    ((float *) (void *) b.data)[(i % 3) * n + i / 3] = (float) a.data[i] / 255.0f;
  }
  gst_buffer_unmap (bytes, &a);
  gst_buffer_unmap (floats, &b);
  g_assert_cmpint (gst_harness_push (hp, bytes), ==, GST_FLOW_OK);
  g_autoptr (GstBuffer) out_bytes = gst_harness_pull (hp);
  g_autoptr (GstBuffer) out_floats = through (hf, floats, info);
  gst_buffer_map (out_bytes, &a, GST_MAP_READ);
  gst_buffer_map (out_floats, &b, GST_MAP_READ);
  guint seen[256] = { 0 }, kinds = 0;
  for (int i = 0; i < 3 * n; i++) {
    const float v = ((float *) (void *) b.data)[(i % 3) * n + i / 3];
    g_assert_cmpint (a.data[i], ==, (int) (CLAMP (v, 0.0f, 1.0f) * 255.0f));
    kinds += seen[a.data[i]]++ == 0;
  }
  g_assert_cmpuint (kinds, >, 30); /* not a picture of one colour */
  gst_buffer_unmap (out_bytes, &a);
  gst_buffer_unmap (out_floats, &b);
  finish (hp, pixels);
  finish (hf, planes);
  fixture_remove (folder);
}

/* 5 channels to 2; a file of other channels is refused by name; no model: as it is. */
static void
test_infer_channels (void)
{
  g_autofree char *folder = fixture_folder ();
  g_autofree char *model = g_build_filename (folder, "m.safetensors", NULL);
  g_auto (P2pPicture) planes = { 0 };
  GstElement *element;
  GstMapInfo map;
  int info[3];
  make_planes (&planes, 2, 30, 70, 5);
  const gsize size = 30 * 70 * 5 * sizeof (float);
  save_model (model, 5, 2);
  GstHarness *h = translator (&element, "p2pinferplanes", model,
      "application/x-p2p-planes, width=30, height=70, channels=5, framerate=0/1");
  g_autoptr (GstBuffer) out = through (h, gst_buffer_new_memdup (planes.planes, size), info);
  g_assert_cmpint (info[2], ==, 2);
  gst_buffer_map (out, &map, GST_MAP_READ);
  for (gsize i = 0; i < map.size / sizeof (float); i++)
    g_assert_true (isfinite (((float *) (void *) map.data)[i]));
  gst_buffer_unmap (out, &map);

  g_autoptr (GstBus) bus = gst_bus_new ();
  gst_element_set_bus (element, bus);
  gst_harness_set_src_caps_str (h,
      "application/x-p2p-planes, width=30, height=70, channels=4, framerate=0/1");
  GstBuffer *other = gst_buffer_new_memdup (planes.planes, size / 5 * 4);
  const Pair pair = { 0, 1, 0, 1, 0, "four.png" };
  fixture_add_pair (other, &pair);
  g_assert_cmpint (gst_harness_push (h, other), ==, GST_FLOW_ERROR);
  g_autoptr (GstMessage) message = gst_bus_pop_filtered (bus, GST_MESSAGE_ERROR);
  g_autoptr (GError) error = NULL;
  g_assert_nonnull (message);
  gst_message_parse_error (message, &error, NULL);
  fixture_assert_contains (error->message, "four.png (30x70) has 4 channels");
  gst_element_set_bus (element, NULL);
  finish (h, element);

  h = translator (&element, "p2pinferplanes", "",
      "application/x-p2p-planes, width=30, height=70, channels=5, framerate=0/1");
  g_autoptr (GstBuffer) same = through (h, gst_buffer_new_memdup (planes.planes, size), info);
  expect_floats (same, &planes);
  finish (h, element);
  fixture_remove (folder);
}

typedef struct
{
  GstElement *element;
  int asked, over; /* atomic */
} Asking;

static gpointer
keep_asking (gpointer data)
{
  Asking *asking = data;
  g_autoptr (GstPad) src = gst_element_get_static_pad (asking->element, "src");
  for (; !g_atomic_int_get (&asking->over); g_atomic_int_inc (&asking->asked)) {
    g_autoptr (GstCaps) caps = gst_pad_query_caps (src, NULL);
    int channels;
    /* Of the model, or of none: nothing in between. */
    if (gst_structure_get_int (gst_caps_get_structure (caps, 0), "channels", &channels))
      g_assert_cmpint (channels, ==, 2);
  }
  return NULL;
}

/* Whoever asks for caps may do so while the element starts and stops. */
static void
test_infer_restless (void)
{
  g_autofree char *folder = fixture_folder ();
  g_autofree char *model = g_build_filename (folder, "m.safetensors", NULL);
  save_model (model, 5, 2);
  g_autoptr (GstElement) element =
      gst_object_ref_sink (gst_element_factory_make ("p2pinferplanes", NULL));
  g_object_set (element, "model", model, "backend", "ref", "threads", 1, NULL);
  Asking asking = { element, 0, 0 };
  GThread *thread = g_thread_new ("ask", keep_asking, &asking);
  for (int i = 0; i < 30 || g_atomic_int_get (&asking.asked) < 100; i++) {
    gst_element_set_state (element, GST_STATE_PAUSED);
    gst_element_set_state (element, GST_STATE_NULL);
  }
  g_atomic_int_set (&asking.over, TRUE);
  g_thread_join (thread);
  fixture_remove (folder);
}

int
main (int argc, char **argv)
{
  gst_init (&argc, &argv);
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/depth/grey-16", test_grey_16);
  g_test_add_func ("/depth/default-clips", test_default_clips);
  g_test_add_func ("/depth/halves", test_halves);
  g_test_add_data_func ("/depth/cut", GINT_TO_POINTER (FALSE), test_cut);
  g_test_add_data_func ("/depth/cut-grey", GINT_TO_POINTER (TRUE), test_cut);
  g_test_add_func ("/depth/cut-both-kinds", test_cut_both_kinds);
  g_test_add_func ("/depth/train", test_train);
  g_test_add_func ("/depth/train-rgb", test_train_planes_rgb);
  g_test_add_func ("/depth/not-finite", test_not_finite);
  g_test_add_func ("/depth/train-mixed", test_train_mixed);
  g_test_add_func ("/depth/infer-as-pixels", test_infer_as_pixels);
  g_test_add_func ("/depth/infer-channels", test_infer_channels);
  g_test_add_func ("/depth/infer-restless", test_infer_restless);
  const int failed = g_test_run ();
  gst_deinit ();
  return failed;
}
