/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "p2pheldout.h"

#include <string.h>
#include "p2ppreview.h"

#define MAX_PICTURES 4

struct _P2pHeldOut
{
  int w, h, n;
  gboolean forth;                    /* direction AtoB */
  gboolean whole, target;            /* files are not side by side; there is something to compare */
  P2pPicture sides[MAX_PICTURES][2]; /* input and target, w x h; one empty if they are the same */
};

void
p2p_held_out_free (P2pHeldOut *held_out)
{
  if (!held_out)
    return;
  for (int i = 0; i < MAX_PICTURES; i++)
    for (int side = 0; side < 2; side++)
      p2p_picture_clear (&held_out->sides[i][side]);
  g_free (held_out);
}

/* Columns X to X + WIDTH of PICTURE, resized. */
static gboolean
take (const P2pHeldOut *held_out, const P2pPicture *picture, int x, int width, P2pPicture *to,
    GError **error)
{
  const P2pPicture part =
      p2p_picture_of_rgb (picture->data + 3 * (gsize) x, picture->stride, width, picture->height);
  return p2p_picture_alloc (to, P2P_FORMAT_RGB, held_out->w, held_out->h, 3, error)
         && p2p_picture_resize (&part, to, error);
}

static gboolean
load (P2pHeldOut *held_out, const P2pReading *how, const char *path, GError **error)
{
  g_auto (P2pPicture) picture = { 0 };
  P2pPicture *sides = held_out->sides[held_out->n];
  if (!p2p_picture_load (path, how, &picture, error))
    return FALSE;
  const int w = picture.width, split = MAX (w / 2, 1);
  const gboolean ok = held_out->whole
                          ? take (held_out, &picture, 0, w, &sides[0], error)
                          : take (held_out, &picture, 0, split, &sides[!held_out->forth], error)
                                && take (held_out, &picture, MIN (split, w - 1), MAX (w - split, 1),
                                    &sides[held_out->forth], error);
  held_out->n++;
  return ok;
}

P2pHeldOut *
p2p_held_out_load (const char *folder, const P2pTrainer *trainer, int w, int h, GError **error)
{
  const P2pOptions *o = p2p_trainer_options (trainer);
  const P2pRecipe *recipe = p2p_recipe_find (o->model, error);
  const P2pDatasetMode *mode = recipe ? p2p_dataset_mode_find (recipe->modes[0], error) : NULL;
  g_autoptr (GPtrArray) paths = mode ? p2p_list_pictures (folder, MAX_PICTURES, error) : NULL;
  if (!paths)
    return NULL;
  if (o->keep_depth || o->input_nc == 2 || o->input_nc > 3) {
    g_set_error_literal (error, P2P_ERROR, P2P_ERROR_USAGE,
        "preview-from shows 8 bit pictures only; leave it out together with --keep_depth");
    return NULL;
  }
  const P2pReading how = p2p_reading_of (o);
  P2pHeldOut *held_out = g_new0 (P2pHeldOut, 1);
  held_out->w = w;
  held_out->h = h;
  held_out->forth = p2p_options_forth (o);
  held_out->whole = mode->sides != P2P_SIDES_HALVES;
  held_out->target = mode->paired;
  for (guint i = 0; i < paths->len; i++)
    if (!load (held_out, &how, g_ptr_array_index (paths, i), error)) {
      p2p_held_out_free (held_out);
      return NULL;
    }
  return held_out;
}

void
p2p_held_out_info (const P2pHeldOut *held_out, GstVideoInfo *info)
{
  p2p_preview_info ((held_out->target ? 3 : 2) * held_out->w, held_out->n * held_out->h, info);
}

static void
place (const P2pPicture *picture, guint8 *rgb, int stride)
{
  for (int y = 0; y < picture->height; y++)
    memcpy (rgb + (gsize) y * (gsize) stride, picture->data + (gsize) y * (gsize) picture->stride,
        3 * (gsize) picture->width);
}

/* input | output | target, from ROW on. */
static gboolean
draw_row (const P2pPicture *input, const P2pPicture *target, P2pColours colours, float *planes,
    P2pTrainer *trainer, guint8 *row, int stride, GError **error)
{
  const gsize tile = 3 * (gsize) input->width;
  p2p_picture_to_network (input, colours, planes);
  if (colours == P2P_COLOURS_LIGHTNESS)
    p2p_planes_to_pixels (planes, 1, input->width, input->height, row, stride);
  else
    place (input, row, stride);
  if (target)
    place (target, row + 2 * tile, stride);
  return p2p_trainer_translate (trainer, planes, row + tile, stride, error);
}

static gboolean
draw (const P2pHeldOut *held_out, P2pTrainer *trainer, guint8 *rgb, int stride, GError **error)
{
  const P2pColours colours = p2p_trainer_colours (trainer, !held_out->forth);
  g_autofree float *planes = g_try_new (float, 3 * (gsize) held_out->w * (gsize) held_out->h);
  gboolean ok = planes != NULL;
  if (!ok)
    g_set_error_literal (error, P2P_ERROR, P2P_ERROR_MEMORY,
        "no memory for the preview; use smaller pictures");
  for (int i = 0; i < held_out->n && ok; i++) {
    const P2pPicture *sides = held_out->sides[i];
    ok = draw_row (&sides[0], held_out->target ? &sides[!held_out->whole] : NULL, colours, planes,
        trainer, rgb + (gsize) i * (gsize) held_out->h * (gsize) stride, stride, error);
  }
  return ok;
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
