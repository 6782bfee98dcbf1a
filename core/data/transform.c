/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "data/dataset.h"

#include "data/picture.h"
#include "error.h"
#include "named.h"
#include "rng.h"

#include <math.h>

typedef struct
{
  const char *name;
  gboolean resize, scale_width, crop;
} Way;

static const Way *const ways[] = {
  &(const Way){ "resize_and_crop", TRUE, FALSE, TRUE },
  &(const Way){ "crop", FALSE, FALSE, TRUE },
  &(const Way){ "scale_width", FALSE, TRUE, FALSE },
  &(const Way){ "scale_width_and_crop", FALSE, TRUE, TRUE },
  &(const Way){ "none", FALSE, FALSE, FALSE },
  NULL,
};

char *
p2p_transform_names (void)
{
  return p2p_names_of (ways);
}

gboolean
p2p_transform_parse (const char *preprocess, int load_size, int crop_size, gboolean no_flip,
    P2pTransform *transform, GError **error)
{
  const Way *way = p2p_find_named (ways, preprocess, "preprocess cannot be", error);
  if (!way)
    return FALSE;
  if (load_size < 1 || crop_size < 1) {
    g_set_error (error, P2P_ERROR, P2P_ERROR_USAGE,
        "load size %d and crop size %d must be at least 1; use 286 and 256, say", load_size,
        crop_size);
    return FALSE;
  }
  if (way->crop && (way->resize || way->scale_width) && load_size < crop_size) {
    g_set_error (error, P2P_ERROR, P2P_ERROR_USAGE,
        "load size %d is smaller than crop size %d: nothing to crop from; set load size to at "
        "least %d",
        load_size, crop_size, crop_size);
    return FALSE;
  }
  *transform = (P2pTransform){ .load_size = load_size,
    .crop_size = crop_size,
    .resize = way->resize,
    .crop = way->crop,
    .flip = !no_flip,
    .scale_width = way->scale_width };
  return TRUE;
}

/* The size to resize to. The reference computes in double and cuts off. */
static void
resized (const P2pTransform *t, int width, int height, gint64 *new_width, gint64 *new_height)
{
  *new_width = width;
  *new_height = height;
  if (t->resize) {
    *new_width = *new_height = t->load_size;
  } else if (t->scale_width && !(width == t->load_size && height >= t->crop_size)) {
    const double scaled = (double) ((gint64) t->load_size * height) / width;
    *new_width = t->load_size;
    *new_height = (gint64) MAX (scaled, (double) t->crop_size);
  } else if (!t->scale_width && !t->crop) {
    *new_width = (gint64) rint (width / 4.0) * 4;
    *new_height = (gint64) rint (height / 4.0) * 4;
  }
}

/* Always three draws in this order, whatever is used of them. The room to move
 * is taken from the size the reference expects, which for scale_width is not
 * always the one it gets. */
static void
draw (const P2pTransform *t, int side, guint64 seed, guint64 epoch, guint64 sample, int width,
    int height, P2pCut *cut)
{
  gint64 room_x = width, room_y = height;
  P2pRng rng;
  if (t->resize) {
    room_x = room_y = t->load_size;
  } else if (t->scale_width && t->crop) {
    room_x = t->load_size;
    room_y = (gint64) t->load_size * height / width;
  }
  room_x = CLAMP (room_x - t->crop_size, 0, G_MAXINT32 - 1);
  room_y = CLAMP (room_y - t->crop_size, 0, G_MAXINT32 - 1);
  p2p_rng_init (&rng, seed, P2P_RNG_CROP, epoch << 40 | (guint64) side << 38 | sample);
  cut->x = (int) p2p_rng_below (&rng, (guint32) room_x + 1);
  cut->y = (int) p2p_rng_below (&rng, (guint32) room_y + 1);
  cut->flip = p2p_rng_double (&rng) > 0.5 && t->flip;
}

/* Nobody pads a picture that stands alone with black. */
static gboolean
check_room (const P2pTransform *t, int side, const P2pCut *cut, GError **error)
{
  if (side == 0 || !t->crop || (cut->width >= t->crop_size && cut->height >= t->crop_size))
    return TRUE;
  g_set_error (error, P2P_ERROR, P2P_ERROR_DATA,
      "a picture of %d x %d is smaller than the crop of %d x %d; set --crop_size lower, or use "
      "--preprocess resize_and_crop",
      cut->width, cut->height, t->crop_size, t->crop_size);
  return FALSE;
}

gboolean
p2p_transform_cut (const P2pTransform *transform, int side, guint64 seed, guint64 epoch,
    guint64 sample, int width, int height, P2pCut *cut, GError **error)
{
  gint64 new_width, new_height;
  *cut = (P2pCut){ 0 };
  if (!p2p_picture_check_size (MAX (width, 0), MAX (height, 0), NULL, error))
    return FALSE;
  resized (transform, width, height, &new_width, &new_height);
  if (!p2p_picture_check_size ((guint64) new_width, (guint64) new_height, "the resized picture",
          error)) {
    g_prefix_error (error, "a picture of %d x %d does not suit this preprocess: ", width, height);
    return FALSE;
  }
  cut->width = cut->crop_width = (int) new_width;
  cut->height = cut->crop_height = (int) new_height;
  if (!check_room (transform, side, cut, error))
    return FALSE;
  draw (transform, side, seed, epoch, sample, width, height, cut);
  /* A picture that is larger in neither direction stays as it is. */
  if (transform->crop
      && (cut->width > transform->crop_size || cut->height > transform->crop_size)) {
    cut->crop_width = cut->crop_height = transform->crop_size;
  } else {
    cut->x = cut->y = 0;
  }
  return TRUE;
}
