/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* How the learning rate goes over the epochs: a record per policy. */

#include <glib.h>

typedef struct
{
  const char *name, *description;
  /* Factor on the initial rate in epoch EPOCH, counted from 1, of N_EPOCHS
   * constant and N_DECAY further epochs. */
  double (*factor) (guint64 epoch, int n_epochs, int n_decay);
} P2pSchedule;

/* NULL-terminated. */
const P2pSchedule *const *p2p_schedules (void);
const P2pSchedule *p2p_schedule_find (const char *name, GError **error);
