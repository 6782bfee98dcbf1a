/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* A training pipeline at work, for the commands train and demo. */

#include "complaints.h"
#include "core/p2p.h"
#include "launch.h"
#include "notes.h"
#include "runner.h"
#include "track.h"

typedef struct
{
  const char *name;   /* in the status line */
  const char *launch; /* the launch file; NULL: train */
  gboolean log;       /* print the reference's lines of losses to stdout */
  /* Own status line and own end: called ten times a second; FALSE stops. */
  gboolean (*tick) (gpointer user);
  gpointer user;
  /* For pipelines with more in them, such as a preview to look at: called once. */
  void (*built) (GstElement *pipeline, gpointer user);
  const P2pOptions *options; /* for the run's record: what no element knows of them; or NULL */
  P2pTrack track;
  guint64 epoch;            /* of the last step; 0: none yet */
  double lr;                /* in it */
  gint64 epoch_begun;       /* monotonic time */
  P2pComplaints complaints; /* about files */
  P2pNotes notes;           /* of what files hold and is not used */
  guint64 saved;            /* step of the last checkpoint that was made; 0: none */
  gboolean done;            /* the trainer said that nothing is left to do */
} P2pTraining;

void p2p_training_clear (P2pTraining *training);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (P2pTraining, p2p_training_clear)

/* The launch file for model and dataset_mode of resolved options; P2P_ERROR_USAGE if they do not
 * fit each other. */
const char *p2p_training_launch (const P2pOptions *options, GError **error);
/* The placeholders of that file for OPTIONS. */
P2pLaunchValues *p2p_training_values (const P2pOptions *options);
/* Runs until the trainer is done, or the user or `tick` stops it. */
gboolean p2p_training_run (P2pTraining *training, P2pLaunchValues *values, GError **error);
