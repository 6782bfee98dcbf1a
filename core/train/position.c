/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "train/trainer-parts.h"

P2pPosition
p2p_trainer_next (const P2pTrainer *t)
{
  P2pPosition p = t->state.progress.last;
  if (p.epoch == 0)
    return (P2pPosition){ t->state.progress.schedule.first, 0, 0 };
  p.sample++;
  if (p.n_samples && p.sample >= p.n_samples) {
    p.epoch++;
    p.sample = 0;
  }
  return p;
}

gboolean
p2p_trainer_finished (const P2pTrainer *t)
{
  return (t->state.max_steps && t->state.progress.step >= t->state.max_steps)
         || p2p_trainer_next (t).epoch > t->state.last_epoch;
}
