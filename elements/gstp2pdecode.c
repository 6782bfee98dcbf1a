/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/**
 * SECTION:element-p2pdecode
 *
 * Decodes pictures (JPEG, PNG and others) and gives the halves of each, A and B, as video.
 *
 * |[
 * gst-launch-1.0 p2pdatasetsrc dataroot=datasets/facades epochs=1 ! p2pdecode name=d num-threads=2 d.src_a ! queue ! videoconvert ! fakesink d.src_b ! queue ! videoconvert ! fakesink
 * ]|
 *
 * Several threads decode; the order is kept. The left half is columns 0 to w/2,
 * the right half the rest. With layout=whole both pads give the whole picture, as one
 * buffer. With keep-depth=true buffers hold floats, all channels of the file in all their depth,
 * instead of 8 bit RGB. A picture that cannot be used is skipped with a warning
 * that names the file (on-error=fail: it is an error); more than 5 % of such
 * pictures are an error. What a file holds and the buffers do not (depth, alpha, further pages and
 * the like) is told once for each kind: an INFO message, and an element message p2p-decode-note with
 * text, kind and name (of the file), all strings. src_a or src_b may stay unlinked; both come from one
 * thread, so sinks need a queue each.
 */

#include "gstp2pdecode.h"

#include <gst/base/gstflowcombiner.h>
#include "p2pmedia.h"
#include "p2pmediatype.h"
#include "p2ppairmeta.h"
#include "p2pprops.h"
#include "p2pquery.h"
#include "p2ptally.h"

GST_DEBUG_CATEGORY_STATIC (p2p_decode_debug);
#define GST_CAT_DEFAULT p2p_decode_debug

struct _GstP2pDecode
{
  GstElement parent;

  /* Properties, under the object lock. */
  int num_threads;
  char *layout, *on_error;
  gboolean keep_depth, ignore_orientation;
  gint64 max_pixels;

  GstPad *sinkpad, *srcpads[2]; /* a, b */
  /* Streaming thread; made at READY to PAUSED. */
  GQueue jobs; /* of Job, in the order of arrival */
  guint depth; /* jobs under way at most */
  GThreadPool *workers;
  int left; /* which half is left: 0 (A) or 1 (B) */
  gboolean whole, fail, segment_sent[2];
  P2pReading how;
  P2pMedia caps[2]; /* the current ones */
  GstEvent *segment;
  GstFlowCombiner *flow;
  P2pTally tally;
  guint64 count; /* pictures, where there is no meta */
  guint32 told;  /* losses, as p2p_losses_of() has them */
  /* Job.done of all jobs. */
  GMutex lock;
  GCond cond;
};

typedef struct
{
  GstBuffer *in, *half[2]; /* half: NULL where nobody is linked */
  P2pMedia media[2];
  P2pPair pair; /* belongs to `in` */
  char *name;
  GError *error;
  guint32 losses;
  gboolean done;
} Job;

G_DEFINE_TYPE_WITH_CODE (GstP2pDecode, gst_p2p_decode, GST_TYPE_ELEMENT,
    GST_DEBUG_CATEGORY_INIT (p2p_decode_debug, "p2pdecode", 0, "pix2pix picture decoder"))
GST_ELEMENT_REGISTER_DEFINE (p2pdecode, "p2pdecode", GST_RANK_NONE, GST_TYPE_P2P_DECODE)

#define RAW_CAPS                                                                                   \
  "video/x-raw, format = (string) RGB, width = (int) [ 1, max ], height = (int) [ 1, max ], "      \
  "framerate = (fraction) 0/1; " P2P_PLANES_CAPS

static GstStaticPadTemplate sink_template = GST_STATIC_PAD_TEMPLATE ("sink", GST_PAD_SINK,
    GST_PAD_ALWAYS, GST_STATIC_CAPS (P2P_PICTURE_CAPS));
static GstStaticPadTemplate src_a_template =
    GST_STATIC_PAD_TEMPLATE ("src_a", GST_PAD_SRC, GST_PAD_ALWAYS, GST_STATIC_CAPS (RAW_CAPS));
static GstStaticPadTemplate src_b_template =
    GST_STATIC_PAD_TEMPLATE ("src_b", GST_PAD_SRC, GST_PAD_ALWAYS, GST_STATIC_CAPS (RAW_CAPS));

static void
job_free (Job *job)
{
  gst_buffer_unref (job->in);
  gst_clear_buffer (&job->half[0]);
  gst_clear_buffer (&job->half[1]);
  g_clear_error (&job->error);
  g_free (job->name);
  g_free (job);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Job, job_free)

/* The picture is both, as one buffer. */
static gboolean
give_whole (GstP2pDecode *self, Job *job, P2pPicture *picture, GError **error)
{
  job->media[0] = job->media[1] =
      p2p_media_of (picture->format, picture->width, picture->height, picture->channels);
  g_autoptr (GstBuffer) buffer = p2p_media_wrap (picture, error);
  if (!buffer)
    return FALSE;
  p2p_copy_metadata (job->in, buffer);
  for (int i = 0; i < 2; i++)
    if (gst_pad_is_linked (self->srcpads[i]))
      job->half[i] = gst_buffer_ref (buffer);
  return TRUE;
}

static gboolean
give_halves (GstP2pDecode *self, Job *job, const P2pPicture *picture, GError **error)
{
  const int middle = picture->width / 2;
  if (middle < 1) {
    g_set_error (error, P2P_ERROR, P2P_ERROR_DATA,
        "%s is one column wide; use pictures that hold A and B side by side", job->name);
    return FALSE;
  }
  for (int i = 0; i < 2; i++) {
    const gboolean left = i == self->left;
    const int width = left ? middle : picture->width - middle;
    job->media[i] = p2p_media_of (picture->format, width, picture->height, picture->channels);
    if (!gst_pad_is_linked (self->srcpads[i]))
      continue;
    job->half[i] = p2p_media_cut (picture, left ? 0 : middle, width, error);
    if (!job->half[i])
      return FALSE;
    p2p_copy_metadata (job->in, job->half[i]);
  }
  return TRUE;
}

static gboolean
read_picture (GstP2pDecode *self, Job *job, const GstMapInfo *map, GError **error)
{
  g_auto (P2pPicture) picture = { 0 };
  P2pHeader header;
  if (!p2p_picture_decode (map->data, map->size, job->name, &self->how, &picture, error))
    return FALSE;
  if (!p2p_picture_is_finite (&picture)) {
    g_set_error (error, P2P_ERROR, P2P_ERROR_DATA,
        "%s holds values that are not finite numbers; repair the file or remove it, p2p check "
        "lists "
        "all such files",
        job->name);
    return FALSE;
  }
  if (p2p_picture_probe (map->data, map->size, job->name, &self->how, &header, NULL))
    job->losses = p2p_losses_of (&header, &self->how);
  return self->whole ? give_whole (self, job, &picture, error)
                     : give_halves (self, job, &picture, error);
}

/* In a worker. */
static gboolean
decode (GstP2pDecode *self, Job *job, GError **error)
{
  GstMapInfo map;
  if (!gst_buffer_map (job->in, &map, GST_MAP_READ)) {
    g_set_error (error, P2P_ERROR, P2P_ERROR_INTERNAL, "%s: its buffer cannot be read", job->name);
    return FALSE;
  }
  const gboolean ok = read_picture (self, job, &map, error);
  gst_buffer_unmap (job->in, &map);
  return ok;
}

static void
work (gpointer data, gpointer user_data)
{
  GstP2pDecode *self = user_data;
  Job *job = data;
  decode (self, job, &job->error);
  g_mutex_lock (&self->lock);
  job->done = TRUE;
  g_cond_broadcast (&self->cond);
  g_mutex_unlock (&self->lock);
}

static gboolean
is_done (GstP2pDecode *self, Job *job, gboolean wait)
{
  g_mutex_lock (&self->lock);
  while (wait && !job->done)
    g_cond_wait (&self->cond, &self->lock);
  const gboolean done = job->done;
  g_mutex_unlock (&self->lock);
  return done;
}

/* A segment has to come after the first caps, so it waits for them. */
static void
announce (GstP2pDecode *self, int i, const Job *job)
{
  if (!p2p_media_is_equal (&job->media[i], &self->caps[i])) {
    g_autoptr (GstCaps) caps = p2p_media_to_caps (&job->media[i]);
    /* What a file does not say. */
    gst_structure_remove_fields (gst_caps_get_structure (caps, 0), "interlace-mode", "colorimetry",
        NULL);
    self->caps[i] = job->media[i];
    gst_pad_push_event (self->srcpads[i], gst_event_new_caps (caps));
  }
  if (self->segment && !self->segment_sent[i]) {
    gst_pad_push_event (self->srcpads[i], gst_event_ref (self->segment));
    self->segment_sent[i] = TRUE;
  }
}

static GstFlowReturn
stop_with (GstP2pDecode *self, GError *error)
{
  p2p_element_error (GST_ELEMENT (self), error);
  return GST_FLOW_ERROR;
}

/* Each kind once. */
static void
tell_losses (GstP2pDecode *self, const Job *job)
{
  guint n;
  const P2pLoss *losses = p2p_losses (&n);
  for (guint i = 0; i < n; i++) {
    if (!(job->losses & ~self->told & 1u << i))
      continue;
    g_autofree char *name = p2p_printable (job->name);
    g_autofree char *clause = p2p_loss_text (&losses[i], TRUE);
    g_autofree char *text = g_strdup_printf ("%s: %s", name, clause);
    p2p_element_note (GST_ELEMENT (self),
        gst_structure_new ("p2p-decode-note", "text", G_TYPE_STRING, text, "kind", G_TYPE_STRING,
            losses[i].name, "name", G_TYPE_STRING, name, NULL));
  }
  self->told |= job->losses;
}

/* Takes the oldest job and gives its halves, or says what is wrong with it. */
static GstFlowReturn
push_oldest (GstP2pDecode *self)
{
  g_autoptr (Job) job = g_queue_pop_head (&self->jobs);
  g_autoptr (GError) error = NULL;
  GstFlowReturn ret = GST_FLOW_OK;
  is_done (self, job, TRUE);
  p2p_tally_add (&self->tally, job->pair.epoch, job->pair.n_samples, job->error != NULL);
  if (job->error && self->fail)
    return stop_with (self, g_steal_pointer (&job->error));
  if (job->error) {
    p2p_element_warning (GST_ELEMENT (self), g_steal_pointer (&job->error));
    return p2p_tally_check (&self->tally, FALSE, &error)
               ? GST_FLOW_OK
               : stop_with (self, g_steal_pointer (&error));
  }
  tell_losses (self, job);
  for (int i = 0; i < 2; i++) {
    announce (self, i, job);
    ret = job->half[i] ? gst_pad_push (self->srcpads[i], g_steal_pointer (&job->half[i]))
                       : GST_FLOW_NOT_LINKED;
    ret = gst_flow_combiner_update_pad_flow (self->flow, self->srcpads[i], ret);
  }
  return ret;
}

static GstFlowReturn
gst_p2p_decode_chain (GstPad *pad, GstObject *parent, GstBuffer *buffer)
{
  GstP2pDecode *self = GST_P2P_DECODE (parent);
  GstFlowReturn ret = GST_FLOW_OK;
  Job *job = g_new0 (Job, 1);
  job->in = buffer;
  self->count++;
  job->name = p2p_pair_meta_get (buffer, &job->pair) && job->pair.name
                  ? g_strdup (job->pair.name)
                  : g_strdup_printf ("picture %" G_GUINT64_FORMAT " of the stream", self->count);
  g_queue_push_tail (&self->jobs, job);
  g_thread_pool_push (self->workers, job, NULL);
  /* The workers go on while the oldest is given away; what is ready goes too. */
  while (ret == GST_FLOW_OK && self->jobs.length > 0
         && (self->jobs.length > self->depth
             || is_done (self, g_queue_peek_head (&self->jobs), FALSE)))
    ret = push_oldest (self);
  return ret;
}

/* Nobody upstream sees what comes of the last pictures: without a reader it is said here. */
static void
drain (GstP2pDecode *self)
{
  GstFlowReturn ret = GST_FLOW_OK;
  while (ret == GST_FLOW_OK && self->jobs.length > 0)
    ret = push_oldest (self);
  if (ret == GST_FLOW_NOT_LINKED || ret == GST_FLOW_NOT_NEGOTIATED)
    GST_ELEMENT_FLOW_ERROR (self, ret);
}

static void
discard (GstP2pDecode *self)
{
  Job *job;
  while ((job = g_queue_pop_head (&self->jobs))) {
    is_done (self, job, TRUE);
    job_free (job);
  }
}

static void
start_streams (GstP2pDecode *self)
{
  for (int i = 0; i < 2; i++) {
    g_autofree char *id =
        gst_pad_create_stream_id (self->srcpads[i], GST_ELEMENT (self), i ? "b" : "a");
    gst_pad_push_event (self->srcpads[i], gst_event_new_stream_start (id));
  }
}

static gboolean
gst_p2p_decode_sink_event (GstPad *pad, GstObject *parent, GstEvent *event)
{
  GstP2pDecode *self = GST_P2P_DECODE (parent);
  g_autoptr (GError) error = NULL;
  if (GST_EVENT_TYPE (event) == GST_EVENT_FLUSH_STOP) {
    discard (self);
    gst_flow_combiner_reset (self->flow);
    gst_clear_event (&self->segment);
  } else if (GST_EVENT_IS_SERIALIZED (event)) {
    drain (self);
  }
  switch (GST_EVENT_TYPE (event)) {
    case GST_EVENT_STREAM_START:
      start_streams (self);
      gst_event_unref (event);
      return TRUE;
    case GST_EVENT_SEGMENT:
      gst_clear_event (&self->segment);
      self->segment = event;
      self->segment_sent[0] = self->segment_sent[1] = FALSE;
      return TRUE;
    case GST_EVENT_CAPS:
    case GST_EVENT_GAP:
      gst_event_unref (event);
      return TRUE;
    case GST_EVENT_EOS:
      if (self->tally.bad > 0 && !p2p_tally_check (&self->tally, TRUE, &error))
        p2p_element_error (GST_ELEMENT (self), g_steal_pointer (&error));
      break;
    default:
      break;
  }
  return gst_pad_event_default (pad, parent, event);
}

/* Properties are checked here, once. */
static gboolean
start (GstP2pDecode *self, GError **error)
{
  GST_OBJECT_LOCK (self);
  g_autofree char *layout = g_strdup (self->layout);
  g_autofree char *on_error = g_strdup (self->on_error);
  self->depth = (guint) MAX (self->num_threads, 1);
  self->how = (P2pReading){ .format = self->keep_depth ? P2P_FORMAT_PLANES : P2P_FORMAT_RGB,
    .as_stored = self->ignore_orientation,
    .max_pixels = (guint64) self->max_pixels };
  GST_OBJECT_UNLOCK (self);
  self->left = g_str_equal (layout, "BA");
  self->whole = g_str_equal (layout, "whole");
  self->fail = g_str_equal (on_error, "fail");
  if (!self->left && !self->whole && !g_str_equal (layout, "AB")) {
    g_set_error (error, P2P_ERROR, P2P_ERROR_USAGE,
        "layout cannot be \"%s\"; use one of: AB, BA, whole", layout);
    return FALSE;
  }
  if (!self->fail && !g_str_equal (on_error, "skip")) {
    g_set_error (error, P2P_ERROR, P2P_ERROR_USAGE,
        "on-error cannot be \"%s\"; use one of: skip, fail", on_error);
    return FALSE;
  }
  self->count = 0;
  self->told = 0;
  self->tally = (P2pTally){ 0 };
  self->workers = g_thread_pool_new (work, self, (int) self->depth, FALSE, error);
  return self->workers != NULL;
}

static void
stop (GstP2pDecode *self)
{
  discard (self);
  if (self->workers)
    g_thread_pool_free (g_steal_pointer (&self->workers), FALSE, TRUE);
  gst_clear_event (&self->segment);
  gst_flow_combiner_reset (self->flow);
  for (int i = 0; i < 2; i++)
    self->caps[i] = (P2pMedia){ 0 };
}

static GstStateChangeReturn
gst_p2p_decode_change_state (GstElement *element, GstStateChange transition)
{
  GstP2pDecode *self = GST_P2P_DECODE (element);
  g_autoptr (GError) error = NULL;
  if (transition == GST_STATE_CHANGE_READY_TO_PAUSED && !start (self, &error)) {
    p2p_element_error (element, g_steal_pointer (&error));
    return GST_STATE_CHANGE_FAILURE;
  }
  const GstStateChangeReturn ret =
      GST_ELEMENT_CLASS (gst_p2p_decode_parent_class)->change_state (element, transition);
  if (transition == GST_STATE_CHANGE_PAUSED_TO_READY
      || (transition == GST_STATE_CHANGE_READY_TO_PAUSED && ret == GST_STATE_CHANGE_FAILURE))
    stop (self);
  return ret;
}

#define AT(field) G_STRUCT_OFFSET (GstP2pDecode, field)

static const P2pProp props[] = {
  { "num-threads", "Threads that decode; 0 counts as 1", P2P_PROP_INT, AT (num_threads), 0, 256,
      "4", GST_PARAM_MUTABLE_READY },
  { "layout", "Where A and B are: AB (A left, B right), BA, or whole (the whole picture is both)",
      P2P_PROP_STRING, AT (layout), 0, 0, "AB", GST_PARAM_MUTABLE_READY },
  { "on-error", "What a picture that cannot be decoded does: skip (a warning) or fail (an error)",
      P2P_PROP_STRING, AT (on_error), 0, 0, "skip", GST_PARAM_MUTABLE_READY },
  { "keep-depth",
      "Give all channels of a file in all their depth (16 bit, float, alpha ...) as planes of "
      "floats, instead of 8 bit RGB",
      P2P_PROP_BOOLEAN, AT (keep_depth), 0, 0, "0", GST_PARAM_MUTABLE_READY },
  { "ignore-orientation", "Give pictures as they are stored, not turned as their EXIF says",
      P2P_PROP_BOOLEAN, AT (ignore_orientation), 0, 0, "0", GST_PARAM_MUTABLE_READY },
  { "max-pixels", "A picture that has more pixels cannot be used", P2P_PROP_INT64, AT (max_pixels),
      1, 9e15, "178956970", GST_PARAM_MUTABLE_READY },
};

static void
gst_p2p_decode_finalize (GObject *object)
{
  GstP2pDecode *self = GST_P2P_DECODE (object);
  gst_flow_combiner_free (self->flow);
  g_mutex_clear (&self->lock);
  g_cond_clear (&self->cond);
  p2p_props_clear (object);
  G_OBJECT_CLASS (gst_p2p_decode_parent_class)->finalize (object);
}

static void
gst_p2p_decode_init (GstP2pDecode *self)
{
  static GstStaticPadTemplate *const templates[] = { &src_a_template, &src_b_template };
  g_mutex_init (&self->lock);
  g_cond_init (&self->cond);
  g_queue_init (&self->jobs);
  self->flow = gst_flow_combiner_new ();
  self->sinkpad = gst_pad_new_from_static_template (&sink_template, "sink");
  gst_pad_set_chain_function (self->sinkpad, gst_p2p_decode_chain);
  gst_pad_set_event_function (self->sinkpad, gst_p2p_decode_sink_event);
  gst_element_add_pad (GST_ELEMENT (self), self->sinkpad);
  for (int i = 0; i < 2; i++) {
    self->srcpads[i] = gst_pad_new_from_static_template (templates[i], i ? "src_b" : "src_a");
    gst_pad_set_query_function (self->srcpads[i], p2p_query_default);
    gst_pad_use_fixed_caps (self->srcpads[i]);
    gst_flow_combiner_add_pad (self->flow, self->srcpads[i]);
    gst_element_add_pad (GST_ELEMENT (self), self->srcpads[i]);
  }
}

static void
gst_p2p_decode_class_init (GstP2pDecodeClass *klass)
{
  GstElementClass *element_class = GST_ELEMENT_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = gst_p2p_decode_finalize;
  p2p_props_install (G_OBJECT_CLASS (klass), props, G_N_ELEMENTS (props));
  gst_element_class_set_static_metadata (element_class, "pix2pix picture decoder",
      "Codec/Decoder/Image", "Decodes pictures and gives their halves, or all, as A and B",
      "The gst-pix2pix authors");
  gst_element_class_add_static_pad_template (element_class, &sink_template);
  gst_element_class_add_static_pad_template (element_class, &src_a_template);
  gst_element_class_add_static_pad_template (element_class, &src_b_template);
  element_class->change_state = gst_p2p_decode_change_state;
}
