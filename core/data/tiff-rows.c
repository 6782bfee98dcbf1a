/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* A sample becomes a double, whatever it was: that holds all of them but the last
 * bits of 64 bit integers. From there two roads: to planes, divided by the largest
 * value, or to 8 bit RGB as Pillow's convert ("RGB") has it. */

#include "data/tiff-rows.h"

#include <math.h>
#include <string.h>

#define P2P_TIFF_READ(type)                                                                        \
  for (gsize i = 0; i < n; i++) {                                                                  \
    type v;                                                                                        \
    memcpy (&v, data + i * sizeof v, sizeof v);                                                    \
    out[i] = (double) v;                                                                           \
  }                                                                                                \
  break

static double
half_to_double (guint16 half)
{
  const int exponent = half >> 10 & 31, fraction = half & 1023;
  const double sign = half & 0x8000 ? -1.0 : 1.0;
  if (exponent == 31)
    return fraction ? (double) NAN : sign * (double) INFINITY;
  if (exponent == 0)
    return sign * ldexp (fraction, -24);
  return sign * ldexp (1024 + fraction, exponent - 25);
}

/* Depths that are no whole number of bytes: most significant bit first. */
static void
unpack_bits (const guint8 *data, int bits, double *out, gsize n)
{
  gsize at = 0;
  for (gsize i = 0; i < n; i++) {
    guint v = 0;
    for (int k = 0; k < bits; k++, at++)
      v = v << 1 | (data[at / 8] >> (7 - at % 8) & 1);
    out[i] = v;
  }
}

static void
unpack_floats (const guint8 *data, int bits, double *out, gsize n)
{
  switch (bits) {
    case 16:
      for (gsize i = 0; i < n; i++) {
        guint16 v;
        memcpy (&v, data + 2 * i, 2);
        out[i] = half_to_double (v);
      }
      break;
    case 32:
      P2P_TIFF_READ (float);
    default:
      P2P_TIFF_READ (double);
  }
}

static void
unpack (const P2pTiffRows *rows, const guint8 *data, double *out, gsize n)
{
  if (rows->format == SAMPLEFORMAT_IEEEFP) {
    unpack_floats (data, rows->bits, out, n);
    return;
  }
  switch (rows->format == SAMPLEFORMAT_INT ? -rows->bits : rows->bits) {
    case 8:
      P2P_TIFF_READ (guint8);
    case 16:
      P2P_TIFF_READ (guint16);
    case 32:
      P2P_TIFF_READ (guint32);
    case 64:
      P2P_TIFF_READ (guint64);
    case -8:
      P2P_TIFF_READ (gint8);
    case -16:
      P2P_TIFF_READ (gint16);
    case -32:
      P2P_TIFF_READ (gint32);
    case -64:
      P2P_TIFF_READ (gint64);
    default:
      unpack_bits (data, rows->bits, out, n);
  }
}

/* The largest value of a sample; 1 for floats. */
static double
top_of (const P2pTiffRows *rows)
{
  if (rows->format == SAMPLEFORMAT_IEEEFP)
    return 1.0;
  return ldexp (1.0, rows->bits - (rows->format == SAMPLEFORMAT_INT)) - 1.0;
}

int
p2p_tiff_channels (const P2pTiffRows *rows)
{
  if (rows->photometric == PHOTOMETRIC_PALETTE || rows->photometric == PHOTOMETRIC_SEPARATED)
    return 3;
  return rows->samples;
}

const char *
p2p_tiff_unsuitable (const P2pTiffRows *rows)
{
  const gboolean whole = rows->format == SAMPLEFORMAT_UINT;
  const gboolean bytes = whole && (rows->bits == 8 || rows->bits == 16);
  const gboolean rgb = rows->raster->picture && rows->raster->how->format == P2P_FORMAT_RGB;
  switch (rows->photometric) {
    case PHOTOMETRIC_MINISBLACK:
    case PHOTOMETRIC_MINISWHITE:
      if (rgb && rows->samples > 1 && (rows->samples > 2 || !rows->alpha))
        return "more channels than grey and alpha; use --keep_depth to keep them";
      return NULL;
    case PHOTOMETRIC_RGB:
      if (rgb && !bytes)
        return "colour that is neither 8 nor 16 bit; use --keep_depth to keep it";
      return rows->samples >= 3 ? NULL : "less than three colours; save it again as RGB";
    case PHOTOMETRIC_PALETTE:
      return whole && rows->bits <= 8 && rows->palette[0]
                 ? NULL
                 : "a palette that fits no picture; save it again as RGB";
    case PHOTOMETRIC_SEPARATED:
      return bytes && rows->samples >= 4 ? NULL : "unusual inks; save it again as RGB";
    default:
      return "a colour space of its own; save it again as RGB";
  }
}

static gboolean
is_wide (const P2pTiffRows *rows)
{
  return rows->photometric == PHOTOMETRIC_RGB || rows->photometric == PHOTOMETRIC_SEPARATED;
}

/* Whether pixels go through three bytes (or a palette), not sample by sample. */
static gboolean
makes_rgb (const P2pTiffRows *rows)
{
  return rows->raster->how->format == P2P_FORMAT_RGB || rows->photometric == PHOTOMETRIC_PALETTE
         || rows->photometric == PHOTOMETRIC_SEPARATED;
}

gboolean
p2p_tiff_rows_alloc (P2pTiffRows *rows, gboolean separate)
{
  const gboolean gathers = separate && makes_rgb (rows) && is_wide (rows);
  rows->values = g_try_malloc_n ((gsize) rows->width, sizeof (double) * (gsize) rows->samples);
  if (gathers)
    rows->gathered = g_try_malloc_n ((gsize) rows->width * 4, (gsize) rows->height);
  return rows->values && (!gathers || rows->gathered);
}

void
p2p_tiff_rows_clear (P2pTiffRows *rows)
{
  g_clear_pointer (&rows->values, g_free);
  g_clear_pointer (&rows->gathered, g_free);
}

/* Where pixel (x, y) of the file lands, and how far to the next of its row, both in
 * pixels. Pillow turns TIFFs, and only these. */
static gsize
place (const P2pTiffRows *rows, int x, int y, gssize *step)
{
  const gboolean swap = rows->orientation >= 5;
  const gboolean mirror_x = strchr ("\2\3\7\10", rows->orientation) != NULL;
  const gboolean mirror_y = strchr ("\3\4\6\7", rows->orientation) != NULL;
  const gsize px = (gsize) (mirror_x ? rows->width - 1 - x : x);
  const gsize py = (gsize) (mirror_y ? rows->height - 1 - y : y);
  const gsize across = (gsize) rows->raster->width;
  *step = (mirror_x ? -1 : 1) * (swap ? (gssize) across : 1);
  return swap ? px * across + py : py * across + px;
}

static void
put_sample (P2pTiffRows *rows, int x, int y, int n, int channel, const double *values, int count,
    double top)
{
  const P2pPicture *p = rows->raster->picture;
  gssize step;
  float *out = p->planes + (gsize) channel * p->width * p->height + place (rows, x, y, &step);
  for (int i = 0; i < n; i++, out += step)
    *out = (float) (values[(gsize) i * count] / top);
}

static guint8
clip (double v)
{
  return v >= 255.0 ? 255 : v > 0.0 ? (guint8) v : 0; /* 0 for NaN */
}

/* Grey by Pillow's modes: "L" up to 8 bits, "I;16", "I" and "F" beyond, of which the
 * last three are clipped. */
static guint8
grey_of (const P2pTiffRows *rows, double v)
{
  const gboolean integer = rows->format == SAMPLEFORMAT_UINT;
  if (integer && rows->bits <= 8) {
    const double scaled = v * 255.0 / top_of (rows);
    return (guint8) (rows->photometric == PHOTOMETRIC_MINISWHITE ? 255.0 - scaled : scaled);
  }
  if (integer && rows->bits == 32 && v > (double) G_MAXINT32)
    return 0; /* it is taken for a negative number */
  return clip (v);
}

/* Colour samples to bytes: of 16 bits the upper 8. */
static void
narrow (const P2pTiffRows *rows, const double *in, guint8 *out)
{
  for (int s = 0; s < MIN (rows->samples, 4); s++)
    out[s] = (guint8) ((guint) in[s] >> (rows->bits == 16 ? 8 : 0));
}

static void
divide_by_alpha (guint8 *rgba)
{
  for (int c = 0; c < 3; c++)
    rgba[c] = rgba[3] ? (guint8) MIN (rgba[c] * 255 / rgba[3], 255) : 0;
}

static void
wide_to_rgb (const P2pTiffRows *rows, const guint8 *wide, guint8 *rgb)
{
  guint8 copy[4];
  if (rows->photometric == PHOTOMETRIC_SEPARATED) {
    p2p_cmyk_to_rgb (wide, FALSE, rgb, 1);
    return;
  }
  memcpy (copy, wide, 4);
  if (rows->premultiplied)
    divide_by_alpha (copy);
  memcpy (rgb, copy, 3);
}

static void
to_rgb (const P2pTiffRows *rows, const double *in, guint8 *rgb)
{
  guint8 wide[4] = { 0 };
  if (is_wide (rows)) {
    narrow (rows, in, wide);
    wide_to_rgb (rows, wide, rgb);
  } else if (rows->photometric == PHOTOMETRIC_PALETTE) {
    for (int c = 0; c < 3; c++)
      rgb[c] = (guint8) (rows->palette[c][(guint) in[0]] >> 8);
  } else {
    memset (rgb, grey_of (rows, in[0]), 3);
  }
}

static void
put_rgb (P2pTiffRows *rows, gsize at, const guint8 *rgb)
{
  const P2pRaster *t = rows->raster;
  if (t->how->format == P2P_FORMAT_RGB)
    memcpy (t->picture->data + at * 3, rgb, 3);
  else
    for (int c = 0; c < 3; c++)
      t->picture->planes[(gsize) c * t->width * t->height + at] = (float) rgb[c] / 255.0f;
}

static void
put_palette_planes (P2pTiffRows *rows, gsize at, guint index)
{
  const P2pRaster *t = rows->raster;
  for (int c = 0; c < 3; c++) /* entries have 16 bits */
    t->picture->planes[(gsize) c * t->width * t->height + at] =
        (float) rows->palette[c][index] / 65535.0f;
}

static void
put_colours (P2pTiffRows *rows, int x, int y, int n, int count)
{
  const gboolean deep =
      rows->raster->how->format == P2P_FORMAT_PLANES && rows->photometric == PHOTOMETRIC_PALETTE;
  const double *in = rows->values;
  gssize step;
  gsize at = place (rows, x, y, &step);
  for (int i = 0; i < n; i++, at += (gsize) step, in += count) {
    guint8 rgb[3];
    if (deep) {
      put_palette_planes (rows, at, (guint) in[0]);
      continue;
    }
    to_rgb (rows, in, rgb);
    put_rgb (rows, at, rgb);
  }
}

/* One colour of pixels whose others stand elsewhere in the file: kept until the
 * last one comes. */
static void
gather (P2pTiffRows *rows, int x, int y, int n, int sample)
{
  const int last = rows->photometric == PHOTOMETRIC_SEPARATED || rows->premultiplied ? 3 : 2;
  guint8 *wide = rows->gathered + ((gsize) y * rows->width + x) * 4;
  gssize step;
  gsize at = place (rows, x, y, &step);
  for (int i = 0; sample <= last && i < n; i++, at += (gsize) step, wide += 4) {
    guint8 rgb[3];
    wide[sample] = (guint8) ((guint) rows->values[i] >> (rows->bits == 16 ? 8 : 0));
    if (sample < last)
      continue;
    wide_to_rgb (rows, wide, rgb);
    put_rgb (rows, at, rgb);
  }
}

void
p2p_tiff_put (P2pTiffRows *rows, const guint8 *data, int x, int y, int n, int first, int count)
{
  const double top = top_of (rows);
  const gsize all = (gsize) n * count;
  unpack (rows, data, rows->values, all);
  if (makes_rgb (rows)) {
    if (rows->gathered)
      gather (rows, x, y, n, first);
    else if (first == 0)
      put_colours (rows, x, y, n, count);
    return;
  }
  if (rows->photometric == PHOTOMETRIC_MINISWHITE && rows->format == SAMPLEFORMAT_UINT)
    for (gsize i = 0; i < all; i++)
      rows->values[i] = top - rows->values[i];
  for (int s = 0; s < count; s++)
    put_sample (rows, x, y, n, first + s, rows->values + s, count, top);
}
