/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "p2pmedia.h"

#include "p2pframe.h"

#define PLANES "application/x-p2p-planes"

P2pMedia
p2p_media_of (P2pFormat format, int width, int height, int channels)
{
  P2pMedia media = { .format = format, .channels = channels };
  gst_video_info_set_format (&media.video, GST_VIDEO_FORMAT_RGB, (guint) width, (guint) height);
  GST_VIDEO_INFO_FPS_N (&media.video) = 0;
  GST_VIDEO_INFO_FPS_D (&media.video) = 1;
  return media;
}

gboolean
p2p_media_from_caps (P2pMedia *media, const GstCaps *caps)
{
  const GstStructure *s = gst_caps_get_structure (caps, 0);
  int width, height, channels;
  if (gst_structure_has_name (s, PLANES)
      && gst_structure_get (s, "width", G_TYPE_INT, &width, "height", G_TYPE_INT, &height,
          "channels", G_TYPE_INT, &channels, NULL)) {
    *media = p2p_media_of (P2P_FORMAT_PLANES, width, height, channels);
    return TRUE;
  }
  *media = (P2pMedia){ .format = P2P_FORMAT_RGB };
  if (!gst_video_info_from_caps (&media->video, caps))
    return FALSE;
  media->channels = 3;
  return TRUE;
}

GstCaps *
p2p_media_to_caps (const P2pMedia *media)
{
  if (media->format == P2P_FORMAT_RGB)
    return gst_video_info_to_caps (&media->video);
  return gst_caps_new_simple (PLANES, "width", G_TYPE_INT, media->video.width, "height", G_TYPE_INT,
      media->video.height, "channels", G_TYPE_INT, media->channels, "framerate", GST_TYPE_FRACTION,
      0, 1, NULL);
}

gboolean
p2p_media_is_equal (const P2pMedia *a, const P2pMedia *b)
{
  return a->format == b->format && a->channels == b->channels
         && gst_video_info_is_equal (&a->video, &b->video);
}

gsize
p2p_media_size (const P2pMedia *media)
{
  if (media->format == P2P_FORMAT_RGB)
    return GST_VIDEO_INFO_SIZE (&media->video);
  return sizeof (float) * (gsize) media->channels * (gsize) media->video.height
         * (gsize) media->video.width;
}

/* What is written may lie in a buffer that is larger. */
static gboolean
map_planes (const P2pMedia *media, GstBuffer *buffer, GstMapFlags flags, P2pMapped *mapped)
{
  const gsize need = p2p_media_size (media);
  if (!gst_buffer_map (buffer, &mapped->map, flags))
    return FALSE;
  if (flags & GST_MAP_WRITE ? mapped->map.size >= need : mapped->map.size == need)
    return TRUE;
  gst_buffer_unmap (buffer, &mapped->map);
  return FALSE;
}

gboolean
p2p_media_map (const P2pMedia *media, GstBuffer *buffer, GstMapFlags flags, P2pMapped *mapped,
    GError **error)
{
  mapped->buffer = buffer;
  if (media->format == P2P_FORMAT_PLANES && map_planes (media, buffer, flags, mapped)) {
    mapped->picture = p2p_picture_of_planes ((float *) (void *) mapped->map.data,
        media->video.width, media->video.height, media->channels);
    return TRUE;
  }
  if (media->format == P2P_FORMAT_RGB
      && gst_video_frame_map (&mapped->frame, &media->video, buffer, flags)) {
    mapped->picture = p2p_frame_picture (&mapped->frame);
    return TRUE;
  }
  g_set_error_literal (error, P2P_ERROR, P2P_ERROR_INTERNAL,
      "a buffer does not hold what its caps say; check the element that made it");
  return FALSE;
}

void
p2p_media_unmap (P2pMapped *mapped)
{
  if (mapped->picture.format == P2P_FORMAT_RGB)
    gst_video_frame_unmap (&mapped->frame);
  else
    gst_buffer_unmap (mapped->buffer, &mapped->map);
}

GstBuffer *
p2p_media_cut (const P2pPicture *picture, int x, int width, GError **error)
{
  const P2pMedia media = p2p_media_of (picture->format, width, picture->height, picture->channels);
  const gsize size = p2p_media_size (&media);
  guint8 *data = g_try_malloc (size);
  if (!data) {
    g_set_error (error, P2P_ERROR, P2P_ERROR_MEMORY,
        "no memory for a picture of %d x %d; use smaller pictures or fewer workers", width,
        picture->height);
    return NULL;
  }
  P2pPicture part = picture->format == P2P_FORMAT_RGB
                        ? p2p_picture_of_rgb (data, GST_VIDEO_INFO_PLANE_STRIDE (&media.video, 0),
                            width, picture->height)
                        : p2p_picture_of_planes ((float *) (void *) data, width, picture->height,
                            picture->channels);
  p2p_picture_crop_flip (picture, x, 0, FALSE, &part);
  return gst_buffer_new_wrapped (data, size);
}

GstBuffer *
p2p_media_wrap (P2pPicture *picture, GError **error)
{
  if (picture->format == P2P_FORMAT_RGB && picture->stride != GST_ROUND_UP_4 (3 * picture->width))
    return p2p_media_cut (picture, 0, picture->width, error);
  const P2pMedia media =
      p2p_media_of (picture->format, picture->width, picture->height, picture->channels);
  GstBuffer *buffer =
      gst_buffer_new_wrapped (g_steal_pointer (&picture->data), p2p_media_size (&media));
  p2p_picture_clear (picture);
  return buffer;
}
