/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* The page web/index.html of a run, kept up while it trains: at the first look of an epoch, and
 * whenever update_html_freq is due. */

#include "report/reporter.h"

#include "data/picture.h"
#include "report/web.h"

#define REFRESH 1 /* seconds */

typedef struct
{
  guint64 shown; /* the epoch last shown */
} Page;

static gpointer
open_page (const P2pReport *report, GError **error)
{
  return g_new0 (Page, 1);
}

static gboolean
write_page (const P2pReport *report, GError **error)
{
  const P2pOptions *o = report->options;
  const guint64 epoch = report->state->progress.last.epoch;
  g_auto (P2pPicture) picture = { 0 };
  if (!p2p_picture_alloc (&picture, P2P_FORMAT_RGB, report->width, report->height, 3, error))
    return FALSE;
  for (guint i = 0; i < report->n_views; i++) {
    const char *view = report->views[i];
    if (report->picture (report->run, view, picture.data, picture.stride)
        && !p2p_web_add (report->folder, epoch, view, &picture, error))
      return FALSE;
  }
  return p2p_web_page (report->folder, o->name, report->views, report->n_views, o->display_winsize,
      report->finished ? 0 : REFRESH, error);
}

static gboolean
look (gpointer self, const P2pReport *report, GError **error)
{
  Page *page = self;
  const P2pOptions *o = report->options;
  const P2pProgress *p = &report->state->progress;
  const gboolean due = page->shown != p->last.epoch || report->finished
                       || p2p_is_due (p->total, (guint64) o->batch_size, o->update_html_freq);
  if (o->no_html || !due)
    return FALSE;
  page->shown = p->last.epoch;
  return write_page (report, error);
}

const P2pReporter p2p_reporter_webpage = {
  .name = "webpage",
  .description = "web/index.html, the pictures of every epoch",
  .open = open_page,
  .look = look,
  .close = g_free,
};
