/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "p2pheldout.h"

#include <string.h>

#define MAX_PAIRS 4

struct _P2pHeldOut
{
  int w, h, n;
  P2pPicture halves[MAX_PAIRS][2]; /* A and B, w x h */
};

void
p2p_held_out_free (P2pHeldOut *held_out)
{
  if (!held_out)
    return;
  for (int i = 0; i < MAX_PAIRS; i++)
    for (int half = 0; half < 2; half++)
      p2p_picture_clear (&held_out->halves[i][half]);
  g_free (held_out);
}

static gboolean
load_pair (P2pHeldOut *held_out, const char *path, GError **error)
{
  g_auto (P2pPicture) pair = { 0 };
  if (!p2p_picture_load (path, &pair, error))
    return FALSE;
  const int split = MAX (pair.width / 2, 1);
  for (int half = 0; half < 2; half++) {
    P2pPicture *to = &held_out->halves[held_out->n][half];
    const guint8 *from = pair.data + 3 * (gsize) (half ? MIN (split, pair.width - 1) : 0);
    const int width = half ? MAX (pair.width - split, 1) : split;
    if (!p2p_picture_alloc (to, held_out->w, held_out->h, error)
        || !p2p_resize_bicubic (from, width, pair.height, pair.stride, to->data, to->width,
            to->height, to->stride, 3, error))
      return FALSE;
  }
  held_out->n++;
  return TRUE;
}

P2pHeldOut *
p2p_held_out_load (const char *folder, int w, int h, GError **error)
{
  g_autoptr (GPtrArray) paths = p2p_list_pictures (folder, MAX_PAIRS, error);
  if (!paths)
    return NULL;
  P2pHeldOut *held_out = g_new0 (P2pHeldOut, 1);
  held_out->w = w;
  held_out->h = h;
  for (guint i = 0; i < paths->len; i++)
    if (!load_pair (held_out, g_ptr_array_index (paths, i), error)) {
      p2p_held_out_free (held_out);
      return NULL;
    }
  return held_out;
}

void
p2p_held_out_info (const P2pHeldOut *held_out, GstVideoInfo *info)
{
  gst_video_info_set_format (info, GST_VIDEO_FORMAT_RGB, (guint) (3 * held_out->w),
      (guint) (held_out->n * held_out->h));
  GST_VIDEO_INFO_FPS_N (info) = 0;
  GST_VIDEO_INFO_FPS_D (info) = 1;
}

static void
place (const P2pPicture *picture, guint8 *rgb, int stride)
{
  for (int y = 0; y < picture->height; y++)
    memcpy (rgb + (gsize) y * (gsize) stride, picture->data + (gsize) y * (gsize) picture->stride,
        3 * (gsize) picture->width);
}

static gboolean
draw (const P2pHeldOut *held_out, P2pTrainer *trainer, guint8 *rgb, int stride, GError **error)
{
  const gboolean forth = g_str_equal (p2p_trainer_options (trainer)->direction, "AtoB");
  const gsize tile = 3 * (gsize) held_out->w;
  g_autofree float *planes = g_new (float, 3 * (gsize) held_out->w * (gsize) held_out->h);
  int a, b;
  p2p_trainer_channels (trainer, &a, &b);
  for (int i = 0; i < held_out->n; i++) {
    guint8 *row = rgb + (gsize) i * (gsize) held_out->h * (gsize) stride;
    const P2pPicture *input = &held_out->halves[i][!forth], *target = &held_out->halves[i][forth];
    p2p_pixels_to_planes (input->data, input->stride, input->width, input->height, forth ? a : b,
        planes);
    if (!p2p_trainer_translate (trainer, planes, row + tile, stride, error))
      return FALSE;
    place (input, row, stride);
    place (target, row + 2 * tile, stride);
  }
  return TRUE;
}

GstBuffer *
p2p_held_out_make (const P2pHeldOut *held_out, P2pTrainer *trainer, GError **error)
{
  GstVideoInfo info;
  GstMapInfo map;
  p2p_held_out_info (held_out, &info);
  g_autoptr (GstBuffer) buffer = gst_buffer_new_allocate (NULL, GST_VIDEO_INFO_SIZE (&info), NULL);
  gst_buffer_map (buffer, &map, GST_MAP_WRITE);
  const gboolean ok =
      draw (held_out, trainer, map.data, GST_VIDEO_INFO_PLANE_STRIDE (&info, 0), error);
  gst_buffer_unmap (buffer, &map);
  return ok ? g_steal_pointer (&buffer) : NULL;
}
