/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Claim: Lab is scikit-image's. The numbers below come from its formulas written
 * down a second time in another language; a picture that goes there and back
 * changes by at most 1. */

#include <math.h>
#include <stdlib.h>
#include "data/colours.h"

static const struct
{
  guint8 rgb[3];
  float lab[3]; /* L / 50 - 1, a / 110, b / 110 */
} forth[] = {
  { { 0, 0, 0 }, { -1.0000000f, 0.0000000f, 0.0000000f } },
  { { 255, 255, 255 }, { 1.0000000f, -0.0000223f, 0.0000423f } },
  { { 255, 0, 0 }, { 0.0648118f, 0.7281119f, 0.6109341f } },
  { { 0, 255, 0 }, { 0.7547020f, -0.7834821f, 0.7561791f } },
  { { 0, 0, 255 }, { -0.3540865f, 0.7198690f, -0.9805209f } },
  { { 128, 128, 128 }, { 0.0717003f, -0.0000134f, 0.0000254f } },
  { { 1, 2, 3 }, { -0.9898035f, -0.0011135f, -0.0042772f } },
  { { 10, 11, 12 }, { -0.9403077f, -0.0010655f, -0.0045956f } },
  { { 200, 100, 50 }, { 0.0725902f, 0.3300469f, 0.4125497f } },
  { { 17, 170, 221 }, { 0.3006040f, -0.1633155f, -0.3249452f } },
  { { 255, 255, 0 }, { 0.9427901f, -0.1959516f, 0.8588920f } },
  { { 90, 20, 130 }, { -0.5081147f, 0.4415799f, -0.4223659f } },
};

static const struct
{
  float lab[3];
  guint8 rgb[3];
} back[] = {
  { { 0, 0, 0 }, { 118, 118, 118 } },
  { { 0.5f, 0.3f, -0.4f }, { 203, 166, 255 } },
  { { -0.6f, -0.2f, 0.25f }, { 25, 55, 0 } },
  { { 0.9f, 1, 1 }, { 255, 106, 0 } },
  { { -0.95f, -1, -1 }, { 0, 59, 171 } },
  { { 0.2f, -0.7f, 0.6f }, { 0, 172, 0 } },
  { { -1, 0, 0 }, { 0, 0, 0 } },
  { { 1, 0, 0 }, { 255, 254, 255 } },
};

static void
test_forth (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (forth); i++) {
    float lab[3];
    p2p_colours_read (P2P_COLOURS_LIGHTNESS, forth[i].rgb, 3, 1, 1, lab);
    p2p_colours_read (P2P_COLOURS_AB, forth[i].rgb, 3, 1, 1, lab + 1);
    for (int k = 0; k < 3; k++)
      g_assert_cmpfloat_with_epsilon (lab[k], forth[i].lab[k], 3e-7f);
  }
}

static void
test_back (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (back); i++) {
    guint8 rgb[3];
    p2p_lab_to_pixels (back[i].lab, back[i].lab + 1, 1, 1, rgb, 3);
    for (int k = 0; k < 3; k++)
      g_assert_cmpint (rgb[k], ==, back[i].rgb[k]);
  }
}

/* Every colour with channels in steps of 5, in rows that are longer than the picture. */
static void
test_there_and_back (void)
{
  enum
  {
    LEVELS = 52,
    WIDTH = LEVELS,
    HEIGHT = LEVELS * LEVELS,
    STRIDE = 3 * WIDTH + 7
  };
  g_autofree guint8 *rgb = g_new0 (guint8, STRIDE * HEIGHT);
  g_autofree guint8 *again = g_new0 (guint8, STRIDE * HEIGHT);
  g_autofree float *l = g_new (float, WIDTH *HEIGHT), *ab = g_new (float, 2 * WIDTH * HEIGHT);
  for (int y = 0; y < HEIGHT; y++)
    for (int x = 0; x < WIDTH; x++) {
      guint8 *at = rgb + y * STRIDE + 3 * x;
      at[0] = (guint8) (5 * x);
      at[1] = (guint8) (5 * (y % LEVELS));
      at[2] = (guint8) (5 * (y / LEVELS));
    }
  p2p_colours_read (P2P_COLOURS_LIGHTNESS, rgb, STRIDE, WIDTH, HEIGHT, l);
  p2p_colours_read (P2P_COLOURS_AB, rgb, STRIDE, WIDTH, HEIGHT, ab);
  p2p_lab_to_pixels (l, ab, WIDTH, HEIGHT, again, STRIDE);
  int changed = 0;
  for (int i = 0; i < STRIDE * HEIGHT; i++) {
    g_assert_cmpint (abs (rgb[i] - again[i]), <=, 1);
    changed += rgb[i] != again[i];
  }
  g_test_message ("%d of %d numbers are one less than before", changed, 3 * WIDTH * HEIGHT);
}

static void
test_channels (void)
{
  g_assert_cmpint (p2p_colours_channels (P2P_COLOURS_RGB), ==, 3);
  g_assert_cmpint (p2p_colours_channels (P2P_COLOURS_GREY), ==, 1);
  g_assert_cmpint (p2p_colours_channels (P2P_COLOURS_LIGHTNESS), ==, 1);
  g_assert_cmpint (p2p_colours_channels (P2P_COLOURS_AB), ==, 2);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/colours/forth", test_forth);
  g_test_add_func ("/colours/back", test_back);
  g_test_add_func ("/colours/there-and-back", test_there_and_back);
  g_test_add_func ("/colours/channels", test_channels);
  return g_test_run ();
}
