/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/**
 * SECTION:element-p2ptrain
 *
 * Trains an image-to-image network on pairs of pictures, from files or live.
 *
 * |[
 * gst-launch-1.0 p2pdatasetsrc dataroot=datasets/facades ! p2pdecode name=d d.src_a ! c.sink_a d.src_b ! c.sink_b p2paligncrop name=c c.src_a ! t.sink_a c.src_b ! t.sink_b p2ptrain name=t run-name=facades t.src ! videoconvert ! autovideosink
 * ]|
 *
 * src gives a preview as ordinary video: all pictures of the model side by side
 * (input, output and target for pix2pix), in tiles of the size of the first pictures. It
 * may stay unlinked. Training follows PLAYING; it stops for PAUSED and ends by
 * itself after n-epochs + n-epochs-decay or steps. On EOS, at the end and when the
 * pipeline stops, after an error too, a checkpoint is written; the same run started again goes on
 * exactly there, if the source answers the query p2p-start. A batch that EOS leaves
 * incomplete in the middle of an epoch is not trained: its pairs come again then.
 * One that the end of all epochs leaves incomplete is, if the source says by the event
 * p2p-end-of-data that there is nothing more: the last pictures may be bad ones.
 *
 * A run that goes on keeps the options that it was trained with, besides those whose property was
 * set, even to its default. How the pictures are prepared is for the elements upstream: what their
 * properties say counts, defaults too. Each difference is a message. Where the data set is another one, a new epoch begins.
 *
 * Pairs from files wait for training. Live ones do not: what arrives during a step
 * is dropped and counted (stats: dropped), and pairs are matched by running time.
 * Where A and B are different files (two p2pdatasetsrc) they are matched by epoch and
 * sample; the partner of one that was skipped is dropped. All samples that never come as a pair
 * count as dropped; more than 5 % of an epoch are an error, whoever left them out.
 *
 * Both must have one size, in multiples of what the generator needs. Branches that can scale are
 * made to: to the size of the one that cannot, else to what suits sink_a, always the same.
 *
 * Pictures are RGB, or planes of floats (p2pdecode keep-depth=true) with as many
 * channels as the network has on that side.
 *
 * Element messages:
 * - p2p-train-step: step, epoch, sample, n-samples, total, left-out, max-steps, last-epoch
 *   (uint64), lr, time, data (double; seconds per sample), each loss by its name
 *   (double), and line (string) when a line went to loss_log.txt
 * - p2p-train-checkpoint: step (uint64), path (string) of the generator's model file
 * - p2p-train-done: step (uint64), path (string), epoch (uint64; the last one that ended, or 0),
 *   last-epoch (uint64), lr, next-lr (double)
 * - p2p-train-note: text (string), what a user should hear once
 * - p2p-train-options: text (string), once: the options that are not at their defaults, with
 *   verbose all of them, as the reference prints them
 * - p2p-train-change: text (string), an option that is another than before:
 *   "lambda_L1: 10 -> 100 from step 600 on"
 */

#include "gstp2ptrain.h"

#include "p2plinks.h"
#include "p2ppairs.h"
#include "p2ppreviewout.h"
#include "p2pprops.h"
#include "p2prun.h"

GST_DEBUG_CATEGORY_STATIC (p2p_train_debug);
#define GST_CAT_DEFAULT p2p_train_debug

struct _GstP2pTrain
{
  GstAggregator parent;

  /* Properties, under the object lock. */
  P2pOptions options;
  char *preview, *preview_from;
  int preview_interval;
  gboolean post_messages;

  /* The source pad's task, and start(), flush() and stop(), which run while there is none. */
  P2pPairs pairs;
  P2pLinks links;
  P2pBatch batch;
  P2pPreviewOut previews;
  gint64 idle_since; /* end of the last step, monotonic */
  gboolean prepared; /* planned, and the first preview is out */
  gboolean over;     /* ended well */
  /* The same, but for checkpoints and stats, which are for any thread. */
  P2pRun run;
  /* Any thread. */
  P2pGate gate;
};

G_DEFINE_TYPE_WITH_CODE (GstP2pTrain, gst_p2p_train, GST_TYPE_AGGREGATOR,
    GST_DEBUG_CATEGORY_INIT (p2p_train_debug, "p2ptrain", 0, "pix2pix trainer"))
GST_ELEMENT_REGISTER_DEFINE (p2ptrain, "p2ptrain", GST_RANK_NONE, GST_TYPE_P2P_TRAIN)

#define RAW_CAPS GST_STATIC_CAPS (GST_VIDEO_CAPS_MAKE ("RGB"))
#define SINK_CAPS GST_STATIC_CAPS (GST_VIDEO_CAPS_MAKE ("RGB") "; " P2P_PLANES_CAPS)

static GstStaticPadTemplate sink_a_template =
    GST_STATIC_PAD_TEMPLATE ("sink_a", GST_PAD_SINK, GST_PAD_ALWAYS, SINK_CAPS);
static GstStaticPadTemplate sink_b_template =
    GST_STATIC_PAD_TEMPLATE ("sink_b", GST_PAD_SINK, GST_PAD_ALWAYS, SINK_CAPS);
static GstStaticPadTemplate src_template =
    GST_STATIC_PAD_TEMPLATE ("src", GST_PAD_SRC, GST_PAD_ALWAYS, RAW_CAPS);

static gboolean
open_trainer (GstP2pTrain *self, P2pPreview *kind, GError **error)
{
  g_auto (P2pOptions) options;
  P2pDataSet data = { 0 };
  GST_OBJECT_LOCK (self);
  p2p_options_copy (&self->options, &options);
  g_autofree char *preview = g_strdup (self->preview);
  g_autofree char *preview_from = g_strdup (self->preview_from);
  GST_OBJECT_UNLOCK (self);
  return p2p_preview_parse (preview, kind, error)
         && p2p_pairs_ask_options (&self->pairs, &options, &data, error)
         && p2p_run_open (&self->run, &options, &data, preview_from, error);
}

static void
reset (GstP2pTrain *self, P2pPreview kind)
{
  const P2pTrainer *trainer = self->run.compute.trainer;
  const gboolean linked = gst_pad_is_linked (GST_AGGREGATOR_SRC_PAD (self));
  self->prepared = self->over = FALSE;
  self->batch.capacity = p2p_trainer_options (trainer)->batch_size;
  p2p_compute_sides (&self->run.compute, self->batch.sides);
  p2p_pairs_start (&self->pairs);
  g_atomic_int_set (&self->pairs.multiple, p2p_trainer_multiple (trainer));
  p2p_preview_out_start (&self->previews, kind, linked);
  /* A sink posts EOS itself; one that is none must not be waited for. */
  if (linked)
    GST_OBJECT_FLAG_UNSET (self, GST_ELEMENT_FLAG_SINK);
  else
    GST_OBJECT_FLAG_SET (self, GST_ELEMENT_FLAG_SINK);
}

/* Upstream is still in READY: time to say where its data should begin. */
static void
ask_for_start (GstP2pTrain *self)
{
  const P2pTrainerState *state = &self->run.compute.state;
  const P2pPosition next = p2p_trainer_next (self->run.compute.trainer);
  const P2pStart start = { next.epoch, next.sample, state->progress.seed, state->last_epoch };
  if (!p2p_pairs_ask_start (&self->pairs, &start, &next))
    GST_INFO_OBJECT (self, "nobody upstream can start at a given sample");
}

static gboolean
gst_p2p_train_start (GstAggregator *agg)
{
  GstP2pTrain *self = GST_P2P_TRAIN (agg);
  g_autoptr (GError) error = NULL;
  P2pPreview kind;
  if (!p2p_links_start (&self->links, &error) || !open_trainer (self, &kind, &error)) {
    p2p_links_stop (&self->links);
    p2p_element_error (GST_ELEMENT (self), g_steal_pointer (&error));
    return FALSE;
  }
  reset (self, kind);
  ask_for_start (self);
  return TRUE;
}

static gboolean
gst_p2p_train_sink_query (GstAggregator *agg, GstAggregatorPad *pad, GstQuery *query)
{
  GstP2pTrain *self = GST_P2P_TRAIN (agg);
  return p2p_pairs_answer (&self->pairs, pad, &self->options, query)
         || GST_AGGREGATOR_CLASS (gst_p2p_train_parent_class)->sink_query (agg, pad, query);
}

static gboolean
gst_p2p_train_sink_event (GstAggregator *agg, GstAggregatorPad *pad, GstEvent *event)
{
  GstP2pTrain *self = GST_P2P_TRAIN (agg);
  gboolean ok = TRUE;
  if (gst_event_has_name (event, P2P_END_OF_DATA)) {
    p2p_pairs_set_ended (&self->pairs, pad);
    gst_event_unref (event);
    return TRUE;
  }
  if (GST_EVENT_TYPE (event) == GST_EVENT_FLUSH_START)
    p2p_gate_set_flushing (&self->gate, TRUE);
  if (GST_EVENT_TYPE (event) == GST_EVENT_CAPS) {
    GstCaps *caps;
    gst_event_parse_caps (event, &caps);
    ok = p2p_pairs_set_caps (&self->pairs, pad, caps);
  }
  return GST_AGGREGATOR_CLASS (gst_p2p_train_parent_class)->sink_event (agg, pad, event) && ok;
}

/* One optimisation step with what is collected. */
static GstFlowReturn
train (GstP2pTrain *self)
{
  const P2pTrainerState *state = &self->run.compute.state;
  g_autoptr (GError) error = NULL;
  P2pGatePass pass;
  gboolean waited;
  GstFlowReturn ret = p2p_preview_out_wait (&self->previews, &pass, &waited);
  if (ret != GST_FLOW_OK)
    return ret;
  if (pass == P2P_GATE_FLUSH) {
    self->batch.n = 0; /* the base class knows best when its task ends */
    return GST_AGGREGATOR_FLOW_NEED_DATA;
  }
  if (waited)
    self->idle_since = g_get_monotonic_time ();
  GST_OBJECT_LOCK (self);
  const guint64 interval = (guint64) self->preview_interval;
  const gboolean told = self->post_messages;
  GST_OBJECT_UNLOCK (self);
  P2pPreviewRequest preview = { p2p_preview_out_due (&self->previews, state->progress.step + 1,
      interval) };
  const double idle = (double) (g_get_monotonic_time () - self->idle_since) / 1e6;
  p2p_pairs_close (&self->pairs);
  const gboolean ok = p2p_run_step (&self->run, &self->batch, idle, told, &preview, &error);
  p2p_pairs_open (&self->pairs);
  self->batch.n = 0;
  if (!ok)
    return p2p_run_fail (&self->run, g_steal_pointer (&error));
  ret = p2p_preview_out_push (&self->previews, &preview);
  self->idle_since = g_get_monotonic_time ();
  return ret;
}

/* Before the first step: plans, and something for the sink to preroll on. */
static GstFlowReturn
prepare (GstP2pTrain *self)
{
  g_autoptr (GError) error = NULL;
  P2pPreviewRequest preview = { p2p_preview_out_first (&self->previews) };
  self->prepared = TRUE;
  p2p_pairs_close (&self->pairs);
  const gboolean ok = p2p_compute_prepare (&self->run.compute, &self->batch, &preview, &error);
  p2p_pairs_open (&self->pairs);
  self->idle_since = g_get_monotonic_time ();
  if (!ok)
    return p2p_run_fail (&self->run, g_steal_pointer (&error));
  return p2p_preview_out_push (&self->previews, &preview);
}

/* Saves, says so, and ends the stream. */
static GstFlowReturn
finish (GstP2pTrain *self)
{
  g_autoptr (GError) error = NULL;
  GstFlowReturn ret = GST_FLOW_OK;
  const gboolean finished = p2p_trainer_finished (self->run.compute.trainer);
  const gboolean ended = !finished && p2p_pairs_have_ended (&self->pairs);
  if (self->batch.n > 0 && (ended || (!finished && self->batch.last.n_samples == 0)))
    ret = train (self);
  if (ret != GST_FLOW_OK)
    return ret;
  if ((ended && !p2p_pairs_end (&self->pairs, &error))
      || !p2p_run_finish (&self->run, ended, &error))
    return p2p_run_fail (&self->run, g_steal_pointer (&error));
  self->over = TRUE;
  if (!self->previews.linked)
    gst_element_post_message (GST_ELEMENT (self), gst_message_new_eos (GST_OBJECT (self)));
  if (finished || !self->prepared)
    return GST_FLOW_EOS;
  gst_pad_push_event (GST_AGGREGATOR_SRC_PAD (self), gst_event_new_eos ());
  return p2p_pairs_drain (&self->pairs);
}

/* Joins the pair to the batch, and trains when that is due. */
static GstFlowReturn
learn (GstP2pTrain *self, GstBuffer *a, GstBuffer *b, const P2pPosition *position)
{
  const P2pMedia *media = self->pairs.media;
  const P2pArrival pair[] = { { a, &media[0] }, { b, &media[1] } };
  g_autoptr (GError) error = NULL;
  GstFlowReturn ret = GST_FLOW_OK;
  if (!p2p_batch_fits (&self->batch, media->video.width, media->video.height, position))
    ret = train (self);
  if (ret != GST_FLOW_OK || p2p_trainer_finished (self->run.compute.trainer))
    return ret;
  if (!p2p_batch_add (&self->batch, pair, position, &error))
    return p2p_run_fail (&self->run, g_steal_pointer (&error));
  if (!self->prepared)
    ret = prepare (self);
  if (ret == GST_FLOW_OK && p2p_batch_complete (&self->batch))
    ret = train (self);
  return ret;
}

static GstFlowReturn
gst_p2p_train_aggregate (GstAggregator *agg, gboolean timeout)
{
  GstP2pTrain *self = GST_P2P_TRAIN (agg);
  P2pPairs *pairs = &self->pairs;
  const P2pTrainer *trainer = self->run.compute.trainer;
  g_autoptr (GstBuffer) a = NULL, b = NULL;
  g_autoptr (GError) error = NULL;
  P2pPosition position, next = p2p_trainer_next (trainer);
  g_atomic_int_set (&pairs->live, GST_CLOCK_TIME_IS_VALID (gst_aggregator_get_latency (agg)));
  if (self->over || p2p_run_failed (&self->run))
    return self->over ? p2p_pairs_drain (pairs) : GST_FLOW_ERROR;
  if (p2p_trainer_finished (trainer) || p2p_pairs_are_over (pairs))
    return finish (self);
  next.sample += (guint64) self->batch.n;
  GstFlowReturn ret = p2p_pairs_take (pairs, &next, &a, &b, &position, &error);
  if (error)
    return p2p_run_fail (&self->run, g_steal_pointer (&error));
  if (ret == GST_FLOW_OK)
    ret = learn (self, a, b, &position);
  return ret == GST_FLOW_OK && p2p_trainer_finished (trainer) ? finish (self) : ret;
}

/* The pairs collected so far are gone, as those in the queues are; a sink that was
 * flushed needs something to preroll on again. */
static GstFlowReturn
gst_p2p_train_flush (GstAggregator *agg)
{
  GstP2pTrain *self = GST_P2P_TRAIN (agg);
  self->batch.n = 0;
  p2p_pairs_flush (&self->pairs);
  p2p_gate_set_flushing (&self->gate, FALSE);
  return GST_FLOW_OK;
}

static gboolean
gst_p2p_train_stop (GstAggregator *agg)
{
  GstP2pTrain *self = GST_P2P_TRAIN (agg);
  p2p_links_stop (&self->links);
  g_atomic_int_set (&self->pairs.multiple, 0);
  p2p_run_close (&self->run);
  p2p_batch_clear (&self->batch);
  p2p_preview_out_stop (&self->previews);
  return TRUE;
}

static GstStateChangeReturn
gst_p2p_train_change_state (GstElement *element, GstStateChange transition)
{
  p2p_gate_follow (&GST_P2P_TRAIN (element)->gate, transition);
  return GST_ELEMENT_CLASS (gst_p2p_train_parent_class)->change_state (element, transition);
}

/* The action signal "checkpoint", from any thread. */
static gboolean
checkpoint (GstP2pTrain *self)
{
  return p2p_run_checkpoint (&self->run);
}

static void
read_stats (GObject *object, GValue *value)
{
  GstP2pTrain *self = GST_P2P_TRAIN (object);
  GstStructure *s = p2p_run_stats (&self->run);
  gst_structure_set (s, "dropped", G_TYPE_UINT64, p2p_pairs_dropped (&self->pairs), NULL);
  g_value_take_boxed (value, s);
}

#define AT(field) G_STRUCT_OFFSET (GstP2pTrain, field)

/* Beside all options of core/options/options.h that are a trainer's. */
static const P2pProp props[] = {
  { "preview",
      "What src shows: tiles (all pictures of the model: input, output, target), fake (the first "
      "output), or none (only the very first, for sinks that wait for one)",
      P2P_PROP_STRING, AT (preview), 0, 0, "tiles", GST_PARAM_MUTABLE_READY },
  { "preview-from",
      "Folder of pictures (the first 4) that src shows, translated, instead of those being "
      "trained: side-by-side pairs, for unpaired models inputs",
      P2P_PROP_PATH, AT (preview_from), 0, 0, "", GST_PARAM_MUTABLE_READY },
  { "preview-interval", "Steps between two previews", P2P_PROP_INT, AT (preview_interval), 1,
      G_MAXINT, "10", GST_PARAM_MUTABLE_PLAYING },
  { "post-messages", "Post an element message after each step", P2P_PROP_BOOLEAN,
      AT (post_messages), 0, 0, "1", GST_PARAM_MUTABLE_PLAYING },
  { "stats",
      "step, epoch, sample, n-samples (of an epoch), total (samples trained), max-steps, "
      "last-epoch: "
      "where it stands; lr; time and data: seconds that a sample takes, and that were waited for "
      "it; "
      "each loss by its name; dropped: pairs that were left out",
      P2P_PROP_STRUCTURE, 0, 0, 0, NULL, 0, NULL, read_stats },
};

static void
gst_p2p_train_finalize (GObject *object)
{
  GstP2pTrain *self = GST_P2P_TRAIN (object);
  p2p_run_clear (&self->run);
  p2p_gate_clear (&self->gate);
  p2p_links_clear (&self->links);
  p2p_props_clear (object);
  p2p_options_clear (&self->options);
  G_OBJECT_CLASS (gst_p2p_train_parent_class)->finalize (object);
}

static void
gst_p2p_train_init (GstP2pTrain *self)
{
  p2p_options_init (&self->options, P2P_FOR_TRAIN);
  p2p_run_init (&self->run, GST_ELEMENT (self));
  p2p_gate_init (&self->gate);
  p2p_pairs_init (&self->pairs, GST_ELEMENT (self));
  p2p_links_init (&self->links, GST_ELEMENT (self), self->pairs.sinks, 2);
  p2p_preview_out_init (&self->previews, GST_AGGREGATOR (self), &self->gate);
}

static void
gst_p2p_train_class_init (GstP2pTrainClass *klass)
{
  GstElementClass *element_class = GST_ELEMENT_CLASS (klass);
  GstAggregatorClass *agg_class = GST_AGGREGATOR_CLASS (klass);
  guint n;
  const P2pProp *all =
      p2p_props_from_options (P2P_FOR_TRAINER, AT (options), props, G_N_ELEMENTS (props), &n);

  G_OBJECT_CLASS (klass)->finalize = gst_p2p_train_finalize;
  p2p_props_install (G_OBJECT_CLASS (klass), all, n);
  /**
   * GstP2pTrain::checkpoint:
   *
   * Writes a checkpoint and the model files after the step under way. TRUE when
   * all that was trained is on disk.
   */
  g_signal_new_class_handler ("checkpoint", G_TYPE_FROM_CLASS (klass),
      G_SIGNAL_RUN_LAST | G_SIGNAL_ACTION, G_CALLBACK (checkpoint), NULL, NULL, NULL,
      G_TYPE_BOOLEAN, 0);
  gst_element_class_set_static_metadata (element_class, "pix2pix trainer", "Trainer/Video",
      "Trains an image-to-image network on pairs of pictures", "The gst-pix2pix authors");
  gst_element_class_add_static_pad_template_with_gtype (element_class, &sink_a_template,
      GST_TYPE_AGGREGATOR_PAD);
  gst_element_class_add_static_pad_template_with_gtype (element_class, &sink_b_template,
      GST_TYPE_AGGREGATOR_PAD);
  gst_element_class_add_static_pad_template_with_gtype (element_class, &src_template,
      GST_TYPE_AGGREGATOR_PAD);
  element_class->change_state = gst_p2p_train_change_state;
  agg_class->start = gst_p2p_train_start;
  agg_class->sink_query = gst_p2p_train_sink_query;
  agg_class->sink_event = gst_p2p_train_sink_event;
  agg_class->flush = gst_p2p_train_flush;
  agg_class->negotiate = NULL; /* caps follow the pictures, in p2p_preview_out_push() */
  agg_class->aggregate = gst_p2p_train_aggregate;
  agg_class->stop = gst_p2p_train_stop;
}
