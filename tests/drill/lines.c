/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* A report that only this test has: losses.jsonl, a line of JSON for each step, cut when a run goes
 * on from before its end. No other file knows of it but the list of words. */

#include <stdio.h>
#include "error.h"
#include "io/atomic.h"
#include "report/reporter.h"

typedef struct
{
  char *path;
  guint epochs; /* that ended, while it was open */
} Lines;

static gpointer
open_lines (const P2pReport *report, GError **error)
{
  Lines *lines = g_new0 (Lines, 1);
  lines->path = g_build_filename (report->folder, "losses.jsonl", NULL);
  return lines;
}

static gboolean
rewind_lines (gpointer self, const P2pReport *report, const P2pPosition *last, GError **error)
{
  const Lines *lines = self;
  g_autofree char *old = NULL;
  g_autoptr (GString) kept = g_string_new (NULL);
  if (!g_file_get_contents (lines->path, &old, NULL, NULL))
    return TRUE;
  g_auto (GStrv) all = g_strsplit (old, "\n", -1);
  for (char **line = all; *line; line++) {
    unsigned long long epoch, sample;
    if (sscanf (*line, "{\"epoch\": %llu, \"sample\": %llu", &epoch, &sample) == 2
        && (epoch < last->epoch || (epoch == last->epoch && sample <= last->sample)))
      g_string_append_printf (kept, "%s\n", *line);
  }
  return p2p_atomic_write_all (lines->path, kept->str, kept->len, error);
}

static gboolean
append (const Lines *lines, const char *text, GError **error)
{
  FILE *f = fopen (lines->path, "ae");
  const gboolean ok = f && fputs (text, f) >= 0;
  if ((f && fclose (f) != 0) || !ok)
    g_set_error (error, P2P_ERROR, P2P_ERROR_IO, "cannot write %s; check the disk", lines->path);
  return ok;
}

static gboolean
step (gpointer self, const P2pReport *report, GError **error)
{
  const P2pTrainerState *s = report->state;
  g_autoptr (GString) text = g_string_new (NULL);
  g_string_append_printf (text, "{\"epoch\": %" G_GUINT64_FORMAT ", \"sample\": %" G_GUINT64_FORMAT,
      s->progress.last.epoch, s->progress.last.sample);
  for (int i = 0; i < s->n_losses; i++)
    g_string_append_printf (text, ", \"%s\": %g", s->names[i], (double) s->losses[i]);
  g_string_append (text, "}\n");
  return append (self, text->str, error);
}

static gboolean
epoch (gpointer self, const P2pReport *report, GError **error)
{
  ((Lines *) self)->epochs++;
  return TRUE;
}

static void
close_lines (gpointer self)
{
  Lines *lines = self;
  g_autofree char *text = g_strdup_printf ("{\"epochs\": %u}\n", lines->epochs);
  append (lines, text, NULL);
  g_free (lines->path);
  g_free (lines);
}

const P2pReporter p2p_reporter_lines = {
  .name = "lines",
  .description = "losses.jsonl, a line of JSON for each step",
  .open = open_lines,
  .rewind = rewind_lines,
  .step = step,
  .epoch = epoch,
  .close = close_lines,
};
