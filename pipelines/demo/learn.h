/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* Training to a time instead of a number of steps. The first part goes on until
 * its time is over; the second, in which the learning rate falls, is planned from
 * the speed of the first. It goes on from the first's checkpoint, as any run does. */

#include "demo/sheet.h"

typedef struct
{
  const P2pOptions *options; /* of the run; epochs and steps are ours */
  P2pSheet *sheet;
  double seconds;  /* for all of it */
  const char *val; /* folder of the held-out pairs */
  gboolean window; /* show the preview */
  guint64 steps;   /* result: done */
  double rate;     /* result: steps per second of the latest seconds */
} P2pLearning;

gboolean p2p_learn (P2pLearning *learning, GError **error);
