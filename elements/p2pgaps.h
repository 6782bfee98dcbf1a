/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* Samples that never reach the trainer, whoever left them out: the source, a decoder, a cut, or a
 * partner that is missing. Each of those counts for itself; what is lost in all has the same
 * limit. */

#include "core/p2p.h"
#include "p2ptally.h"

typedef struct
{
  P2pPosition next; /* expected; epoch 0: anything */
  P2pTally tally;   /* of pairs */
} P2pGaps;

/* The first pair should be FIRST; NULL: nobody knows. */
void p2p_gaps_start (P2pGaps *gaps, const P2pPosition *first);
/* The pair at POSITION came. LOST: how many are missing before it. FALSE with P2P_ERROR_DATA when
 * that are too many of its epoch, or of the one before. */
gboolean p2p_gaps_add (P2pGaps *gaps, const P2pPosition *position, guint64 *lost, GError **error);
/* The epoch is over: what is missing behind the last pair. */
gboolean p2p_gaps_end (P2pGaps *gaps, guint64 *lost, GError **error);
