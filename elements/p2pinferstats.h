/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* How p2pinfercore fares: frames translated and dropped, what they cost, and the latency that
 * follows for a live pipeline. */

#include "p2pinfermodel.h"
#include "p2pmeter.h"

typedef struct
{
  P2pInferModel *model; /* the element's, for its size, liveness and name */
  /* Any thread, under the element's object lock. */
  P2pMeter meter;
  guint64 frames, dropped;
  GstClockTime interval; /* between frames; 0: unknown */
  /* The streaming thread, and start. */
  GstClockTime posted; /* when they were last posted */
} P2pInferStats;

/* STATS lives as long as MODEL. */
void p2p_infer_stats_init (P2pInferStats *stats, P2pInferModel *model);
void p2p_infer_stats_start (P2pInferStats *stats);

/* The model fits frames of INTERVAL; they have ANOTHER size than those before, and a run takes
 * COST, or 0: nobody knows. Posts a latency that changes, if live. */
void p2p_infer_stats_fit (P2pInferStats *stats, GstClockTime interval, gboolean another,
    GstClockTime cost);
/* Books a translation that began at BEGIN; posts a latency that changes, and the statistics once
 * a second if post-messages is set. */
void p2p_infer_stats_add (P2pInferStats *stats, GstClockTime begin);
/* A frame was left out. Both numbers, with it, if wanted. Any thread, as what follows. */
void p2p_infer_stats_add_dropped (P2pInferStats *stats, guint64 *frames, guint64 *dropped);

/* What the pipeline has to allow for when upstream is LIVE or not, which is noted. */
GstClockTime p2p_infer_stats_latency (P2pInferStats *stats, gboolean live);
/* The property "latency" was set: whoever plays live hears of it. */
void p2p_infer_stats_latency_set (P2pInferStats *stats);
/* For how long frames can be held back without loss when WAITING translated ones find room. */
GstClockTime p2p_infer_stats_capacity (P2pInferStats *stats, guint waiting);
/* p2p-infer-stats. */
GstStructure *p2p_infer_stats_structure (P2pInferStats *stats);
