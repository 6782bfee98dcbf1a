/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "schedules/schedule.h"

#define FALL 0.2
#define THRESHOLD 0.01 /* of the best metric: less is no progress */
#define PATIENCE 5     /* steps */
#define LEAST 1e-8     /* a smaller change of the rate is not made */

static void
step (const P2pOptions *o, P2pScheduleState *s, double metric)
{
  if (metric < s->best * (1.0 - THRESHOLD)) {
    s->best = metric;
    s->bad = 0;
  } else {
    s->bad++;
  }
  if (s->bad <= PATIENCE)
    return;
  s->bad = 0;
  if (o->lr * s->factor * (1.0 - FALL) > LEAST)
    s->factor *= FALL;
}

const P2pSchedule p2p_schedule_plateau = {
  .name = "plateau",
  .description = "a fifth when lr_metric has not fallen for 5 epochs; without lr_metric, every 6",
  .step = step,
};
