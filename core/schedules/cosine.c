/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "schedules/schedule.h"

#include <math.h>

static double
factor (const P2pOptions *o, const P2pScheduleState *s)
{
  return o->n_epochs > 0 ? (1.0 + cos (G_PI * (double) s->steps / o->n_epochs)) / 2.0 : 1.0;
}

const P2pSchedule p2p_schedule_cosine = {
  .name = "cosine",
  .description = "half a cosine down over n_epochs; set n_epochs_decay 0, or it rises again",
  .factor = factor,
};
