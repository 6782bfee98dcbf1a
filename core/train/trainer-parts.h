/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* The trainer from inside: shared by trainer.c, begin.c, position.c, pictures.c and save.c only. */

#include "report/reporter.h"
#include "train/rundir.h"
#include "train/trainer.h"
#include "train/views.h"

struct _P2pTrainer
{
  P2pOptions options;
  P2pRunDir *dir;
  P2pJob *job;
  const P2pSchedule *schedule;
  P2pTrainerState state;
  GPtrArray *notes; /* NULL-terminated on the way out */
  char *model_path;
  P2pReport report; /* what `reports` tell of */
  P2pReports *reports;
  int n, h, w;           /* what the job is built for */
  guint64 saved_step;    /* step of the newest checkpoint */
  guint64 latest_step;   /* step of the model files "latest" */
  guint64 ended_epoch;   /* the last one whose end was looked after */
  P2pExec *preview;      /* generator for p2p_trainer_translate() */
  P2pViews *made;        /* for p2p_trainer_make_views() */
  gboolean untrained;    /* the views shown are `made`, not those of a step */
  const P2pView **views; /* that this model shows */
  guint n_views;
  const char **view_names;
  float *planes; /* room for one view */
};

/* Fills the nets: from a checkpoint, from model files or with first values; says which in notes;
 * makes loss_log.txt ready. */
gboolean p2p_trainer_begin (P2pTrainer *trainer, GError **error);

/* After a step: what is due by the numbers. */
gboolean p2p_trainer_save_when_due (P2pTrainer *trainer, GError **error);
/* The epoch of the last sample is over: its files, every save_epoch_freq epochs and after the last
 * one. */
gboolean p2p_trainer_end_epoch (P2pTrainer *trainer, GError **error);

static inline gboolean
p2p_ends_epoch (const P2pPosition *p)
{
  return p->n_samples && p->sample + 1 >= p->n_samples;
}
