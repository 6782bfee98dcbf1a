/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* What the latest translations cost, and what latency a live pipeline should
 * allow for them. Times are nanoseconds. Not locked: the owner does that. */

#include <gst/gst.h>

#define P2P_METER_SIZE 32

typedef struct
{
  GstClockTime costs[P2P_METER_SIZE], ends[P2P_METER_SIZE];
  guint64 n;            /* added so far */
  guint64 changed;      /* n when `latency` last changed */
  GstClockTime latency; /* the estimate in force */
} P2pMeter;

void p2p_meter_reset (P2pMeter *meter);
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
 * shorter, and then takes one inference. It grows at once and shrinks
 * reluctantly, since every change disturbs what is playing. */
gboolean p2p_meter_update_latency (P2pMeter *meter, GstClockTime interval);
