/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "p2pbatch.h"

void
p2p_batch_clear (P2pBatch *batch)
{
  g_free (batch->a);
  g_free (batch->b);
  *batch = (P2pBatch){ 0 };
}

gboolean
p2p_batch_fits (const P2pBatch *batch, int w, int h, const P2pPosition *position)
{
  return batch->n == 0 || (batch->w == w && batch->h == h && batch->last.epoch == position->epoch);
}

static float *
place (float **planes, gsize *room, int n, int capacity, gsize count)
{
  const gsize need = count * (gsize) capacity * sizeof (float);
  if (need > *room) { /* only ever for the first picture */
    g_free (*planes);
    *planes = g_malloc (need);
    *room = need;
  }
  return *planes + count * (gsize) n;
}

static void
add (const GstVideoFrame *frame, int channels, float *planes)
{
  p2p_pixels_to_planes (GST_VIDEO_FRAME_PLANE_DATA (frame, 0),
      GST_VIDEO_FRAME_PLANE_STRIDE (frame, 0), GST_VIDEO_FRAME_WIDTH (frame),
      GST_VIDEO_FRAME_HEIGHT (frame), channels, planes);
}

void
p2p_batch_add (P2pBatch *batch, const GstVideoFrame *a, const GstVideoFrame *b,
    const P2pPosition *position)
{
  batch->w = GST_VIDEO_FRAME_WIDTH (a);
  batch->h = GST_VIDEO_FRAME_HEIGHT (a);
  const gsize plane = (gsize) batch->w * (gsize) batch->h;
  add (a, batch->ca,
      place (&batch->a, &batch->room_a, batch->n, batch->capacity, plane * (gsize) batch->ca));
  add (b, batch->cb,
      place (&batch->b, &batch->room_b, batch->n, batch->capacity, plane * (gsize) batch->cb));
  batch->last = *position;
  batch->n++;
}

gboolean
p2p_batch_complete (const P2pBatch *batch)
{
  const P2pPosition *last = &batch->last;
  return batch->n == batch->capacity || (last->n_samples && last->sample + 1 == last->n_samples);
}

gboolean
p2p_preview_parse (const char *text, P2pPreview *preview, GError **error)
{
  static const char *const names[] = { "none", "tiles", "fake" }; /* as the enum */
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    if (g_str_equal (text, names[i])) {
      *preview = (P2pPreview) i;
      return TRUE;
    }
  g_set_error (error, P2P_ERROR, P2P_ERROR_USAGE,
      "preview cannot be \"%s\"; use one of: tiles, fake, none", text);
  return FALSE;
}

void
p2p_preview_info (P2pPreview preview, int w, int h, GstVideoInfo *info)
{
  const int tiles = preview == P2P_PREVIEW_TILES ? 3 : 1;
  gst_video_info_set_format (info, GST_VIDEO_FORMAT_RGB, (guint) (tiles * w), (guint) h);
  GST_VIDEO_INFO_FPS_N (info) = 0;
  GST_VIDEO_INFO_FPS_D (info) = 1;
}

/* Input, output, target of BATCH's first pair into three pictures STEP bytes apart. */
static gboolean
draw_first (P2pTrainer *trainer, const P2pBatch *batch, gboolean tiles, guint8 *rgb, gsize step,
    int stride, GError **error)
{
  const gboolean forth = g_str_equal (p2p_trainer_options (trainer)->direction, "AtoB");
  const float *input = forth ? batch->a : batch->b, *target = forth ? batch->b : batch->a;
  if (!tiles)
    return p2p_trainer_translate (trainer, input, rgb, stride, error);
  p2p_planes_to_pixels (input, forth ? batch->ca : batch->cb, batch->w, batch->h, rgb, stride);
  p2p_planes_to_pixels (target, forth ? batch->cb : batch->ca, batch->w, batch->h, rgb + 2 * step,
      stride);
  return p2p_trainer_translate (trainer, input, rgb + step, stride, error);
}

static void
draw_step (P2pTrainer *trainer, gboolean tiles, guint8 *rgb, gsize step, int stride)
{
  static const char *const names[] = { "real_A", "fake_B", "real_B" };
  if (!tiles)
    p2p_trainer_visual (trainer, "fake_B", 0, rgb, stride);
  for (gsize i = 0; tiles && i < G_N_ELEMENTS (names); i++)
    p2p_trainer_visual (trainer, names[i], 0, rgb + i * step, stride);
}

GstBuffer *
p2p_preview_make (P2pPreview preview, const GstVideoInfo *info, P2pTrainer *trainer,
    const P2pBatch *batch, GError **error)
{
  const gboolean tiles = preview == P2P_PREVIEW_TILES;
  const gsize step = (gsize) GST_VIDEO_INFO_WIDTH (info);
  const int stride = GST_VIDEO_INFO_PLANE_STRIDE (info, 0);
  gboolean ok = TRUE;
  GstMapInfo map;
  g_autoptr (GstBuffer) buffer = gst_buffer_new_allocate (NULL, GST_VIDEO_INFO_SIZE (info), NULL);
  gst_buffer_map (buffer, &map, GST_MAP_WRITE);
  /* A tile is a third of the width at three bytes a pixel: width bytes. */
  if (batch)
    ok = draw_first (trainer, batch, tiles, map.data, step, stride, error);
  else
    draw_step (trainer, tiles, map.data, step, stride);
  gst_buffer_unmap (buffer, &map);
  return ok ? g_steal_pointer (&buffer) : NULL;
}
