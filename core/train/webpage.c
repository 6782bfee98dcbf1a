/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "train/webpage.h"

#include "train/trainer-parts.h"

#include "data/picture.h"
#include "report/web.h"

#define REFRESH 1 /* seconds */

static gboolean
write_page (const P2pTrainer *trainer, const char *folder, int width, int height, GError **error)
{
  const P2pTrainerState *state = p2p_trainer_state (trainer);
  const P2pOptions *o = p2p_trainer_options (trainer);
  guint n;
  int rows;
  const P2pView *const *views = p2p_trainer_views (trainer, &n, &rows);
  g_autofree const char **labels = g_new0 (const char *, n + 1);
  g_auto (P2pPicture) picture = { 0 };
  if (!p2p_picture_alloc (&picture, width, height, error))
    return FALSE;
  for (guint i = 0; i < n; i++) {
    labels[i] = views[i]->name;
    if (p2p_trainer_view (trainer, labels[i], 0, picture.data, picture.stride)
        && !p2p_web_add (folder, state->progress.last.epoch, labels[i], &picture, error))
      return FALSE;
  }
  return p2p_web_page (folder, o->name, labels, n, o->display_winsize,
      p2p_trainer_finished (trainer) ? 0 : REFRESH, error);
}

void
p2p_web_follow (const P2pTrainer *trainer, const char *folder, int width, int height,
    guint64 *shown)
{
  const P2pTrainerState *state = p2p_trainer_state (trainer);
  const P2pOptions *o = p2p_trainer_options (trainer);
  const P2pProgress *p = &state->progress;
  const guint64 n = (guint64) o->batch_size;
  g_autoptr (GError) error = NULL;
  const gboolean look = p2p_is_due (p->total, n, o->display_freq) || p2p_trainer_finished (trainer);
  if (o->no_html || !look
      || (*shown == p->last.epoch && !p2p_is_due (p->total, n, o->update_html_freq)
          && !p2p_trainer_finished (trainer)))
    return;
  *shown = p->last.epoch;
  if (!write_page (trainer, folder, width, height, &error))
    g_warning ("%s", error->message);
}
