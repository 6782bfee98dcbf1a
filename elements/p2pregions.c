/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "p2pregions.h"

/* One streaming thread only: what goes in comes out before the next goes in. */
typedef struct
{
  GstBuffer *waiting; /* an empty one, with the regions of what went in; NULL: none */
  gboolean turns;     /* the element does, as tags say */
  GstVideoOrientationMethod turn;
  guint width, height; /* of what goes in */
} Carry;

void
p2p_region_turn (GstVideoRegionOfInterestMeta *r, GstVideoOrientationMethod turn, guint width,
    guint height)
{
  const guint x = r->x, y = r->y, w = r->w, h = r->h;
  const guint right = width - MIN (width, x + w), below = height - MIN (height, y + h);
  const struct
  {
    guint x, y, w, h;
  } turned[] = {
    [GST_VIDEO_ORIENTATION_IDENTITY] = { x, y, w, h },
    [GST_VIDEO_ORIENTATION_90R] = { below, x, h, w },
    [GST_VIDEO_ORIENTATION_180] = { right, below, w, h },
    [GST_VIDEO_ORIENTATION_90L] = { y, right, h, w },
    [GST_VIDEO_ORIENTATION_HORIZ] = { right, y, w, h },
    [GST_VIDEO_ORIENTATION_VERT] = { x, below, w, h },
    [GST_VIDEO_ORIENTATION_UL_LR] = { y, x, h, w },
    [GST_VIDEO_ORIENTATION_UR_LL] = { below, right, h, w },
  };
  const guint i = (guint) turn < G_N_ELEMENTS (turned) ? (guint) turn : 0;
  r->x = turned[i].x;
  r->y = turned[i].y;
  r->w = turned[i].w;
  r->h = turned[i].h;
}

static void
copy_params (GstVideoRegionOfInterestMeta *to, const GstVideoRegionOfInterestMeta *from)
{
  for (const GList *l = to->params ? NULL : from->params; l; l = l->next)
    gst_video_region_of_interest_meta_add_param (to, gst_structure_copy (l->data));
}

static GstVideoRegionOfInterestMeta *
copy_region (GstBuffer *to, const GstVideoRegionOfInterestMeta *from)
{
  GstVideoRegionOfInterestMeta *copy = gst_buffer_add_video_region_of_interest_meta_id (to,
      from->roi_type, from->x, from->y, from->w, from->h);
  copy->id = from->id;
  copy->parent_id = from->parent_id;
  copy_params (copy, from);
  return copy;
}

static const GstVideoRegionOfInterestMeta *
next_region (GstBuffer *buffer, gpointer *state)
{
  return (const GstVideoRegionOfInterestMeta *) gst_buffer_iterate_meta_filtered (buffer, state,
      GST_VIDEO_REGION_OF_INTEREST_META_API_TYPE);
}

static void
take (Carry *carry, GstBuffer *buffer)
{
  const GstVideoRegionOfInterestMeta *region;
  gpointer state = NULL;
  gst_clear_buffer (&carry->waiting);
  while ((region = next_region (buffer, &state))) {
    carry->waiting = carry->waiting ? carry->waiting : gst_buffer_new ();
    copy_region (carry->waiting, region);
  }
}

/* Those that are there already have been scaled, but without what is known of them. */
static GstBuffer *
give (Carry *carry, GstBuffer *buffer)
{
  const GstVideoRegionOfInterestMeta *region, *there;
  gpointer state = NULL, state_there = NULL;
  if (!carry->waiting)
    return buffer;
  buffer = gst_buffer_make_writable (buffer);
  const gboolean lost = !gst_buffer_get_video_region_of_interest_meta (buffer);
  while ((region = next_region (carry->waiting, &state)))
    if (lost)
      p2p_region_turn (copy_region (buffer, region), carry->turn, carry->width, carry->height);
    else if ((there = next_region (buffer, &state_there)))
      copy_params ((GstVideoRegionOfInterestMeta *) there, region);
  gst_clear_buffer (&carry->waiting);
  return buffer;
}

static void
note (Carry *carry, GstEvent *event)
{
  GstVideoInfo info;
  GstTagList *tags;
  GstCaps *caps;
  switch (GST_EVENT_TYPE (event)) {
    case GST_EVENT_STREAM_START:
      carry->turn = GST_VIDEO_ORIENTATION_IDENTITY;
      break;
    case GST_EVENT_TAG:
      gst_event_parse_tag (event, &tags);
      if (carry->turns)
        gst_video_orientation_from_tag (tags, &carry->turn);
      break;
    case GST_EVENT_CAPS:
      gst_event_parse_caps (event, &caps);
      if (gst_video_info_from_caps (&info, caps)) {
        carry->width = (guint) info.width;
        carry->height = (guint) info.height;
      }
      break;
    default:
      break;
  }
}

static GstPadProbeReturn
at_sink (GstPad *pad, GstPadProbeInfo *info, gpointer data)
{
  if (info->type & GST_PAD_PROBE_TYPE_BUFFER)
    take (data, info->data);
  else
    note (data, info->data);
  return GST_PAD_PROBE_OK;
}

static GstPadProbeReturn
at_src (GstPad *pad, GstPadProbeInfo *info, gpointer data)
{
  info->data = give (data, info->data);
  return GST_PAD_PROBE_OK;
}

static void
forget (gpointer data)
{
  gst_clear_buffer (&((Carry *) data)->waiting);
  g_free (data);
}

void
p2p_regions_carry (GstElement *element, gboolean turns)
{
  g_autoptr (GstPad) sink = gst_element_get_static_pad (element, "sink");
  g_autoptr (GstPad) src = gst_element_get_static_pad (element, "src");
  Carry *carry = g_new0 (Carry, 1);
  carry->turns = turns;
  gst_pad_add_probe (sink, GST_PAD_PROBE_TYPE_BUFFER | GST_PAD_PROBE_TYPE_EVENT_DOWNSTREAM, at_sink,
      carry, NULL);
  gst_pad_add_probe (src, GST_PAD_PROBE_TYPE_BUFFER, at_src, carry, NULL);
  g_object_set_data_full (G_OBJECT (element), "p2p-regions", carry, forget);
}
