/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "report/reporter.h"

typedef struct
{
  const P2pReporter *reporter;
  gpointer self;
  guint failed; /* in a row */
} Open;

struct _P2pReports
{
  const P2pReport *report;
  GArray *all; /* Open */
};

static gboolean
open_one (P2pReports *reports, const P2pReporter *reporter, const P2pPosition *last, GError **error)
{
  const Open one = { reporter, reporter->open ? reporter->open (reports->report, error) : NULL, 0 };
  if (reporter->open && !one.self)
    return FALSE;
  g_array_append_val (reports->all, one);
  return !reporter->rewind || reporter->rewind (one.self, reports->report, last, error);
}

P2pReports *
p2p_reports_open (const P2pReport *report, const P2pPosition *last, GError **error)
{
  P2pReports *reports = g_new0 (P2pReports, 1);
  reports->report = report;
  reports->all = g_array_new (FALSE, FALSE, sizeof (Open));
  for (const P2pReporter *const *r = p2p_reporters (); *r; r++)
    if (!open_one (reports, *r, last, error)) {
      p2p_reports_close (reports);
      return NULL;
    }
  return reports;
}

void
p2p_reports_close (P2pReports *reports)
{
  if (!reports)
    return;
  for (guint i = 0; i < reports->all->len; i++) {
    const Open *one = &g_array_index (reports->all, Open, i);
    if (one->reporter->close)
      one->reporter->close (one->self);
  }
  g_array_unref (reports->all);
  g_free (reports);
}

typedef gboolean (*Tell) (gpointer self, const P2pReport *report, GError **error);

/* A full disk fails many times: it is said once, and once that there is room again. */
static void
tell (const P2pReports *reports, Open *one, Tell function)
{
  const P2pReport *report = reports->report;
  g_autoptr (GError) error = NULL;
  if (!function)
    return;
  const gboolean told = function (one->self, report, &error);
  if (error && one->failed++ == 0)
    p2p_news_add (report->news, TRUE, "%s; training goes on, parts of this report will be missing",
        error->message);
  if (told && one->failed > 0) {
    p2p_news_add (report->news, FALSE,
        "the report %s is written again (from step %" G_GUINT64_FORMAT " on)", one->reporter->name,
        report->state->progress.step);
    one->failed = 0;
  }
}

void
p2p_reports_step (P2pReports *reports)
{
  const P2pReport *report = reports->report;
  const P2pOptions *o = report->options;
  const gboolean look =
      report->finished
      || p2p_is_due (report->state->progress.total, (guint64) o->batch_size, o->display_freq);
  for (guint i = 0; i < reports->all->len; i++) {
    Open *one = &g_array_index (reports->all, Open, i);
    tell (reports, one, one->reporter->step);
    if (look)
      tell (reports, one, one->reporter->look);
  }
}

void
p2p_reports_epoch (P2pReports *reports)
{
  for (guint i = 0; i < reports->all->len; i++) {
    Open *one = &g_array_index (reports->all, Open, i);
    tell (reports, one, one->reporter->epoch);
  }
}
