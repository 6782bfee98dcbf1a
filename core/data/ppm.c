/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* The Netpbm family, P1 to P6: a header of decimal numbers, then samples as bytes,
 * big-endian words, bits or decimal numbers. Ours, because a library for it would
 * be more code and more surface than the format. Samples that are not 0 .. 255 are
 * brought there as Pillow does: colour scaled and rounded, deep grey scaled to
 * 16 bit and clipped. */

#include "data/raster.h"
#include "error.h"

#include <math.h>

typedef struct
{
  const guint8 *bytes;
  gsize size, at;
  const char *name;
  P2pRaster *raster;

  char kind; /* '1' to '6' */
  int channels;
  guint max;
  guint8 to_byte[65536]; /* what a sample becomes in RGB */
} Reader;

static gboolean
set_damaged (const Reader *r, const char *what, GError **error)
{
  g_set_error (error, P2P_ERROR, P2P_ERROR_DATA,
      "cannot decode %s: damaged PPM (%s); fetch it again, or remove it and try without", r->name,
      what);
  return FALSE;
}

static gboolean
set_truncated (const Reader *r, GError **error)
{
  g_set_error (error, P2P_ERROR, P2P_ERROR_DATA,
      "cannot decode %s: truncated PPM; fetch it again, or remove it and try without", r->name);
  return FALSE;
}

static void
skip_blanks (Reader *r)
{
  gboolean comment = FALSE;
  for (; r->at < r->size; r->at++) {
    const guint8 c = r->bytes[r->at];
    if (comment)
      comment = c != '\n' && c != '\r';
    else if (c == '#')
      comment = TRUE;
    else if (!g_ascii_isspace (c) && c != '\v')
      return;
  }
}

/* A decimal number of at most nine digits and what ends it: one blank or the
 * end of the file. */
static gboolean
read_number (Reader *r, guint *value, GError **error)
{
  int digits = 0;
  skip_blanks (r);
  *value = 0;
  for (; r->at < r->size && g_ascii_isdigit (r->bytes[r->at]) && digits < 9; r->at++, digits++)
    *value = *value * 10 + (guint) (r->bytes[r->at] - '0');
  if (r->at == r->size && digits == 0)
    return set_truncated (r, error);
  if (digits == 0)
    return set_damaged (r, "not a number where one must be", error);
  if (r->at == r->size)
    return TRUE;
  if (r->bytes[r->at] == '#')
    while (r->at < r->size && r->bytes[r->at++] != '\n') {
    }
  else if (g_ascii_isspace (r->bytes[r->at]) || r->bytes[r->at] == '\v')
    r->at++;
  else
    return set_damaged (r, "a number that does not end", error);
  return TRUE;
}

/* Bytes that the samples take, or take at least if they are text. */
static guint64
least_size (const Reader *r)
{
  const guint64 width = (guint64) r->raster->width, height = (guint64) r->raster->height;
  const guint64 samples = width * height * (guint64) r->channels;
  switch (r->kind) {
    case '1':
      return samples;
    case '2':
    case '3':
      return 2 * samples - 1;
    case '4':
      return (width + 7) / 8 * height;
    default:
      return samples * (r->max > 255 ? 2 : 1);
  }
}

static gboolean
read_header (Reader *r, GError **error)
{
  guint width, height;
  r->kind = (char) r->bytes[1];
  r->channels = r->kind == '3' || r->kind == '6' ? 3 : 1;
  r->at = 2;
  r->max = 1;
  if (!read_number (r, &width, error) || !read_number (r, &height, error))
    return FALSE;
  if (r->kind != '1' && r->kind != '4' && !read_number (r, &r->max, error))
    return FALSE;
  if (r->max < 1 || r->max > 65535)
    return set_damaged (r, "its largest value is not within 1 and 65535", error);
  if (!p2p_raster_set (r->raster, width, height, (guint64) r->channels,
          (int) g_bit_storage (r->max), r->name, error))
    return FALSE;
  return least_size (r) <= r->size - r->at || set_truncated (r, error);
}

static void
fill_to_byte (Reader *r)
{
  const double top = r->channels == 1 && r->max > 255 ? 65535.0 : 255.0;
  for (guint v = 0; v <= r->max; v++) {
    const double scaled = r->max == top ? v : rint ((double) v / r->max * top);
    r->to_byte[v] = (guint8) MIN (scaled, 255.0);
  }
}

static void
unpack_bits (const guint8 *bits, guint16 *row, int n)
{
  for (int i = 0; i < n; i++) /* 1 is black */
    row[i] = !(bits[i / 8] >> (7 - i % 8) & 1);
}

static gboolean
read_text_row (Reader *r, guint16 *row, gsize n, GError **error)
{
  for (gsize i = 0; i < n; i++) {
    guint value = 0;
    if (r->kind == '1') {
      skip_blanks (r);
      if (r->at == r->size)
        return set_truncated (r, error);
      value = r->bytes[r->at++];
      if (value != '0' && value != '1')
        return set_damaged (r, "a bit that is neither 0 nor 1", error);
      value = value == '0';
    } else if (!read_number (r, &value, error)) {
      return FALSE;
    } else if (value > r->max) {
      return set_damaged (r, "a value above its largest", error);
    }
    row[i] = (guint16) value;
  }
  return TRUE;
}

static gboolean
read_row (Reader *r, guint16 *row, gsize n, GError **error)
{
  const guint8 *bytes = r->bytes + r->at;
  if (r->kind <= '3')
    return read_text_row (r, row, n, error);
  /* The header has seen to it that all of these are there. */
  if (r->kind == '4') {
    unpack_bits (bytes, row, (int) n);
    r->at += (n + 7) / 8;
  } else if (r->max > 255) {
    for (gsize i = 0; i < n; i++)
      row[i] = (guint16) MIN ((guint) (bytes[2 * i] << 8 | bytes[2 * i + 1]), r->max);
    r->at += 2 * n;
  } else {
    for (gsize i = 0; i < n; i++)
      row[i] = (guint16) MIN (bytes[i], r->max);
    r->at += n;
  }
  return TRUE;
}

static void
put_row (Reader *r, int y, const guint16 *row)
{
  if (r->raster->how->format == P2P_FORMAT_PLANES) {
    p2p_raster_put_words (r->raster, y, row, r->channels, r->max);
    return;
  }
  guint8 *line = p2p_raster_line (r->raster, y);
  for (int x = 0; x < r->raster->width; x++)
    for (int c = 0; c < 3; c++)
      line[(gsize) x * 3 + c] = r->to_byte[row[r->channels == 3 ? 3 * x + c : x]];
}

static gboolean
read_pixels (Reader *r, GError **error)
{
  const gsize n = (gsize) r->raster->width * r->channels;
  g_autofree guint16 *row = NULL;
  if (!p2p_raster_alloc (r->raster, r->name, error))
    return FALSE;
  row = g_new (guint16, n); /* a side is limited: 200 kB */
  if (r->raster->how->format == P2P_FORMAT_RGB)
    fill_to_byte (r);
  for (int y = 0; y < r->raster->height; y++) {
    if (!p2p_raster_in_time (r->raster, r->name, error) || !read_row (r, row, n, error))
      return FALSE;
    put_row (r, y, row);
  }
  return TRUE;
}

static gboolean
read_ppm (const guint8 *bytes, gsize size, const char *name, P2pRaster *raster, GError **error)
{
  g_autofree Reader *r = g_new0 (Reader, 1);
  r->bytes = bytes;
  r->size = size;
  r->name = name;
  r->raster = raster;
  if (!read_header (r, error))
    return FALSE;
  return raster->picture == NULL || read_pixels (r, error);
}

const P2pCodec p2p_codec_ppm = {
  .endings = { ".ppm", ".PPM" },
  .magic = { "P1", "P2", "P3", "P4", "P5", "P6" },
  .magic_length = 2,
  .read = read_ppm,
};
