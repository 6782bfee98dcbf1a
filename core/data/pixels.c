/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Rows are taken in blocks of constant length, which the compiler turns into
 * vector code; sorting bytes by channel is the only part left to single steps. */

#include "data/picture.h"

#include "clones.h"

#include <string.h>

#define BLOCK 64

static inline guint8
grey_of (const guint8 *rgb)
{
  return (guint8) ((19595u * rgb[0] + 38470u * rgb[1] + 7471u * rgb[2] + 32768u) >> 16);
}

gboolean
p2p_picture_has_colour (P2pFormat format, int channels)
{
  return format == P2P_FORMAT_RGB || channels == 3 || channels == 4;
}

static void
grey_from_planes (const P2pPicture *src, float *grey)
{
  const gsize plane = (gsize) src->width * src->height;
  const float *r = src->planes, *g = r + plane, *b = g + plane;
  for (gsize i = 0; i < plane; i++)
    grey[i] = (float) ((19595.0 * r[i] + 38470.0 * g[i] + 7471.0 * b[i]) / 65536.0);
}

void
p2p_picture_to_grey (const P2pPicture *src, P2pPicture *dst)
{
  if (src->format == P2P_FORMAT_PLANES) {
    grey_from_planes (src, dst->planes);
    return;
  }
  for (int y = 0; y < src->height; y++) {
    const guint8 *in = src->data + (gsize) y * src->stride;
    guint8 *out = dst->data + (gsize) y * dst->stride;
    for (int x = 0; x < src->width; x++, in += 3, out += 3)
      out[0] = out[1] = out[2] = grey_of (in);
  }
}

static inline __attribute__ ((always_inline)) void
bytes_to_floats (const guint8 *bytes, float *out, int n)
{
  for (int i = 0; i < n; i++)
    out[i] = ((float) bytes[i] / 255.0f - 0.5f) / 0.5f;
}

static inline __attribute__ ((always_inline)) void
floats_to_bytes (const float *in, guint8 *bytes)
{
  for (int i = 0; i < BLOCK; i++) {
    float v = (in[i] + 1.0f) / 2.0f * 255.0f;
    v = v > 0.0f ? v : 0.0f; /* also for NaN */
    v = v < 255.0f ? v : 255.0f;
    bytes[i] = (guint8) (gint32) v;
  }
}

/* N <= BLOCK pixels to their places in the planes. */
static inline __attribute__ ((always_inline)) void
block_to_planes (const guint8 *rgb, int n, int channels, float *planes, gsize plane)
{
  guint8 bytes[3][BLOCK];
  if (channels == 1)
    for (int i = 0; i < n; i++)
      bytes[0][i] = grey_of (rgb + 3 * i);
  else
    for (int i = 0; i < n; i++)
      for (int c = 0; c < 3; c++)
        bytes[c][i] = rgb[3 * i + c];
  for (int c = 0; c < channels; c++)
    if (n == BLOCK)
      bytes_to_floats (bytes[c], planes + c * plane, BLOCK);
    else
      bytes_to_floats (bytes[c], planes + c * plane, n);
}

P2P_CLONES void
p2p_pixels_to_planes (const guint8 *rgb, int stride, int width, int height, int channels,
    float *planes)
{
  const gsize plane = (gsize) width * height;
  for (int y = 0; y < height; y++)
    for (int x = 0; x < width; x += BLOCK)
      block_to_planes (rgb + (gsize) y * stride + (gsize) x * 3, MIN (BLOCK, width - x), channels,
          planes + (gsize) y * width + x, plane);
}

static inline __attribute__ ((always_inline)) void
block_to_pixels (const float *planes, gsize plane, int n, int channels, guint8 *rgb)
{
  float values[BLOCK] = { 0 };
  guint8 bytes[3][BLOCK];
  for (int c = 0; c < channels; c++) {
    const float *in = planes + c * plane;
    if (n < BLOCK)
      in = memcpy (values, in, (gsize) n * sizeof (float));
    floats_to_bytes (in, bytes[c]);
  }
  for (int i = 0; i < n; i++) {
    rgb[3 * i] = bytes[0][i];
    rgb[3 * i + 1] = bytes[channels == 3 ? 1 : 0][i];
    rgb[3 * i + 2] = bytes[channels == 3 ? 2 : 0][i];
  }
}

P2P_CLONES void
p2p_planes_to_pixels (const float *planes, int channels, int width, int height, guint8 *rgb,
    int stride)
{
  const gsize plane = (gsize) width * height;
  const int seen = channels < 3 ? 1 : 3;
  for (int y = 0; y < height; y++)
    for (int x = 0; x < width; x += BLOCK)
      block_to_pixels (planes + (gsize) y * width + x, plane, MIN (BLOCK, width - x), seen,
          rgb + (gsize) y * stride + (gsize) x * 3);
}
