/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "p2ppreview.h"

#include <string.h>

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
p2p_preview_info (int width, int height, GstVideoInfo *info)
{
  gst_video_info_set_format (info, GST_VIDEO_FORMAT_RGB, (guint) width, (guint) height);
  GST_VIDEO_INFO_FPS_N (info) = 0;
  GST_VIDEO_INFO_FPS_D (info) = 1;
}

/* The views to show, in rows of COLUMNS. */
static const P2pView *const *
choose_views (P2pPreview kind, const P2pTrainer *trainer, guint *n, guint *columns, guint *rows)
{
  int wanted;
  const P2pView *const *views = p2p_trainer_views (trainer, n, &wanted);
  *rows = (guint) MAX (wanted, 1);
  *columns = (*n + *rows - 1) / *rows;
  if (kind != P2P_PREVIEW_FAKE)
    return views;
  for (; *n > 1 && !(*views)->net; views++)
    (*n)--;
  *n = *columns = *rows = 1;
  return views;
}

/* SCRATCH: a picture of the batch's size, when that is not the tile's. */
static gboolean
draw_tile (const P2pTrainer *trainer, const char *view, P2pPicture *scratch, guint8 *to, int w,
    int h, int stride, GError **error)
{
  P2pPicture tile = p2p_picture_of_rgb (to, stride, w, h);
  if (!scratch->data) {
    p2p_trainer_view (trainer, view, 0, to, stride);
    return TRUE;
  }
  return !p2p_trainer_view (trainer, view, 0, scratch->data, scratch->stride)
         || p2p_picture_resize (scratch, &tile, error);
}

gboolean
p2p_preview_make (P2pPreviewRequest *preview, int w, int h, P2pTrainer *trainer,
    const P2pBatch *batch, gboolean first, GError **error)
{
  guint n, columns, rows;
  const P2pView *const *views = choose_views (preview->kind, trainer, &n, &columns, &rows);
  g_auto (P2pPicture) scratch = { 0 };
  GstMapInfo map;
  gboolean ok = !first || p2p_trainer_make_views (trainer, batch->a, batch->b, error);
  if (ok && (batch->w != w || batch->h != h))
    ok = p2p_picture_alloc (&scratch, P2P_FORMAT_RGB, batch->w, batch->h, 3, error);
  if (!ok)
    return FALSE;
  p2p_preview_info ((int) columns * w, (int) rows * h, &preview->info);
  const int stride = GST_VIDEO_INFO_PLANE_STRIDE (&preview->info, 0);
  g_autoptr (GstBuffer) buffer =
      gst_buffer_new_allocate (NULL, GST_VIDEO_INFO_SIZE (&preview->info), NULL);
  gst_buffer_map (buffer, &map, GST_MAP_WRITE);
  memset (map.data, 0, map.size); /* a view that does not exist stays black */
  for (guint i = 0; i < n && ok; i++)
    ok = draw_tile (trainer, views[i]->name, &scratch,
        map.data + (gsize) (i / columns) * (gsize) h * (gsize) stride
            + 3 * (gsize) (i % columns) * (gsize) w,
        w, h, stride, error);
  gst_buffer_unmap (buffer, &map);
  preview->buffer = ok ? g_steal_pointer (&buffer) : NULL;
  return ok;
}
