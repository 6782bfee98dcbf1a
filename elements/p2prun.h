/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* A training run of p2ptrain: the trainer at work, what of it is on disk, what is told of it, and
 * what it has come to, for whoever asks, also when it is over. */

#include "p2pcompute.h"

typedef struct
{
  GstElement *element; /* the owner */
  P2pCompute compute;  /* a thread of its own does what others ask of it */
  /* Under the element's object lock. */
  P2pTrainerState state;
  const char *names[P2P_MAX_LOSSES + 1]; /* of the losses: those of a trainer go with it */
  guint64 reported;                      /* step of the last checkpoint message */
  char *model_path;
  gboolean failed; /* nothing more is trained; what was is saved */
} P2pRun;

/* RUN lives as long as ELEMENT. */
void p2p_run_init (P2pRun *run, GstElement *element);
void p2p_run_clear (P2pRun *run);

/* Begins it; messages: the options, the trainer's notes, what is otherwise than before. DATA,
 * PREVIEW_FROM: see p2p_compute_open(). */
gboolean p2p_run_open (P2pRun *run, const P2pOptions *options, const P2pDataSet *data,
    const char *preview_from, GError **error);
/* One step, see p2p_compute_step(); a message if TOLD, one if the step saved, and what the trainer
 * has to tell. */
gboolean p2p_run_step (P2pRun *run, const P2pBatch *batch, double data_seconds, gboolean told,
    P2pPreviewRequest *preview, GError **error);
/* Everything is trained: saves, as p2p_trainer_end() if the data have ENDED; a message. */
gboolean p2p_run_finish (P2pRun *run, gboolean ended, GError **error);
/* Saves what is not on disk, and closes it. */
void p2p_run_close (P2pRun *run);

/* For any thread. */
/* Saves; TRUE when all that was trained is on disk. What goes wrong becomes a warning. */
gboolean p2p_run_checkpoint (P2pRun *run);
/* Nothing more will be trained. Posts ERROR, which it takes. */
GstFlowReturn p2p_run_fail (P2pRun *run, GError *error);
gboolean p2p_run_failed (P2pRun *run);
/* p2p-train-stats: see p2p_report_state(). */
GstStructure *p2p_run_stats (P2pRun *run);
