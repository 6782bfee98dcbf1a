/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "train/schedule.h"

#include "error.h"

/* The rate is lowered at the end of every epoch, so that the last one still
 * trains, with 1 / (n_decay + 1) of it. */
static double
linear_factor (guint64 epoch, int n_epochs, int n_decay)
{
  const double beyond = (double) epoch - n_epochs;
  return MAX (0.0, 1.0 - MAX (0.0, beyond) / (n_decay + 1));
}

static const P2pSchedule linear = { "linear",
  "constant for n_epochs, then straight down over n_epochs_decay", linear_factor };

static const P2pSchedule *const all[] = { &linear, NULL };

const P2pSchedule *const *
p2p_schedules (void)
{
  return all;
}

const P2pSchedule *
p2p_schedule_find (const char *name, GError **error)
{
  g_autoptr (GString) names = g_string_new (NULL);
  for (guint i = 0; all[i]; i++) {
    if (g_str_equal (all[i]->name, name))
      return all[i];
    g_string_append_printf (names, "%s%s", i ? ", " : "", all[i]->name);
  }
  g_set_error (error, P2P_ERROR, P2P_ERROR_USAGE, "unknown lr_policy \"%s\"; use one of: %s", name,
      names->str);
  return NULL;
}
