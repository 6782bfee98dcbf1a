/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* The trainer from inside: for the files of this folder that make it up, and nobody else. */

#include "options/record.h"
#include "report/reporter.h"
#include "train/rundir.h"
#include "train/trainer.h"
#include "train/views.h"

struct _P2pTrainer
{
  P2pOptions asked;   /* as the caller has them */
  P2pOptions options; /* as they count: a run that goes on keeps what is not asked for */
  P2pRunDir *dir;
  P2pJob *job;
  const P2pSchedule *schedule;
  P2pTrainerState state;
  GPtrArray *notes, *changes; /* NULL-terminated on the way out */
  GString *history;           /* of the options, `changes` included */
  char *model_path;
  P2pReport report; /* what `reports` tell of */
  P2pReports *reports;
  int n, h, w;                    /* what the job is built for */
  guint64 saved_step;             /* step of the newest checkpoint */
  guint64 latest_step;            /* step of the model files "latest" */
  guint64 ended_epoch;            /* the last one whose end was looked after */
  guint pause;                    /* seconds between two tries to save; 0: saving works */
  gint64 pause_ends;              /* monotonic: when the next one is due */
  GString *not_written;           /* model files that a pause has cost */
  guint64 left_out[P2P_MAX_NETS]; /* updates, of this process */
  gboolean update_told[P2P_MAX_NETS], loss_told[P2P_MAX_LOSSES];
  guint not_finite;      /* steps in a row with a loss that is none */
  P2pExec *preview;      /* generator for p2p_trainer_translate() */
  P2pViews *made;        /* for p2p_trainer_make_views() */
  gboolean untrained;    /* the views shown are `made`, not those of a step */
  const P2pView **views; /* that this model shows */
  guint n_views;
  const char **view_names;
  float *planes; /* room for one view */
};

/* Decides the options, builds the nets and fills them: from a checkpoint, from model files or with
 * first values; says which in notes. */
gboolean p2p_trainer_begin (P2pTrainer *trainer, GError **error);
/* Where the log is cut: what comes again must not stand there twice. */
P2pPosition p2p_trainer_log_end (const P2pTrainer *trainer);
/* The options as they count beside RECORD, that of the files to go on with; NULL: there are none. */
gboolean p2p_trainer_adopt (P2pTrainer *trainer, const P2pRecord *record, GError **error);
/* What is otherwise than in RECORD, from now on; PAST: as for p2p_record_compare(). */
void p2p_trainer_compare (P2pTrainer *trainer, const P2pRecord *record, guint past);
/* The pictures may be others than those that the run counts in: NOW. */
void p2p_trainer_follow_data (P2pTrainer *trainer, const P2pDataSet *now);

/* After the losses of a step are known: what is wrong with its numbers. P2P_ERROR_DATA when there is
 * nothing to hope for. */
gboolean p2p_trainer_watch (P2pTrainer *trainer, GError **error);
/* TRUE from then on. */
gboolean p2p_trainer_is_lost (const P2pTrainer *trainer);

/* After a step: what is due by the numbers. What cannot be saved is tried again later. */
void p2p_trainer_save_when_due (P2pTrainer *trainer);
/* The epoch of the last sample is over: its files, every save_epoch_freq epochs and after the last
 * one. */
void p2p_trainer_end_epoch (P2pTrainer *trainer);
/* Says how much the run will write and how much is free. N_SAMPLES of an epoch; 0: nobody knows. */
void p2p_trainer_tell_room (P2pTrainer *trainer, guint64 n_samples);
/* A run goes on from its newest checkpoint: the model files that belong to that are written if a
 * process was ended before it came to them. */
gboolean p2p_trainer_complete (P2pTrainer *trainer, GError **error);

static inline gboolean
p2p_ends_epoch (const P2pPosition *p)
{
  return p->n_samples && p->sample + 1 >= p->n_samples;
}
