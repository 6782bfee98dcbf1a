/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "data/planes.h"

#include "data/codecs.h"
#include "error.h"
#include "io/limits.h"

#include <math.h>
#include <string.h>

gboolean
p2p_planes_alloc (P2pPlanes *planes, int width, int height, int channels, GError **error)
{
  P2pTarget numbers = { .deep = TRUE };
  *planes = (P2pPlanes){ 0 };
  if (!p2p_target_set (&numbers, (guint64) MAX (width, 0), (guint64) MAX (height, 0),
          (guint64) MAX (channels, 0), 32, "the picture", error))
    return FALSE;
  planes->data = g_try_malloc_n ((gsize) width * height, sizeof (float) * (gsize) channels);
  if (planes->data == NULL) {
    g_set_error (error, P2P_ERROR, P2P_ERROR_MEMORY,
        "no memory for %d channels of %d x %d; use smaller pictures or fewer workers", channels,
        width, height);
    return FALSE;
  }
  planes->width = width;
  planes->height = height;
  planes->channels = channels;
  planes->depth = 32;
  return TRUE;
}

void
p2p_planes_clear (P2pPlanes *planes)
{
  g_free (planes->data);
  *planes = (P2pPlanes){ 0 };
}

gboolean
p2p_planes_decode (const guint8 *bytes, gsize size, const char *name, P2pPlanes *planes,
    GError **error)
{
  P2pTarget target = { .planes = planes, .deep = TRUE };
  *planes = (P2pPlanes){ 0 };
  if (p2p_codec_read (bytes, size, name, &target, error))
    return TRUE;
  p2p_planes_clear (planes);
  return FALSE;
}

gboolean
p2p_planes_probe (const guint8 *bytes, gsize size, const char *name, int *width, int *height,
    int *channels, GError **error)
{
  P2pTarget target = { .deep = TRUE };
  if (!p2p_codec_read (bytes, size, name, &target, error))
    return FALSE;
  if (width)
    *width = target.width;
  if (height)
    *height = target.height;
  if (channels)
    *channels = target.channels;
  return TRUE;
}

gboolean
p2p_planes_load (const char *path, P2pPlanes *planes, GError **error)
{
  gsize size = 0;
  *planes = (P2pPlanes){ 0 };
  g_autofree guint8 *bytes = p2p_picture_read (path, &size, error);
  return bytes && p2p_planes_decode (bytes, size, path, planes, error);
}

gboolean
p2p_planes_are_finite (const P2pPlanes *planes)
{
  const gsize n = (gsize) planes->channels * (gsize) planes->height * (gsize) planes->width;
  gboolean finite = TRUE;
  for (gsize i = 0; i < n; i++)
    finite &= isfinite (planes->data[i]) != 0;
  return finite;
}

/* One line of WIDTH values beginning at column X of a line of SRC_WIDTH. */
static void
crop_line (const float *line, int src_width, int x, gboolean flip, float *out, int width)
{
  const int begin = (int) CLAMP (-(gint64) x, 0, width);
  const int end = (int) CLAMP ((gint64) src_width - x, begin, width);
  memset (out, 0, (gsize) width * sizeof (float));
  for (int i = begin; i < end; i++)
    out[flip ? width - 1 - i : i] = line[(gint64) x + i];
}

gboolean
p2p_planes_crop_flip (const P2pPlanes *src, int x, int y, int width, int height, gboolean flip,
    P2pPlanes *dst, GError **error)
{
  if (!p2p_planes_alloc (dst, width, height, src->channels, error))
    return FALSE;
  dst->depth = src->depth;
  for (int c = 0; c < src->channels; c++)
    for (int row = 0; row < height; row++) {
      const gint64 from = (gint64) y + row;
      const gboolean inside = from >= 0 && from < src->height;
      float *out = dst->data + ((gsize) c * height + row) * width;
      if (inside)
        crop_line (src->data + ((gsize) c * src->height + (gsize) from) * src->width, src->width, x,
            flip, out, width);
      else
        memset (out, 0, (gsize) width * sizeof (float));
    }
  return TRUE;
}

void
p2p_planes_to_network (float *data, gsize n)
{
  for (gsize i = 0; i < n; i++)
    data[i] = data[i] * 2.0f - 1.0f;
}

void
p2p_planes_from_network (float *data, gsize n)
{
  for (gsize i = 0; i < n; i++)
    data[i] = (data[i] + 1.0f) / 2.0f;
}
