/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* BMP: OS/2 and Windows headers of 12, 40, 52, 56, 64, 108 and 124 bytes; 1, 4 and 8
 * bit palettes, RLE4 and RLE8, 16, 24 and 32 bit with the usual masks; bottom-up and
 * top-down. Ours, because the libraries that read it read thirty formats more.
 * What is not in here (JPEG or PNG inside, odd masks) Pillow refuses too. */

#include "data/bmp-rle.h"
#include "data/raster.h"
#include "error.h"

#include <string.h>

enum
{
  RAW,
  RLE8,
  RLE4,
  BITFIELDS
};

typedef struct
{
  const guint8 *bytes;
  gsize size;
  const char *name;
  P2pRaster *raster;

  gsize header, pixels; /* the header's size; where the pixels begin */
  int bits, compression;
  gboolean top_down;
  guint32 masks[4]; /* R G B A */
  guint8 palette[256][3];
} Reader;

static guint32
get16 (const guint8 *p)
{
  return (guint32) (p[0] | p[1] << 8);
}

static guint32
get32 (const guint8 *p)
{
  return get16 (p) | get16 (p + 2) << 16;
}

static gboolean
set_damaged (const Reader *r, const char *what, GError **error)
{
  g_set_error (error, P2P_ERROR, P2P_ERROR_DATA,
      "cannot decode %s: %s BMP; fetch it again, or save it as PNG and use that", r->name, what);
  return FALSE;
}

/* Layouts of 16 and 32 bit pixels; what stands in which bits. */
static const struct
{
  int bits;
  guint32 masks[4];
} layouts[] = {
  { 16, { 0x7c00, 0x3e0, 0x1f } },
  { 16, { 0xf800, 0x7e0, 0x1f } },
  { 24, { 0xff0000, 0xff00, 0xff } },
  { 32, { 0xff0000, 0xff00, 0xff } },
  { 32, { 0xff000000, 0xff0000, 0xff00 } },
  { 32, { 0xff000000, 0xff0000, 0xff00, 0xff } },
  { 32, { 0xff, 0xff00, 0xff0000, 0xff000000 } },
  { 32, { 0xff0000, 0xff00, 0xff, 0xff000000 } },
};

static gboolean
read_masks (Reader *r, GError **error)
{
  static const guint32 none[4] = { 0 };
  const guint8 *at = r->bytes + 14 + 40;
  if (r->compression != BITFIELDS) { /* the first layout of that size */
    for (guint i = G_N_ELEMENTS (layouts); i-- > 0;)
      if (layouts[i].bits == r->bits)
        memcpy (r->masks, layouts[i].masks, sizeof r->masks);
    return TRUE;
  }
  if (r->size < 14 + 40 + 12 || (r->header >= 56 && r->size < 14 + 56))
    return set_damaged (r, "truncated", error);
  for (int i = 0; i < (r->header >= 56 ? 4 : 3); i++)
    r->masks[i] = get32 (at + 4 * i);
  if (r->bits != 32)
    r->masks[3] = 0;
  else if (memcmp (r->masks, none, sizeof none) == 0)
    memcpy (r->masks, layouts[7].masks, sizeof r->masks);
  for (guint i = 0; i < G_N_ELEMENTS (layouts); i++)
    if (layouts[i].bits == r->bits && memcmp (layouts[i].masks, r->masks, sizeof r->masks) == 0)
      return TRUE;
  return set_damaged (r, "unsuitable (masks of an unusual layout)", error);
}

/* How many channels a palette stands for: 1 if it is grey from black to white. */
static int
palette_channels (const Reader *r, guint colours)
{
  const guint step = colours == 2 ? 255 : 1;
  if (colours != 2 && colours != 256)
    return 3;
  for (guint i = 0; i < colours; i++)
    for (int c = 0; c < 3; c++)
      if (r->palette[i][c] != i * step)
        return 3;
  return 1;
}

static gboolean
read_palette (Reader *r, guint32 colours, int *channels, GError **error)
{
  const gsize start = 14 + r->header + (r->compression == BITFIELDS && r->header == 40 ? 12 : 0);
  const gsize entry = r->header == 12 ? 3 : 4;
  if (colours == 0)
    colours = 1u << r->bits;
  if (colours > 65536)
    return set_damaged (r, "damaged (size of its palette)", error);
  if (start + entry * colours > r->size)
    return set_damaged (r, "truncated", error);
  /* Entries that are missing are grey, as Pillow has them. */
  for (guint i = 0; i < 256; i++)
    memset (r->palette[i], (int) i, 3);
  for (guint i = 0; i < MIN (colours, 256); i++)
    for (int c = 0; c < 3; c++)
      r->palette[i][c] = r->bytes[start + i * entry + 2 - c];
  *channels = palette_channels (r, colours);
  if (r->pixels == 14 + r->header) /* written by those who forgot the palette */
    r->pixels += 4 * (gsize) colours;
  return TRUE;
}

/* From the file's header: what does not depend on the kind of pixels. */
static gboolean
read_sizes (Reader *r, guint32 *width, guint32 *height, guint32 *colours, GError **error)
{
  static const guint8 known[] = { 12, 40, 52, 56, 64, 108, 124 };
  const guint8 *h = r->bytes + 14;
  if (r->size < 14 + 12)
    return set_damaged (r, "truncated", error);
  r->pixels = get32 (r->bytes + 10);
  r->header = get32 (h);
  if (r->header > 124 || memchr (known, (int) r->header, sizeof known) == NULL)
    return set_damaged (r, "unsuitable (unknown header)", error);
  if (r->size < 14 + r->header)
    return set_damaged (r, "truncated", error);
  if (r->header == 12) {
    *width = get16 (h + 4);
    *height = get16 (h + 6);
    r->bits = (int) get16 (h + 10);
    return TRUE;
  }
  *width = get32 (h + 4);
  *height = get32 (h + 8);
  r->top_down = h[11] == 0xff;
  if (r->top_down)
    *height = 0u - *height;
  r->bits = (int) get16 (h + 14);
  r->compression = (int) MIN (get32 (h + 16), 99);
  *colours = get32 (h + 32);
  return TRUE;
}

static gboolean
is_rle (const Reader *r)
{
  return r->compression == RLE8 || r->compression == RLE4;
}

static gsize
row_size (const Reader *r)
{
  return ((gsize) r->raster->width * r->bits + 31) / 32 * 4;
}

/* The last row may lack its filling bytes. */
static gboolean
check_pixels (const Reader *r, GError **error)
{
  const gsize last = ((gsize) r->raster->width * r->bits + 7) / 8;
  /* A run of two bytes holds 255 pixels at most. Half of that, for those who skip. */
  const gsize runs = (gsize) r->raster->width * r->raster->height / 255 + 2;
  const gsize needed = is_rle (r) ? runs : row_size (r) * (r->raster->height - 1) + last;
  if (r->pixels < 14 + r->header)
    return set_damaged (r, "damaged (its pixels lie inside its header)", error);
  return (r->pixels <= r->size && needed <= r->size - r->pixels)
         || set_damaged (r, "truncated", error);
}

static gboolean
read_header (Reader *r, GError **error)
{
  guint32 width, height, colours = 0;
  int channels = 3;
  if (!read_sizes (r, &width, &height, &colours, error))
    return FALSE;
  if (r->bits != 1 && r->bits != 4 && r->bits != 8 && r->bits != 16 && r->bits != 24
      && r->bits != 32)
    return set_damaged (r, "unsuitable (bits per pixel)", error);
  if (r->compression > BITFIELDS || (r->compression == RLE8 && r->bits != 8)
      || (r->compression == RLE4 && r->bits != 4) || (r->compression == BITFIELDS && r->bits <= 8))
    return set_damaged (r, "unsuitable (its compression)", error);
  if (r->bits <= 8 ? !read_palette (r, colours, &channels, error) : !read_masks (r, error))
    return FALSE;
  if (r->masks[3])
    channels = 4;
  return p2p_raster_set (r->raster, width, height, (guint64) channels, 8, r->name, error)
         && check_pixels (r, error);
}

/* Five and six bits become eight as in Pillow: v * 255 / 31, cut off. */
static guint8
take_bits (guint32 pixel, guint32 mask)
{
  const guint shift = (guint) g_bit_nth_lsf (mask, -1), top = mask >> shift;
  return (guint8) ((pixel & mask) >> shift) * 255u / top;
}

/* A row of the file to RGBA. */
static void
unpack_row (const Reader *r, const guint8 *in, guint8 *out)
{
  const int bytes = r->bits / 8;
  for (int x = 0; x < r->raster->width; x++, out += 4) {
    out[3] = 255;
    if (r->bits <= 8) {
      const int per = 8 / r->bits, shift = (per - 1 - x % per) * r->bits;
      const guint8 index = in[x / per] >> shift & ((1 << r->bits) - 1);
      memcpy (out, r->palette[index], 3);
      continue;
    }
    guint32 pixel = get16 (in + (gsize) x * bytes);
    for (int k = 2; k < bytes; k++)
      pixel |= (guint32) in[(gsize) x * bytes + k] << 8 * k;
    for (int c = 0; c < (r->masks[3] ? 4 : 3); c++)
      out[c] = take_bits (pixel, r->masks[c]);
  }
}

static void
put_row (Reader *r, int row, const guint8 *rgba)
{
  const int y = r->top_down ? row : r->raster->height - 1 - row;
  if (r->raster->how->format == P2P_FORMAT_PLANES) {
    p2p_raster_put_bytes (r->raster, y, rgba, 4, 255);
    return;
  }
  guint8 *line = p2p_raster_line (r->raster, y);
  for (int x = 0; x < r->raster->width; x++)
    memcpy (line + 3 * (gsize) x, rgba + 4 * (gsize) x, 3);
}

static gboolean
read_pixels (Reader *r, GError **error)
{
  const int width = r->raster->width, height = r->raster->height;
  const guint8 *data = r->bytes + r->pixels;
  g_autofree guint8 *rgba = g_malloc ((gsize) width * 4), *indices = NULL;
  gsize stride = row_size (r);
  if (!p2p_raster_alloc (r->raster, r->name, error))
    return FALSE;
  if (is_rle (r)) {
    indices = p2p_bmp_unpack_rle (data, r->size - r->pixels, width, height, r->bits == 4);
    if (indices == NULL)
      return set_damaged (r, "truncated or damaged", error);
    data = indices;
    stride = (gsize) width;
    r->bits = 8;
  }
  for (int row = 0; row < height; row++) {
    if (!p2p_raster_in_time (r->raster, r->name, error))
      return FALSE;
    unpack_row (r, data + row * stride, rgba);
    put_row (r, row, rgba);
  }
  return TRUE;
}

static gboolean
read_bmp (const guint8 *bytes, gsize size, const char *name, P2pRaster *raster, GError **error)
{
  Reader r = { .bytes = bytes, .size = size, .name = name, .raster = raster };
  if (!read_header (&r, error))
    return FALSE;
  return raster->picture == NULL || read_pixels (&r, error);
}

const P2pCodec p2p_codec_bmp = {
  .endings = { ".bmp", ".BMP" },
  .magic = { "BM" },
  .magic_length = 2,
  .read = read_bmp,
};
