/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "p2pbatch.h"

#include <string.h>
#include "p2ppairmeta.h"

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

/* Which option makes the network fit pictures of CHANNELS. */
static gboolean
refuse (const P2pSide *side, const P2pArrival *from, int channels, GError **error)
{
  P2pPair pair;
  p2p_pair_meta_get (from->buffer, &pair);
  const char *name = pair.name ? pair.name : "a picture";
  if (!from->planes->channels)
    g_set_error (error, P2P_ERROR, P2P_ERROR_USAGE,
        "%s (%dx%d) comes as RGB, but the network has %d channels on this side; add --keep_depth "
        "(p2pdecode keep-depth=true) for files with as many, or set --%s 3",
        name, from->info->width, from->info->height, side->channels, side->option);
  else if (!side->option)
    g_set_error (error, P2P_ERROR, P2P_ERROR_USAGE,
        "%s comes with %d channels of floats, but this model works on RGB pictures; leave "
        "--keep_depth (p2pdecode keep-depth) out, or set another --model",
        name, channels);
  else
    g_set_error (error, P2P_ERROR, P2P_ERROR_USAGE,
        "%s (%dx%d) has %d channel%s, but the network takes %d on this side; set --%s %d", name,
        from->planes->width, from->planes->height, channels, channels == 1 ? "" : "s",
        side->channels, side->option, channels);
  return FALSE;
}

static gboolean
read_planes (const P2pSide *side, const P2pArrival *from, float *to, GError **error)
{
  const gsize n = p2p_planes_info_size (from->planes) / sizeof (float);
  P2pPlanes planes;
  GstMapInfo map;
  if (!side->option || from->planes->channels != side->channels)
    return refuse (side, from, from->planes->channels, error);
  if (!p2p_planes_view (from->planes, from->buffer, &planes, &map, error))
    return FALSE;
  memcpy (to, planes.data, n * sizeof (float));
  gst_buffer_unmap (from->buffer, &map);
  p2p_planes_to_network (to, n);
  return TRUE;
}

static gboolean
read_pixels (const P2pSide *side, const P2pArrival *from, float *to, GError **error)
{
  GstVideoFrame frame;
  if (p2p_colours_channels (side->colours) != side->channels)
    return refuse (side, from, 3, error);
  if (!gst_video_frame_map (&frame, from->info, from->buffer, GST_MAP_READ)) {
    g_set_error_literal (error, P2P_ERROR, P2P_ERROR_INTERNAL,
        "a buffer does not hold what its caps say; check the element that made it");
    return FALSE;
  }
  p2p_colours_read (side->colours, GST_VIDEO_FRAME_PLANE_DATA (&frame, 0),
      GST_VIDEO_FRAME_PLANE_STRIDE (&frame, 0), GST_VIDEO_FRAME_WIDTH (&frame),
      GST_VIDEO_FRAME_HEIGHT (&frame), to);
  gst_video_frame_unmap (&frame);
  return TRUE;
}

gboolean
p2p_batch_add (P2pBatch *batch, const P2pArrival pair[2], const P2pPosition *position,
    GError **error)
{
  const int w = pair[0].info->width, h = pair[0].info->height;
  const gsize plane = (gsize) w * (gsize) h;
  float *to_a = place (&batch->a, &batch->room_a, batch->n, batch->capacity,
      plane * (gsize) batch->sides[0].channels, error);
  float *to_b = to_a ? place (&batch->b, &batch->room_b, batch->n, batch->capacity,
                    plane * (gsize) batch->sides[1].channels, error)
                     : NULL;
  float *to[2] = { to_a, to_b };
  for (int i = 0; i < 2; i++)
    if (!to_b
        || !(pair[i].planes->channels ? read_planes : read_pixels) (&batch->sides[i], &pair[i],
            to[i], error))
      return FALSE;
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
