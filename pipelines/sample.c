/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "sample.h"

static gboolean
map_planes (const GstStructure *caps, P2pSampleView *view)
{
  int width, height, channels;
  if (!gst_structure_get (caps, "width", G_TYPE_INT, &width, "height", G_TYPE_INT, &height,
          "channels", G_TYPE_INT, &channels, NULL)
      || !gst_buffer_map (view->buffer, &view->map, GST_MAP_READ))
    return FALSE;
  view->picture =
      p2p_picture_of_planes ((float *) (void *) view->map.data, width, height, channels);
  if (view->map.size == (gsize) view->picture.stride * (gsize) height * (gsize) channels)
    return TRUE;
  gst_buffer_unmap (view->buffer, &view->map);
  return FALSE;
}

gboolean
p2p_sample_map (GstSample *sample, P2pSampleView *view)
{
  const GstCaps *caps = gst_sample_get_caps (sample);
  const GstStructure *s = gst_caps_get_structure (caps, 0);
  GstVideoInfo info;
  view->buffer = gst_sample_get_buffer (sample);
  if (gst_structure_has_name (s, "application/x-p2p-planes"))
    return map_planes (s, view);
  if (!gst_video_info_from_caps (&info, caps)
      || !gst_video_frame_map (&view->frame, &info, view->buffer, GST_MAP_READ))
    return FALSE;
  view->picture = p2p_picture_of_rgb (GST_VIDEO_FRAME_PLANE_DATA (&view->frame, 0),
      GST_VIDEO_FRAME_PLANE_STRIDE (&view->frame, 0), GST_VIDEO_FRAME_WIDTH (&view->frame),
      GST_VIDEO_FRAME_HEIGHT (&view->frame));
  return TRUE;
}

void
p2p_sample_unmap (P2pSampleView *view)
{
  if (view->picture.format == P2P_FORMAT_RGB)
    gst_video_frame_unmap (&view->frame);
  else
    gst_buffer_unmap (view->buffer, &view->map);
}
