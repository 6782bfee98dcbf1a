/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "data/picture.h"

#include "data/resize.h"

#include <string.h>

gboolean
p2p_picture_resize (const P2pPicture *src, P2pPicture *dst, GError **error)
{
  if (src->format == P2P_FORMAT_PLANES)
    return p2p_resize_planes (src, dst, error);
  return p2p_resize_bicubic (src->data, src->width, src->height, src->stride, dst->data, dst->width,
      dst->height, dst->stride, 3, error);
}

/* Rows FROM of a picture like SRC to rows TO of one like DST; a pixel of them has SIZE bytes, which
 * is constant where this is compiled in. */
static inline __attribute__ ((always_inline)) void
crop_rows (const P2pPicture *src, const guint8 *from, int x, int y, gboolean flip,
    const P2pPicture *dst, guint8 *to, gsize size)
{
  /* The columns of DST that have a source, before mirroring. */
  const int width = dst->width;
  const int begin = CLAMP (-(gint64) x, 0, width);
  const int end = CLAMP ((gint64) src->width - x, begin, width);
  for (int row = 0; row < dst->height; row++, to += dst->stride) {
    const gint64 source = (gint64) y + row;
    const guint8 *line;
    if (source < 0 || source >= src->height || begin == end) {
      memset (to, 0, (gsize) width * size);
      continue;
    }
    line = from + source * src->stride + ((gint64) x + begin) * (gint64) size;
    if (!flip) {
      memset (to, 0, (gsize) begin * size);
      memcpy (to + (gsize) begin * size, line, (gsize) (end - begin) * size);
      memset (to + (gsize) end * size, 0, (gsize) (width - end) * size);
      continue;
    }
    memset (to, 0, (gsize) (width - end) * size);
    for (int i = end - 1, o = width - end; i >= begin; i--, o++)
      memcpy (to + (gsize) o * size, line + (gsize) (i - begin) * size, size);
    memset (to + (gsize) (width - begin) * size, 0, (gsize) begin * size);
  }
}

void
p2p_picture_crop_flip (const P2pPicture *src, int x, int y, gboolean flip, P2pPicture *dst)
{
  if (src->format == P2P_FORMAT_RGB) {
    crop_rows (src, src->data, x, y, flip, dst, dst->data, 3);
    return;
  }
  for (int c = 0; c < src->channels; c++)
    crop_rows (src, src->data + (gsize) c * (gsize) src->height * (gsize) src->stride, x, y, flip,
        dst, dst->data + (gsize) c * (gsize) dst->height * (gsize) dst->stride, sizeof (float));
}
