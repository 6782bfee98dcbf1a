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
#include "p2pmeter.h"
#include "p2ppairmeta.h"

GST_DEBUG_CATEGORY_STATIC (p2pinfercore_debug);
#define GST_CAT_DEFAULT p2pinfercore_debug

#define CAPS                                                                                       \
  "video/x-raw, format = (string) RGB, width = (int) [ 2, max ], height = (int) [ 2, max ], "      \
  "framerate = (fraction) [ 0, max ]"

struct _GstP2pInferCore
{
  GstVideoFilter parent;

  P2pInferSettings settings;

  /* Streaming thread. */
  P2pTranslator *translator; /* NULL: show the input */
  gboolean lab;              /* the model, loaded or not, is one that colours */
  float *row;                /* planes of one line */
  gboolean both;             /* what was negotiated */
  guint64 index;             /* of the next frame */
  GstClockTime translated;   /* running time of the clock at the latest translation */
  GstClockTime posted;       /* when statistics were last posted */

  /* Any thread, under the object's lock. */
  gboolean started, loaded; /* loaded: there is a translator, in use or pending */
  P2pOutput output;         /* wanted */
  gboolean doubling;        /* what caps are made for; the streaming thread changes it */
  int turn;                 /* counts its changes; atomic */
  P2pTranslator *pending;   /* a newer model, for the next frame */
  char *description;
  int width, height;     /* 0: not negotiated */
  GstClockTime interval; /* between frames; 0: unknown */
  gboolean live;         /* upstream, as its latency query said */
  gboolean syncing;      /* the sink reports how late frames are */
  GstClockTime deadline; /* latency that the pipeline has configured */
  P2pMeter meter;
  guint64 frames, dropped;

  /* Held while a model is loaded; before the object's lock. */
  GMutex loading;
};

G_DEFINE_FINAL_TYPE (GstP2pInferCore, gst_p2p_infer_core, GST_TYPE_VIDEO_FILTER)

/* Ready for pictures of that size. Only who must answer for a latency needs to know what a run
 * takes before the first one. */
static gboolean
get_ready (P2pTranslator *translator, int width, int height, gboolean live, GstClockTime *cost,
    GError **error)
{
  *cost = 0;
  return live ? p2p_infer_warm_up (translator, width, height, cost, error)
              : p2p_translator_prepare (translator, width, height, error);
}

/* The model of the properties, ready for the size negotiated, if one is. */
static P2pTranslator *
load (GstP2pInferCore *self, GError **error)
{
  GST_OBJECT_LOCK (self);
  g_auto (P2pInferSettings) settings = p2p_infer_settings_copy (&self->settings);
  const int width = self->width, height = self->height;
  const gboolean live = self->live;
  GST_OBJECT_UNLOCK (self);
  g_autoptr (P2pTranslator) translator = p2p_infer_load (&settings, error);
  GstClockTime cost;
  if (!translator || (width && !get_ready (translator, width, height, live, &cost, error)))
    return NULL;
  GST_INFO_OBJECT (self, "loaded %s: %s", settings.model, p2p_translator_describe (translator));
  return g_steal_pointer (&translator);
}

/* Loads the model in the calling thread; the streaming thread puts it into use at the next
 * frame. */
static gboolean
load_pending (GstP2pInferCore *self, GError **error)
{
  P2pTranslator *translator = load (self, error), *unused = translator;
  if (!translator)
    return FALSE;
  GST_OBJECT_LOCK (self);
  if (self->started) {
    unused = self->pending;
    self->pending = translator;
    self->loaded = TRUE;
  }
  GST_OBJECT_UNLOCK (self);
  p2p_translator_free (unused);
  return TRUE;
}

/* A new path while running. */
static void
model_changed (GObject *object)
{
  GstP2pInferCore *self = GST_P2P_INFER_CORE (object);
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->loading);
  GError *error = NULL;
  GST_OBJECT_LOCK (self);
  const gboolean started = self->started;
  GST_OBJECT_UNLOCK (self);
  if (!started || load_pending (self, &error))
    return;
  g_prefix_error (&error, "the model stays as it was: ");
  p2p_element_warning (GST_ELEMENT (self), error);
}

/* What shows the input only has not loaded its model yet. */
static void
output_changed (GObject *object)
{
  GstP2pInferCore *self = GST_P2P_INFER_CORE (object);
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->loading);
  GError *error = NULL;
  P2pOutput output;
  GST_OBJECT_LOCK (self);
  gboolean ok = p2p_infer_output (&self->settings, &output, &error);
  const gboolean started = self->started;
  const gboolean missing =
      ok && started && p2p_output_needs_model (output) && !self->loaded && *self->settings.model;
  GST_OBJECT_UNLOCK (self);
  if (missing)
    ok = load_pending (self, &error);
  GST_OBJECT_LOCK (self);
  if (ok)
    self->output = output;
  GST_OBJECT_UNLOCK (self);
  if (error && started)
    p2p_element_warning (GST_ELEMENT (self), g_steal_pointer (&error));
  g_clear_error (&error);
}

/* What is shown decides whether the model has to be loaded, or only looked at. */
static gboolean
open_model (GstP2pInferCore *self, GError **error)
{
  GST_OBJECT_LOCK (self);
  const gboolean found = p2p_infer_output (&self->settings, &self->output, error);
  const gboolean wanted = p2p_output_needs_model (self->output);
  g_auto (P2pInferSettings) settings = p2p_infer_settings_copy (&self->settings);
  GST_OBJECT_UNLOCK (self);
  self->translator = found && wanted ? load (self, error) : NULL;
  if (!found || (wanted && !self->translator))
    return FALSE;
  if (!wanted)
    return p2p_infer_is_lab (&settings, &self->lab, error);
  self->lab = p2p_translator_is_lab (self->translator);
  return TRUE;
}

static gboolean
gst_p2p_infer_core_start (GstBaseTransform *trans)
{
  GstP2pInferCore *self = GST_P2P_INFER_CORE (trans);
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->loading);
  GError *error = NULL;
  if (!open_model (self, &error)) {
    p2p_element_error (GST_ELEMENT (self), error);
    return FALSE;
  }
  self->index = 0;
  self->translated = GST_CLOCK_TIME_NONE;
  self->posted = 0;
  GST_OBJECT_LOCK (self);
  self->started = TRUE;
  self->loaded = self->translator != NULL;
  self->doubling = self->output == P2P_OUTPUT_BOTH;
  self->live = self->syncing = FALSE;
  self->deadline = 0;
  self->frames = self->dropped = 0;
  p2p_meter_reset (&self->meter);
  g_free (self->description);
  self->description =
      g_strdup (self->translator ? p2p_translator_describe (self->translator) : "no model");
  GST_OBJECT_UNLOCK (self);
  return TRUE;
}

static gboolean
gst_p2p_infer_core_stop (GstBaseTransform *trans)
{
  GstP2pInferCore *self = GST_P2P_INFER_CORE (trans);
  GST_OBJECT_LOCK (self);
  self->started = self->loaded = FALSE;
  self->width = self->height = 0;
  P2pTranslator *pending = g_steal_pointer (&self->pending);
  GST_OBJECT_UNLOCK (self);
  p2p_translator_free (pending);
  g_clear_pointer (&self->translator, p2p_translator_free);
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

/* Asks upstream. */
static gboolean
is_live (GstP2pInferCore *self)
{
  g_autoptr (GstQuery) query = gst_query_new_latency ();
  gboolean live = FALSE;
  if (gst_pad_peer_query (GST_BASE_TRANSFORM_SINK_PAD (self), query))
    gst_query_parse_latency (query, &live, NULL, NULL);
  return live;
}

static gboolean
gst_p2p_infer_core_set_info (GstVideoFilter *filter, GstCaps *in, GstVideoInfo *in_info,
    GstCaps *out, GstVideoInfo *out_info)
{
  GstP2pInferCore *self = GST_P2P_INFER_CORE (filter);
  const int width = GST_VIDEO_INFO_WIDTH (in_info), height = GST_VIDEO_INFO_HEIGHT (in_info);
  const gboolean resized = width != self->width || height != self->height;
  GstClockTime cost = 0;
  GError *error = NULL;
  GST_OBJECT_LOCK (self);
  const gboolean runs = self->translator && p2p_output_needs_model (self->output);
  GST_OBJECT_UNLOCK (self);
  const gboolean live = is_live (self);
  if (runs && resized && !get_ready (self->translator, width, height, live, &cost, &error)) {
    p2p_element_error (GST_ELEMENT (self), error);
    return FALSE;
  }
  self->both = GST_VIDEO_INFO_WIDTH (out_info) == 2 * width;
  self->row = g_renew (float, self->row, 3 * (gsize) width);
  GST_OBJECT_LOCK (self);
  self->live = live;
  self->width = width;
  self->height = height;
  self->interval = in_info->fps_n > 0
                       ? gst_util_uint64_scale_int (GST_SECOND, in_info->fps_d, in_info->fps_n)
                       : 0;
  if (resized) {
    p2p_meter_reset (&self->meter);
    if (cost)
      p2p_meter_add (&self->meter, cost, gst_util_get_timestamp ());
  }
  const gboolean changed = p2p_meter_update_latency (&self->meter, self->interval);
  GST_OBJECT_UNLOCK (self);
  if (changed && live)
    gst_element_post_message (GST_ELEMENT (self), gst_message_new_latency (GST_OBJECT (self)));
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
  GST_OBJECT_LOCK (self);
  self->live = live;
  const GstClockTime own = live ? self->meter.latency : 0;
  GST_OBJECT_UNLOCK (self);
  gst_query_set_latency (query, live, min + own, GST_CLOCK_TIME_IS_VALID (max) ? max + own : max);
  GST_DEBUG_OBJECT (self, "latency %" GST_TIME_FORMAT " of our own", GST_TIME_ARGS (own));
  return TRUE;
}

/* What the sink says about lateness is used by our own rule (see is_late()), not
 * the base class's, which knows nothing of the cost. Without "qos" it ends here:
 * a decoder would skip frames on it too. */
static gboolean
gst_p2p_infer_core_src_event (GstBaseTransform *trans, GstEvent *event)
{
  GstP2pInferCore *self = GST_P2P_INFER_CORE (trans);
  GstQOSType type;
  if (GST_EVENT_TYPE (event) == GST_EVENT_QOS) {
    gst_event_parse_qos (event, &type, NULL, NULL, NULL);
    GST_OBJECT_LOCK (self);
    const gboolean qos = self->settings.qos;
    self->syncing |= type != GST_QOS_TYPE_THROTTLE;
    GST_OBJECT_UNLOCK (self);
    if (qos)
      return gst_pad_push_event (GST_BASE_TRANSFORM_SINK_PAD (trans), event);
    gst_event_unref (event);
    return TRUE;
  }
  if (GST_EVENT_TYPE (event) == GST_EVENT_LATENCY) {
    GST_OBJECT_LOCK (self);
    gst_event_parse_latency (event, &self->deadline);
    GST_OBJECT_UNLOCK (self);
  }
  return GST_BASE_TRANSFORM_CLASS (gst_p2p_infer_core_parent_class)->src_event (trans, event);
}

static gboolean
gst_p2p_infer_core_sink_event (GstBaseTransform *trans, GstEvent *event)
{
  GstP2pInferCore *self = GST_P2P_INFER_CORE (trans);
  if (GST_EVENT_TYPE (event) == GST_EVENT_FLUSH_STOP) {
    GST_OBJECT_LOCK (self);
    self->syncing = FALSE;
    GST_OBJECT_UNLOCK (self);
    self->translated = GST_CLOCK_TIME_NONE;
  }
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

/* From files, a frame whose time will be over when its translation is done is
 * not worth it; but one a second is shown however slow we are. Live input is
 * never late here: newer frames have replaced older ones before. */
static gboolean
is_late (GstP2pInferCore *self, GstClockTime time, GstClockTime *now)
{
  GST_OBJECT_LOCK (self);
  const gboolean wanted =
      self->settings.qos && self->syncing && !self->live && GST_STATE (self) == GST_STATE_PLAYING;
  const GstClockTime deadline = self->deadline, cost = p2p_meter_percentile (&self->meter, 50);
  GST_OBJECT_UNLOCK (self);
  *now = wanted ? gst_element_get_current_running_time (GST_ELEMENT (self)) : GST_CLOCK_TIME_NONE;
  if (!GST_CLOCK_TIME_IS_VALID (*now) || !GST_CLOCK_TIME_IS_VALID (time))
    return FALSE;
  const gboolean recent =
      GST_CLOCK_TIME_IS_VALID (self->translated) && *now < self->translated + GST_SECOND;
  if (recent && time + deadline < *now + cost)
    return TRUE;
  self->translated = *now;
  return FALSE;
}

/* A new "output" takes effect between two frames: while caps are negotiated it
 * must not change. */
static void
follow_output (GstP2pInferCore *self)
{
  GST_OBJECT_LOCK (self);
  const gboolean doubling = self->output == P2P_OUTPUT_BOTH;
  const gboolean changed = doubling != self->doubling;
  self->doubling = doubling;
  GST_OBJECT_UNLOCK (self);
  if (!changed)
    return;
  g_atomic_int_inc (&self->turn);
  gst_base_transform_reconfigure_src (GST_BASE_TRANSFORM (self));
}

static GstFlowReturn
gst_p2p_infer_core_submit_input_buffer (GstBaseTransform *trans, gboolean discont,
    GstBuffer *buffer)
{
  GstP2pInferCore *self = GST_P2P_INFER_CORE (trans);
  const GstClockTime pts = GST_BUFFER_PTS (buffer);
  const GstClockTime time = gst_segment_to_running_time (&trans->segment, GST_FORMAT_TIME, pts);
  GstClockTime now;
  follow_output (self);
  if (!is_late (self, time, &now))
    return GST_BASE_TRANSFORM_CLASS (gst_p2p_infer_core_parent_class)
        ->submit_input_buffer (trans, discont, buffer);

  GST_OBJECT_LOCK (self);
  const guint64 frames = self->frames, dropped = ++self->dropped;
  GST_OBJECT_UNLOCK (self);
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

/* Puts a newly loaded model into use. */
static void
swap (GstP2pInferCore *self)
{
  GError *error = NULL;
  GST_OBJECT_LOCK (self);
  P2pTranslator *pending = g_steal_pointer (&self->pending);
  GST_OBJECT_UNLOCK (self);
  if (!pending)
    return;
  /* Prepared already, unless the size has changed meanwhile. */
  if (!p2p_translator_prepare (pending, self->width, self->height, &error)) {
    p2p_element_warning (GST_ELEMENT (self), error);
    p2p_translator_free (pending);
    return;
  }
  p2p_translator_free (self->translator);
  self->translator = pending;
  self->lab = p2p_translator_is_lab (pending);
  GST_OBJECT_LOCK (self);
  g_free (self->description);
  self->description = g_strdup (p2p_translator_describe (pending));
  GST_OBJECT_UNLOCK (self);
}

static GstStructure *
statistics (GstP2pInferCore *self)
{
  GST_OBJECT_LOCK (self);
  const P2pMeter *m = &self->meter;
  GstStructure *s = gst_structure_new ("p2p-infer-stats", "frames", G_TYPE_UINT64, self->frames,
      "dropped", G_TYPE_UINT64, self->dropped, "fps", G_TYPE_DOUBLE, p2p_meter_rate (m), "last-ms",
      G_TYPE_DOUBLE, (double) p2p_meter_last (m) / 1e6, "average-ms", G_TYPE_DOUBLE,
      (double) p2p_meter_mean (m) / 1e6, "p95-ms", G_TYPE_DOUBLE,
      (double) p2p_meter_percentile (m, 95) / 1e6, "latency", G_TYPE_UINT64,
      self->live ? m->latency : 0, "live", G_TYPE_BOOLEAN, self->live, "width", G_TYPE_INT,
      self->width, "height", G_TYPE_INT, self->height, "model", G_TYPE_STRING,
      self->description ? self->description : "", NULL);
  GST_OBJECT_UNLOCK (self);
  return s;
}

/* Books a translation that began at BEGIN, and says so once a second. */
static void
account (GstP2pInferCore *self, GstClockTime begin)
{
  const GstClockTime end = gst_util_get_timestamp ();
  GST_OBJECT_LOCK (self);
  self->frames++;
  p2p_meter_add (&self->meter, end - begin, end);
  const gboolean changed = p2p_meter_update_latency (&self->meter, self->interval) && self->live;
  const gboolean post = self->settings.post_messages && end >= self->posted + GST_SECOND;
  GST_OBJECT_UNLOCK (self);
  if (changed)
    gst_element_post_message (GST_ELEMENT (self), gst_message_new_latency (GST_OBJECT (self)));
  if (!post)
    return;
  self->posted = end;
  gst_element_post_message (GST_ELEMENT (self),
      gst_message_new_element (GST_OBJECT (self), statistics (self)));
}

/* TO becomes the translation. Prepared already, unless the model was not needed until now. */
static gboolean
translate (GstP2pInferCore *self, const GstVideoFrame *in, guint8 *to, int stride, double share)
{
  GError *error = NULL;
  P2pPair pair;
  const guint64 index = p2p_pair_meta_get (in->buffer, &pair) ? pair.sample : self->index++;
  if (!p2p_translator_prepare (self->translator, GST_VIDEO_FRAME_WIDTH (in),
          GST_VIDEO_FRAME_HEIGHT (in), &error)) {
    p2p_element_error (GST_ELEMENT (self), error);
    return FALSE;
  }
  const P2pPicture from = p2p_frame_picture (in);
  P2pPicture result = p2p_picture_of_rgb (to, stride, from.width, from.height);
  p2p_translator_run (self->translator, &from, &result, index);
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
  swap (self);
  GST_OBJECT_LOCK (self);
  const double share = self->settings.mix;
  const P2pOutput output = self->output;
  GST_OBJECT_UNLOCK (self);
  const GstClockTime begin = gst_util_get_timestamp ();
  const gboolean translated = self->translator && (p2p_output_needs_model (output) || self->both);
  if (self->both || !translated)
    p2p_frame_put_input (in,
        !self->lab                                 ? P2P_INPUT_AS_RGB
        : output == P2P_OUTPUT_REAL && !self->both ? P2P_INPUT_AS_LAB
                                                   : P2P_INPUT_AS_LIGHTNESS,
        to, stride, self->row);
  if (self->both)
    to += 3 * GST_VIDEO_FRAME_WIDTH (in);
  if (self->both && !translated) /* no model yet: the input again */
    p2p_frame_put_input (in, P2P_INPUT_AS_RGB, to, stride, self->row);
  if (translated && !translate (self, in, to, stride, share))
    return GST_FLOW_ERROR;
  account (self, begin);
  return GST_FLOW_OK;
}

void
gst_p2p_infer_core_add_dropped (GstP2pInferCore *self)
{
  GST_OBJECT_LOCK (self);
  self->dropped++;
  GST_OBJECT_UNLOCK (self);
}

static void
read_stats (GObject *object, GValue *value)
{
  g_value_take_boxed (value, statistics (GST_P2P_INFER_CORE (object)));
}

static const P2pProp extra_props[] = {
  { "stats",
      "Frames, dropped, fps, last-ms, average-ms, p95-ms, latency, live, width, height, model",
      P2P_PROP_STRUCTURE, 0, 0, 0, NULL, 0, NULL, read_stats },
};

static void
gst_p2p_infer_core_finalize (GObject *object)
{
  GstP2pInferCore *self = GST_P2P_INFER_CORE (object);
  g_free (self->description);
  g_mutex_clear (&self->loading);
  p2p_props_clear (object);
  G_OBJECT_CLASS (gst_p2p_infer_core_parent_class)->finalize (object);
}

static void
gst_p2p_infer_core_init (GstP2pInferCore *self)
{
  g_mutex_init (&self->loading);
}

static void
gst_p2p_infer_core_class_init (GstP2pInferCoreClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GstElementClass *element_class = GST_ELEMENT_CLASS (klass);
  GstBaseTransformClass *trans_class = GST_BASE_TRANSFORM_CLASS (klass);
  GstVideoFilterClass *filter_class = GST_VIDEO_FILTER_CLASS (klass);
  guint n;
  const P2pProp *props = p2p_infer_props (G_STRUCT_OFFSET (GstP2pInferCore, settings),
      model_changed, output_changed, extra_props, G_N_ELEMENTS (extra_props), &n);
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
  filter_class->set_info = gst_p2p_infer_core_set_info;
  filter_class->transform_frame = gst_p2p_infer_core_transform_frame;
}

GST_ELEMENT_REGISTER_DEFINE (p2pinfercore, "p2pinfercore", GST_RANK_NONE, GST_TYPE_P2P_INFER_CORE);
