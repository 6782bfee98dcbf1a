/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "data/colours.h"

#include <math.h>

/* sRGB's primaries to CIE XYZ under D65, and the white they give together. */
static const double to_xyz[3][3] = { { 0.412453, 0.357580, 0.180423 },
  { 0.212671, 0.715160, 0.072169 }, { 0.019334, 0.119193, 0.950227 } };
static const double white[3] = { 0.95047, 1.0, 1.08883 };

int
p2p_colours_channels (P2pColours colours)
{
  static const int channels[] = { [P2P_COLOURS_RGB] = 3,
    [P2P_COLOURS_GREY] = 1,
    [P2P_COLOURS_LIGHTNESS] = 1,
    [P2P_COLOURS_AB] = 2 };
  return channels[colours];
}

static double
linear_of (guint8 byte)
{
  const double v = byte / 255.0;
  return v > 0.04045 ? pow ((v + 0.055) / 1.055, 2.4) : v / 12.92;
}

static double
compress (double t)
{
  return t > 0.008856 ? cbrt (t) : 7.787 * t + 16.0 / 116.0;
}

static void
to_lab (const guint8 *rgb, const double linear[256], double lab[3])
{
  double f[3];
  for (int i = 0; i < 3; i++)
    f[i] = compress ((to_xyz[i][0] * linear[rgb[0]] + to_xyz[i][1] * linear[rgb[1]]
                         + to_xyz[i][2] * linear[rgb[2]])
                     / white[i]);
  lab[0] = 116.0 * f[1] - 16.0;
  lab[1] = 500.0 * (f[0] - f[1]);
  lab[2] = 200.0 * (f[1] - f[2]);
}

static void
read_lab (gboolean lightness, const guint8 *rgb, int stride, int width, int height, float *planes)
{
  const gsize plane = (gsize) width * height;
  double linear[256], lab[3];
  for (int i = 0; i < 256; i++)
    linear[i] = linear_of ((guint8) i);
  for (int y = 0; y < height; y++)
    for (int x = 0; x < width; x++) {
      float *at = planes + (gsize) y * width + x;
      to_lab (rgb + (gsize) y * stride + 3 * (gsize) x, linear, lab);
      if (lightness) {
        at[0] = (float) lab[0] / 50.0f - 1.0f;
      } else {
        at[0] = (float) lab[1] / 110.0f;
        at[plane] = (float) lab[2] / 110.0f;
      }
    }
}

void
p2p_colours_read (P2pColours colours, const guint8 *rgb, int stride, int width, int height,
    float *planes)
{
  if (colours == P2P_COLOURS_RGB || colours == P2P_COLOURS_GREY)
    p2p_pixels_to_planes (rgb, stride, width, height, p2p_colours_channels (colours), planes);
  else
    read_lab (colours == P2P_COLOURS_LIGHTNESS, rgb, stride, width, height, planes);
}

static gsize
samples_of (const P2pPicture *picture)
{
  return (gsize) picture->channels * (gsize) picture->height * (gsize) picture->width;
}

void
p2p_picture_to_network (const P2pPicture *picture, P2pColours colours, float *planes)
{
  const gsize n = samples_of (picture);
  if (picture->format == P2P_FORMAT_RGB)
    p2p_colours_read (colours, picture->data, picture->stride, picture->width, picture->height,
        planes);
  else
    for (gsize i = 0; i < n; i++)
      planes[i] = picture->planes[i] * 2.0f - 1.0f;
}

void
p2p_picture_from_network (const float *planes, int channels, P2pPicture *picture)
{
  const gsize n = samples_of (picture);
  if (picture->format == P2P_FORMAT_RGB)
    p2p_planes_to_pixels (planes, channels, picture->width, picture->height, picture->data,
        picture->stride);
  else
    for (gsize i = 0; i < n; i++)
      picture->planes[i] = (planes[i] + 1.0f) / 2.0f;
}

/* By cofactors. */
static void
invert (const double m[3][3], double inverse[3][3])
{
  double determinant = 0;
  for (int i = 0; i < 3; i++)
    for (int j = 0; j < 3; j++) {
      const int a = (i + 1) % 3, b = (i + 2) % 3, c = (j + 1) % 3, d = (j + 2) % 3;
      inverse[j][i] = m[a][c] * m[b][d] - m[a][d] * m[b][c];
    }
  for (int j = 0; j < 3; j++)
    determinant += m[0][j] * inverse[j][0];
  for (int i = 0; i < 3; i++)
    for (int j = 0; j < 3; j++)
      inverse[i][j] /= determinant;
}

static double
expand (double f)
{
  return f > 0.2068966 ? f * f * f : (f - 16.0 / 116.0) / 7.787;
}

static guint8
byte_of (double linear)
{
  const double v = linear > 0.0031308 ? 1.055 * pow (linear, 1 / 2.4) - 0.055 : 12.92 * linear;
  return (guint8) (CLAMP (v, 0.0, 1.0) * 255.0);
}

static void
from_lab (const double lab[3], const double to_rgb[3][3], guint8 *rgb)
{
  const double y = (lab[0] + 16.0) / 116.0, x = lab[1] / 500.0 + y;
  const double z = fmax (0.0, y - lab[2] / 200.0);
  const double xyz[3] = { expand (x) * white[0], expand (y) * white[1], expand (z) * white[2] };
  for (int i = 0; i < 3; i++)
    rgb[i] = byte_of (to_rgb[i][0] * xyz[0] + to_rgb[i][1] * xyz[1] + to_rgb[i][2] * xyz[2]);
}

void
p2p_lab_to_pixels (const float *lightness, const float *ab, int width, int height, guint8 *rgb,
    int stride)
{
  const gsize plane = (gsize) width * height;
  double to_rgb[3][3];
  invert (to_xyz, to_rgb);
  for (int y = 0; y < height; y++)
    for (int x = 0; x < width; x++) {
      const gsize at = (gsize) y * width + x;
      const double lab[3] = { (lightness[at] + 1.0f) * 50.0f, ab[at] * 110.0f,
        ab[plane + at] * 110.0f };
      from_lab (lab, to_rgb, rgb + (gsize) y * stride + 3 * (gsize) x);
    }
}
