/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Claims: resizing gives Pillow's bytes at every shape, grey and colour, and
 * respects strides; cropping past the edge gives black; bytes become floats and
 * bytes again by exactly the reference's float32 steps. */

#include "data/resize.h"
#include "rng.h"

#include <math.h>
#include <string.h>

/* As in data/making/common.py. */
static guint8 *
draws (guint32 seed, gsize n, gboolean hard)
{
  guint8 *out = g_malloc (n);
  for (gsize i = 0; i < n; i++) {
    seed = seed * 1664525u + 1013904223u;
    out[i] = (guint8) (seed >> 24);
    if (hard)
      out[i] = out[i] > 127 ? 255 : 0;
  }
  return out;
}

static void
check_line (const char *line)
{
  g_auto (GStrv) words = g_strsplit (line, " ", 7);
  const int w = atoi (words[0]), h = atoi (words[1]), to_w = atoi (words[2]);
  const int to_h = atoi (words[3]), channels = atoi (words[4]);
  const gsize size = (gsize) to_w * to_h * channels;
  g_autofree guint8 *src =
      draws ((guint32) (w * 1000 + h), (gsize) w * h * channels, strcmp (words[5], "hard") == 0);
  g_autofree guint8 *dst = g_malloc (size);
  g_autofree char *digest = NULL;
  g_test_message ("%s", line);
  g_assert_true (p2p_resize_bicubic (src, w, h, w * channels, dst, to_w, to_h, to_w * channels,
      channels, NULL));
  digest = g_compute_checksum_for_data (G_CHECKSUM_SHA256, dst, size);
  g_assert_cmpstr (digest, ==, words[6]);
}

static void
test_same_as_pillow (void)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "data", "pixels", "resize.txt", NULL);
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;
  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  lines = g_strsplit (g_strchomp (text), "\n", 0);
  g_assert_cmpuint (g_strv_length (lines), >=, 40);
  for (int i = 0; lines[i]; i++)
    check_line (lines[i]);
}

/* Every channel count, in rows with room to spare, equals one channel at a time. */
static void
test_strides (void)
{
  enum
  {
    W = 19,
    H = 23,
    TO_W = 27,
    TO_H = 15,
    PAD = 5
  };
  for (int channels = 1; channels <= 4; channels++) {
    const int stride = W * channels + PAD, to_stride = TO_W * channels + PAD;
    g_autofree guint8 *src = draws (3, (gsize) stride * H, FALSE);
    g_autofree guint8 *dst = g_malloc0 ((gsize) to_stride * TO_H);
    g_assert_true (
        p2p_resize_bicubic (src, W, H, stride, dst, TO_W, TO_H, to_stride, channels, NULL));
    for (int c = 0; c < channels; c++) {
      guint8 one[W * H], small[TO_W * TO_H];
      for (int i = 0; i < W * H; i++)
        one[i] = src[i / W * stride + i % W * channels + c];
      g_assert_true (p2p_resize_bicubic (one, W, H, W, small, TO_W, TO_H, TO_W, 1, NULL));
      for (int i = 0; i < TO_W * TO_H; i++)
        g_assert_cmpint (dst[i / TO_W * to_stride + i % TO_W * channels + c], ==, small[i]);
    }
    for (int i = 0; i < to_stride * TO_H; i++)
      if (i % to_stride >= TO_W * channels)
        g_assert_cmpint (dst[i], ==, 0);
  }
}

static void
check_crop (int x, int y, int width, int height, gboolean flip)
{
  enum
  {
    W = 11,
    H = 7,
    STRIDE = W * 3 + 2
  };
  g_autofree guint8 *src = draws (9, STRIDE * H, FALSE);
  const int stride = width * 3 + 4;
  g_autofree guint8 *dst = g_malloc ((gsize) stride * height);
  memset (dst, 77, (gsize) stride * height);
  const P2pPicture from = p2p_picture_of_rgb (src, STRIDE, W, H);
  P2pPicture to = p2p_picture_of_rgb (dst, stride, width, height);
  p2p_picture_crop_flip (&from, x, y, flip, &to);
  for (int row = 0; row < height; row++) {
    for (int i = 0; i < width; i++) {
      const gint64 sx = (gint64) x + (flip ? width - 1 - i : i), sy = (gint64) y + row;
      const gboolean inside = sx >= 0 && sx < W && sy >= 0 && sy < H;
      for (int c = 0; c < 3; c++)
        g_assert_cmpint (dst[row * stride + i * 3 + c], ==,
            inside ? src[sy * STRIDE + sx * 3 + c] : 0);
    }
    for (int i = width * 3; i < stride; i++)
      g_assert_cmpint (dst[row * stride + i], ==, 77);
  }
}

static void
test_crop (void)
{
  for (int flip = 0; flip <= 1; flip++) {
    check_crop (0, 0, 11, 7, flip);
    check_crop (3, 2, 5, 4, flip);
    check_crop (8, 5, 6, 6, flip);
    check_crop (-2, -3, 5, 5, flip);
    check_crop (-4, -4, 30, 20, flip);
    check_crop (50, 1, 3, 3, flip);
    check_crop (-50, 1, 3, 3, flip);
    check_crop (1, 100, 3, 3, flip);
    check_crop (G_MAXINT, G_MININT, 3, 3, flip);
  }
}

static void
test_to_planes (void)
{
  enum
  {
    W = 150,
    H = 5,
    STRIDE = W * 3 + 7
  };
  g_autofree guint8 *rgb = draws (4, STRIDE * H, FALSE);
  g_autofree float *planes = g_new (float, W *H * 3), *grey = g_new (float, W *H);
  p2p_pixels_to_planes (rgb, STRIDE, W, H, 3, planes);
  p2p_pixels_to_planes (rgb, STRIDE, W, H, 1, grey);
  for (int i = 0; i < W * H; i++) {
    const guint8 *p = rgb + i / W * STRIDE + i % W * 3;
    volatile float unit, centred;
    for (int c = 0; c < 3; c++) {
      unit = (float) p[c] / 255.0f;
      centred = unit - 0.5f;
      g_assert_cmpfloat (planes[c * W * H + i], ==, centred / 0.5f);
    }
    unit = (float) ((19595 * p[0] + 38470 * p[1] + 7471 * p[2] + 32768) >> 16) / 255.0f;
    centred = unit - 0.5f;
    g_assert_cmpfloat (grey[i], ==, centred / 0.5f);
  }
}

/* The reference cuts off: a byte of 1 to 63 comes back one less. */
static void
test_round_trip (void)
{
  guint8 rgb[256 * 3], back[256 * 3];
  float planes[256 * 3];
  for (int i = 0; i < 256 * 3; i++)
    rgb[i] = (guint8) (i / 3);
  p2p_pixels_to_planes (rgb, sizeof rgb, 256, 1, 3, planes);
  p2p_planes_to_pixels (planes, 3, 256, 1, back, sizeof back);
  for (int i = 0; i < 256 * 3; i++)
    g_assert_cmpint (back[i], ==, rgb[i] >= 1 && rgb[i] <= 63 ? rgb[i] - 1 : rgb[i]);
}

static void
test_to_pixels (void)
{
  enum
  {
    W = 131,
    H = 3,
    STRIDE = W * 3 + 1
  };
  g_autofree float *planes = g_new (float, W *H * 3);
  g_autofree guint8 *rgb = g_malloc0 (STRIDE * H), *grey = g_malloc0 (STRIDE * H);
  const float odd[] = { NAN, INFINITY, -INFINITY, -1.0f, 1.0f, 0.0f, 0.9999f, -1.5f, 3.0f, 1e30f };
  const guint8 expected[] = { 0, 255, 0, 0, 255, 127, 254, 0, 255, 255 };
  P2pRng rng;
  p2p_rng_init (&rng, 2, P2P_RNG_TEST, 0);
  for (int i = 0; i < W * H * 3; i++)
    planes[i] = (float) (p2p_rng_double (&rng) * 2.2 - 1.1);
  memcpy (planes, odd, sizeof odd);
  p2p_planes_to_pixels (planes, 3, W, H, rgb, STRIDE);
  p2p_planes_to_pixels (planes, 1, W, H, grey, STRIDE);
  for (guint i = 0; i < G_N_ELEMENTS (odd); i++)
    g_assert_cmpint (rgb[3 * i], ==, expected[i]);
  for (int i = 0; i < W * H; i++)
    for (int c = 0; c < 3; c++) {
      const int at = i / W * STRIDE + i % W * 3;
      const float v = planes[c * W * H + i];
      volatile float up = v + 1.0f, half = up / 2.0f, scaled = half * 255.0f;
      if (v == v)
        g_assert_cmpint (rgb[at + c], ==, (int) CLAMP (scaled, 0.0f, 255.0f));
      g_assert_cmpint (grey[at + c], ==, rgb[at]);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/resize/same-as-pillow", test_same_as_pillow);
  g_test_add_func ("/resize/strides", test_strides);
  g_test_add_func ("/resize/crop", test_crop);
  g_test_add_func ("/resize/to-planes", test_to_planes);
  g_test_add_func ("/resize/round-trip", test_round_trip);
  g_test_add_func ("/resize/to-pixels", test_to_pixels);
  return g_test_run ();
}
