/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "schedules/schedule.h"

static double
factor (const P2pOptions *o, const P2pScheduleState *s)
{
  const double beyond = (double) s->steps + (double) s->first - o->n_epochs;
  return MAX (0.0, 1.0 - MAX (0.0, beyond) / (o->n_epochs_decay + 1));
}

const P2pSchedule p2p_schedule_linear = {
  .name = "linear",
  .description = "constant for n_epochs, then straight down over n_epochs_decay",
  .factor = factor,
};
