/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "schedules/schedule.h"

#include <math.h>

static double
factor (const P2pOptions *o, const P2pScheduleState *s)
{
  return pow (0.1, floor ((double) s->steps / o->lr_decay_iters));
}

const P2pSchedule p2p_schedule_step = {
  .name = "step",
  .description = "a tenth after every lr_decay_iters epochs",
  .factor = factor,
};
