/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/**
 * SECTION:element-p2pinfer
 *
 * Translates any video or picture, encoded or raw, from a file or live, with a trained generator.
 *
 * ```
 * gst-launch-1.0 filesrc location=clip.mp4 ! p2pinfer model=facades.safetensors ! autovideosink
 * ```
 *
 * Inside:
 *
 *     sink --raw--> queue ! videoconvert ! deinterlace ! videoflip ! videoconvertscale ! capsfilter --.
 *       \--other--> [typefind !] decodebin3 --^   src <-- capsfilter ! videoconvertscale ! queue <-- p2pinfercore
 *
 * The first queue holds one frame. Of live input it always is the newest: what arrives during a
 * translation replaces it ("drop"). The second lets the next translation begin while the sink
 * waits to show this one. The first capsfilter is the size to translate at ("width", "height"); the
 * second would have video go out as it came in, size and coding of colours, where nobody downstream
 * wants it otherwise ("output-size").
 */

#include "gstp2pinfer.h"

#include "gstp2pinfercore.h"
#include "p2pautoplug.h"
#include "p2pquery.h"
#include "p2pqueueloss.h"
#include "p2pregions.h"
#include "p2pshaper.h"

GST_DEBUG_CATEGORY_STATIC (p2pinfer_debug);
#define GST_CAT_DEFAULT p2pinfer_debug

#define LEAK_OLD 2 /* GstQueueLeaky: downstream */
#define ROOM 2     /* frames that wait for the sink */

struct _GstP2pInfer
{
  GstBin parent;

  /* Properties, under the object lock; the settings are handed on to the core. */
  P2pInferSettings settings;
  char *drop, *output_size;
  int width, height;
  gboolean ignore_orientation;

  /* Children, there for life; weave and flip may be NULL, others only if not `complete`. */
  GstElement *queue_in, *convert_in, *weave, *flip, *core, *queue_out;
  P2pShaper shaper;     /* with more of them */
  GstPad *sink, *entry; /* of the bin; of queue_in */
  gboolean complete;

  /* Built at READY to PAUSED or by the streaming thread's first event. */
  int input; /* P2pInput; atomic */
  P2pDecoder decoder;

  /* Under the object's lock. */
  gboolean live, failed, told; /* said that there is no video; what of it is lost */
  char *missing;               /* what it takes to get at it, or NULL */
};

G_DEFINE_FINAL_TYPE (GstP2pInfer, gst_p2p_infer, GST_TYPE_BIN)

static const char *const drops[] = { "auto", "never", "always", NULL };
static const char *const sizes[] = { "input", "model", NULL };

static gboolean
names_are_valid (GstP2pInfer *self, GError **error)
{
  GST_OBJECT_LOCK (self);
  g_autofree char *drop = g_strdup (self->drop), *size = g_strdup (self->output_size);
  GST_OBJECT_UNLOCK (self);
  return p2p_find_word (drops, drop, "drop cannot be", error) >= 0
         && p2p_find_word (sizes, size, "output-size cannot be", error) >= 0;
}

/* What "drop" and "qos" mean for queue and core. */
static void
update_drop (GObject *object)
{
  GstP2pInfer *self = GST_P2P_INFER (object);
  GST_OBJECT_LOCK (self);
  const gboolean never = g_str_equal (self->drop, "never");
  const gboolean leaky = g_str_equal (self->drop, "always") || (!never && self->live);
  const gboolean qos = self->settings.qos && !never;
  GST_OBJECT_UNLOCK (self);
  if (self->queue_in)
    g_object_set (self->queue_in, "leaky", leaky ? LEAK_OLD : 0, NULL);
  if (self->core)
    g_object_set (self->core, "qos", qos, NULL);
}

/* "width", "height", "output-size" or "output". */
static void
size_changed (GObject *object)
{
  GstP2pInfer *self = GST_P2P_INFER (object);
  GST_OBJECT_LOCK (self);
  const P2pShapeWish wish = { self->width, self->height, !g_strcmp0 (self->output_size, "input"),
    !g_strcmp0 (self->settings.output, "both") };
  GST_OBJECT_UNLOCK (self);
  if (self->complete)
    p2p_shaper_wish (&self->shaper, &wish);
}

static void
orientation_changed (GObject *object)
{
  GstP2pInfer *self = GST_P2P_INFER (object);
  GST_OBJECT_LOCK (self);
  const char *direction = self->ignore_orientation ? "identity" : "auto";
  GST_OBJECT_UNLOCK (self);
  if (self->flip)
    gst_util_set_object_arg (G_OBJECT (self->flip), "video-direction", direction);
}

static GstCaps *
caps_of_probe (GstPadProbeInfo *info)
{
  GstCaps *caps = NULL;
  GstEvent *event = GST_PAD_PROBE_INFO_EVENT (info);
  if (GST_EVENT_TYPE (event) == GST_EVENT_CAPS)
    gst_event_parse_caps (event, &caps);
  return caps;
}

/* Live or not is known when caps come by; so is how colours are coded. */
static GstPadProbeReturn
entry_event (GstPad *pad, GstPadProbeInfo *info, gpointer data)
{
  GstP2pInfer *self = GST_P2P_INFER (data);
  GstCaps *caps = caps_of_probe (info);
  if (!caps)
    return GST_PAD_PROBE_OK;
  const char *dynamics = p2p_caps_dynamics (caps);
  g_autofree char *losses = p2p_caps_losses (caps);
  const gboolean live = p2p_query_live (pad);
  GST_OBJECT_LOCK (self);
  self->live = live;
  const gboolean tell = !self->told;
  self->told = TRUE;
  GST_OBJECT_UNLOCK (self);
  if (tell && losses)
    GST_ELEMENT_INFO (self, STREAM, FORMAT, ("The input: %s.", losses), (NULL));
  if (tell && dynamics)
    GST_ELEMENT_WARNING (self, STREAM, FORMAT,
        ("The input is HDR video (%s) and is translated as if it were not, with pale colours; "
         "convert it to bt709 before.",
            dynamics),
        (NULL));
  update_drop (G_OBJECT (self));
  p2p_shaper_came (&self->shaper, caps);
  return GST_PAD_PROBE_OK;
}

/* Animated properties of the bin follow the frames; the core has none of its own. */
static GstPadProbeReturn
core_buffer (GstPad *pad, GstPadProbeInfo *info, gpointer data)
{
  g_autoptr (GstEvent) event = gst_pad_get_sticky_event (pad, GST_EVENT_SEGMENT, 0);
  const GstSegment *segment;
  if (!event || !gst_object_has_active_control_bindings (data))
    return GST_PAD_PROBE_OK;
  gst_event_parse_segment (event, &segment);
  const GstClockTime time = gst_segment_to_stream_time (segment, GST_FORMAT_TIME,
      GST_BUFFER_PTS (GST_PAD_PROBE_INFO_BUFFER (info)));
  if (GST_CLOCK_TIME_IS_VALID (time))
    gst_object_sync_values (data, time);
  return GST_PAD_PROBE_OK;
}

/* The queues inside call themselves endless, since they count frames. */
static gboolean
gst_p2p_infer_src_query (GstPad *pad, GstObject *parent, GstQuery *query)
{
  GstP2pInfer *self = GST_P2P_INFER (parent);
  gboolean live;
  GstClockTime min, max;
  if (!gst_pad_query_default (pad, parent, query))
    return FALSE;
  if (GST_QUERY_TYPE (query) != GST_QUERY_LATENCY)
    return TRUE;
  gst_query_parse_latency (query, &live, &min, NULL);
  if (!live)
    return TRUE;
  const GstClockTime own = gst_p2p_infer_core_capacity (GST_P2P_INFER_CORE (self->core), ROOM);
  max = p2p_query_most_latency (self->sink);
  GST_OBJECT_LOCK (self);
  const gboolean waits = g_str_equal (self->drop, "never"); /* upstream holds frames back too */
  GST_OBJECT_UNLOCK (self);
  max = !waits ? min + own : GST_CLOCK_TIME_IS_VALID (max) ? MAX (min, max + own) : max;
  gst_query_set_latency (query, TRUE, min, max);
  return TRUE;
}

static void
replaced (gpointer core)
{
  gst_p2p_infer_core_add_dropped (core);
}

/* Gives the sink pad a way in. RUNNING: data is flowing already, so that the new
 * children must be ready before they are reached, and cannot pull. */
static gboolean
plug (GstP2pInfer *self, P2pInput input, gboolean running)
{
  g_autoptr (GstPad) way = NULL;
  GST_INFO_OBJECT (self, "input is %s",
      input == P2P_INPUT_RAW     ? "raw"
      : input == P2P_INPUT_BYTES ? "bytes"
                                 : "encoded");
  if (input != P2P_INPUT_RAW) {
    if (!p2p_decoder_build (&self->decoder, input, GST_BIN (self), self->entry))
      return FALSE;
    way = gst_element_get_static_pad (self->decoder.first, "sink");
    if (running
        && !(gst_element_sync_state_with_parent (self->decoder.decode)
             && gst_element_sync_state_with_parent (self->decoder.first)))
      return FALSE;
  } else
    way = gst_object_ref (self->entry);
  g_atomic_int_set (&self->input, input);
  return gst_ghost_pad_set_target (GST_GHOST_PAD (self->sink), way);
}

/* While nothing flows, the sink pad leads to the entry: who makes a bin of a description takes for
 * its sink any pad inside that is not linked. */
static void
unplug (GstP2pInfer *self)
{
  gst_ghost_pad_set_target (GST_GHOST_PAD (self->sink), self->entry);
  p2p_decoder_remove (&self->decoder, GST_BIN (self));
  g_atomic_int_set (&self->input, P2P_INPUT_UNKNOWN);
  GST_OBJECT_LOCK (self);
  self->failed = self->live = self->told = FALSE;
  g_clear_pointer (&self->missing, g_free);
  GST_OBJECT_UNLOCK (self);
}

/* Linked late: the first caps, or data without, decide. */
static gboolean
gst_p2p_infer_sink_event (GstPad *pad, GstObject *parent, GstEvent *event)
{
  GstP2pInfer *self = GST_P2P_INFER (parent);
  GstCaps *caps;
  P2pInput input = P2P_INPUT_UNKNOWN;
  const gboolean unknown = g_atomic_int_get (&self->input) == P2P_INPUT_UNKNOWN;
  if (unknown && GST_EVENT_TYPE (event) == GST_EVENT_CAPS) {
    gst_event_parse_caps (event, &caps);
    input = p2p_input_of_caps (caps);
  } else if (unknown && GST_EVENT_TYPE (event) == GST_EVENT_SEGMENT)
    input = P2P_INPUT_BYTES;
  if (input != P2P_INPUT_UNKNOWN && !plug (self, input, TRUE)) {
    gst_event_unref (event);
    return FALSE;
  }
  return gst_pad_event_default (pad, parent, event);
}

static gboolean
answer_any (GstQuery *query)
{
  GstCaps *filter;
  gst_query_parse_caps (query, &filter);
  g_autoptr (GstCaps) caps = filter ? gst_caps_ref (filter) : gst_caps_new_any ();
  gst_query_set_caps_result (query, caps);
  return TRUE;
}

/* Until something flows the entry is not where upstream's data will come. */
static gboolean
gst_p2p_infer_inner_query (GstPad *pad, GstObject *ghost, GstQuery *query)
{
  GstP2pInfer *self = GST_P2P_INFER (GST_OBJECT_PARENT (ghost));
  if (self && GST_QUERY_TYPE (query) == GST_QUERY_CAPS
      && g_atomic_int_get (&self->input) == P2P_INPUT_UNKNOWN)
    return answer_any (query);
  return gst_pad_query_default (pad, ghost, query);
}

static gboolean
gst_p2p_infer_sink_query (GstPad *pad, GstObject *parent, GstQuery *query)
{
  GstP2pInfer *self = GST_P2P_INFER (parent);
  const gboolean caps_query = GST_QUERY_TYPE (query) == GST_QUERY_CAPS;
  if (g_atomic_int_get (&self->input) != P2P_INPUT_UNKNOWN)
    return caps_query ? p2p_shaper_query_caps (&self->shaper, pad, parent, query)
                      : gst_pad_query_default (pad, parent, query);
  if (caps_query)
    return answer_any (query);
  if (GST_QUERY_TYPE (query) == GST_QUERY_ACCEPT_CAPS) {
    gst_query_set_accept_caps_result (query, TRUE);
    return TRUE;
  }
  return gst_pad_query_default (pad, parent, query);
}

/* Whether nothing can come of the input: the decoder lacks a plugin, or the file has no video,
 * which may be because a plugin is missing too; then WHAT is that. TRUE only once. */
static gboolean
is_hopeless (GstP2pInfer *self, GstMessage *message, char **what)
{
  const gboolean collection = GST_MESSAGE_TYPE (message) == GST_MESSAGE_STREAM_COLLECTION;
  const gboolean none = collection && !p2p_message_has_video (message);
  g_autofree char *undecodable = collection ? p2p_message_undecodable (message) : NULL;
  g_autofree char *missing = p2p_message_missing (message);
  /* A parser may lack one for a stream that nobody wants; not so the decoder. */
  const gboolean stuck =
      missing && GST_MESSAGE_SRC (message) == GST_OBJECT_CAST (self->decoder.decode);
  GST_OBJECT_LOCK (self);
  const gboolean fails = (stuck || none || undecodable) && !self->failed;
  if (missing && !self->missing)
    self->missing = g_steal_pointer (&missing);
  *what = fails ? g_strdup (undecodable ? undecodable : self->missing) : NULL;
  self->failed |= fails;
  GST_OBJECT_UNLOCK (self);
  return fails;
}

/* One clear error instead of "not-linked" or of silence. Streams are our own affair; a player
 * around us must not choose among them. */
static void
gst_p2p_infer_handle_message (GstBin *bin, GstMessage *message)
{
  GstP2pInfer *self = GST_P2P_INFER (bin);
  const GstMessageType type = GST_MESSAGE_TYPE (message);
  GST_OBJECT_LOCK (self);
  const gboolean failed = self->failed;
  GST_OBJECT_UNLOCK (self);
  g_autofree char *missing = NULL;
  const gboolean hopeless = is_hopeless (self, message, &missing);
  if (type == GST_MESSAGE_STREAM_COLLECTION || type == GST_MESSAGE_STREAMS_SELECTED
      || (type == GST_MESSAGE_ERROR && failed))
    gst_message_unref (message);
  else
    GST_BIN_CLASS (gst_p2p_infer_parent_class)->handle_message (bin, message);
  if (hopeless && missing)
    p2p_element_error (GST_ELEMENT (self),
        g_error_new_literal (P2P_ERROR, P2P_ERROR_UNAVAILABLE, missing));
  else if (hopeless)
    GST_ELEMENT_ERROR (self, STREAM, WRONG_TYPE, ("The input has no video."), (NULL));
}

static gboolean
prepare (GstP2pInfer *self)
{
  GError *error = NULL;
  if (!self->complete) {
    GST_ELEMENT_ERROR (self, CORE, MISSING_PLUGIN,
        ("GStreamer's basic elements are missing: install gstreamer1.0-plugins-base."), (NULL));
    return FALSE;
  }
  if (!names_are_valid (self, &error)) {
    p2p_element_error (GST_ELEMENT (self), error);
    return FALSE;
  }
  p2p_shaper_rest (&self->shaper);
  return TRUE;
}

/* Nothing links the decoder to the rest yet, so GstBin would start them in any
 * order; a decoder that finds the rest asleep stops for good without a word. */
static gboolean
wake_children (GstP2pInfer *self)
{
  GstElement *const children[] = { self->shaper.shape, self->shaper.convert_out, self->queue_out,
    self->core, self->shaper.size, self->shaper.scale, self->flip, self->weave, self->convert_in,
    self->queue_in };
  for (guint i = 0; i < G_N_ELEMENTS (children); i++)
    if (children[i]
        && gst_element_set_state (children[i], GST_STATE_PAUSED) == GST_STATE_CHANGE_FAILURE)
      return FALSE;
  return TRUE;
}

static GstStateChangeReturn
gst_p2p_infer_change_state (GstElement *element, GstStateChange transition)
{
  GstP2pInfer *self = GST_P2P_INFER (element);
  if (transition == GST_STATE_CHANGE_READY_TO_PAUSED) {
    /* Before the children: they activate their pads through the sink pad. */
    const P2pInput input = p2p_input_of_peer (self->sink);
    gst_ghost_pad_set_target (GST_GHOST_PAD (self->sink), NULL);
    if (!prepare (self) || !wake_children (self)
        || (input != P2P_INPUT_UNKNOWN && !plug (self, input, FALSE))) {
      unplug (self);
      return GST_STATE_CHANGE_FAILURE;
    }
  }
  const GstStateChangeReturn result =
      GST_ELEMENT_CLASS (gst_p2p_infer_parent_class)->change_state (element, transition);
  if (transition == GST_STATE_CHANGE_PAUSED_TO_READY || transition == GST_STATE_CHANGE_READY_TO_NULL
      || (transition == GST_STATE_CHANGE_READY_TO_PAUSED && result == GST_STATE_CHANGE_FAILURE))
    unplug (self);
  return result;
}

static void
read_stats (GObject *object, GValue *value)
{
  g_object_get_property (G_OBJECT (GST_P2P_INFER (object)->core), "stats", value);
}

#define AT(field) G_STRUCT_OFFSET (GstP2pInfer, field)
static const P2pProp extra_props[] = {
  { "drop", "Replace a waiting frame by a newer one: auto (when live), never, always",
      P2P_PROP_STRING, AT (drop), 0, 0, "auto", GST_PARAM_MUTABLE_PLAYING, update_drop, NULL },
  { "output-size",
      "Size of what comes out where nobody downstream asks for another: input (as it came in) or "
      "model (the size that it was translated at)",
      P2P_PROP_STRING, AT (output_size), 0, 0, "input", GST_PARAM_MUTABLE_PLAYING, size_changed,
      NULL },
  { "width", "Width to translate at, 0: as the input", P2P_PROP_INT, AT (width), 0, 32768, "0",
      GST_PARAM_MUTABLE_PLAYING, size_changed, NULL },
  { "height", "Height to translate at, 0: as the input", P2P_PROP_INT, AT (height), 0, 32768, "0",
      GST_PARAM_MUTABLE_PLAYING, size_changed, NULL },
  { "ignore-orientation", "Take video as it is stored, not turned as its tags say",
      P2P_PROP_BOOLEAN, AT (ignore_orientation), 0, 0, "0", GST_PARAM_MUTABLE_READY,
      orientation_changed, NULL },
  { "stats", p2p_infer_stats_blurb, P2P_PROP_STRUCTURE, 0, 0, 0, NULL, 0, NULL, read_stats },
};

static void
gst_p2p_infer_finalize (GObject *object)
{
  GstP2pInfer *self = GST_P2P_INFER (object);
  g_clear_object (&self->entry);
  g_free (self->missing);
  p2p_props_clear (object);
  G_OBJECT_CLASS (gst_p2p_infer_parent_class)->finalize (object);
}

/* The children that are always there, and the pads. */
static gboolean
build (GstP2pInfer *self)
{
  static const char *const factories[][2] = { { "queue", "input" }, { "videoconvert", "convert" },
    { "deinterlace", "deinterlace" }, { "videoflip", "flip" }, { "videoconvertscale", "scale" },
    { "capsfilter", "size" }, { NULL, "core" }, { "queue", "output" },
    { "videoconvertscale", "convert-back" }, { "capsfilter", "shape" } };
  P2pShaper *shaper = &self->shaper;
  GstElement **const children[] = { &self->queue_in, &self->convert_in, &self->weave, &self->flip,
    &shaper->scale, &shaper->size, &self->core, &self->queue_out, &shaper->convert_out,
    &shaper->shape };
  GstElement *last = NULL;
  gboolean complete = TRUE;
  for (guint i = 0; i < G_N_ELEMENTS (children); i++) {
    GstElement *child = factories[i][0]
                            ? gst_element_factory_make (factories[i][0], factories[i][1])
                            : g_object_new (GST_TYPE_P2P_INFER_CORE, "name", factories[i][1], NULL);
    *children[i] = child;
    if (!child) {
      /* of plugins-good; for few pictures */
      complete &= children[i] == &self->flip || children[i] == &self->weave;
      continue;
    }
    gst_bin_add (GST_BIN (self), child);
    complete = complete && (!last || gst_element_link (last, child));
    last = child;
  }
  return complete;
}

static void
add_src_pad (GstP2pInfer *self)
{
  GstElementClass *klass = GST_ELEMENT_GET_CLASS (self);
  g_autoptr (GstPad) exit = gst_element_get_static_pad (self->shaper.shape, "src");
  GstPad *src = gst_ghost_pad_new_from_template ("src", exit,
      gst_element_class_get_pad_template (klass, "src"));
  gst_pad_set_query_function (src, gst_p2p_infer_src_query);
  gst_element_add_pad (GST_ELEMENT (self), src);
}

static void
add_sink_pad (GstP2pInfer *self)
{
  GstElementClass *klass = GST_ELEMENT_GET_CLASS (self);
  self->sink = gst_ghost_pad_new_no_target_from_template ("sink",
      gst_element_class_get_pad_template (klass, "sink"));
  gst_pad_set_link_function (self->sink, p2p_input_link);
  gst_pad_set_event_function (self->sink, gst_p2p_infer_sink_event);
  gst_pad_set_query_function (self->sink, gst_p2p_infer_sink_query);
  g_autoptr (GstProxyPad) inner = gst_proxy_pad_get_internal (GST_PROXY_PAD (self->sink));
  gst_pad_set_query_function (GST_PAD (inner), gst_p2p_infer_inner_query);
  gst_element_add_pad (GST_ELEMENT (self), self->sink);
}

static void
gst_p2p_infer_init (GstP2pInfer *self)
{
  guint n;
  p2p_shaper_init (&self->shaper);
  add_sink_pad (self);
  self->complete = build (self);
  if (!self->complete)
    return; /* said when the element starts */
  add_src_pad (self);
  g_object_set (self->queue_in, "max-size-buffers", 1, "max-size-bytes", 0, "max-size-time",
      (guint64) 0, "silent", TRUE, NULL);
  g_object_set (self->queue_out, "max-size-buffers", ROOM, "max-size-bytes", 0, "max-size-time",
      (guint64) 0, "silent", TRUE, NULL);
  orientation_changed (G_OBJECT (self));
  if (self->weave) /* as many frames as there were */
    gst_util_set_object_arg (G_OBJECT (self->weave), "fields", "top");
  GstElement *const filters[] = { self->convert_in, self->flip, self->shaper.scale,
    self->shaper.convert_out };
  for (guint i = 0; i < G_N_ELEMENTS (filters); i++)
    if (filters[i])
      p2p_regions_carry (filters[i], filters[i] == self->flip);
  self->entry = gst_element_get_static_pad (self->queue_in, "sink");
  gst_ghost_pad_set_target (GST_GHOST_PAD (self->sink), self->entry);
  gst_pad_add_probe (self->entry, GST_PAD_PROBE_TYPE_EVENT_DOWNSTREAM, entry_event, self, NULL);
  p2p_queue_loss_watch (self->queue_in, replaced, self->core);
  p2p_shaper_watch (&self->shaper);
  g_autoptr (GstPad) core = gst_element_get_static_pad (self->core, "sink");
  gst_pad_add_probe (core, GST_PAD_PROBE_TYPE_BUFFER, core_buffer, self, NULL);
  const P2pProp *shared = p2p_infer_props (0, NULL, NULL, 0, &n);
  for (guint i = 0; i < n; i++)
    if (!g_str_equal (shared[i].name, "qos"))
      g_object_bind_property (self, shared[i].name, self->core, shared[i].name,
          /* a model that the core refuses is none of the bin's either */
          g_str_equal (shared[i].name, "model") ? G_BINDING_BIDIRECTIONAL : G_BINDING_DEFAULT);
  g_free ((gpointer) shared);
  g_signal_connect (self, "notify::qos", G_CALLBACK (update_drop), NULL);
  g_signal_connect (self, "notify::output", G_CALLBACK (size_changed), NULL);
}

static void
gst_p2p_infer_class_init (GstP2pInferClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GstElementClass *element_class = GST_ELEMENT_CLASS (klass);
  guint n;
  const P2pProp *props =
      p2p_infer_props (AT (settings), NULL, extra_props, G_N_ELEMENTS (extra_props), &n);
  GST_DEBUG_CATEGORY_INIT (p2pinfer_debug, "p2pinfer", 0, "pix2pix translation of any video");
  object_class->finalize = gst_p2p_infer_finalize;
  p2p_props_install (object_class, props, n);
  gst_element_class_set_static_metadata (element_class, "pix2pix translator", "Filter/Effect/Video",
      "Translates any video or picture with a trained image-to-image network",
      "The gst-pix2pix authors");
  gst_element_class_add_pad_template (element_class,
      gst_pad_template_new ("sink", GST_PAD_SINK, GST_PAD_ALWAYS, GST_CAPS_ANY));
  g_autoptr (GstCaps) raw = gst_caps_new_empty_simple ("video/x-raw");
  gst_element_class_add_pad_template (element_class,
      gst_pad_template_new ("src", GST_PAD_SRC, GST_PAD_ALWAYS, raw));
  element_class->change_state = gst_p2p_infer_change_state;
  GST_BIN_CLASS (klass)->handle_message = gst_p2p_infer_handle_message;
}

GST_ELEMENT_REGISTER_DEFINE (p2pinfer, "p2pinfer", GST_RANK_NONE, GST_TYPE_P2P_INFER);
