/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* How many pictures of an epoch could not be used. A few bad files are skipped;
 * a run on a data set where more than P2P_LIMIT_BAD_SHARE are bad would train on
 * something else than the user thinks, so it stops. */

#include <glib.h>

typedef struct
{
  guint64 epoch, n_samples; /* n_samples 0: unknown */
  guint64 counted, bad;     /* in this epoch */
} P2pTally;

/* Counts one picture of EPOCH. */
void p2p_tally_add (P2pTally *tally, guint64 epoch, guint64 n_samples, gboolean bad);
/* FALSE with P2P_ERROR_DATA when too many are bad. The share is that of the whole
 * epoch where its size is known, else of what was counted, from 20 pictures on or
 * when AT_END. */
gboolean p2p_tally_check (const P2pTally *tally, gboolean at_end, GError **error);
