/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "p2pframe.h"

P2pPicture
p2p_frame_picture (const GstVideoFrame *frame)
{
  return p2p_picture_of_rgb (GST_VIDEO_FRAME_PLANE_DATA (frame, 0),
      GST_VIDEO_FRAME_PLANE_STRIDE (frame, 0), GST_VIDEO_FRAME_WIDTH (frame),
      GST_VIDEO_FRAME_HEIGHT (frame));
}

static const guint8 *
line_of (const GstVideoFrame *frame, int y)
{
  return (const guint8 *) GST_VIDEO_FRAME_PLANE_DATA (frame, 0)
         + (gsize) y * (gsize) GST_VIDEO_FRAME_PLANE_STRIDE (frame, 0);
}

static void
put_line (const guint8 *from, P2pInputAs as, guint8 *to, int width, float *row)
{
  const int stride = 3 * width;
  if (as == P2P_INPUT_AS_RGB) {
    p2p_pixels_to_planes (from, stride, width, 1, 3, row);
    p2p_planes_to_pixels (row, 3, width, 1, to, stride);
    return;
  }
  p2p_colours_read (P2P_COLOURS_LIGHTNESS, from, stride, width, 1, row);
  if (as == P2P_INPUT_AS_LIGHTNESS) {
    p2p_planes_to_pixels (row, 1, width, 1, to, stride);
    return;
  }
  p2p_colours_read (P2P_COLOURS_AB, from, stride, width, 1, row + width);
  p2p_lab_to_pixels (row, row + width, width, 1, to, stride);
}

void
p2p_frame_put_input (const GstVideoFrame *in, P2pInputAs as, guint8 *to, int stride, float *row)
{
  for (int y = 0; y < GST_VIDEO_FRAME_HEIGHT (in); y++)
    put_line (line_of (in, y), as, to + (gsize) y * (gsize) stride, GST_VIDEO_FRAME_WIDTH (in),
        row);
}

void
p2p_frame_mix (const GstVideoFrame *in, guint8 *to, int stride, double share)
{
  const int weight = (int) (share * 256 + 0.5), n = 3 * GST_VIDEO_FRAME_WIDTH (in);
  for (int y = 0; y < GST_VIDEO_FRAME_HEIGHT (in); y++) {
    const guint8 *from = line_of (in, y);
    guint8 *line = to + (gsize) y * (gsize) stride;
    for (int x = 0; x < n; x++)
      line[x] = (guint8) ((from[x] * (256 - weight) + line[x] * weight + 128) >> 8);
  }
}

static gboolean
other_range (const GValue *value, gboolean twice, GValue *other)
{
  const int min = gst_value_get_int_range_min (value), max = gst_value_get_int_range_max (value);
  const int low = twice ? MIN (min, G_MAXINT / 2) * 2 : min / 2 + min % 2;
  const int high = twice ? MIN (max, G_MAXINT / 2) * 2 : max / 2;
  if (low > high)
    return FALSE;
  g_value_init (other, low < high ? GST_TYPE_INT_RANGE : G_TYPE_INT);
  if (low < high)
    gst_value_set_int_range (other, low, high);
  else
    g_value_set_int (other, low);
  return TRUE;
}

/* FALSE: no such width. */
static gboolean
other_width (const GValue *value, gboolean twice, GValue *other)
{
  if (GST_VALUE_HOLDS_INT_RANGE (value))
    return other_range (value, twice, other);
  if (GST_VALUE_HOLDS_LIST (value)) {
    g_value_init (other, GST_TYPE_LIST);
    for (guint i = 0; i < gst_value_list_get_size (value); i++) {
      GValue item = G_VALUE_INIT;
      if (other_width (gst_value_list_get_value (value, i), twice, &item))
        gst_value_list_append_and_take_value (other, &item);
    }
    return gst_value_list_get_size (other) > 0;
  }
  const int width = g_value_get_int (value);
  if (twice ? width > G_MAXINT / 2 : width % 2)
    return FALSE;
  g_value_init (other, G_TYPE_INT);
  g_value_set_int (other, twice ? 2 * width : width / 2);
  return TRUE;
}

GstCaps *
p2p_caps_side_by_side (GstCaps *caps, gboolean twice)
{
  GstCaps *result = gst_caps_new_empty ();
  for (guint i = 0; i < gst_caps_get_size (caps); i++) {
    g_autoptr (GstStructure) s = gst_structure_copy (gst_caps_get_structure (caps, i));
    const GValue *width = gst_structure_get_value (s, "width");
    g_auto (GValue) other = G_VALUE_INIT;
    if (width && !other_width (width, twice, &other))
      continue;
    if (width)
      gst_structure_set_value (s, "width", &other);
    gst_caps_append_structure_full (result, g_steal_pointer (&s),
        gst_caps_features_copy (gst_caps_get_features (caps, i)));
  }
  return result;
}
