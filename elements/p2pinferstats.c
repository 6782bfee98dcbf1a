/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "p2pinferstats.h"

void
p2p_infer_stats_init (P2pInferStats *stats, P2pInferModel *model)
{
  stats->model = model;
}

void
p2p_infer_stats_start (P2pInferStats *stats)
{
  stats->posted = 0;
  GST_OBJECT_LOCK (stats->model->element);
  stats->frames = stats->dropped = 0;
  p2p_meter_reset (&stats->meter);
  GST_OBJECT_UNLOCK (stats->model->element);
}

/* What the pipeline is to allow for; under the object lock. */
static GstClockTime
latency_of (const P2pInferStats *stats)
{
  const gint64 fixed = stats->model->settings->latency;
  return !stats->model->live ? 0 : fixed >= 0 ? (GstClockTime) fixed : stats->meter.latency;
}

/* A change of the measured latency that somebody must hear of; under the object lock. */
static gboolean
update_latency (P2pInferStats *stats)
{
  const P2pInferModel *model = stats->model;
  return p2p_meter_update_latency (&stats->meter, stats->interval) && model->live
         && model->settings->latency < 0;
}

static void
post (P2pInferStats *stats, GstMessage *message)
{
  gst_element_post_message (stats->model->element, message);
}

void
p2p_infer_stats_fit (P2pInferStats *stats, GstClockTime interval, gboolean another,
    GstClockTime cost)
{
  GstElement *element = stats->model->element;
  GST_OBJECT_LOCK (element);
  stats->interval = interval;
  if (another) {
    p2p_meter_forget_costs (&stats->meter);
    if (cost)
      p2p_meter_add (&stats->meter, cost, gst_util_get_timestamp ());
  }
  const gboolean changed = update_latency (stats);
  GST_OBJECT_UNLOCK (element);
  if (changed)
    post (stats, gst_message_new_latency (GST_OBJECT (element)));
}

void
p2p_infer_stats_add (P2pInferStats *stats, GstClockTime begin)
{
  const GstClockTime end = gst_util_get_timestamp ();
  const P2pInferModel *model = stats->model;
  GST_OBJECT_LOCK (model->element);
  stats->frames++;
  p2p_meter_add (&stats->meter, end - begin, end);
  const gboolean changed = update_latency (stats);
  const gboolean due = model->settings->post_messages && end >= stats->posted + GST_SECOND;
  GST_OBJECT_UNLOCK (model->element);
  if (changed)
    post (stats, gst_message_new_latency (GST_OBJECT (model->element)));
  if (!due)
    return;
  stats->posted = end;
  post (stats,
      gst_message_new_element (GST_OBJECT (model->element), p2p_infer_stats_structure (stats)));
}

void
p2p_infer_stats_add_dropped (P2pInferStats *stats, guint64 *frames, guint64 *dropped)
{
  GST_OBJECT_LOCK (stats->model->element);
  stats->dropped++;
  if (frames)
    *frames = stats->frames;
  if (dropped)
    *dropped = stats->dropped;
  GST_OBJECT_UNLOCK (stats->model->element);
}

GstClockTime
p2p_infer_stats_latency (P2pInferStats *stats, gboolean live)
{
  GST_OBJECT_LOCK (stats->model->element);
  stats->model->live = live;
  const GstClockTime latency = latency_of (stats);
  GST_OBJECT_UNLOCK (stats->model->element);
  return latency;
}

void
p2p_infer_stats_latency_set (P2pInferStats *stats)
{
  GST_OBJECT_LOCK (stats->model->element);
  const gboolean live = stats->model->live;
  GST_OBJECT_UNLOCK (stats->model->element);
  if (live)
    post (stats, gst_message_new_latency (GST_OBJECT (stats->model->element)));
}

GstClockTime
p2p_infer_stats_capacity (P2pInferStats *stats, guint waiting)
{
  GST_OBJECT_LOCK (stats->model->element);
  const GstClockTime capacity = p2p_meter_capacity (&stats->meter, stats->interval, waiting);
  GST_OBJECT_UNLOCK (stats->model->element);
  return capacity;
}

GstStructure *
p2p_infer_stats_structure (P2pInferStats *stats)
{
  const P2pInferModel *model = stats->model;
  const P2pMeter *m = &stats->meter;
  GST_OBJECT_LOCK (model->element);
  GstStructure *s = gst_structure_new ("p2p-infer-stats", "frames", G_TYPE_UINT64, stats->frames,
      "dropped", G_TYPE_UINT64, stats->dropped, "fps", G_TYPE_DOUBLE, p2p_meter_rate (m), "last-ms",
      G_TYPE_DOUBLE, (double) p2p_meter_last (m) / 1e6, "average-ms", G_TYPE_DOUBLE,
      (double) p2p_meter_mean (m) / 1e6, "p95-ms", G_TYPE_DOUBLE,
      (double) p2p_meter_percentile (m, 95) / 1e6, "latency", G_TYPE_UINT64, latency_of (stats),
      "live", G_TYPE_BOOLEAN, model->live, "width", G_TYPE_INT, model->width, "height", G_TYPE_INT,
      model->height, "model", G_TYPE_STRING, model->description ? model->description : "", NULL);
  GST_OBJECT_UNLOCK (model->element);
  return s;
}
