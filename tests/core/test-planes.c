/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Claims: with --keep_depth every sample of a file arrives as it was written, 16 bit,
 * float, alpha, any number of channels; resizing gives Pillow's floats, bit for bit;
 * cropping past the edge gives 0; what is saved is read back the same. */

#include "built.h"
#include "data/colours.h"
#include "error.h"
#include "io/limits.h"
#include "rng.h"

#include <glib/gstdio.h>
#include <math.h>
#include <string.h>
#include <unistd.h>

static char *scratch; /* a folder of our own */

static char **
read_lines (const char *name)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "data", "pixels", name, NULL);
  g_autofree char *text = NULL;
  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  return g_strsplit (g_strchomp (text), "\n", 0);
}

static gsize
count_of (const P2pPicture *p)
{
  return (gsize) p->width * p->height * p->channels;
}

static char *
digest_of (const P2pPicture *p)
{
  return g_compute_checksum_for_data (G_CHECKSUM_SHA256, (const guint8 *) p->planes,
      count_of (p) * sizeof (float));
}

static void
assert_equal (const P2pPicture *a, const P2pPicture *b)
{
  g_assert_cmpint (a->width, ==, b->width);
  g_assert_cmpint (a->height, ==, b->height);
  g_assert_cmpint (a->channels, ==, b->channels);
  g_assert_cmpmem (a->planes, count_of (a) * sizeof (float), b->planes,
      count_of (b) * sizeof (float));
}

static void
fill_planes (P2pPicture *p, int width, int height, int channels)
{
  P2pRng rng;
  p2p_rng_init (&rng, 3, P2P_RNG_TEST, (guint64) channels);
  g_assert_true (p2p_picture_alloc (p, P2P_FORMAT_PLANES, width, height, channels, NULL));
  for (gsize i = 0; i < count_of (p); i++)
    p->planes[i] = (float) (p2p_rng_double (&rng) * 3.0 - 1.0);
}

static void
test_samples (void)
{
  g_auto (GStrv) lines = read_lines ("planes.txt");
  g_assert_cmpuint (g_strv_length (lines), >=, 35);
  for (int i = 0; lines[i]; i++) {
    g_auto (GStrv) words = g_strsplit (lines[i], " ", 6);
    if (!built_for (words[0]))
      continue;
    g_autofree char *path = g_test_build_filename (G_TEST_DIST, "data", "pixels", words[0], NULL);
    g_autofree char *digest = NULL;
    g_autofree guint8 *bytes = NULL;
    g_auto (P2pPicture) p = { 0 };
    g_autoptr (GError) error = NULL;
    P2pHeader header;
    gsize size;
    g_test_message ("%s", lines[i]);
    bytes = p2p_picture_read (path, &size, &error);
    g_assert_true (p2p_picture_probe (bytes, size, words[0], &p2p_read_planes, &header, &error));
    g_assert_true (p2p_picture_load (path, &p2p_read_planes, &p, &error));
    g_assert_no_error (error);
    g_assert_cmpint (p.width, ==, atoi (words[1]));
    g_assert_cmpint (p.height, ==, atoi (words[2]));
    g_assert_cmpint (p.channels, ==, atoi (words[3]));
    g_assert_cmpint (p.depth, ==, atoi (words[4]));
    g_assert_true (
        header.width == p.width && header.height == p.height && header.channels == p.channels);
    digest = digest_of (&p);
    g_assert_cmpstr (digest, ==, words[5]);
  }
}

/* Pictures of 8 bits hold the same as their RGB bytes. */
static void
test_same_as_picture (void)
{
  static const char *const names[] = { "rgb-420.jpg", "cmyk.jpg", "grey.jpg", "palette-4.png",
    "palette-8-clear.png", "rgb-8-clear.png", "rgb-alpha-8.png", "rgb-565.bmp", "rle-8.bmp",
    "palette-4.bmp", "packed-jpeg.tif", "cmyk.tif", "rgb-turned-6.tif", "p6-255.ppm" };
  for (guint i = 0; i < G_N_ELEMENTS (names); i++) {
    g_autofree char *path = g_test_build_filename (G_TEST_DIST, "data", "pixels", names[i], NULL);
    g_auto (P2pPicture) rgb = { 0 };
    g_auto (P2pPicture) p = { 0 };
    g_test_message ("%s", names[i]);
    g_assert_true (p2p_picture_load (path, &p2p_read_rgb, &rgb, NULL));
    g_assert_true (p2p_picture_load (path, &p2p_read_planes, &p, NULL));
    g_assert_cmpint (p.width, ==, rgb.width);
    g_assert_cmpint (p.height, ==, rgb.height);
    for (int c = 0; c < MIN (p.channels, 3); c++)
      for (int at = 0; at < p.width * p.height; at++)
        g_assert_cmpfloat (p.planes[(gsize) c * p.width * p.height + at], ==,
            (float) rgb.data[3 * at + c] / 255.0f);
  }
}

static void
test_too_deep_for_rgb (void)
{
  static const char *const names[] = { "deep-5.tif", "deep-f64.tif", "deep-u32.tif" };
  for (guint i = 0; i < G_N_ELEMENTS (names); i++) {
    g_autofree char *path = g_test_build_filename (G_TEST_DIST, "data", "pixels", names[i], NULL);
    g_autoptr (GError) error = NULL;
    P2pPicture rgb;
    g_assert_false (p2p_picture_load (path, &p2p_read_rgb, &rgb, &error));
    g_assert_error (error, P2P_ERROR, P2P_ERROR_DATA);
    g_assert_nonnull (strstr (error->message, "--keep_depth"));
    g_assert_nonnull (strstr (error->message, names[i]));
  }
}

static void
check_resize (const char *line)
{
  g_auto (GStrv) words = g_strsplit (line, " ", 7);
  const int w = atoi (words[0]), h = atoi (words[1]);
  guint32 seed = (guint32) (w * 1000 + h);
  g_auto (P2pPicture) src = { 0 }, dst = { 0 };
  g_autofree char *first = NULL, *second = NULL;
  g_assert_true (p2p_picture_alloc (&src, P2P_FORMAT_PLANES, w, h, 2, NULL));
  for (int i = 0; i < w * h; i++) { /* as in data/make-pixels.py; both channels alike */
    seed = seed * 1664525u + 1013904223u;
    src.planes[i] = src.planes[w * h + i] = (float) (((int) (seed >> 24) - 99) / 7.0);
  }
  g_test_message ("%s", line);
  g_assert_true (
      p2p_picture_alloc (&dst, P2P_FORMAT_PLANES, atoi (words[2]), atoi (words[3]), 2, NULL));
  g_assert_true (p2p_picture_resize (&src, &dst, NULL));
  dst.channels = 1;
  first = digest_of (&dst);
  g_assert_cmpstr (first, ==, words[6]);
  memmove (dst.planes, dst.planes + (gsize) dst.width * dst.height,
      count_of (&dst) * sizeof (float));
  second = digest_of (&dst);
  g_assert_cmpstr (second, ==, words[6]);
}

static void
test_resize (void)
{
  g_auto (GStrv) lines = read_lines ("resize-f.txt");
  g_assert_cmpuint (g_strv_length (lines), >=, 14);
  for (int i = 0; lines[i]; i++)
    check_resize (lines[i]);
}

static void
check_crop (int x, int y, int width, int height, gboolean flip)
{
  g_auto (P2pPicture) src = { 0 }, dst = { 0 };
  fill_planes (&src, 11, 7, 3);
  g_assert_true (p2p_picture_alloc (&dst, P2P_FORMAT_PLANES, width, height, 3, NULL));
  p2p_picture_crop_flip (&src, x, y, flip, &dst);
  for (int c = 0; c < 3; c++)
    for (int i = 0; i < width * height; i++) {
      const gint64 sx = (gint64) x + (flip ? width - 1 - i % width : i % width);
      const gint64 sy = (gint64) y + i / width;
      const gboolean inside = sx >= 0 && sx < 11 && sy >= 0 && sy < 7;
      g_assert_cmpfloat (dst.planes[c * width * height + i], ==,
          inside ? src.planes[c * 77 + sy * 11 + sx] : 0.0f);
    }
}

static void
test_crop (void)
{
  for (int flip = 0; flip <= 1; flip++) {
    check_crop (0, 0, 11, 7, flip);
    check_crop (3, 2, 5, 4, flip);
    check_crop (8, 5, 6, 6, flip);
    check_crop (-4, -4, 30, 20, flip);
    check_crop (50, 1, 3, 3, flip);
    check_crop (-50, 100, 3, 3, flip);
    check_crop (G_MAXINT, G_MININT, 3, 3, flip);
  }
}

/* Bytes give the network the same numbers on both roads. */
static void
test_network (void)
{
  guint8 rgb[256 * 3];
  float by_bytes[256 * 3], by_planes[256 * 3];
  for (int i = 0; i < 256 * 3; i++) {
    rgb[i] = (guint8) (i / 3);
    by_planes[i] = (float) (i % 256) / 255.0f;
  }
  p2p_pixels_to_planes (rgb, sizeof rgb, 256, 1, 3, by_bytes);
  P2pPicture picture = p2p_picture_of_planes (by_planes, 256, 1, 3);
  p2p_picture_to_network (&picture, P2P_COLOURS_RGB, by_planes);
  g_assert_cmpmem (by_bytes, sizeof by_bytes, by_planes, sizeof by_planes);
  p2p_picture_from_network (by_planes, 3, &picture);
  for (int i = 0; i < 256 * 3; i++)
    g_assert_cmpfloat (fabsf (by_planes[i] - (float) (i % 256) / 255.0f), <, 1e-7f);
}

static char *
scratch_path (const char *name)
{
  return g_build_filename (scratch, name, NULL);
}

static void
check_saved_tiff (int channels, const char *name)
{
  g_autofree char *path = scratch_path (name);
  g_auto (P2pPicture) a = { 0 }, b = { 0 };
  g_autoptr (GError) error = NULL;
  fill_planes (&a, 37, 29, channels);
  a.planes[5] = -0.0f;
  a.planes[6] = NAN;
  a.planes[7] = 1e30f;
  g_assert_true (p2p_picture_save (&a, path, &error));
  g_assert_true (p2p_picture_load (path, &p2p_read_planes, &b, &error));
  g_assert_no_error (error);
  g_assert_cmpint (b.depth, ==, 32);
  assert_equal (&a, &b);
  g_unlink (path);
}

static void
check_saved_png (int channels)
{
  g_autofree char *path = scratch_path ("saved.png");
  g_auto (P2pPicture) a = { 0 }, b = { 0 };
  fill_planes (&a, 37, 29, channels);
  a.planes[6] = NAN;
  g_assert_true (p2p_picture_save (&a, path, NULL));
  g_assert_true (p2p_picture_load (path, &p2p_read_planes, &b, NULL));
  g_assert_cmpint (b.channels, ==, channels);
  g_assert_cmpint (b.depth, ==, 16);
  for (gsize i = 0; i < count_of (&a); i++) {
    const float v = i == 6 ? 0.0f : CLAMP (a.planes[i], 0.0f, 1.0f);
    g_assert_cmpfloat (b.planes[i], ==, (float) floor ((double) v * 65535.0 + 0.5) / 65535.0f);
  }
  g_unlink (path);
}

/* Every 16 bit number survives: file, planes, network's numbers, planes, file. */
static void
test_all_words (void)
{
  g_autofree char *first = scratch_path ("first.png"), *second = scratch_path ("second.png");
  g_auto (P2pPicture) a = { 0 }, b = { 0 }, c = { 0 };
  g_assert_true (p2p_picture_alloc (&a, P2P_FORMAT_PLANES, 256, 256, 1, NULL));
  for (int i = 0; i < 65536; i++)
    a.planes[i] = (float) i / 65535.0f;
  g_assert_true (p2p_picture_save (&a, first, NULL));
  g_assert_true (p2p_picture_load (first, &p2p_read_planes, &b, NULL));
  assert_equal (&a, &b);
  p2p_picture_to_network (&b, P2P_COLOURS_RGB, b.planes);
  p2p_picture_from_network (b.planes, 1, &b);
  g_assert_true (p2p_picture_save (&b, second, NULL));
  g_assert_true (p2p_picture_load (second, &p2p_read_planes, &c, NULL));
  assert_equal (&a, &c);
  g_unlink (first);
  g_unlink (second);
}

static void
test_save (void)
{
  g_autofree char *nowhere = g_build_filename (scratch, "no", "such.tif", NULL);
  g_autoptr (GError) error = NULL;
  g_auto (P2pPicture) p = { 0 };
  for (int channels = 1; channels <= 4; channels++) {
    check_saved_png (channels);
    check_saved_tiff (channels, "saved.TIFF");
  }
  check_saved_tiff (5, "saved.tif");
  check_saved_tiff (200, "saved");
  g_assert_cmpstr (p2p_picture_ending (4), ==, ".png");
  g_assert_cmpstr (p2p_picture_ending (5), ==, ".tif");
  fill_planes (&p, 3, 3, 5);
  g_assert_false (p2p_picture_save (&p, nowhere, &error));
  g_assert_error (error, P2P_ERROR, P2P_ERROR_CREATE);
}

static void
test_limits (void)
{
  static const int wrong[][3] = { { P2P_LIMIT_PICTURE_SIDE + 1, 1, 1 },
    { 1, 1, P2P_LIMIT_PICTURE_CHANNELS + 1 }, { 32769, 32768, 1 }, { 4097, 4096, 256 }, { 5, 5, 0 },
    { 5, 0, 5 }, { 5, 5, -1 }, { G_MAXINT, G_MAXINT, G_MAXINT } };
  P2pPicture p;
  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++) {
    g_autoptr (GError) error = NULL;
    g_assert_false (
        p2p_picture_alloc (&p, P2P_FORMAT_PLANES, wrong[i][0], wrong[i][1], wrong[i][2], &error));
    g_assert_error (error, P2P_ERROR, P2P_ERROR_DATA);
    g_assert_null (p.planes);
  }
  for (int less = 0; less <= 1; less++) {
    g_assert_true (p2p_picture_alloc (&p, P2P_FORMAT_PLANES, 4096 - less, 4096, 4, NULL));
    p2p_picture_clear (&p);
    g_assert_true (
        p2p_picture_alloc (&p, P2P_FORMAT_PLANES, 2, 2, P2P_LIMIT_PICTURE_CHANNELS - less, NULL));
    p2p_picture_clear (&p);
  }
}

int
main (int argc, char **argv)
{
  int result;
  g_test_init (&argc, &argv, NULL);
  scratch = g_dir_make_tmp ("p2p-planes-XXXXXX", NULL);
  g_test_add_func ("/planes/samples", test_samples);
  g_test_add_func ("/planes/same-as-picture", test_same_as_picture);
  g_test_add_func ("/planes/too-deep-for-rgb", test_too_deep_for_rgb);
  g_test_add_func ("/planes/resize", test_resize);
  g_test_add_func ("/planes/crop", test_crop);
  g_test_add_func ("/planes/network", test_network);
  g_test_add_func ("/planes/save", test_save);
  g_test_add_func ("/planes/all-words", test_all_words);
  g_test_add_func ("/planes/limits", test_limits);
  result = g_test_run ();
  g_assert_cmpint (g_rmdir (scratch), ==, 0);
  g_free (scratch);
  return result;
}
