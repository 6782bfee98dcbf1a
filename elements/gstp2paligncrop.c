/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/**
 * SECTION:element-p2paligncrop
 *
 * Resizes, crops and mirrors pictures as the reference does before training: both
 * halves of a pair alike, pictures that stand alone each for itself.
 *
 * |[
 * gst-launch-1.0 p2pdatasetsrc dataroot=datasets/facades epochs=1 ! p2pdecode name=d d.src_a ! c.sink_a d.src_b ! c.sink_b p2paligncrop name=c load-size=286 crop-size=256 c.src_a ! queue ! fakesink c.src_b ! queue ! fakesink
 * ]|
 *
 * What happens to a picture is a function of its P2pPairMeta (seed, epoch, sample)
 * alone, so the two streams never wait for each other and one may be missing.
 * Buffers without the meta use the property seed and count from 0 on each pad.
 *
 * Planes of floats (p2pdecode keep-depth=true) are treated alike, without rounding.
 *
 * A picture that stands alone and does not suit (it is smaller than the crop) is
 * skipped with a warning; more than 5 % of such pictures are an error.
 */

#include "gstp2paligncrop.h"

#include "p2pmedia.h"
#include "p2ppairmeta.h"
#include "p2pprops.h"
#include "p2pquery.h"
#include "p2ptally.h"

GST_DEBUG_CATEGORY_STATIC (p2p_align_crop_debug);
#define GST_CAT_DEFAULT p2p_align_crop_debug

/* One of the two streams; its streaming thread owns it. */
typedef struct
{
  GstPad *sink, *src;
  P2pMedia in, out;
  gboolean announced; /* src has caps */
  GstEvent *segment;  /* waits for the first caps of src, or NULL */
  guint64 count;      /* buffers, where there is no meta */
  GstBufferPool *pool;
  P2pTally tally;
} Lane;

struct _GstP2pAlignCrop
{
  GstElement parent;

  /* Properties, under the object lock. */
  int load_size, crop_size;
  char *preprocess;
  gboolean no_flip, grey[2];
  gint64 seed;

  Lane lanes[2]; /* a, b */
  /* The properties, parsed at READY to PAUSED. */
  P2pTransform transform;
  gboolean grey_used[2];
  guint64 seed_used;
};

G_DEFINE_TYPE_WITH_CODE (GstP2pAlignCrop, gst_p2p_align_crop, GST_TYPE_ELEMENT,
    GST_DEBUG_CATEGORY_INIT (p2p_align_crop_debug, "p2paligncrop", 0, "pix2pix resize and crop"))
GST_ELEMENT_REGISTER_DEFINE (p2paligncrop, "p2paligncrop", GST_RANK_NONE, GST_TYPE_P2P_ALIGN_CROP)

#define SKIPPED GST_FLOW_CUSTOM_SUCCESS

#define RAW_CAPS GST_STATIC_CAPS (GST_VIDEO_CAPS_MAKE ("RGB") "; " P2P_PLANES_CAPS)

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
  lane->pool = gst_buffer_pool_new ();
  GstStructure *config = gst_buffer_pool_get_config (lane->pool);
  gst_buffer_pool_config_set_params (config, caps, (guint) p2p_media_size (&lane->out), 0, 0);
  return gst_buffer_pool_set_config (lane->pool, config)
         && gst_buffer_pool_set_active (lane->pool, TRUE);
}

/* Whether there are colours to be dropped. */
static gboolean
drops_colour (const GstP2pAlignCrop *self, const Lane *lane)
{
  return self->grey_used[lane == &self->lanes[1]]
         && p2p_picture_has_colour (lane->in.format, lane->in.channels);
}

/* What CUT makes of a picture. Grey RGB is RGB still. */
static P2pMedia
media_of_cut (const GstP2pAlignCrop *self, const Lane *lane, const P2pCut *cut)
{
  const P2pMedia *in = &lane->in;
  const gboolean single = in->format == P2P_FORMAT_PLANES && drops_colour (self, lane);
  P2pMedia out =
      p2p_media_of (in->format, cut->crop_width, cut->crop_height, single ? 1 : in->channels);
  GST_VIDEO_INFO_FPS_N (&out.video) = GST_VIDEO_INFO_FPS_N (&in->video);
  GST_VIDEO_INFO_FPS_D (&out.video) = GST_VIDEO_INFO_FPS_D (&in->video);
  return out;
}

/* Caps of src follow the cut: a picture that is skipped changes nothing. The segment has to
 * come after the first of them. */
static GstFlowReturn
announce (GstP2pAlignCrop *self, Lane *lane, const P2pCut *cut)
{
  const P2pMedia out = media_of_cut (self, lane, cut);
  g_autoptr (GError) error = NULL;
  if (!lane->announced || !p2p_media_is_equal (&out, &lane->out)) {
    if (!p2p_picture_check (out.format, (guint64) cut->crop_width, (guint64) cut->crop_height,
            (guint64) out.channels, NULL, &error)) {
      fail_with (self, g_steal_pointer (&error));
      return GST_FLOW_ERROR;
    }
    lane->out = out;
    g_autoptr (GstCaps) caps = p2p_media_to_caps (&out);
    lane->announced =
        make_pool (lane, caps) && gst_pad_push_event (lane->src, gst_event_new_caps (caps));
    if (!lane->announced)
      return GST_FLOW_NOT_NEGOTIATED;
  }
  if (lane->segment)
    gst_pad_push_event (lane->src, g_steal_pointer (&lane->segment));
  return GST_FLOW_OK;
}

static gboolean
gst_p2p_align_crop_sink_event (GstPad *pad, GstObject *parent, GstEvent *event)
{
  Lane *lane = lane_of (pad);
  GstCaps *caps;
  gboolean ok;
  switch (GST_EVENT_TYPE (event)) {
    case GST_EVENT_CAPS:
      gst_event_parse_caps (event, &caps);
      ok = p2p_media_from_caps (&lane->in, caps);
      gst_event_unref (event);
      return ok;
    case GST_EVENT_SEGMENT:
      if (lane->announced)
        break;
      gst_clear_event (&lane->segment);
      lane->segment = event;
      return TRUE;
    case GST_EVENT_FLUSH_STOP:
      gst_clear_event (&lane->segment);
      break;
    case GST_EVENT_EOS:
      if (lane->tally.bad > 0) {
        g_autoptr (GError) error = NULL;
        if (!p2p_tally_check (&lane->tally, TRUE, &error))
          fail_with (GST_P2P_ALIGN_CROP (parent), g_steal_pointer (&error));
      }
      break;
    default:
      break;
  }
  return gst_pad_event_default (pad, parent, event);
}

/* TO has the size of the cut. */
static gboolean
transform (gboolean grey, const P2pCut *cut, const P2pPicture *from, P2pPicture *to, GError **error)
{
  g_auto (P2pPicture) single = { 0 }, resized = { 0 };
  if (grey) {
    if (!p2p_picture_alloc (&single, from->format, from->width, from->height, to->channels, error))
      return FALSE;
    p2p_picture_to_grey (from, &single);
    from = &single;
  }
  if (cut->width != from->width || cut->height != from->height) {
    if (!p2p_picture_alloc (&resized, from->format, cut->width, cut->height, to->channels, error)
        || !p2p_picture_resize (from, &resized, error))
      return FALSE;
    from = &resized;
  }
  p2p_picture_crop_flip (from, cut->x, cut->y, cut->flip, to);
  return TRUE;
}

static gboolean
convert (GstP2pAlignCrop *self, Lane *lane, const P2pCut *cut, GstBuffer *from, GstBuffer *to,
    GError **error)
{
  P2pMapped in, out;
  if (!p2p_media_map (&lane->in, from, GST_MAP_READ, &in, error))
    return FALSE;
  gboolean ok = p2p_media_map (&lane->out, to, GST_MAP_WRITE, &out, error);
  if (ok) {
    ok = transform (drops_colour (self, lane), cut, &in.picture, &out.picture, error);
    p2p_media_unmap (&out);
  }
  p2p_media_unmap (&in);
  return ok;
}

/* What is one file for both lanes is named by one of them. */
static gboolean
warns (const GstP2pAlignCrop *self, const Lane *lane, const P2pPair *pair)
{
  return pair->split || lane == &self->lanes[0] || !gst_pad_is_linked (self->lanes[0].sink);
}

/* A picture that cannot be cut: the other half of a pair cannot either, but one that stands
 * alone may be left out. FALSE: it is an error. */
static gboolean
skip (GstP2pAlignCrop *self, Lane *lane, const P2pPair *pair, GError **error)
{
  if (pair->name)
    g_prefix_error (error, "%s: ", pair->name);
  if (pair->side == 0)
    return FALSE;
  if (warns (self, lane, pair))
    p2p_element_warning (GST_ELEMENT (self), g_steal_pointer (error));
  else
    g_clear_error (error);
  return p2p_tally_check (&lane->tally, FALSE, error);
}

static GstFlowReturn
prepare (GstP2pAlignCrop *self, Lane *lane, GstBuffer *buffer, P2pCut *cut)
{
  g_autoptr (GError) error = NULL;
  const GstVideoInfo *video = &lane->in.video;
  P2pPair pair;
  if (!p2p_pair_meta_get (buffer, &pair))
    pair = (P2pPair){ .epoch = 1, .sample = lane->count, .seed = self->seed_used };
  lane->count++;
  const gboolean ok = p2p_transform_cut (&self->transform, pair.side, pair.seed, pair.epoch,
      pair.sample, video->width, video->height, cut, &error);
  p2p_tally_add (&lane->tally, pair.epoch, pair.n_samples, !ok);
  if (ok)
    return announce (self, lane, cut);
  if (skip (self, lane, &pair, &error))
    return SKIPPED;
  fail_with (self, g_steal_pointer (&error));
  return GST_FLOW_ERROR;
}

/* FROM as CUT says, in TO. */
static GstFlowReturn
make (GstP2pAlignCrop *self, Lane *lane, const P2pCut *cut, GstBuffer *from, GstBuffer **to)
{
  g_autoptr (GError) error = NULL;
  const GstFlowReturn ret = gst_buffer_pool_acquire_buffer (lane->pool, to, NULL);
  if (ret != GST_FLOW_OK || convert (self, lane, cut, from, *to, &error))
    return ret;
  fail_with (self, g_steal_pointer (&error));
  return GST_FLOW_ERROR;
}

static GstFlowReturn
gst_p2p_align_crop_chain (GstPad *pad, GstObject *parent, GstBuffer *buffer)
{
  GstP2pAlignCrop *self = GST_P2P_ALIGN_CROP (parent);
  Lane *lane = lane_of (pad);
  g_autoptr (GstBuffer) from = buffer, to = NULL;
  P2pCut cut;
  if (lane->in.channels == 0)
    return GST_FLOW_NOT_NEGOTIATED;
  GstFlowReturn ret = prepare (self, lane, from, &cut);
  if (ret == SKIPPED)
    return GST_FLOW_OK;
  if (ret == GST_FLOW_OK)
    ret = make (self, lane, &cut, from, &to);
  if (ret != GST_FLOW_OK)
    return ret;
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
  self->grey_used[0] = self->grey[0];
  self->grey_used[1] = self->grey[1];
  GST_OBJECT_UNLOCK (self);
  return p2p_transform_parse (preprocess, load, crop, no_flip, &self->transform, error);
}

static void
stop (Lane *lane)
{
  if (lane->pool)
    gst_buffer_pool_set_active (lane->pool, FALSE);
  gst_clear_object (&lane->pool);
  gst_clear_event (&lane->segment);
  lane->in = (P2pMedia){ 0 };
  lane->announced = FALSE;
  lane->count = 0;
  lane->tally = (P2pTally){ 0 };
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
  { "grey-a",
      "Make pictures A grey before they are resized, as the reference does for networks with one "
      "channel",
      P2P_PROP_BOOLEAN, AT (grey[0]), 0, 0, "0", GST_PARAM_MUTABLE_READY },
  { "grey-b", "The same for B", P2P_PROP_BOOLEAN, AT (grey[1]), 0, 0, "0",
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
      "Filter/Editor/Video", "Resizes, crops and mirrors pictures as before training",
      "The gst-pix2pix authors");
  for (int i = 0; i < 4; i++)
    gst_element_class_add_static_pad_template (element_class, &templates[i / 2][i % 2]);
  element_class->change_state = gst_p2p_align_crop_change_state;
}
