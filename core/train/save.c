/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "train/trainer-parts.h"

#include "train/checkpoint.h"
#include "train/netfiles.h"

static gboolean
save_models (P2pTrainer *t, const char *label, GError **error)
{
  const P2pProgress *p = &t->state.progress;
  g_autofree char *step = g_strdup_printf ("%" G_GUINT64_FORMAT, p->step);
  g_autofree char *epoch = g_strdup_printf ("%" G_GUINT64_FORMAT, p->last.epoch);
  g_autofree char *size = g_strdup_printf ("%dx%d", t->w, t->h);
  const char *const extra[] = { "model", t->job->recipe->name, "direction", t->options.direction,
    "name", t->options.name, "size", size, "step", step, "epoch", epoch,
    t->options.keep_depth ? "keep_depth" : NULL, "true", NULL };
  g_auto (GStrv) record = p2p_record_metadata (&t->options, t->history->str, FALSE);
  g_autoptr (GStrvBuilder) all = g_strv_builder_new ();
  g_strv_builder_addv (all, (const char **) extra);
  g_strv_builder_addv (all, (const char **) record);
  g_auto (GStrv) metadata = g_strv_builder_end (all);
  if (!p2p_net_files_save (t->dir->path, t->job, label, (const char *const *) metadata, error))
    return FALSE;
  if (g_str_equal (label, "latest"))
    t->latest_step = p->step;
  return TRUE;
}

/* Model files under LABEL, then the checkpoint: killed in between, the run comes to the same files
 * again. */
static gboolean
save_as (P2pTrainer *t, const char *label, GError **error)
{
  const P2pProgress *p = &t->state.progress;
  if (!save_models (t, label, error)
      || !p2p_checkpoint_save (t->dir->state, t->job, p, t->history->str, t->options.keep, error))
    return FALSE;
  t->saved_step = p->step;
  t->state.saved = TRUE;
  return TRUE;
}

gboolean
p2p_trainer_save (P2pTrainer *t, GError **error)
{
  const guint64 step = t->state.progress.step;
  if (step == 0 || (step == t->saved_step && step == t->latest_step))
    return TRUE;
  return step == t->saved_step ? t->h == 0 || save_models (t, "latest", error)
                               : save_as (t, "latest", error);
}

gboolean
p2p_trainer_end_epoch (P2pTrainer *t, GError **error)
{
  const guint64 epoch = t->state.progress.last.epoch;
  t->ended_epoch = epoch;
  p2p_reports_epoch (t->reports);
  if (epoch % (guint64) t->options.save_epoch_freq != 0 && epoch != t->state.last_epoch)
    return TRUE;
  g_autofree char *label = g_strdup_printf ("%" G_GUINT64_FORMAT, epoch);
  /* Nothing was trained since it went on: a run that was over already. */
  if (t->h == 0 && p2p_net_files_exist (t->dir->path, t->job, label))
    return TRUE;
  return save_models (t, label, error) && save_as (t, "latest", error);
}

gboolean
p2p_trainer_end (P2pTrainer *t, GError **error)
{
  const P2pPosition *last = &t->state.progress.last;
  if (last->n_samples && last->epoch > t->ended_epoch && !p2p_trainer_end_epoch (t, error))
    return FALSE;
  return p2p_trainer_save (t, error);
}

gboolean
p2p_trainer_save_when_due (P2pTrainer *t, GError **error)
{
  const P2pProgress *p = &t->state.progress;
  if (p2p_ends_epoch (&p->last) && !p2p_trainer_end_epoch (t, error))
    return FALSE;
  if (p2p_is_due (p->total, (guint64) t->options.batch_size, t->options.save_latest_freq)) {
    g_autofree char *label = t->options.save_by_iter
                                 ? g_strdup_printf ("iter_%" G_GUINT64_FORMAT, p->total)
                                 : g_strdup ("latest");
    if ((t->options.save_by_iter || p->step != t->saved_step) && !save_as (t, label, error))
      return FALSE;
  }
  return !p2p_trainer_finished (t) || p2p_trainer_save (t, error);
}
