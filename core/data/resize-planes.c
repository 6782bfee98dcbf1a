/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Sums run over the taps in order, in double, as Pillow's do for mode "F"; between
 * the two passes stand floats, there as here. */

#include "data/resize.h"

#include "data/bicubic.h"
#include "clones.h"
#include "error.h"

#include <string.h>

static void
sum_lines (const P2pBicubic *table, const float *src, int src_width, int lines, float *dst,
    int dst_width)
{
  for (int y = 0; y < lines; y++, src += src_width, dst += dst_width)
    for (int x = 0; x < dst_width; x++) {
      const double *weights = table->weights + (gsize) x * table->taps;
      const float *in = src + table->first[x];
      double sum = 0.0;
      for (int k = 0; k < table->count[x]; k++)
        sum += (double) in[k] * weights[k];
      dst[x] = (float) sum;
    }
}

/* SUMS: room for a line. Many sums side by side, each in the order of its taps. */
P2P_CLONES static void
sum_columns (const P2pBicubic *table, const float *src, int width, float *dst, int lines,
    double *sums)
{
  for (int y = 0; y < lines; y++, dst += width) {
    const float *in = src + (gsize) table->first[y] * width;
    memset (sums, 0, (gsize) width * sizeof *sums);
    for (int k = 0; k < table->count[y]; k++, in += width) {
      const double w = table->weights[(gsize) y * table->taps + k];
      for (int x = 0; x < width; x++)
        sums[x] += (double) in[x] * w;
    }
    for (int x = 0; x < width; x++)
      dst[x] = (float) sums[x];
  }
}

static gboolean
set_no_memory (int width, int height, GError **error)
{
  g_set_error (error, P2P_ERROR, P2P_ERROR_MEMORY,
      "no memory to resize a picture to %d x %d; use smaller pictures or fewer workers", width,
      height);
  return FALSE;
}

gboolean
p2p_resize_planes (const P2pPicture *src, P2pPicture *dst, GError **error)
{
  const gboolean across = src->width != dst->width, down = src->height != dst->height;
  g_auto (P2pBicubic) columns = { 0 }, rows = { 0 };
  g_autofree float *middle = g_try_malloc_n ((gsize) dst->width, sizeof (float) * src->height);
  g_autofree double *sums = g_try_new (double, dst->width);
  if (middle == NULL || sums == NULL
      || (across && !p2p_bicubic_init (&columns, src->width, dst->width))
      || (down && !p2p_bicubic_init (&rows, src->height, dst->height)))
    return set_no_memory (dst->width, dst->height, error);
  for (int c = 0; c < src->channels; c++) {
    const float *in = src->planes + (gsize) c * src->width * src->height;
    float *out = dst->planes + (gsize) c * dst->width * dst->height;
    if (across) {
      float *target = down ? middle : out;
      sum_lines (&columns, in, src->width, src->height, target, dst->width);
      in = target;
    }
    if (down)
      sum_columns (&rows, in, dst->width, out, dst->height, sums);
    else if (!across)
      memcpy (out, in, (gsize) dst->width * dst->height * sizeof (float));
  }
  return TRUE;
}
