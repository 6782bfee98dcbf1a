/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/**
 * SECTION:element-p2pinfercore
 *
 * Translates RGB pictures with a trained generator; #p2pinfer is this element with decoding and
 * conversion around it.
 *
 * ```
 * gst-launch-1.0 videotestsrc ! videoconvert ! p2pinfercore model=facades.safetensors ! videoconvert ! autovideosink
 * ```
 */

#include "gstp2pinfercore.h"

#include "p2pframe.h"
#include "p2pinferstats.h"
#include "p2plateness.h"
#include "p2ppairmeta.h"
#include "p2pquery.h"

GST_DEBUG_CATEGORY (p2pinfercore_debug);
#define GST_CAT_DEFAULT p2pinfercore_debug

#define CAPS                                                                                       \
  "video/x-raw, format = (string) RGB, width = (int) [ 2, max ], height = (int) [ 2, max ], "      \
  "framerate = (fraction) [ 0, max ]"

struct _GstP2pInferCore
{
  GstVideoFilter parent;

  P2pInferSettings settings; /* under the object lock */

  /* Streaming thread; start() and stop(), while there is none. */
  float *row;    /* planes of one line */
  gboolean both; /* what was negotiated */
  guint64 index; /* of the next frame */
  /* Any thread, under the object lock; the streaming thread changes it. */
  gboolean doubling; /* what caps are made for */
  int turn;          /* counts its changes; atomic */
  /* Each says which thread owns what; the lock is the object's. */
  P2pInferModel model;
  P2pInferStats stats;
  P2pLateness lateness;
};

G_DEFINE_FINAL_TYPE (GstP2pInferCore, gst_p2p_infer_core, GST_TYPE_VIDEO_FILTER)

static void
model_changed (GObject *object)
{
  p2p_infer_model_changed (&GST_P2P_INFER_CORE (object)->model);
}

static void
output_changed (GObject *object)
{
  p2p_infer_model_output_changed (&GST_P2P_INFER_CORE (object)->model);
}

static void
latency_changed (GObject *object)
{
  p2p_infer_stats_latency_set (&GST_P2P_INFER_CORE (object)->stats);
}

static gboolean
gst_p2p_infer_core_start (GstBaseTransform *trans)
{
  GstP2pInferCore *self = GST_P2P_INFER_CORE (trans);
  GError *error = NULL;
  if (!p2p_infer_model_start (&self->model, &error)) {
    p2p_element_error (GST_ELEMENT (self), error);
    return FALSE;
  }
  self->index = 0;
  GST_OBJECT_LOCK (self);
  self->doubling = self->model.output == P2P_OUTPUT_BOTH;
  GST_OBJECT_UNLOCK (self);
  p2p_infer_stats_start (&self->stats);
  p2p_lateness_start (&self->lateness, GST_ELEMENT (self));
  return TRUE;
}

static gboolean
gst_p2p_infer_core_stop (GstBaseTransform *trans)
{
  GstP2pInferCore *self = GST_P2P_INFER_CORE (trans);
  p2p_infer_model_stop (&self->model);
  g_clear_pointer (&self->row, g_free);
  return TRUE;
}

static GstCaps *
gst_p2p_infer_core_transform_caps (GstBaseTransform *trans, GstPadDirection direction,
    GstCaps *caps, GstCaps *filter)
{
  GstP2pInferCore *self = GST_P2P_INFER_CORE (trans);
  GST_OBJECT_LOCK (self);
  const gboolean both = self->doubling;
  GST_OBJECT_UNLOCK (self);
  g_autoptr (GstCaps) other =
      both ? p2p_caps_side_by_side (caps, direction == GST_PAD_SINK) : gst_caps_ref (caps);
  return filter ? gst_caps_intersect_full (filter, other, GST_CAPS_INTERSECT_FIRST)
                : g_steal_pointer (&other);
}

static gboolean
gst_p2p_infer_core_set_info (GstVideoFilter *filter, GstCaps *in, GstVideoInfo *in_info,
    GstCaps *out, GstVideoInfo *out_info)
{
  GstP2pInferCore *self = GST_P2P_INFER_CORE (filter);
  const int width = GST_VIDEO_INFO_WIDTH (in_info), height = GST_VIDEO_INFO_HEIGHT (in_info);
  const gboolean another = width != self->model.width || height != self->model.height;
  const gboolean live = p2p_query_live (GST_BASE_TRANSFORM_SINK_PAD (self));
  GstClockTime cost;
  GError *error = NULL;
  if (!p2p_infer_model_fit (&self->model, width, height, live, &cost, &error)) {
    p2p_element_error (GST_ELEMENT (self), error);
    return FALSE;
  }
  self->both = GST_VIDEO_INFO_WIDTH (out_info) == 2 * width;
  self->row = g_renew (float, self->row, 3 * (gsize) width);
  p2p_infer_stats_fit (&self->stats,
      in_info->fps_n > 0 ? gst_util_uint64_scale_int (GST_SECOND, in_info->fps_d, in_info->fps_n)
                         : 0,
      another, cost);
  GST_INFO_OBJECT (self, "%dx%d, %s, a run takes %" GST_TIME_FORMAT, width, height,
      live ? "live" : "not live", GST_TIME_ARGS (cost));
  return TRUE;
}

/* A live pipeline must allow for the translation, or its sink drops every frame. */
static gboolean
gst_p2p_infer_core_query (GstBaseTransform *trans, GstPadDirection direction, GstQuery *query)
{
  GstP2pInferCore *self = GST_P2P_INFER_CORE (trans);
  gboolean ok;
  int turn;
  /* A caps query transforms caps there and back: once more if "output" took
   * effect meanwhile. */
  do {
    turn = g_atomic_int_get (&self->turn);
    ok =
        GST_BASE_TRANSFORM_CLASS (gst_p2p_infer_core_parent_class)->query (trans, direction, query);
  } while (GST_QUERY_TYPE (query) == GST_QUERY_CAPS && turn != g_atomic_int_get (&self->turn));
  if (!ok || direction != GST_PAD_SRC || GST_QUERY_TYPE (query) != GST_QUERY_LATENCY)
    return ok;
  gboolean live;
  GstClockTime min, max;
  gst_query_parse_latency (query, &live, &min, &max);
  const GstClockTime own = p2p_infer_stats_latency (&self->stats, live);
  gst_query_set_latency (query, live, min + own, GST_CLOCK_TIME_IS_VALID (max) ? max + own : max);
  GST_DEBUG_OBJECT (self, "latency %" GST_TIME_FORMAT " of our own", GST_TIME_ARGS (own));
  return TRUE;
}

/* What the sink says about lateness is used by our own rule, not the base class's. Without "qos"
 * it ends here: a decoder would skip frames on it too. */
static gboolean
gst_p2p_infer_core_src_event (GstBaseTransform *trans, GstEvent *event)
{
  GstP2pInferCore *self = GST_P2P_INFER_CORE (trans);
  p2p_lateness_note (&self->lateness, GST_ELEMENT (self), event);
  if (GST_EVENT_TYPE (event) != GST_EVENT_QOS)
    return GST_BASE_TRANSFORM_CLASS (gst_p2p_infer_core_parent_class)->src_event (trans, event);
  GST_OBJECT_LOCK (self);
  const gboolean qos = self->settings.qos;
  GST_OBJECT_UNLOCK (self);
  if (qos)
    return gst_pad_push_event (GST_BASE_TRANSFORM_SINK_PAD (trans), event);
  gst_event_unref (event);
  return TRUE;
}

static gboolean
gst_p2p_infer_core_sink_event (GstBaseTransform *trans, GstEvent *event)
{
  GstP2pInferCore *self = GST_P2P_INFER_CORE (trans);
  if (GST_EVENT_TYPE (event) == GST_EVENT_FLUSH_STOP)
    p2p_lateness_flush (&self->lateness, GST_ELEMENT (self));
  return GST_BASE_TRANSFORM_CLASS (gst_p2p_infer_core_parent_class)->sink_event (trans, event);
}

static void
gst_p2p_infer_core_before_transform (GstBaseTransform *trans, GstBuffer *buffer)
{
  const GstClockTime time =
      gst_segment_to_stream_time (&trans->segment, GST_FORMAT_TIME, GST_BUFFER_PTS (buffer));
  if (GST_CLOCK_TIME_IS_VALID (time))
    gst_object_sync_values (GST_OBJECT (trans), time);
}

/* A new "output" takes effect between two frames: while caps are negotiated it
 * must not change. */
static void
follow_output (GstP2pInferCore *self)
{
  GST_OBJECT_LOCK (self);
  const gboolean doubling = self->model.output == P2P_OUTPUT_BOTH;
  const gboolean changed = doubling != self->doubling;
  self->doubling = doubling;
  GST_OBJECT_UNLOCK (self);
  if (!changed)
    return;
  g_atomic_int_inc (&self->turn);
  gst_base_transform_reconfigure_src (GST_BASE_TRANSFORM (self));
}

static gboolean
is_late (GstP2pInferCore *self, GstClockTime time, GstClockTime *now)
{
  GST_OBJECT_LOCK (self);
  const gboolean wanted = self->settings.qos && !self->model.live;
  const GstClockTime cost = p2p_meter_percentile (&self->stats.meter, 50);
  GST_OBJECT_UNLOCK (self);
  return wanted && p2p_lateness_is_late (&self->lateness, GST_ELEMENT (self), time, cost, now);
}

static GstFlowReturn
gst_p2p_infer_core_submit_input_buffer (GstBaseTransform *trans, gboolean discont,
    GstBuffer *buffer)
{
  GstP2pInferCore *self = GST_P2P_INFER_CORE (trans);
  const GstClockTime pts = GST_BUFFER_PTS (buffer);
  const GstClockTime time = gst_segment_to_running_time (&trans->segment, GST_FORMAT_TIME, pts);
  GstClockTime now;
  guint64 frames, dropped;
  follow_output (self);
  if (!is_late (self, time, &now))
    return GST_BASE_TRANSFORM_CLASS (gst_p2p_infer_core_parent_class)
        ->submit_input_buffer (trans, discont, buffer);

  p2p_infer_stats_add_dropped (&self->stats, &frames, &dropped);
  GstMessage *message = gst_message_new_qos (GST_OBJECT (self), FALSE, time,
      gst_segment_to_stream_time (&trans->segment, GST_FORMAT_TIME, pts), pts,
      GST_BUFFER_DURATION (buffer));
  gst_message_set_qos_values (message, GST_CLOCK_DIFF (time, now), 1.0, 1000000);
  gst_message_set_qos_stats (message, GST_FORMAT_BUFFERS, frames, dropped);
  gst_element_post_message (GST_ELEMENT (self), message);
  GST_DEBUG_OBJECT (self, "skipped a frame for %" GST_TIME_FORMAT, GST_TIME_ARGS (time));
  gst_buffer_unref (buffer);
  return GST_BASE_TRANSFORM_FLOW_DROPPED;
}

/* TO becomes the translation. Prepared already, unless the model was not needed until now. */
static gboolean
translate (GstP2pInferCore *self, const GstVideoFrame *in, guint8 *to, int stride, double share)
{
  GError *error = NULL;
  P2pPair pair;
  const guint64 index = p2p_pair_meta_get (in->buffer, &pair) ? pair.sample : self->index++;
  if (!p2p_translator_prepare (self->model.translator, GST_VIDEO_FRAME_WIDTH (in),
          GST_VIDEO_FRAME_HEIGHT (in), &error)) {
    p2p_element_error (GST_ELEMENT (self), error);
    return FALSE;
  }
  const P2pPicture from = p2p_frame_picture (in);
  P2pPicture result = p2p_picture_of_rgb (to, stride, from.width, from.height);
  p2p_translator_run (self->model.translator, &from, &result, index);
  if (share < 1)
    p2p_frame_mix (in, to, stride, share);
  return TRUE;
}

static GstFlowReturn
gst_p2p_infer_core_transform_frame (GstVideoFilter *filter, GstVideoFrame *in, GstVideoFrame *out)
{
  GstP2pInferCore *self = GST_P2P_INFER_CORE (filter);
  guint8 *to = GST_VIDEO_FRAME_PLANE_DATA (out, 0);
  const int stride = GST_VIDEO_FRAME_PLANE_STRIDE (out, 0);
  p2p_infer_model_swap (&self->model);
  GST_OBJECT_LOCK (self);
  const double share = self->settings.mix;
  const P2pOutput output = self->model.output;
  GST_OBJECT_UNLOCK (self);
  const GstClockTime begin = gst_util_get_timestamp ();
  const gboolean translated =
      self->model.translator && (p2p_output_needs_model (output) || self->both);
  if (self->both || !translated)
    p2p_frame_put_input (in,
        !self->model.lab                           ? P2P_INPUT_AS_RGB
        : output == P2P_OUTPUT_REAL && !self->both ? P2P_INPUT_AS_LAB
                                                   : P2P_INPUT_AS_LIGHTNESS,
        to, stride, self->row);
  if (self->both)
    to += 3 * GST_VIDEO_FRAME_WIDTH (in);
  if (self->both && !translated) /* no model yet: the input again */
    p2p_frame_put_input (in, P2P_INPUT_AS_RGB, to, stride, self->row);
  if (translated && !translate (self, in, to, stride, share))
    return GST_FLOW_ERROR;
  p2p_infer_stats_add (&self->stats, begin);
  return GST_FLOW_OK;
}

/* Regions stay where they are: side by side, in the input. */
static gboolean
gst_p2p_infer_core_transform_meta (GstBaseTransform *trans, GstBuffer *out, GstMeta *meta,
    GstBuffer *in)
{
  return meta->info->api == GST_VIDEO_REGION_OF_INTEREST_META_API_TYPE
         || GST_BASE_TRANSFORM_CLASS (gst_p2p_infer_core_parent_class)
                ->transform_meta (trans, out, meta, in);
}

void
gst_p2p_infer_core_add_dropped (GstP2pInferCore *self)
{
  p2p_infer_stats_add_dropped (&self->stats, NULL, NULL);
}

GstClockTime
gst_p2p_infer_core_capacity (GstP2pInferCore *self, guint waiting)
{
  return p2p_infer_stats_capacity (&self->stats, waiting);
}

static void
read_stats (GObject *object, GValue *value)
{
  g_value_take_boxed (value, p2p_infer_stats_structure (&GST_P2P_INFER_CORE (object)->stats));
}

static const P2pProp extra_props[] = {
  { "stats", p2p_infer_stats_blurb, P2P_PROP_STRUCTURE, 0, 0, 0, NULL, 0, NULL, read_stats },
};

static void
gst_p2p_infer_core_finalize (GObject *object)
{
  GstP2pInferCore *self = GST_P2P_INFER_CORE (object);
  p2p_infer_model_clear (&self->model);
  p2p_props_clear (object);
  G_OBJECT_CLASS (gst_p2p_infer_core_parent_class)->finalize (object);
}

static void
gst_p2p_infer_core_init (GstP2pInferCore *self)
{
  p2p_infer_model_init (&self->model, GST_ELEMENT (self), &self->settings);
  p2p_infer_stats_init (&self->stats, &self->model);
}

static void
gst_p2p_infer_core_class_init (GstP2pInferCoreClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GstElementClass *element_class = GST_ELEMENT_CLASS (klass);
  GstBaseTransformClass *trans_class = GST_BASE_TRANSFORM_CLASS (klass);
  GstVideoFilterClass *filter_class = GST_VIDEO_FILTER_CLASS (klass);
  guint n;
  static const P2pInferHooks hooks = { model_changed, output_changed, latency_changed };
  const P2pProp *props = p2p_infer_props (G_STRUCT_OFFSET (GstP2pInferCore, settings), &hooks,
      extra_props, G_N_ELEMENTS (extra_props), &n);
  GST_DEBUG_CATEGORY_INIT (p2pinfercore_debug, "p2pinfercore", 0, "pix2pix translation of frames");
  object_class->finalize = gst_p2p_infer_core_finalize;
  p2p_props_install (object_class, props, n);
  gst_element_class_set_static_metadata (element_class, "pix2pix translator of RGB pictures",
      "Filter/Effect/Video", "Translates RGB pictures with a trained image-to-image network",
      "The gst-pix2pix authors");
  gst_element_class_add_pad_template (element_class,
      gst_pad_template_new ("sink", GST_PAD_SINK, GST_PAD_ALWAYS, gst_caps_from_string (CAPS)));
  gst_element_class_add_pad_template (element_class,
      gst_pad_template_new ("src", GST_PAD_SRC, GST_PAD_ALWAYS, gst_caps_from_string (CAPS)));
  trans_class->start = gst_p2p_infer_core_start;
  trans_class->stop = gst_p2p_infer_core_stop;
  trans_class->transform_caps = gst_p2p_infer_core_transform_caps;
  trans_class->query = gst_p2p_infer_core_query;
  trans_class->src_event = gst_p2p_infer_core_src_event;
  trans_class->sink_event = gst_p2p_infer_core_sink_event;
  trans_class->before_transform = gst_p2p_infer_core_before_transform;
  trans_class->submit_input_buffer = gst_p2p_infer_core_submit_input_buffer;
  trans_class->transform_meta = gst_p2p_infer_core_transform_meta;
  filter_class->set_info = gst_p2p_infer_core_set_info;
  filter_class->transform_frame = gst_p2p_infer_core_transform_frame;
}

GST_ELEMENT_REGISTER_DEFINE (p2pinfercore, "p2pinfercore", GST_RANK_NONE, GST_TYPE_P2P_INFER_CORE);
