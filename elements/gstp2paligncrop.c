/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/**
 * SECTION:element-p2paligncrop
 *
 * Resizes, crops and mirrors both halves of a pair alike, as the reference does
 * before training.
 *
 * |[
 * gst-launch-1.0 p2pdatasetsrc dataroot=datasets/facades epochs=1 ! p2pdecode name=d d.src_a ! c.sink_a d.src_b ! c.sink_b p2paligncrop name=c load-size=286 crop-size=256 c.src_a ! queue ! fakesink c.src_b ! queue ! fakesink
 * ]|
 *
 * What happens to a picture is a function of its P2pPairMeta (seed, epoch, sample)
 * alone, so the two streams never wait for each other and one may be missing.
 * Buffers without the meta use the property seed and count from 0 on each pad.
 */

#include "gstp2paligncrop.h"

#include <gst/video/video.h>
#include "p2ppairmeta.h"
#include "p2pprops.h"
#include "p2pquery.h"

GST_DEBUG_CATEGORY_STATIC (p2p_align_crop_debug);
#define GST_CAT_DEFAULT p2p_align_crop_debug

/* One of the two streams; its streaming thread owns it. */
typedef struct
{
  GstPad *sink, *src;
  GstVideoInfo in, out; /* format UNKNOWN: no caps yet */
  guint64 count;        /* buffers, where there is no meta */
  guint8 *resized;      /* room for the picture between resize and crop */
  gsize room;
  GstBufferPool *pool;
} Lane;

struct _GstP2pAlignCrop
{
  GstElement parent;

  /* Properties, under the object lock. */
  int load_size, crop_size;
  char *preprocess;
  gboolean no_flip;
  gint64 seed;

  Lane lanes[2]; /* a, b */
  /* The properties, parsed at READY to PAUSED. */
  P2pTransform transform;
  guint64 seed_used;
};

G_DEFINE_TYPE_WITH_CODE (GstP2pAlignCrop, gst_p2p_align_crop, GST_TYPE_ELEMENT,
    GST_DEBUG_CATEGORY_INIT (p2p_align_crop_debug, "p2paligncrop", 0, "pix2pix resize and crop"))
GST_ELEMENT_REGISTER_DEFINE (p2paligncrop, "p2paligncrop", GST_RANK_NONE, GST_TYPE_P2P_ALIGN_CROP)

#define RAW_CAPS GST_STATIC_CAPS (GST_VIDEO_CAPS_MAKE ("RGB"))

static GstStaticPadTemplate templates[2][2] = {
  { GST_STATIC_PAD_TEMPLATE ("sink_a", GST_PAD_SINK, GST_PAD_ALWAYS, RAW_CAPS),
      GST_STATIC_PAD_TEMPLATE ("src_a", GST_PAD_SRC, GST_PAD_ALWAYS, RAW_CAPS) },
  { GST_STATIC_PAD_TEMPLATE ("sink_b", GST_PAD_SINK, GST_PAD_ALWAYS, RAW_CAPS),
      GST_STATIC_PAD_TEMPLATE ("src_b", GST_PAD_SRC, GST_PAD_ALWAYS, RAW_CAPS) },
};

static Lane *
lane_of (GstPad *pad)
{
  return gst_pad_get_element_private (pad);
}

static void
fail_with (GstP2pAlignCrop *self, GError *error)
{
  p2p_element_error (GST_ELEMENT (self), error);
}

static gboolean
make_pool (Lane *lane, GstCaps *caps)
{
  if (lane->pool)
    gst_buffer_pool_set_active (lane->pool, FALSE);
  gst_clear_object (&lane->pool);
  lane->pool = gst_video_buffer_pool_new ();
  GstStructure *config = gst_buffer_pool_get_config (lane->pool);
  gst_buffer_pool_config_set_params (config, caps, (guint) GST_VIDEO_INFO_SIZE (&lane->out), 0, 0);
  return gst_buffer_pool_set_config (lane->pool, config)
         && gst_buffer_pool_set_active (lane->pool, TRUE);
}

/* Sizes do not depend on the sample, so they are known with the input's caps. */
static gboolean
follow_caps (GstP2pAlignCrop *self, Lane *lane, GstCaps *caps)
{
  g_autoptr (GError) error = NULL;
  P2pCut cut;
  if (!gst_video_info_from_caps (&lane->in, caps))
    return FALSE;
  const int w = GST_VIDEO_INFO_WIDTH (&lane->in), h = GST_VIDEO_INFO_HEIGHT (&lane->in);
  if (!p2p_transform_cut (&self->transform, 0, 0, 1, 0, w, h, &cut, &error)) {
    fail_with (self, g_steal_pointer (&error));
    return FALSE;
  }
  GstVideoInfo out;
  gst_video_info_set_format (&out, GST_VIDEO_FORMAT_RGB, (guint) cut.crop_width,
      (guint) cut.crop_height);
  GST_VIDEO_INFO_FPS_N (&out) = GST_VIDEO_INFO_FPS_N (&lane->in);
  GST_VIDEO_INFO_FPS_D (&out) = GST_VIDEO_INFO_FPS_D (&lane->in);
  if (lane->pool && gst_video_info_is_equal (&out, &lane->out))
    return TRUE;
  lane->out = out;
  g_autoptr (GstCaps) out_caps = gst_video_info_to_caps (&out);
  return make_pool (lane, out_caps)
         && gst_pad_push_event (lane->src, gst_event_new_caps (out_caps));
}

static gboolean
gst_p2p_align_crop_sink_event (GstPad *pad, GstObject *parent, GstEvent *event)
{
  if (GST_EVENT_TYPE (event) != GST_EVENT_CAPS)
    return gst_pad_event_default (pad, parent, event);
  GstCaps *caps;
  gst_event_parse_caps (event, &caps);
  const gboolean ok = follow_caps (GST_P2P_ALIGN_CROP (parent), lane_of (pad), caps);
  gst_event_unref (event);
  return ok;
}

static gboolean
transform (Lane *lane, const P2pCut *cut, const GstVideoFrame *in, GstVideoFrame *out,
    GError **error)
{
  const guint8 *pixels = GST_VIDEO_FRAME_PLANE_DATA (in, 0);
  int stride = GST_VIDEO_FRAME_PLANE_STRIDE (in, 0);
  const int w = GST_VIDEO_FRAME_WIDTH (in), h = GST_VIDEO_FRAME_HEIGHT (in);
  if (cut->width != w || cut->height != h) {
    const gsize need = (gsize) cut->width * 3 * (gsize) cut->height;
    if (need > lane->room) {
      g_free (lane->resized);
      lane->resized = g_malloc (need);
      lane->room = need;
    }
    if (!p2p_resize_bicubic (pixels, w, h, stride, lane->resized, cut->width, cut->height,
            cut->width * 3, 3, error))
      return FALSE;
    pixels = lane->resized;
    stride = cut->width * 3;
  }
  p2p_crop_flip (pixels, cut->width, cut->height, stride, cut->x, cut->y, cut->flip,
      GST_VIDEO_FRAME_PLANE_DATA (out, 0), cut->crop_width, cut->crop_height,
      GST_VIDEO_FRAME_PLANE_STRIDE (out, 0));
  return TRUE;
}

static gboolean
convert (GstP2pAlignCrop *self, Lane *lane, GstBuffer *from, GstBuffer *to, GError **error)
{
  P2pPair pair;
  P2pCut cut;
  GstVideoFrame in, out;
  if (!p2p_pair_meta_get (from, &pair))
    pair = (P2pPair){ .epoch = 1, .sample = lane->count, .seed = self->seed_used };
  lane->count++;
  if (!p2p_transform_cut (&self->transform, pair.side, pair.seed, pair.epoch, pair.sample,
          GST_VIDEO_INFO_WIDTH (&lane->in), GST_VIDEO_INFO_HEIGHT (&lane->in), &cut, error))
    return FALSE;
  if (!gst_video_frame_map (&in, &lane->in, from, GST_MAP_READ)) {
    g_set_error_literal (error, P2P_ERROR, P2P_ERROR_INTERNAL,
        "a buffer does not hold what its caps say");
    return FALSE;
  }
  gboolean ok = gst_video_frame_map (&out, &lane->out, to, GST_MAP_WRITE);
  if (ok) {
    ok = transform (lane, &cut, &in, &out, error);
    gst_video_frame_unmap (&out);
  }
  gst_video_frame_unmap (&in);
  return ok;
}

static GstFlowReturn
gst_p2p_align_crop_chain (GstPad *pad, GstObject *parent, GstBuffer *buffer)
{
  GstP2pAlignCrop *self = GST_P2P_ALIGN_CROP (parent);
  Lane *lane = lane_of (pad);
  g_autoptr (GstBuffer) from = buffer, to = NULL;
  g_autoptr (GError) error = NULL;
  if (!lane->pool)
    return GST_FLOW_NOT_NEGOTIATED;
  const GstFlowReturn ret = gst_buffer_pool_acquire_buffer (lane->pool, &to, NULL);
  if (ret != GST_FLOW_OK)
    return ret;
  if (!convert (self, lane, from, to, &error)) {
    fail_with (self, g_steal_pointer (&error));
    return GST_FLOW_ERROR;
  }
  p2p_copy_metadata (from, to);
  return gst_pad_push (lane->src, g_steal_pointer (&to));
}

/* a belongs to a, b to b: so events and queries stay in their stream. */
static GstIterator *
gst_p2p_align_crop_iterate_links (GstPad *pad, GstObject *parent)
{
  const Lane *lane = lane_of (pad);
  g_auto (GValue) value = G_VALUE_INIT;
  g_value_init (&value, GST_TYPE_PAD);
  g_value_set_object (&value, pad == lane->sink ? lane->src : lane->sink);
  return gst_iterator_new_single (GST_TYPE_PAD, &value);
}

static gboolean
start (GstP2pAlignCrop *self, GError **error)
{
  GST_OBJECT_LOCK (self);
  g_autofree char *preprocess = g_strdup (self->preprocess);
  const int load = self->load_size, crop = self->crop_size;
  const gboolean no_flip = self->no_flip;
  self->seed_used = (guint64) self->seed;
  GST_OBJECT_UNLOCK (self);
  return p2p_transform_parse (preprocess, load, crop, no_flip, &self->transform, error);
}

static void
stop (Lane *lane)
{
  if (lane->pool)
    gst_buffer_pool_set_active (lane->pool, FALSE);
  gst_clear_object (&lane->pool);
  g_clear_pointer (&lane->resized, g_free);
  lane->room = 0;
  lane->count = 0;
}

static GstStateChangeReturn
gst_p2p_align_crop_change_state (GstElement *element, GstStateChange transition)
{
  GstP2pAlignCrop *self = GST_P2P_ALIGN_CROP (element);
  g_autoptr (GError) error = NULL;
  if (transition == GST_STATE_CHANGE_READY_TO_PAUSED && !start (self, &error)) {
    fail_with (self, g_steal_pointer (&error));
    return GST_STATE_CHANGE_FAILURE;
  }
  const GstStateChangeReturn ret =
      GST_ELEMENT_CLASS (gst_p2p_align_crop_parent_class)->change_state (element, transition);
  for (int i = 0; i < 2 && transition == GST_STATE_CHANGE_PAUSED_TO_READY; i++)
    stop (&self->lanes[i]);
  return ret;
}

#define AT(field) G_STRUCT_OFFSET (GstP2pAlignCrop, field)

static const P2pProp props[] = {
  { "load-size", "Pictures are resized to this side", P2P_PROP_INT, AT (load_size), 1, 32768, "286",
      GST_PARAM_MUTABLE_READY },
  { "crop-size", "Then cut to this side", P2P_PROP_INT, AT (crop_size), 1, 32768, "256",
      GST_PARAM_MUTABLE_READY },
  { "preprocess", "resize_and_crop, crop, scale_width, scale_width_and_crop or none",
      P2P_PROP_STRING, AT (preprocess), 0, 0, "resize_and_crop", GST_PARAM_MUTABLE_READY },
  { "no-flip", "Never mirror pictures", P2P_PROP_BOOLEAN, AT (no_flip), 0, 0, "0",
      GST_PARAM_MUTABLE_READY },
  { "seed", "What is cut follows from it, for buffers that do not bring a seed along",
      P2P_PROP_INT64, AT (seed), 0, 9e15, "0", GST_PARAM_MUTABLE_READY },
};

static void
gst_p2p_align_crop_finalize (GObject *object)
{
  p2p_props_clear (object);
  G_OBJECT_CLASS (gst_p2p_align_crop_parent_class)->finalize (object);
}

static GstPad *
add_pad (GstP2pAlignCrop *self, Lane *lane, GstStaticPadTemplate *template)
{
  GstPad *pad = gst_pad_new_from_static_template (template, template->name_template);
  gst_pad_set_element_private (pad, lane);
  gst_pad_set_iterate_internal_links_function (pad, gst_p2p_align_crop_iterate_links);
  gst_element_add_pad (GST_ELEMENT (self), pad);
  return pad;
}

static void
gst_p2p_align_crop_init (GstP2pAlignCrop *self)
{
  for (int i = 0; i < 2; i++) {
    Lane *lane = &self->lanes[i];
    lane->sink = add_pad (self, lane, &templates[i][0]);
    gst_pad_set_chain_function (lane->sink, gst_p2p_align_crop_chain);
    gst_pad_set_event_function (lane->sink, gst_p2p_align_crop_sink_event);
    lane->src = add_pad (self, lane, &templates[i][1]);
    gst_pad_set_query_function (lane->src, p2p_query_default);
    gst_pad_use_fixed_caps (lane->src);
  }
}

static void
gst_p2p_align_crop_class_init (GstP2pAlignCropClass *klass)
{
  GstElementClass *element_class = GST_ELEMENT_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = gst_p2p_align_crop_finalize;
  p2p_props_install (G_OBJECT_CLASS (klass), props, G_N_ELEMENTS (props));
  gst_element_class_set_static_metadata (element_class, "pix2pix resize and crop",
      "Filter/Editor/Video", "Resizes, crops and mirrors both halves of a pair alike",
      "The gst-pix2pix authors");
  for (int i = 0; i < 4; i++)
    gst_element_class_add_static_pad_template (element_class, &templates[i / 2][i % 2]);
  element_class->change_state = gst_p2p_align_crop_change_state;
}
