/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "report/losslog.h"

#include <stdio.h>
#include <string.h>
#include "error.h"
#include "io/append.h"
#include "io/atomic.h"
#include "io/place.h"
#include "report/reporter.h"

char *
p2p_losslog_line (const P2pTrainerState *state)
{
  GString *s = g_string_new (NULL);
  g_string_append_printf (s,
      "(epoch: %" G_GUINT64_FORMAT ", iters: %" G_GUINT64_FORMAT ", time: %.3f, data: %.3f) ",
      state->progress.last.epoch, state->progress.last.sample + 1, state->step_seconds,
      state->data_seconds);
  for (int i = 0; i < state->n_losses; i++)
    g_string_append_printf (s, "%s: %.3f ", state->names[i], state->losses[i]);
  if (state->progress.left_out > 0)
    g_string_append_printf (s, "left_out: %" G_GUINT64_FORMAT " ", state->progress.left_out);
  return g_string_free (s, FALSE);
}

static char *
path_in (const P2pReport *report)
{
  return p2p_place_under (report->folder, "loss_log.txt", NULL);
}

/* A run that goes on with other options says so where its first losses come. */
static gboolean
append_changes (const P2pReport *report, GError **error)
{
  g_autofree char *path = path_in (report);
  for (guint i = 0; i + 1 < report->changes->len && !report->stepped; i++)
    if (!p2p_append_line (path, report->changes->pdata[i], error))
      return FALSE;
  return TRUE;
}

static gboolean
step (gpointer self, const P2pReport *report, GError **error)
{
  if (!append_changes (report, error))
    return FALSE;
  if (!report->state->printed)
    return FALSE;
  g_autofree char *path = path_in (report), *line = p2p_losslog_line (report->state);
  return p2p_append_line (path, line, error);
}

static gboolean
is_beyond (const char *line, const P2pPosition *last)
{
  unsigned long long epoch, iters;
  return sscanf (line, "(epoch: %llu, iters: %llu,", &epoch, &iters) == 2
         && (epoch > last->epoch || (epoch == last->epoch && iters > last->sample + 1));
}

/* Options that were changed after STEP, or with it: they will be asked for again, or not. */
static gboolean
is_later_change (const char *line, guint64 step)
{
  const char *from = strstr (line, " from step ");
  unsigned long long at;
  int end = 0;
  return *line != '(' && from && sscanf (from, " from step %llu on%n", &at, &end) == 1 && end
         && !from[end] && at >= step;
}

/* Drops lines beyond LAST, then appends a header with the time of day. */
static gboolean
rewind_log (gpointer self, const P2pReport *report, const P2pPosition *last, GError **error)
{
  g_autofree char *path = path_in (report);
  g_autoptr (GError) problem = NULL;
  g_autofree char *old = p2p_place_read (path, &problem);
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();
  g_autofree char *date = g_date_time_format (now, "%c");
  g_autoptr (GString) kept = g_string_new (NULL);
  if (!old && !g_error_matches (problem, P2P_ERROR, P2P_ERROR_NO_INPUT)) {
    g_propagate_error (error, g_steal_pointer (&problem));
    return FALSE;
  }
  if (old) {
    g_auto (GStrv) lines = g_strsplit (old, "\n", -1);
    for (guint i = 0; lines[i]; i++)
      if (*lines[i] && !is_beyond (lines[i], last)
          && (last->epoch == G_MAXUINT64
              || !is_later_change (lines[i], report->state->progress.step)))
        g_string_append_printf (kept, "%s\n", lines[i]);
  }
  g_string_append_printf (kept, "================ Training Loss (%s) ================\n", date);
  return p2p_atomic_write_all (path, kept->str, kept->len, error);
}

const P2pReporter p2p_reporter_losslog = {
  .name = "losslog",
  .description = "loss_log.txt, a line of losses every print_freq samples",
  .rewind = rewind_log,
  .step = step,
};
