/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* How the learning rate goes over the epochs: a record per policy, a file each.
 *
 * A schedule is stepped once an epoch. With k steps taken, c = epoch_count when the run began, N = n_epochs and
 * M = n_epochs_decay, the rate is lr times
 *   linear   1 - max (0, k + c - N) / (M + 1)
 *   step     0.1 ^ floor (k / lr_decay_iters)
 *   cosine   (1 + cos (pi k / N)) / 2: it rises again after N epochs
 *   plateau  0.2 for every time that the metric has not fallen by 1 % for more than 5 steps
 * In the newest order the step comes at the end of an epoch, so epoch e trains with k = e - c; in
 * the classic one at its beginning: k = e - c + 1. Only plateau has a state to keep; its metric is
 * the mean of a loss over the epoch, or a constant as in the reference. */

#include <glib.h>
#include "options/options.h"

/* Part of a checkpoint. */
typedef struct
{
  guint64 first; /* epoch of the run: c, whatever epoch_count says later */
  guint64 epoch; /* that the rate is for; 0: none yet */
  guint64 steps; /* k */
  guint64 bad;   /* plateau: steps since the metric fell */
  guint64 count; /* values of the metric in this epoch */
  double sum;    /* of them */
  double best;   /* plateau: the lowest metric */
  double factor; /* plateau: the rate over lr */
} P2pScheduleState;

typedef struct
{
  const char *name, *description;
  /* Rate over lr after state->steps; NULL: state->factor. */
  double (*factor) (const P2pOptions *options, const P2pScheduleState *state);
  /* One step with the METRIC of the epoch that ended; or NULL. */
  void (*step) (const P2pOptions *options, P2pScheduleState *state, double metric);
} P2pSchedule;

/* NULL-terminated. */
const P2pSchedule *const *p2p_schedules (void);
const P2pSchedule *p2p_schedule_find (const char *name, GError **error);

void p2p_schedule_init (P2pScheduleState *state, guint64 first_epoch);
/* The rate in EPOCH, counted from 1: takes the steps that are due when an epoch begins. Epochs
 * must not go back. */
double p2p_schedule_rate (const P2pSchedule *schedule, const P2pOptions *options, guint64 epoch,
    P2pScheduleState *state);
/* Adds the value of the metric in one optimisation step. */
void p2p_schedule_observe (P2pScheduleState *state, double value);
