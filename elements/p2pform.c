/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "p2pform.h"

void
p2p_form_clear (P2pForm *form)
{
  g_free (form->colorimetry);
  g_free (form->chroma_site);
  *form = (P2pForm){ 0 };
}

void
p2p_form_set_colours (P2pForm *form, const GstCaps *caps)
{
  GstVideoInfo info;
  const gboolean yuv = gst_video_info_from_caps (&info, caps) && GST_VIDEO_INFO_IS_YUV (&info);
  const gboolean sited = yuv && info.chroma_site != GST_VIDEO_CHROMA_SITE_UNKNOWN;
  g_free (form->colorimetry);
  g_free (form->chroma_site);
  form->colorimetry = yuv ? gst_video_colorimetry_to_string (&info.colorimetry) : NULL;
  form->chroma_site = sited ? gst_video_chroma_site_to_string (info.chroma_site) : NULL;
}

void
p2p_form_set_size (P2pForm *form, const GstCaps *caps)
{
  GstVideoInfo info;
  if (!gst_video_info_from_caps (&info, caps))
    return;
  form->width = info.width;
  form->height = info.height;
  form->par_n = info.par_n;
  form->par_d = info.par_d;
}

static gboolean
is_yuv (const GstVideoFormatInfo *info)
{
  return GST_VIDEO_FORMAT_INFO_IS_YUV (info);
}

/* Grey would lose the colours, and is nobody's first choice. */
static gboolean
is_rgb (const GstVideoFormatInfo *info)
{
  return GST_VIDEO_FORMAT_INFO_IS_RGB (info) && !GST_VIDEO_FORMAT_INFO_HAS_PALETTE (info);
}

static GstStructure *
raw_of (gboolean (*suits) (const GstVideoFormatInfo *info))
{
  GstStructure *s = gst_structure_new_empty ("video/x-raw");
  g_auto (GValue) formats = G_VALUE_INIT;
  guint n;
  const GstVideoFormat *all = gst_video_formats_raw (&n);
  g_value_init (&formats, GST_TYPE_LIST);
  for (guint i = 0; i < n; i++) {
    const GstVideoFormatInfo *info = gst_video_format_get_info (all[i]);
    GValue format = G_VALUE_INIT;
    if (!suits (info))
      continue;
    g_value_init (&format, G_TYPE_STRING);
    g_value_set_static_string (&format, GST_VIDEO_FORMAT_INFO_NAME (info));
    gst_value_list_append_and_take_value (&formats, &format);
  }
  gst_structure_set_value (s, "format", &formats);
  return s;
}

/* RGB says nothing of colours and needs no conversion; YUV as it came; anything. */
static GstCaps *
colours_of (const P2pForm *form)
{
  if (!form->colorimetry)
    return gst_caps_new_empty_simple ("video/x-raw");
  GstStructure *yuv = raw_of (is_yuv);
  gst_structure_set (yuv, "colorimetry", G_TYPE_STRING, form->colorimetry, NULL);
  GstStructure *sited = form->chroma_site ? gst_structure_copy (yuv) : NULL;
  GstCaps *caps = gst_caps_new_full (raw_of (is_rgb), NULL);
  if (sited) {
    gst_structure_set (sited, "chroma-site", G_TYPE_STRING, form->chroma_site, NULL);
    gst_caps_append_structure (caps, sited);
  }
  gst_caps_append_structure (caps, yuv);
  gst_caps_append_structure (caps, gst_structure_new_empty ("video/x-raw"));
  return caps;
}

GstCaps *
p2p_form_caps (const P2pForm *form, gboolean back, gboolean side_by_side)
{
  GstCaps *any = colours_of (form);
  if (!back || !form->width)
    return any;
  GstCaps *same = gst_caps_copy (any);
  gst_caps_set_simple (same, "width", G_TYPE_INT, side_by_side ? 2 * form->width : form->width,
      "height", G_TYPE_INT, form->height, "pixel-aspect-ratio", GST_TYPE_FRACTION, form->par_n,
      form->par_d, NULL);
  gst_caps_append (same, any);
  return same;
}

const char *
p2p_caps_dynamics (const GstCaps *caps)
{
  GstVideoInfo info;
  if (!gst_video_info_from_caps (&info, caps))
    return NULL;
  switch (info.colorimetry.transfer) {
    case GST_VIDEO_TRANSFER_SMPTE2084:
      return "PQ";
    case GST_VIDEO_TRANSFER_ARIB_STD_B67:
      return "HLG";
    default:
      return NULL;
  }
}

char *
p2p_caps_losses (const GstCaps *caps)
{
  GstVideoInfo info;
  if (!gst_video_info_from_caps (&info, caps))
    return NULL;
  g_autoptr (GString) text = g_string_new (NULL);
  const guint depth = GST_VIDEO_INFO_COMP_DEPTH (&info, 0);
  if (GST_VIDEO_INFO_IS_INTERLACED (&info))
    g_string_append (text, "it is interlaced and its fields are joined");
  if (depth > 8)
    g_string_append_printf (text, "%s%u bits of a colour become 8", text->len ? ", " : "", depth);
  if (GST_VIDEO_INFO_HAS_ALPHA (&info))
    g_string_append_printf (text, "%salpha is dropped", text->len ? ", " : "");
  return text->len ? g_string_free (g_steal_pointer (&text), FALSE) : NULL;
}
