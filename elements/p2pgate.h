/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* Whether a task may work: only in PLAYING, and a flush ends its wait. Also remembers that a
 * sink prerolls anew, after a flush or in PAUSED, and needs a preview. */

#include <gst/gst.h>

typedef enum
{
  P2P_GATE_WORK,    /* PLAYING */
  P2P_GATE_PREVIEW, /* not before the sink has one */
  P2P_GATE_FLUSH    /* a flush or the way to READY */
} P2pGatePass;

typedef struct
{
  GMutex lock; /* of all that follows */
  GCond cond;
  gboolean playing, flushing, again;
} P2pGate;

void p2p_gate_init (P2pGate *gate);
void p2p_gate_clear (P2pGate *gate);
void p2p_gate_set_flushing (P2pGate *gate, gboolean flushing);
/* Opens and ends waits as the element's TRANSITION, which begins, wants it. */
void p2p_gate_follow (P2pGate *gate, GstStateChange transition);
/* Waits for PLAYING. With HAS_PREVIEW, a sink that waits for one ends the wait too: it may want
 * it any time after it was asked for. WAITED: set to TRUE if it was a wait, else left. */
P2pGatePass p2p_gate_pass (P2pGate *gate, gboolean has_preview, gboolean *waited);
/* A sink waits for a preview. */
gboolean p2p_gate_wants_preview (P2pGate *gate);
/* It gets one now; returns whether it is PLAYING. */
gboolean p2p_gate_previews (P2pGate *gate);
