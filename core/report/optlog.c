/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <string.h>

#include "io/atomic.h"
#include "io/place.h"
#include "report/reporter.h"

typedef struct
{
  gboolean written; /* by this process */
} OptLog;

static gpointer
open_log (const P2pReport *report, GError **error)
{
  return g_new0 (OptLog, 1);
}

/* With the first step: what no step used does not stand there. Or with the next one that finds room
 * for it. */
static gboolean
step (gpointer self, const P2pReport *report, GError **error)
{
  OptLog *log = self;
  if (log->written)
    return FALSE;
  g_autofree char *path = p2p_place_under (report->folder, "train_opt.txt", NULL);
  g_autofree char *now = p2p_options_dump (report->options, P2P_FOR_TRAIN);
  g_autofree char *text = g_strconcat (now, report->history, NULL);
  log->written = p2p_atomic_write_all (path, text, strlen (text), error);
  return log->written;
}

const P2pReporter p2p_reporter_optlog = {
  .name = "optlog",
  .description = "train_opt.txt, the options as they are and what changed when",
  .open = open_log,
  .step = step,
  .close = g_free,
};
