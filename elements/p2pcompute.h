/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* A trainer together with the one thread that uses it. Calls wait for the work to
 * be done. Between its calls the aggregator's task may read `state`, and of the trainer what no
 * save changes: options, notes, channels, where it stands. */

#include "p2pheldout.h"
#include "p2ppreview.h"
#include "p2pworker.h"

typedef struct
{
  P2pWorker worker;
  P2pTrainer *trainer;   /* NULL: closed */
  P2pTrainerState state; /* as it was opened, or after the latest step */
  char *preview_from; /* folder of held-out pairs to show instead of those trained; "" for none */
  int tile_w, tile_h; /* of previews: the size of the first pictures, for the whole run */
  P2pHeldOut *held_out;
} P2pCompute;

void p2p_compute_init (P2pCompute *compute);
void p2p_compute_clear (P2pCompute *compute);
/* DATA: as for p2p_trainer_new_on(). */
gboolean p2p_compute_open (P2pCompute *compute, const P2pOptions *options, const P2pDataSet *data,
    const char *preview_from, GError **error);
void p2p_compute_close (P2pCompute *compute);

/* What the nets expect of the pictures of A and of B. */
void p2p_compute_sides (const P2pCompute *compute, P2pSide sides[2]);

/* Plans for full batches of the size of BATCH; previews its first pair, untrained. */
gboolean p2p_compute_prepare (P2pCompute *compute, const P2pBatch *batch,
    P2pPreviewRequest *preview, GError **error);
/* Trains BATCH in one step; previews it. */
gboolean p2p_compute_step (P2pCompute *compute, const P2pBatch *batch, double data_seconds,
    P2pPreviewRequest *preview, GError **error);
/* What was trained so far, STEP steps, is on disk afterwards. FALSE without ERROR when closed.
 * From any thread. */
gboolean p2p_compute_save (P2pCompute *compute, guint64 *step, GError **error);
/* The same when the data are over: see p2p_trainer_end(). */
gboolean p2p_compute_end (P2pCompute *compute, guint64 *step, GError **error);
