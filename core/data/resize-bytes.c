/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* The weights of bicubic.h become integers of 22 fractional bits: the sums are
 * exact, so order and vector width do not matter. */

#include "data/resize.h"

#include "data/bicubic.h"
#include "clones.h"
#include "error.h"

#include <string.h>

#define FRACTION_BITS 22
#define HALF (1 << (FRACTION_BITS - 1))

/* For each output: its first input, how many, and their weights. */
typedef struct
{
  int taps; /* room per output in `weights` */
  int *first, *count;
  gint32 *weights;
} Table;

/* One pixel, up to four channels, in 32 bits each. */
typedef gint32 Pixel __attribute__ ((vector_size (16)));

static void
table_clear (Table *table)
{
  g_free (table->first);
  *table = (Table){ 0 };
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Table, table_clear)

static gboolean
table_init (Table *table, int in, int out)
{
  g_auto (P2pBicubic) exact = { 0 };
  int *memory;
  gsize n;
  if (!p2p_bicubic_init (&exact, in, out))
    return FALSE;
  memory = g_try_malloc_n ((gsize) out, (2 + (gsize) exact.taps) * sizeof (int));
  if (memory == NULL)
    return FALSE;
  *table = (Table){ exact.taps, memory, memory + out, memory + 2 * (gsize) out };
  n = (gsize) out * sizeof (int);
  memcpy (table->first, exact.first, n);
  memcpy (table->count, exact.count, n);
  for (int i = 0; i < out; i++)
    for (int k = 0; k < exact.count[i]; k++) {
      const gsize at = (gsize) i * exact.taps + k;
      const double w = exact.weights[at] * (1 << FRACTION_BITS);
      table->weights[at] = (gint32) (w < 0 ? w - 0.5 : w + 0.5);
    }
  return TRUE;
}

static inline __attribute__ ((always_inline)) void
widen_row (const guint8 *src, int width, int channels, Pixel *row)
{
  for (int x = 0; x < width; x++, src += channels)
    for (int c = 0; c < channels; c++)
      row[x][c] = src[c];
}

static inline __attribute__ ((always_inline)) void
filter_row (const Table *table, const Pixel *row, int width, int channels, guint8 *dst)
{
  for (int x = 0; x < width; x++, dst += channels) {
    const Pixel *in = row + table->first[x];
    const gint32 *weights = table->weights + (gsize) x * table->taps;
    const int count = table->count[x];
    Pixel sum = { HALF, HALF, HALF, HALF }, over;
    for (int k = 0; k < count; k++)
      sum += in[k] * weights[k];
    sum >>= FRACTION_BITS;
    sum &= sum > 0;
    over = sum > 255;
    sum = (sum & ~over) | (over & 255);
    for (int c = 0; c < channels; c++)
      dst[c] = (guint8) sum[c];
  }
}

/* ROW: room for one source row. With the usual channel counts written out, the
 * inner loops have constant length. */
P2P_CLONES static void
filter_rows (const Table *table, const guint8 *src, int src_width, int src_stride, guint8 *dst,
    int dst_width, int rows, int channels, Pixel *row)
{
  for (int y = 0; y < rows; y++) {
    if (channels == 3) {
      widen_row (src, src_width, 3, row);
      filter_row (table, row, dst_width, 3, dst);
    } else {
      widen_row (src, src_width, channels, row);
      filter_row (table, row, dst_width, channels, dst);
    }
    src += src_stride;
    dst += (gsize) dst_width * channels;
  }
}

#define BLOCK 32

static inline __attribute__ ((always_inline)) void
filter_block (const guint8 *src, gsize stride, const gint32 *weights, int count, guint8 *dst)
{
  gint32 sum[BLOCK];
  for (int j = 0; j < BLOCK; j++)
    sum[j] = HALF;
  for (int k = 0; k < count; k++, src += stride) {
    const gint32 w = weights[k];
    for (int j = 0; j < BLOCK; j++)
      sum[j] += src[j] * w;
  }
  for (int j = 0; j < BLOCK; j++) {
    const gint32 v = sum[j] >> FRACTION_BITS;
    dst[j] = (guint8) CLAMP (v, 0, 255);
  }
}

/* The bytes that are left of a row when no whole block fits. */
static void
filter_rest (const guint8 *src, gsize stride, const gint32 *weights, int count, guint8 *dst,
    gsize bytes)
{
  for (gsize j = 0; j < bytes; j++) {
    gint32 sum = HALF;
    for (int k = 0; k < count; k++)
      sum += src[k * stride + j] * weights[k];
    sum >>= FRACTION_BITS;
    dst[j] = (guint8) CLAMP (sum, 0, 255);
  }
}

/* Channels do not matter vertically: a row is just BYTES bytes. FIRST is the
 * source row at which SRC begins. */
P2P_CLONES static void
filter_columns (const Table *table, const guint8 *src, int first, gsize src_stride, guint8 *dst,
    gsize dst_stride, int rows, gsize bytes)
{
  for (int y = 0; y < rows; y++, dst += dst_stride) {
    const guint8 *in = src + (gsize) (table->first[y] - first) * src_stride;
    const gint32 *weights = table->weights + (gsize) y * table->taps;
    gsize x = 0;
    for (; x + BLOCK <= bytes; x += BLOCK)
      filter_block (in + x, src_stride, weights, table->count[y], dst + x);
    if (x < bytes && x >= BLOCK) /* the last whole block again, shifted: cheaper than the rest */
      filter_block (in + bytes - BLOCK, src_stride, weights, table->count[y], dst + bytes - BLOCK);
    else
      filter_rest (in + x, src_stride, weights, table->count[y], dst + x, bytes - x);
  }
}

static void
copy_rows (const guint8 *src, int src_stride, guint8 *dst, int dst_stride, int rows, gsize bytes)
{
  for (int y = 0; y < rows; y++)
    memcpy (dst + (gsize) y * dst_stride, src + (gsize) y * src_stride, bytes);
}

static gboolean
set_no_memory (GError **error, int width, int height)
{
  g_set_error (error, P2P_ERROR, P2P_ERROR_MEMORY,
      "no memory to resize a picture to %d x %d; use smaller pictures or fewer workers", width,
      height);
  return FALSE;
}

gboolean
p2p_resize_bicubic (const guint8 *src, int src_width, int src_height, int src_stride, guint8 *dst,
    int dst_width, int dst_height, int dst_stride, int channels, GError **error)
{
  const gsize bytes = (gsize) dst_width * channels;
  const gboolean across = src_width != dst_width, down = src_height != dst_height;
  g_auto (Table) columns = { 0 }, rows = { 0 };
  g_autofree Pixel *row = NULL;
  g_autofree guint8 *middle = NULL;
  int first = 0, last = src_height;

  if (down) {
    if (!table_init (&rows, src_height, dst_height))
      return set_no_memory (error, dst_width, dst_height);
    first = rows.first[0];
    last = rows.first[dst_height - 1] + rows.count[dst_height - 1];
    src += (gsize) first * src_stride;
  }
  if (across) {
    middle = g_try_malloc (bytes * (gsize) (last - first));
    row = g_try_new0 (Pixel, src_width);
    if (middle == NULL || row == NULL || !table_init (&columns, src_width, dst_width))
      return set_no_memory (error, dst_width, dst_height);
    filter_rows (&columns, src, src_width, src_stride, middle, dst_width, last - first, channels,
        row);
    src = middle;
    src_stride = (int) bytes;
  }
  if (down)
    filter_columns (&rows, src, first, (gsize) src_stride, dst, (gsize) dst_stride, dst_height,
        bytes);
  else
    copy_rows (src, src_stride, dst, dst_stride, dst_height, bytes);
  return TRUE;
}
