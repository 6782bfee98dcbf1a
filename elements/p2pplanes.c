/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "p2pplanes.h"

#define MEDIA_TYPE "application/x-p2p-planes"

gboolean
p2p_planes_info_from_caps (P2pPlanesInfo *info, const GstCaps *caps)
{
  const GstStructure *s = gst_caps_get_structure (caps, 0);
  *info = (P2pPlanesInfo){ 0 };
  if (gst_structure_has_name (s, MEDIA_TYPE)
      && gst_structure_get (s, "width", G_TYPE_INT, &info->width, "height", G_TYPE_INT,
          &info->height, "channels", G_TYPE_INT, &info->channels, NULL))
    return TRUE;
  *info = (P2pPlanesInfo){ 0 };
  return FALSE;
}

GstCaps *
p2p_planes_info_to_caps (const P2pPlanesInfo *info)
{
  return gst_caps_new_simple (MEDIA_TYPE, "width", G_TYPE_INT, info->width, "height", G_TYPE_INT,
      info->height, "channels", G_TYPE_INT, info->channels, "framerate", GST_TYPE_FRACTION, 0, 1,
      NULL);
}

gsize
p2p_planes_info_size (const P2pPlanesInfo *info)
{
  return sizeof (float) * (gsize) info->channels * (gsize) info->height * (gsize) info->width;
}

gboolean
p2p_planes_info_is_equal (const P2pPlanesInfo *a, const P2pPlanesInfo *b)
{
  return a->width == b->width && a->height == b->height && a->channels == b->channels;
}

gboolean
p2p_planes_or_video (P2pPlanesInfo *planes, GstVideoInfo *video, const GstCaps *caps)
{
  if (!p2p_planes_info_from_caps (planes, caps))
    return gst_video_info_from_caps (video, caps);
  const gboolean ok = gst_video_info_set_format (video, GST_VIDEO_FORMAT_RGB, (guint) planes->width,
      (guint) planes->height);
  GST_VIDEO_INFO_FPS_N (video) = 0;
  GST_VIDEO_INFO_FPS_D (video) = 1;
  return ok;
}

static P2pPlanesInfo
info_of (const P2pPlanes *planes)
{
  return (P2pPlanesInfo){ planes->width, planes->height, planes->channels };
}

GstBuffer *
p2p_planes_wrap (P2pPlanes *planes)
{
  const P2pPlanesInfo info = info_of (planes);
  GstBuffer *buffer =
      gst_buffer_new_wrapped (g_steal_pointer (&planes->data), p2p_planes_info_size (&info));
  p2p_planes_clear (planes);
  return buffer;
}

gboolean
p2p_planes_view (const P2pPlanesInfo *info, GstBuffer *buffer, P2pPlanes *planes, GstMapInfo *map,
    GError **error)
{
  const gboolean mapped = gst_buffer_map (buffer, map, GST_MAP_READ);
  if (mapped && map->size == p2p_planes_info_size (info)) {
    *planes =
        (P2pPlanes){ info->width, info->height, info->channels, 32, (float *) (void *) map->data };
    return TRUE;
  }
  if (mapped)
    gst_buffer_unmap (buffer, map);
  g_set_error_literal (error, P2P_ERROR, P2P_ERROR_INTERNAL,
      "a buffer does not hold what its caps say; check the element that made it");
  return FALSE;
}

static gboolean
make_grey (const P2pPlanes *from, P2pPlanes *grey, GError **error)
{
  const gsize plane = (gsize) from->width * (gsize) from->height;
  const float *r = from->data, *g = r + plane, *b = g + plane;
  if (!p2p_planes_alloc (grey, from->width, from->height, 1, error))
    return FALSE;
  for (gsize i = 0; i < plane; i++)
    grey->data[i] = (float) ((19595.0 * r[i] + 38470.0 * g[i] + 7471.0 * b[i]) / 65536.0);
  return TRUE;
}

static gboolean
cut_out (const P2pPlanes *from, const P2pCut *cut, P2pPlanes *to, GError **error)
{
  g_auto (P2pPlanes) resized = { 0 };
  if (cut->width != from->width || cut->height != from->height) {
    if (!p2p_planes_resize_bicubic (from, cut->width, cut->height, &resized, error))
      return FALSE;
    from = &resized;
  }
  return p2p_planes_crop_flip (from, cut->x, cut->y, cut->crop_width, cut->crop_height, cut->flip,
      to, error);
}

GstBuffer *
p2p_planes_cut (const P2pPlanesInfo *info, GstBuffer *from, const P2pCut *cut, gboolean grey,
    P2pPlanesInfo *out, GError **error)
{
  P2pPlanes view;
  g_auto (P2pPlanes) single = { 0 }, result = { 0 };
  GstMapInfo map;
  if (!p2p_planes_view (info, from, &view, &map, error))
    return NULL;
  grey = grey && (info->channels == 3 || info->channels == 4);
  const gboolean ok = (!grey || make_grey (&view, &single, error))
                      && cut_out (grey ? &single : &view, cut, &result, error);
  gst_buffer_unmap (from, &map);
  *out = info_of (&result);
  return ok ? p2p_planes_wrap (&result) : NULL;
}
