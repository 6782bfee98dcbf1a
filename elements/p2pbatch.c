/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "p2pbatch.h"

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

/* Which option makes the network fit the picture. */
static gboolean
refuse (const P2pSide *side, const P2pArrival *from, GError **error)
{
  const int width = from->media->video.width, height = from->media->video.height;
  const int channels = from->media->channels;
  P2pPair pair;
  p2p_pair_meta_get (from->buffer, &pair);
  const char *name = pair.name ? pair.name : "a picture";
  if (from->media->format == P2P_FORMAT_RGB)
    g_set_error (error, P2P_ERROR, P2P_ERROR_USAGE,
        "%s (%dx%d) comes as RGB, but the network has %d channels on this side; add --keep_depth "
        "(p2pdecode keep-depth=true) for files with as many, or set --%s 3",
        name, width, height, side->channels, side->option);
  else if (!side->option)
    g_set_error (error, P2P_ERROR, P2P_ERROR_USAGE,
        "%s comes with %d channels of floats, but this model works on RGB pictures; leave "
        "--keep_depth (p2pdecode keep-depth) out, or set another --model",
        name, channels);
  else
    g_set_error (error, P2P_ERROR, P2P_ERROR_USAGE,
        "%s (%dx%d) has %d channel%s, but the network takes %d on this side; set --%s %d", name,
        width, height, channels, channels == 1 ? "" : "s", side->channels, side->option, channels);
  return FALSE;
}

static gboolean
read_picture (const P2pSide *side, const P2pArrival *from, float *to, GError **error)
{
  const gboolean planes = from->media->format == P2P_FORMAT_PLANES;
  const int channels = planes ? from->media->channels : p2p_colours_channels (side->colours);
  P2pMapped mapped;
  if (channels != side->channels || (planes && !side->option))
    return refuse (side, from, error);
  if (!p2p_media_map (from->media, from->buffer, GST_MAP_READ, &mapped, error))
    return FALSE;
  p2p_picture_to_network (&mapped.picture, side->colours, to);
  p2p_media_unmap (&mapped);
  return TRUE;
}

gboolean
p2p_batch_add (P2pBatch *batch, const P2pArrival pair[2], const P2pPosition *position,
    GError **error)
{
  const int w = pair[0].media->video.width, h = pair[0].media->video.height;
  const gsize plane = (gsize) w * (gsize) h;
  float *to_a = place (&batch->a, &batch->room_a, batch->n, batch->capacity,
      plane * (gsize) batch->sides[0].channels, error);
  float *to_b = to_a ? place (&batch->b, &batch->room_b, batch->n, batch->capacity,
                    plane * (gsize) batch->sides[1].channels, error)
                     : NULL;
  float *to[2] = { to_a, to_b };
  for (int i = 0; i < 2; i++)
    if (!to_b || !read_picture (&batch->sides[i], &pair[i], to[i], error))
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
