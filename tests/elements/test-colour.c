/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Claim: p2pinfercore with a model that colours shows lightness, picture and colours as the
 * core's conversions give them; with a second model it translates the first one's numbers, not
 * its rounded pixels; it runs before the first picture for live input only. */

#include <glib/gstdio.h>
#include <gst/app/gstappsink.h>
#include <gst/app/gstappsrc.h>
#include <gst/check/gstharness.h>
#include <gst/video/video.h>
#include <string.h>
#include "core/model/model.h"
#include "core/p2p.h"

#define W 64
#define H 64

static char *folder;

static char *
in_folder (const char *name)
{
  return g_build_filename (folder, name, NULL);
}

static void
make_model (const char *name, const char *arch, int input_nc, int output_nc, guint64 seed)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *path = in_folder (name);
  P2pDevice *device = p2p_device_open ("ref", 1, &error);
  const P2pNetOptions options = { input_nc, output_nc, 4, 3, P2P_NORM_INSTANCE, FALSE };
  g_autoptr (P2pNet) net =
      p2p_net_new (device, p2p_arch_find (P2P_ROLE_GENERATOR, arch, NULL), &options, FALSE, &error);
  g_assert_no_error (error);
  p2p_net_init (net, "normal", 0.2f, seed, 0, &error);
  p2p_model_save (net, path, NULL, &error);
  g_assert_no_error (error);
  g_clear_pointer (&net, p2p_net_free);
  p2p_device_close (device);
}

static guint8
pixel (int i)
{
  return (guint8) ((i * 7 + i / 3 * 5 + i / 192 * 11) % 251);
}

static void
fill (guint8 *rgb)
{
  for (int i = 0; i < 3 * W * H; i++)
    rgb[i] = pixel (i);
}

static GstHarness *
open_core (const char *model, const char *then, const char *output)
{
  GstElement *core = gst_element_factory_make ("p2pinfercore", NULL);
  g_autofree char *path = *model ? in_folder (model) : g_strdup ("");
  g_autofree char *second = *then ? in_folder (then) : g_strdup ("");
  g_object_set (core, "backend", "ref", "threads", 1, "model", path, "then", second, "output",
      output, NULL);
  GstHarness *h = gst_harness_new_with_element (core, "sink", "src");
  gst_object_unref (core);
  gst_harness_set_src_caps_str (h, "video/x-raw,format=RGB,width=64,height=64,framerate=30/1");
  return h;
}

static GstBuffer *
push (GstHarness *h)
{
  GstBuffer *buffer = gst_buffer_new_allocate (NULL, 3 * W * H, NULL);
  GstMapInfo map;
  gst_buffer_map (buffer, &map, GST_MAP_WRITE);
  fill (map.data);
  gst_buffer_unmap (buffer, &map);
  return gst_harness_push_and_pull (h, buffer);
}

/* What the core of OUTPUT makes of the picture is WANTED. */
static void
expect (const char *model, const char *then, const char *output, const guint8 *wanted)
{
  GstHarness *h = open_core (model, then, output);
  g_autoptr (GstBuffer) out = push (h);
  g_assert_cmpuint (gst_buffer_get_size (out), ==, 3 * W * H);
  g_assert_cmpint (gst_buffer_memcmp (out, 0, wanted, 3 * W * H), ==, 0);
  gst_harness_teardown (h);
}

/* PLANES through the network of NAME, in place. */
static void
forward (const char *name, float *planes)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *path = in_folder (name);
  P2pDevice *device = p2p_device_open ("ref", 1, &error);
  g_autoptr (P2pNet) net = p2p_model_load (device, path, NULL, &error);
  g_assert_no_error (error);
  const P2pShape shape = { 1, net->options.input_nc, H, W };
  const P2pPlanOptions options = { .norm_stats = P2P_STATS_IMAGE };
  P2pExec *exec = p2p_net_plan (net, &shape, &options, &error);
  g_assert_no_error (error);
  device->backend->upload (&exec->x, planes);
  device->backend->forward (exec);
  device->backend->download (&exec->y, planes);
  p2p_net_unplan (exec);
  g_clear_pointer (&net, p2p_net_free);
  p2p_device_close (device);
}

static void
test_then (void)
{
  guint8 rgb[3 * W * H], once[3 * W * H], twice[3 * W * H], rounded[3 * W * H];
  g_autofree float *planes = g_new (float, 3 * W * H);
  guint differs = 0;
  fill (rgb);
  p2p_pixels_to_planes (rgb, 3 * W, W, H, 3, planes);
  forward ("there", planes);
  p2p_planes_to_pixels (planes, 3, W, H, once, 3 * W);
  forward ("back", planes);
  p2p_planes_to_pixels (planes, 3, W, H, twice, 3 * W);
  expect ("there", "", "fake", once);
  expect ("there", "back", "fake", twice);
  /* Rounding in between would be seen. */
  p2p_pixels_to_planes (once, 3 * W, W, H, 3, planes);
  forward ("back", planes);
  p2p_planes_to_pixels (planes, 3, W, H, rounded, 3 * W);
  for (int i = 0; i < 3 * W * H; i++)
    differs += twice[i] != rounded[i];
  g_assert_cmpuint (differs, >, 0);
}

/* By way of one channel. */
static void
test_then_grey (void)
{
  guint8 rgb[3 * W * H], wanted[3 * W * H];
  g_autofree float *planes = g_new (float, 3 * W * H);
  fill (rgb);
  p2p_pixels_to_planes (rgb, 3 * W, W, H, 3, planes);
  forward ("to-grey", planes);
  forward ("from-grey", planes);
  p2p_planes_to_pixels (planes, 3, W, H, wanted, 3 * W);
  expect ("to-grey", "from-grey", "fake", wanted);
}

static void
test_lab (void)
{
  guint8 rgb[3 * W * H], input[3 * W * H], real[3 * W * H], fake[3 * W * H];
  g_autofree float *lightness = g_new (float, W *H), *ab = g_new (float, 2 * W * H);
  fill (rgb);
  p2p_colours_read (P2P_COLOURS_LIGHTNESS, rgb, 3 * W, W, H, lightness);
  p2p_colours_read (P2P_COLOURS_AB, rgb, 3 * W, W, H, ab);
  p2p_planes_to_pixels (lightness, 1, W, H, input, 3 * W);
  p2p_lab_to_pixels (lightness, ab, W, H, real, 3 * W);
  memcpy (ab, lightness, W * H * sizeof (float));
  forward ("colours", ab);
  p2p_lab_to_pixels (lightness, ab, W, H, fake, 3 * W);
  expect ("colours", "", "fake", fake);
  expect ("colours", "", "input", input);
  expect ("colours", "", "real", real);
  GstHarness *h = open_core ("colours", "", "both");
  g_autoptr (GstBuffer) both = push (h);
  for (gsize y = 0; y < H; y++) {
    g_assert_cmpint (gst_buffer_memcmp (both, y * 6 * W, input + y * 3 * W, 3 * W), ==, 0);
    g_assert_cmpint (gst_buffer_memcmp (both, y * 6 * W + 3 * W, fake + y * 3 * W, 3 * W), ==, 0);
  }
  gst_harness_teardown (h);
}

/* Without a model, or with another, real is input; a change while running takes over, once the model
 * is loaded. */
static void
test_real (void)
{
  guint8 rgb[3 * W * H], input[3 * W * H], fake[3 * W * H];
  g_autofree float *planes = g_new (float, 3 * W * H);
  fill (rgb);
  p2p_pixels_to_planes (rgb, 3 * W, W, H, 3, planes);
  p2p_planes_to_pixels (planes, 3, W, H, input, 3 * W);
  forward ("there", planes);
  p2p_planes_to_pixels (planes, 3, W, H, fake, 3 * W);
  expect ("", "", "real", input);
  expect ("there", "", "real", input);
  GstHarness *h = open_core ("there", "", "real");
  static const char *const outputs[] = { "real", "fake", "input", "fake" };
  for (guint i = 0; i < G_N_ELEMENTS (outputs); i++) {
    g_object_set (h->element, "output", outputs[i], NULL);
    GstBuffer *out = push (h);
    while (i == 1 && gst_buffer_memcmp (out, 0, input, 3 * W * H) == 0) {
      gst_buffer_unref (out);
      g_usleep (1000);
      out = push (h);
    }
    g_assert_cmpint (gst_buffer_memcmp (out, 0, i % 2 ? fake : input, 3 * W * H), ==, 0);
    gst_buffer_unref (out);
  }
  gst_harness_teardown (h);
}

static void
test_errors (void)
{
  static const char *const cases[][3] = { { "there", "from-grey", "takes 1 channels" },
    { "there", "nowhere", "nowhere" }, { "from-colours", "", "2 channels to 3" },
    { "colours", "to-grey", "takes 3 channels, but the model before it gives 2" },
    { "there", "to-many", "3 channels to 2" } };
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GstElement) core =
        gst_object_ref_sink (gst_element_factory_make ("p2pinfercore", NULL));
    g_autoptr (GstBus) bus = gst_bus_new ();
    g_autoptr (GError) error = NULL;
    g_autofree char *model = in_folder (cases[i][0]);
    g_autofree char *then = *cases[i][1] ? in_folder (cases[i][1]) : g_strdup ("");
    gst_element_set_bus (core, bus);
    g_object_set (core, "backend", "ref", "model", model, "then", then, NULL);
    g_assert_cmpint (gst_element_set_state (core, GST_STATE_PAUSED), ==, GST_STATE_CHANGE_FAILURE);
    g_autoptr (GstMessage) message = gst_bus_pop_filtered (bus, GST_MESSAGE_ERROR);
    g_assert_nonnull (message);
    gst_message_parse_error (message, &error, NULL);
    if (!strstr (error->message, cases[i][2]))
      g_error ("\"%s\" does not say \"%s\"", error->message, cases[i][2]);
    gst_element_set_state (core, GST_STATE_NULL);
    gst_element_set_bus (core, NULL);
  }
}

/* Of a file that holds two networks the one that is named; without a name an error lists them. */
static void
test_network (void)
{
  static const char *const nets[] = { "there", "back" };
  g_autofree char *both = in_folder ("both");
  g_autofree float *planes = g_new (float, 3 * W * H);
  guint8 rgb[3 * W * H], wanted[3 * W * H];
  g_autoptr (GError) error = NULL;
  g_autoptr (P2pDevice) device = p2p_device_open ("ref", 1, NULL);
  g_autoptr (P2pSafetensorsWriter) writer = p2p_safetensors_writer_new ();
  P2pNet *loaded[2];
  for (guint i = 0; i < 2; i++) {
    g_autofree char *path = in_folder (nets[i]), *prefix = g_strconcat (nets[i], ".", NULL);
    loaded[i] = p2p_model_load (device, path, NULL, &error);
    p2p_model_add (writer, loaded[i], P2P_STORE_VALUE, prefix);
  }
  g_assert_true (p2p_safetensors_writer_save (writer, both, &error));
  for (guint i = 0; i < 2; i++)
    p2p_net_free (loaded[i]);
  fill (rgb);
  p2p_pixels_to_planes (rgb, 3 * W, W, H, 3, planes);
  forward ("back", planes);
  p2p_planes_to_pixels (planes, 3, W, H, wanted, 3 * W);
  GstElement *core = gst_element_factory_make ("p2pinfercore", NULL);
  g_object_set (core, "backend", "ref", "threads", 1, "model", both, "network", "back", NULL);
  GstHarness *h = gst_harness_new_with_element (core, "sink", "src");
  gst_object_unref (core);
  gst_harness_set_src_caps_str (h, "video/x-raw,format=RGB,width=64,height=64,framerate=30/1");
  g_autoptr (GstBuffer) out = push (h);
  g_assert_cmpint (gst_buffer_memcmp (out, 0, wanted, 3 * W * H), ==, 0);
  gst_harness_teardown (h);
  g_assert_null (p2p_model_load (device, both, NULL, &error));
  g_assert_nonnull (strstr (error->message, "property \"network\""));
  g_unlink (both);
}

/* A network with a number that is not finite translates, and a warning names the tensor. */
static void
test_broken (void)
{
  g_autofree char *from = in_folder ("there"), *path = in_folder ("broken");
  g_autoptr (GError) error = NULL;
  P2pDevice *device = p2p_device_open ("ref", 1, NULL);
  P2pNet *net = p2p_model_load (device, from, NULL, &error);
  const P2pParam *last = &net->params->list[net->params->n - 1];
  g_autofree float *values = g_new0 (float, last->count);
  g_autofree char *name = g_strdup (last->name);
  values[0] = 1e30f * 1e30f;
  device->backend->store_write (net->store, P2P_STORE_VALUE, net->params->n - 1, values);
  g_assert_true (p2p_model_save (net, path, NULL, &error));
  p2p_net_free (net);
  p2p_device_close (device);
  g_autoptr (GstBus) bus = gst_bus_new ();
  GstElement *core = gst_element_factory_make ("p2pinfercore", NULL);
  gst_element_set_bus (core, bus);
  g_object_set (core, "backend", "ref", "threads", 1, "model", path, NULL);
  g_assert_cmpint (gst_element_set_state (core, GST_STATE_PAUSED), !=, GST_STATE_CHANGE_FAILURE);
  g_autoptr (GstMessage) message = gst_bus_pop_filtered (bus, GST_MESSAGE_WARNING);
  g_assert_nonnull (message);
  g_clear_error (&error);
  gst_message_parse_warning (message, &error, NULL);
  g_assert_nonnull (strstr (error->message, path));
  g_assert_nonnull (strstr (error->message, name));
  g_assert_null (gst_bus_pop_filtered (bus, GST_MESSAGE_WARNING));
  gst_element_set_state (core, GST_STATE_NULL);
  gst_element_set_bus (core, NULL);
  gst_object_unref (core);
  g_unlink (path);
}

/* Two networks that need other multiples: what both divide. */
static void
test_multiples (void)
{
  g_autofree char *model = in_folder ("there"), *then = in_folder ("resnet");
  g_autoptr (GError) error = NULL;
  const P2pTranslatorOptions options = { .backend = "ref", .threads = 1, .then = then };
  g_autoptr (P2pTranslator) t = p2p_translator_new (model, &options, &error);
  g_assert_no_error (error);
  guint8 rgb[3 * 70 * 10], out[3 * 70 * 10] = { 0 }, again[3 * 70 * 10] = { 0 };
  for (guint i = 0; i < sizeof rgb; i++)
    rgb[i] = pixel ((int) i);
  g_assert_true (p2p_translator_prepare (t, 70, 10, &error));
  const P2pPicture from = p2p_picture_of_rgb (rgb, 210, 70, 10);
  P2pPicture first = p2p_picture_of_rgb (out, 210, 70, 10);
  P2pPicture second = p2p_picture_of_rgb (again, 210, 70, 10);
  p2p_translator_run (t, &from, &first, 0);
  p2p_translator_run (t, &from, &second, 0);
  g_assert_cmpmem (out, sizeof out, again, sizeof again);
  g_assert_nonnull (strstr (p2p_translator_describe (t), "unet_64 then resnet_6blocks, "));
}

/* Only live input is answered for with a run before the first picture; for other input the first
 * picture is the first run, and no other counts. */
static void
test_warm_up (void)
{
  static const char caps[] = "video/x-raw,format=RGB,width=%d,height=%d,framerate=30/1";
  GstHarness *h = open_core ("there", "", "fake");
  g_autoptr (GstStructure) stats = NULL;
  double average = 0, last = -1;
  gst_harness_set_live (h, FALSE);
  for (int size = 2 * W; size >= W; size -= W) { /* a new size each time */
    g_autofree char *text = g_strdup_printf (caps, size, size);
    gst_harness_set_src_caps_str (h, text);
  }
  gst_buffer_unref (push (h));
  g_object_get (h->element, "stats", &stats, NULL);
  g_assert_true (gst_structure_get (stats, "average-ms", G_TYPE_DOUBLE, &average, "last-ms",
      G_TYPE_DOUBLE, &last, NULL));
  g_assert_cmpfloat (last, >, 0);
  g_assert_cmpfloat (average, ==, last);
  gst_harness_teardown (h);
}

/* The lines of one field are white, those of the other black: what is translated shows one of them,
 * and as many frames as there were. */
static void
test_interlaced (void)
{
#define COMB 32
  g_autoptr (GstElement) pipeline =
      gst_parse_launch ("appsrc name=source format=time "
                        "caps=video/x-raw,format=RGB,width=32,height=32,"
                        "framerate=25/1,interlace-mode=interleaved ! p2pinfer output=input ! "
                        "video/x-raw,format=RGB ! appsink name=sink sync=false",
          NULL);
  g_autoptr (GstElement) source = gst_bin_get_by_name (GST_BIN (pipeline), "source");
  g_autoptr (GstElement) sink = gst_bin_get_by_name (GST_BIN (pipeline), "sink");
  gst_element_set_state (pipeline, GST_STATE_PLAYING);
  for (guint i = 0; i < 8; i++) {
    GstBuffer *buffer = gst_buffer_new_allocate (NULL, 3 * COMB * COMB, NULL);
    for (gsize y = 0; y < COMB; y++)
      gst_buffer_memset (buffer, 3 * COMB * y, y % 2 ? 0 : 255, 3 * COMB);
    GST_BUFFER_PTS (buffer) = i * GST_SECOND / 25;
    GST_BUFFER_DURATION (buffer) = GST_SECOND / 25;
    GST_BUFFER_FLAG_SET (buffer, GST_VIDEO_BUFFER_FLAG_INTERLACED | GST_VIDEO_BUFFER_FLAG_TFF);
    g_assert_cmpint (gst_app_src_push_buffer (GST_APP_SRC (source), buffer), ==, GST_FLOW_OK);
  }
  gst_app_src_end_of_stream (GST_APP_SRC (source));
  guint n = 0;
  for (;; n++) {
    g_autoptr (GstSample) sample = gst_app_sink_pull_sample (GST_APP_SINK (sink));
    guint8 lines[2][3];
    if (!sample)
      break;
    for (gsize y = 0; y < 2; y++)
      gst_buffer_extract (gst_sample_get_buffer (sample), 3 * COMB * (COMB / 2 + y), lines[y], 3);
    g_assert_cmpmem (lines[0], 3, lines[1], 3);
  }
  g_assert_cmpuint (n, ==, 8);
  gst_element_set_state (pipeline, GST_STATE_NULL);
}

int
main (int argc, char **argv)
{
  static const char *const names[] = { "there", "back", "to-grey", "from-grey", "colours",
    "from-colours", "to-many", "resnet" };
  static const int channels[][2] = { { 3, 3 }, { 3, 3 }, { 3, 1 }, { 1, 3 }, { 1, 2 }, { 2, 3 },
    { 3, 2 }, { 3, 3 } };
  gst_init (&argc, &argv);
  g_test_init (&argc, &argv, NULL);
  folder = g_dir_make_tmp ("p2p-colour-XXXXXX", NULL);
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    make_model (names[i], g_str_equal (names[i], "resnet") ? "resnet_6blocks" : "unet_64",
        channels[i][0], channels[i][1], i + 1);
  g_test_add_func ("/colour/then", test_then);
  g_test_add_func ("/colour/then-grey", test_then_grey);
  g_test_add_func ("/colour/lab", test_lab);
  g_test_add_func ("/colour/real", test_real);
  g_test_add_func ("/colour/errors", test_errors);
  g_test_add_func ("/colour/interlaced", test_interlaced);
  g_test_add_func ("/colour/network", test_network);
  g_test_add_func ("/colour/broken", test_broken);
  g_test_add_func ("/colour/multiples", test_multiples);
  g_test_add_func ("/colour/warm-up", test_warm_up);
  const int status = g_test_run ();
  for (guint i = 0; i < G_N_ELEMENTS (names); i++) {
    g_autofree char *path = in_folder (names[i]);
    g_unlink (path);
  }
  g_rmdir (folder);
  g_free (folder);
  gst_deinit (); /* the leaks tracer reports here */
  return status;
}
