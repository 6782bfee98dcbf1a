/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* The video of previews that p2ptrain gives: when one is due, and how it goes out. It never makes
 * training wait. */

#include <gst/base/gstaggregator.h>
#include "p2pgate.h"
#include "p2ppreview.h"

typedef struct
{
  GstAggregator *element; /* the owner */
  P2pGate *gate;          /* the owner's */
  /* Made by start. */
  P2pPreview kind; /* after each INTERVAL of steps */
  gboolean linked;
  /* The source pad's task. What went out last, so that it can go out again. */
  GstVideoInfo info;
  GstBuffer *buffer; /* NULL: nothing yet */
  GstClockTime pts;
} P2pPreviewOut;

void p2p_preview_out_init (P2pPreviewOut *out, GstAggregator *element, P2pGate *gate);
/* Nothing went out yet. LINKED: somebody takes it; else nothing ever does. */
void p2p_preview_out_start (P2pPreviewOut *out, P2pPreview kind, gboolean linked);
/* Lets go of the last one. */
void p2p_preview_out_stop (P2pPreviewOut *out);

/* Which preview step number STEP gives. */
P2pPreview p2p_preview_out_due (const P2pPreviewOut *out, guint64 step, guint64 interval);
/* Which there is before the first step: also with "none" a sink needs one to preroll on. */
P2pPreview p2p_preview_out_first (const P2pPreviewOut *out);
/* Pushes the buffer of PREVIEW, which it takes, if there is one. Caps follow it. */
GstFlowReturn p2p_preview_out_push (P2pPreviewOut *out, const P2pPreviewRequest *preview);
/* Waits until the gate lets work pass or a flush ends it (PASS), and pushes the last preview again
 * as often as a sink waits for one meanwhile. WAITED: it was a wait. */
GstFlowReturn p2p_preview_out_wait (P2pPreviewOut *out, P2pGatePass *pass, gboolean *waited);
