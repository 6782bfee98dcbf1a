/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* When and in which order a run is saved: the state first, from which everything else can be made,
 * then the model files. A save that fails while there is more to train ends nothing: saving pauses,
 * and is tried again. */

#include "train/trainer-parts.h"

#include "train/checkpoint.h"
#include "train/netfiles.h"

/* Seconds between two tries while saving pauses: at first, and at most. */
#define SHORTEST_PAUSE 1
#define LONGEST_PAUSE 60

static gboolean
save_models (P2pTrainer *t, const char *label, GError **error)
{
  const P2pProgress *p = &t->state.progress;
  g_autofree char *step = g_strdup_printf ("%" G_GUINT64_FORMAT, p->step);
  g_autofree char *epoch = g_strdup_printf ("%" G_GUINT64_FORMAT, p->last.epoch);
  g_autofree char *size =
      g_strdup_printf ("%" G_GUINT64_FORMAT "x%" G_GUINT64_FORMAT, p->width, p->height);
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

static gboolean
save_state (P2pTrainer *t, GError **error)
{
  const P2pProgress *p = &t->state.progress;
  if (p->step == t->saved_step)
    return TRUE;
  if (!p2p_checkpoint_save (t->dir->state, t->job, p, t->history->str, t->options.keep, error))
    return FALSE;
  t->saved_step = p->step;
  return TRUE;
}

/* --- pausing --- */

static void
begin_pause (P2pTrainer *t, const GError *why)
{
  if (t->pause == 0)
    p2p_news_add (t->report.news, TRUE,
        "saving pauses at step %" G_GUINT64_FORMAT " (%s); training goes on, it is tried again",
        t->state.progress.step, why->message);
  t->pause = t->pause ? MIN (2 * t->pause, LONGEST_PAUSE) : SHORTEST_PAUSE;
  t->pause_ends = g_get_monotonic_time () + (gint64) t->pause * G_USEC_PER_SEC;
}

static void
end_pause (P2pTrainer *t)
{
  if (t->pause == 0)
    return;
  t->pause = 0;
  g_autofree char *left_out = t->not_written->len
                                  ? g_strdup_printf ("; not there: %s", t->not_written->str)
                                  : g_strdup ("");
  p2p_news_add (t->report.news, FALSE, "saving goes on: step %" G_GUINT64_FORMAT " is saved%s",
      t->state.progress.step, left_out);
  g_string_truncate (t->not_written, 0);
}

/* What cannot be made up for later: the networks are others then. */
static void
miss (P2pTrainer *t, const char *label)
{
  if (!g_str_equal (label, "latest"))
    g_string_append_printf (t->not_written, "%s%s_net_*", t->not_written->len ? ", " : "", label);
}

/* --- saving --- */

/* The state, and model files under LABELS, up to NULL. */
static gboolean
save_as (P2pTrainer *t, const char *const *labels, GError **error)
{
  gboolean ok = save_state (t, error);
  for (; *labels; labels++) {
    ok = ok && save_models (t, *labels, error);
    if (!ok)
      miss (t, *labels);
  }
  if (ok) {
    t->state.saved = TRUE;
    end_pause (t);
  }
  return ok;
}

static void
try_to_save_as (P2pTrainer *t, const char *const *labels)
{
  g_autoptr (GError) problem = NULL;
  if (!save_as (t, labels, &problem))
    begin_pause (t, problem);
}

static const char *const latest[] = { "latest", NULL };

gboolean
p2p_trainer_save (P2pTrainer *t, GError **error)
{
  const guint64 step = t->state.progress.step;
  if (step == 0 || (step == t->saved_step && step == t->latest_step))
    return TRUE;
  if (p2p_trainer_is_lost (t)) /* what stands on disk may be from before */
    return FALSE;
  if (t->state.progress.width == 0) /* by a version that did not save it: nothing was trained yet */
    return TRUE;
  if (save_as (t, latest, error))
    return TRUE;
  if (t->saved_step != step)
    g_prefix_error (error,
        "step %" G_GUINT64_FORMAT " is not saved, the newest checkpoint is of "
        "step %" G_GUINT64_FORMAT ": ",
        step, t->saved_step);
  return FALSE;
}

/* What a report of the epoch's end needs. */
static void
tell_end (P2pTrainer *t, guint64 epoch)
{
  P2pScheduleState schedule = t->state.progress.schedule;
  t->state.ended_epoch = epoch;
  t->state.next_lr = p2p_schedule_rate (t->schedule, &t->options, epoch + 1, &schedule);
}

/* The label of the epoch's own files; NULL: it has none. */
static char *
epoch_label (const P2pTrainer *t)
{
  const guint64 epoch = t->state.progress.last.epoch;
  const gboolean due =
      epoch % (guint64) t->options.save_epoch_freq == 0 || epoch == t->state.last_epoch;
  return due ? g_strdup_printf ("%" G_GUINT64_FORMAT, epoch) : NULL;
}

void
p2p_trainer_end_epoch (P2pTrainer *t)
{
  g_autofree char *label = epoch_label (t);
  t->ended_epoch = t->state.progress.last.epoch;
  if (t->report.stepped)
    tell_end (t, t->ended_epoch);
  p2p_reports_epoch (t->reports);
  if (!label)
    return;
  /* Nothing was trained since it went on: a run that was over already. */
  if (t->h == 0 && p2p_net_files_exist (t->dir->path, t->job, label))
    return;
  const char *const labels[] = { label, "latest", NULL };
  try_to_save_as (t, labels);
}

gboolean
p2p_trainer_end (P2pTrainer *t, GError **error)
{
  const P2pPosition *last = &t->state.progress.last;
  if (last->n_samples && last->epoch > t->ended_epoch)
    p2p_trainer_end_epoch (t);
  return p2p_trainer_save (t, error);
}

/* The label that save_latest_freq is due for; NULL: it is not. */
static char *
latest_label (const P2pTrainer *t)
{
  const P2pProgress *p = &t->state.progress;
  if (p->total == 0
      || !p2p_is_due (p->total, (guint64) t->options.batch_size, t->options.save_latest_freq))
    return NULL;
  return t->options.save_by_iter ? g_strdup_printf ("iter_%" G_GUINT64_FORMAT, p->total)
                                 : g_strdup ("latest");
}

void
p2p_trainer_save_when_due (P2pTrainer *t)
{
  const P2pProgress *p = &t->state.progress;
  g_autofree char *label = latest_label (t);
  if (p2p_ends_epoch (&p->last))
    p2p_trainer_end_epoch (t);
  const gboolean is_latest = label && g_str_equal (label, "latest");
  if (label && !(is_latest && t->latest_step == p->step)) {
    const char *const labels[] = { label, NULL };
    try_to_save_as (t, labels);
  }
  const gboolean again = t->pause > 0 && g_get_monotonic_time () >= t->pause_ends;
  if ((again || p2p_trainer_finished (t)) && t->latest_step != p->step)
    try_to_save_as (t, latest);
}

/* --- going on --- */

/* The state is written before the files of the same step. */
gboolean
p2p_trainer_complete (P2pTrainer *t, GError **error)
{
  const P2pProgress *p = &t->state.progress;
  g_autofree char *state = p2p_checkpoint_path (t->dir->state, p->step);
  g_autofree char *epoch = p2p_ends_epoch (&p->last) ? epoch_label (t) : NULL;
  g_autofree char *by_iter = t->options.save_by_iter ? latest_label (t) : NULL;
  const char *const labels[] = { epoch, by_iter, "latest" };
  t->latest_step = 0;
  for (guint i = 0; i < G_N_ELEMENTS (labels); i++)
    if (labels[i] && p->width > 0
        && !p2p_net_files_are_since (t->dir->path, t->job, labels[i], state)
        && !save_models (t, labels[i], error))
      return FALSE;
  if (p2p_net_files_exist (t->dir->path, t->job, "latest"))
    t->latest_step = p->step;
  return TRUE;
}
