/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* How far a run is: what a trainer counts and what reports tell. */

#include "backend.h"
#include "schedules/schedule.h"

/* Where a sample stands: epoch from 1, sample from 0 in its epoch's order, and
 * how many an epoch has (0: no such thing, a live source). */
typedef struct
{
  guint64 epoch, sample, n_samples;
} P2pPosition;

typedef struct
{
  guint64 step;      /* optimisation steps done, in all */
  guint64 total;     /* samples trained, in all */
  P2pPosition last;  /* the last one trained; epoch 0 before the first */
  char data_set[65]; /* fingerprint of the pictures that `last` counts in; "" where nobody knows */
  guint64 left_out;  /* updates, in all: see backend.h */
  guint64 width, height; /* of the last pictures; 0: not known */
  guint64 seed;
  P2pScheduleState schedule;
} P2pProgress;

typedef struct
{
  P2pProgress progress;
  double lr;
  int n_losses;
  const char *const *names;          /* of the losses */
  float losses[P2P_MAX_LOSSES];      /* of the last step */
  double step_seconds, data_seconds; /* of the last step, per sample */
  guint64 max_steps;                 /* 0: no end by steps */
  guint64 last_epoch;                /* n_epochs + n_epochs_decay */
  gboolean printed;                  /* print_freq is due after the last step */
  gboolean saved;                    /* the last step saved a checkpoint */
  guint64 ended_epoch;               /* the last one that is over; 0: none was in this process */
  double next_lr;                    /* of the epoch behind that one */
} P2pTrainerState;
