/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "data/picture.h"

#include <string.h>

/* Where pixel (0, 0) of the turned picture lies in the other, and how far it is from there to the
 * next of its row and of its column, in pixels of rows of WIDTH. */
typedef struct
{
  gssize first, right, down;
} Walk;

static Walk
walk_for (int orientation, int width, int height)
{
  const gboolean swap = orientation >= 5;
  const gboolean mirror_x = strchr ("\2\3\7\10", orientation) != NULL;
  const gboolean mirror_y = strchr ("\3\4\6\7", orientation) != NULL;
  const gssize along = mirror_x ? -1 : 1, across = mirror_y ? -(gssize) width : width;
  return (
      Walk){ .first = (mirror_x ? width - 1 : 0) + (mirror_y ? (gssize) width * (height - 1) : 0),
    .right = swap ? across : along,
    .down = swap ? along : across };
}

static void
turn_bytes (const Walk *walk, const guint8 *from, P2pPicture *to)
{
  for (int y = 0; y < to->height; y++) {
    const guint8 *in = from + 3 * (walk->first + y * walk->down);
    guint8 *out = to->data + (gsize) y * (gsize) to->stride;
    for (int x = 0; x < to->width; x++, in += 3 * walk->right, out += 3)
      memcpy (out, in, 3);
  }
}

static void
turn_plane (const Walk *walk, const float *from, float *out, int width, int height)
{
  for (int y = 0; y < height; y++) {
    const float *in = from + walk->first + y * walk->down;
    for (int x = 0; x < width; x++, in += walk->right)
      *out++ = *in;
  }
}

gboolean
p2p_picture_turn (P2pPicture *picture, int orientation, GError **error)
{
  const gboolean swap = orientation >= 5;
  const int width = picture->width, height = picture->height, depth = picture->depth;
  const gsize plane = (gsize) width * (gsize) height;
  const Walk walk = walk_for (orientation, width, height);
  P2pPicture turned = { 0 };
  if (orientation <= 1)
    return TRUE;
  if (!p2p_picture_alloc (&turned, picture->format, swap ? height : width, swap ? width : height,
          picture->channels, error))
    return FALSE;
  if (picture->format == P2P_FORMAT_RGB)
    turn_bytes (&walk, picture->data, &turned);
  for (int c = 0; c < picture->channels && picture->format == P2P_FORMAT_PLANES; c++)
    turn_plane (&walk, picture->planes + (gsize) c * plane, turned.planes + (gsize) c * plane,
        turned.width, turned.height);
  p2p_picture_clear (picture);
  *picture = turned;
  picture->depth = depth;
  return TRUE;
}
