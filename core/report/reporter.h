/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* What a run tells the world, a record per way of telling: a log, a page of pictures ... A reporter
 * is a file with a `const P2pReporter p2p_reporter_NAME` and one word in this folder's meson.build.
 * The trainer calls them all. A run is worth more than its reports: what fails after the beginning
 * is told when it begins to fail and when it works again. */

#include "options/options.h"
#include "report/news.h"
#include "report/progress.h"

/* What there is to tell of. */
typedef struct
{
  const char *folder;           /* of the run */
  const P2pOptions *options;    /* resolved */
  const GPtrArray *changes;     /* of them since the run stopped, lines; ends with NULL */
  const char *history;          /* all such lines of the run, each with its end */
  gboolean stepped;             /* this process made a step before this one */
  const P2pTrainerState *state; /* after the last step; no losses until this process made one */
  gboolean finished;            /* nothing is left to do */
  const char *const *views;     /* names of the pictures that the model shows ("fake_B") ... */
  guint n_views;
  int width, height; /* ... and their size; 0 before the first step */
  /* The first picture of VIEW as it is now, RGB, `height` rows of STRIDE bytes. FALSE: there is
   * none. */
  gboolean (*picture) (gconstpointer run, const char *view, guint8 *rgb, int stride);
  gconstpointer run;
  P2pNews *news; /* what a user should hear */
} P2pReport;

/* All functions but those that a reporter needs may be NULL. SELF: what open() gave. Those that
 * tell give FALSE without ERROR when nothing was due: it is not known then whether they would have
 * worked. */
typedef struct
{
  const char *name, *description;
  /* A run begins, or goes on. NULL only with ERROR, which ends the run. */
  gpointer (*open) (const P2pReport *report, GError **error);
  /* Then: the run goes on behind LAST. What was told of later samples will come again, and must not
   * stand there twice. A new run has a LAST behind everything: what another left in the
   * folder stays; with continue_train one before everything. */
  gboolean (
      *rewind) (gpointer self, const P2pReport *report, const P2pPosition *last, GError **error);
  /* After each step; losses are to be told when state->printed. */
  gboolean (*step) (gpointer self, const P2pReport *report, GError **error);
  /* After a step, when pictures are due (display_freq) or the run is finished. */
  gboolean (*look) (gpointer self, const P2pReport *report, GError **error);
  /* An epoch has ended: that of state->progress.last. */
  gboolean (*epoch) (gpointer self, const P2pReport *report, GError **error);
  void (*close) (gpointer self);
} P2pReporter;

/* All, NULL-terminated. */
const P2pReporter *const *p2p_reporters (void);

/* All of them at work. */
typedef struct _P2pReports P2pReports;

/* REPORT must outlive the result; its owner keeps it up to date. LAST: see rewind. */
P2pReports *p2p_reports_open (const P2pReport *report, const P2pPosition *last, GError **error);
void p2p_reports_close (P2pReports *reports);
/* After a step: step, and look if it is due. */
void p2p_reports_step (P2pReports *reports);
void p2p_reports_epoch (P2pReports *reports);

/* A thing is due every FREQ samples: whenever TOTAL passed a multiple with the last N. */
static inline gboolean
p2p_is_due (guint64 total, guint64 n, gint64 freq)
{
  return total / (guint64) freq != (total - n) / (guint64) freq;
}
