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

/* Where picture N of COUNT floats goes. All room for a batch is taken with the first picture,
 * cleared: a preview may look at what has not come yet. */
static float *
place (float **planes, gsize *room, int n, int capacity, gsize count, GError **error)
{
  const gsize need = count * (gsize) capacity * sizeof (float);
  if (need > *room) {
    g_free (*planes);
    *planes = g_try_malloc0 (need);
    *room = *planes ? need : 0;
  }
  if (!*planes)
    g_set_error (error, P2P_ERROR, P2P_ERROR_MEMORY,
        "no memory for a batch of %d pictures; set --batch_size or --crop_size lower", capacity);
  return *planes ? *planes + count * (gsize) n : NULL;
}

static void
read_frame (const GstVideoFrame *frame, P2pColours colours, float *planes)
{
  p2p_colours_read (colours, GST_VIDEO_FRAME_PLANE_DATA (frame, 0),
      GST_VIDEO_FRAME_PLANE_STRIDE (frame, 0), GST_VIDEO_FRAME_WIDTH (frame),
      GST_VIDEO_FRAME_HEIGHT (frame), planes);
}

gboolean
p2p_batch_add (P2pBatch *batch, const GstVideoFrame *a, const GstVideoFrame *b,
    const P2pPosition *position, GError **error)
{
  const int w = GST_VIDEO_FRAME_WIDTH (a), h = GST_VIDEO_FRAME_HEIGHT (a);
  const gsize plane = (gsize) w * (gsize) h;
  float *to_a = place (&batch->a, &batch->room_a, batch->n, batch->capacity,
      plane * (gsize) p2p_colours_channels (batch->colours_a), error);
  float *to_b = to_a ? place (&batch->b, &batch->room_b, batch->n, batch->capacity,
                    plane * (gsize) p2p_colours_channels (batch->colours_b), error)
                     : NULL;
  if (!to_b)
    return FALSE;
  read_frame (a, batch->colours_a, to_a);
  read_frame (b, batch->colours_b, to_b);
  batch->w = w;
  batch->h = h;
  batch->last = *position;
  batch->n++;
  return TRUE;
}

gboolean
p2p_batch_complete (const P2pBatch *batch)
{
  const P2pPosition *last = &batch->last;
  return batch->n == batch->capacity || (last->n_samples && last->sample + 1 == last->n_samples);
}
