/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "schedules/schedule.h"

#include <math.h>
#include "named.h"
#include "schedules-list.h"

#define X(word) extern const P2pSchedule p2p_schedule_##word;
P2P_SCHEDULES (X)
#undef X

static const P2pSchedule *const all[] = {
#define X(word) &p2p_schedule_##word,
  P2P_SCHEDULES (X)
#undef X
      NULL
};

const P2pSchedule *const *
p2p_schedules (void)
{
  return all;
}

const P2pSchedule *
p2p_schedule_find (const char *name, GError **error)
{
  return p2p_find_named (all, name, "unknown lr_policy", error);
}

void
p2p_schedule_init (P2pScheduleState *state, guint64 first_epoch)
{
  *state = (P2pScheduleState){ .first = first_epoch, .best = INFINITY, .factor = 1 };
}

void
p2p_schedule_observe (P2pScheduleState *state, double value)
{
  state->sum += value;
  state->count++;
}

/* Without a metric of its own every step sees 0, as in the reference; with one, a step before any
 * value (the classic order's first) teaches nothing. */
static void
take_step (const P2pSchedule *schedule, const P2pOptions *options, P2pScheduleState *s)
{
  const gboolean constant = !*options->lr_metric || g_str_equal (options->lr_metric, "none");
  if (schedule->step && (constant || s->count))
    schedule->step (options, s, constant ? 0 : s->sum / (double) s->count);
  s->steps++;
}

double
p2p_schedule_rate (const P2pSchedule *schedule, const P2pOptions *options, guint64 epoch,
    P2pScheduleState *s)
{
  const guint64 due =
      (epoch > s->first ? epoch - s->first : 0) + g_str_equal (options->lr_order, "classic");
  if (s->epoch != epoch) {
    while (s->steps < due)
      take_step (schedule, options, s);
    s->epoch = epoch;
    s->sum = 0;
    s->count = 0;
  }
  return options->lr * (schedule->factor ? schedule->factor (options, s) : s->factor);
}
