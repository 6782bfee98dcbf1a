/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* A training pipeline at work, for the commands train and demo. */

#include "core/p2p.h"
#include "launch.h"
#include "runner.h"
#include "track.h"

typedef struct
{
  const char *name; /* in the status line */
  gboolean log;     /* print the reference's lines of losses to stdout */
  /* Own status line and own end: called ten times a second; FALSE stops. */
  gboolean (*tick) (gpointer user);
  gpointer user;
  /* For pipelines with more in them, such as a preview to look at: called once. */
  void (*built) (GstElement *pipeline, gpointer user);
  P2pTrack track;
  gboolean done; /* the trainer said that nothing is left to do */
} P2pTraining;

void p2p_training_clear (P2pTraining *training);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (P2pTraining, p2p_training_clear)

/* The placeholders of launch/train.launch for OPTIONS. */
P2pLaunchValues *p2p_training_values (const P2pOptions *options);
/* Runs until the trainer is done, or the user or `tick` stops it. */
gboolean p2p_training_run (P2pTraining *training, P2pLaunchValues *values, GError **error);
