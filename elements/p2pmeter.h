/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* What the latest translations cost, and what latency a live pipeline should
 * allow for them. Times are nanoseconds. Not locked: the owner does that. */

#include <gst/gst.h>

#define P2P_METER_SIZE 32
#define P2P_METER_PATIENCE (30 * GST_SECOND)

typedef struct
{
  GstClockTime costs[P2P_METER_SIZE], ends[P2P_METER_SIZE];
  guint64 n;            /* added so far */
  GstClockTime latency; /* the estimate in force */
  GstClockTime since;   /* when it was last changed or looked at for shrinking */
  GstClockTime most;    /* needed since then */
} P2pMeter;

void p2p_meter_reset (P2pMeter *meter);
/* Frames of another kind follow: only the latency stays, for the time being. */
void p2p_meter_forget_costs (P2pMeter *meter);
/* A translation that took COST and ended at END. */
void p2p_meter_add (P2pMeter *meter, GstClockTime cost, GstClockTime end);

/* Of the latest P2P_METER_SIZE; 0 before the first. PERCENT 0 to 100. */
GstClockTime p2p_meter_last (const P2pMeter *meter);
GstClockTime p2p_meter_mean (const P2pMeter *meter);
GstClockTime p2p_meter_percentile (const P2pMeter *meter, guint percent);
/* Translations per second, waiting included. */
double p2p_meter_rate (const P2pMeter *meter);

/* Brings `latency` up to date and says whether it changed: a frame waits for at
 * most one inference or one frame of INTERVAL (0: unknown), whichever is
 * shorter, and then takes one inference. Every change disturbs what is playing, sound included:
 * it grows when it must, in coarse steps, and shrinks only when for P2P_METER_PATIENCE much less
 * was enough. */
gboolean p2p_meter_update_latency (P2pMeter *meter, GstClockTime interval);
/* For how long frames of INTERVAL can be held back without loss when WAITING translated ones find
 * room behind us. */
GstClockTime p2p_meter_capacity (const P2pMeter *meter, GstClockTime interval, guint waiting);
