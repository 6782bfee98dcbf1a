/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* How a trainer begins. A run goes on from its newest checkpoint. With continue_train it begins
 * with model files: with the newest ones where there is no checkpoint, with older ones when --epoch
 * or --load_iter name them; checkpoints made since are then set aside. */

#include "train/trainer-parts.h"

#include "train/checkpoint.h"
#include "train/netfiles.h"

static void
note (P2pTrainer *t, char *text)
{
  g_ptr_array_add (t->notes, text);
}

static void
note_begin (P2pTrainer *t, const char *label)
{
  const P2pOptions *o = &t->options;
  if (o->continue_train)
    note (t, g_strdup_printf ("begins with the networks %s_net_* of %s, in epoch %d, with new "
                              "moments",
                 label, t->dir->path, o->epoch_count));
  if (!o->continue_train && (o->load_iter > 0 || !g_str_equal (o->epoch, "latest")))
    note (t, g_strdup_printf ("--epoch and --load_iter do nothing here without --continue_train"));
}

/* What another run left under this name is not overwritten. */
static gboolean
set_aside (P2pTrainer *t, GError **error)
{
  g_autofree char *moved = NULL;
  if (!p2p_run_dir_set_aside (t->dir, &moved, error))
    return FALSE;
  if (!moved)
    return TRUE;
  const gboolean usable = p2p_net_files_exist (moved, t->job, "latest");
  g_autofree char *name = g_path_get_basename (moved);
  g_autofree char *use =
      g_strdup_printf ("; to begin with them use --name %s --continue_train", name);
  note (t,
      g_strdup_printf ("%s held networks, but no checkpoint to go on from: they are now in %s%s",
          t->dir->path, moved, usable ? use : ""));
  return TRUE;
}

/* A run without checkpoints: with values of its own or, if asked, those of model files. */
static gboolean
begin_anew (P2pTrainer *t, const char *label, GError **error)
{
  if (!p2p_job_init (t->job, t->state.progress.seed, error)
      || !(t->options.continue_train ? p2p_net_files_load (t->dir->path, t->job, label, error)
                                     : set_aside (t, error)))
    return FALSE;
  note_begin (t, label);
  return TRUE;
}

/* Another label than the newest one is a wish to go back to it. */
static gboolean
wants_older (const P2pOptions *o)
{
  return o->continue_train && (o->load_iter > 0 || !g_str_equal (o->epoch, "latest"));
}

/* The files are read before anything is moved: a wrong --epoch costs nothing. */
static gboolean
go_back (P2pTrainer *t, const char *label, GError **error)
{
  g_autofree char *moved = NULL;
  if (!begin_anew (t, label, error) || !p2p_run_dir_go_back (t->dir, label, &moved, error))
    return FALSE;
  if (moved)
    note (t, g_strdup_printf ("checkpoints of the run so far are now in %s", moved));
  return TRUE;
}

static void
note_restored (P2pTrainer *t, const char *label)
{
  const P2pProgress *p = &t->state.progress;
  note (t, g_strdup_printf ("%s goes on from step %" G_GUINT64_FORMAT " (epoch %" G_GUINT64_FORMAT
                            ", sample %" G_GUINT64_FORMAT ")",
               t->dir->path, p->step, p->last.epoch, p->last.sample + 1));
  if (t->options.epoch_count != 1 && (guint64) t->options.epoch_count != p->schedule.first)
    note (t, g_strdup_printf ("--epoch_count %d does nothing here: it is for new runs",
                 t->options.epoch_count));
  if (wants_older (&t->options))
    note (t, g_strdup_printf ("it began with %s_net_* before; to begin with them once more remove "
                              "the folder %s, or use another --name",
                 label, t->dir->state));
}

/* Where the log is cut: what comes again must not stand there twice. */
static P2pPosition
log_end (const P2pTrainer *t)
{
  const P2pPosition all = { G_MAXUINT64, G_MAXUINT64 - 1, 0 };
  const P2pPosition before = { (guint64) t->options.epoch_count - 1, G_MAXUINT64 - 1, 0 };
  if (t->state.progress.step > 0)
    return t->state.progress.last;
  return t->options.continue_train ? before : all;
}

gboolean
p2p_trainer_begin (P2pTrainer *t, GError **error)
{
  P2pProgress *p = &t->state.progress;
  g_autofree char *label = p2p_net_files_label (&t->options);
  const gboolean back = wants_older (&t->options) && !p2p_run_dir_began_with (t->dir, label);
  p->seed = (guint64) t->options.seed;
  p2p_schedule_init (&p->schedule, (guint64) t->options.epoch_count);
  if (back ? !go_back (t, label, error)
           : !p2p_checkpoint_load (t->dir->state, t->job, p, t->notes, error))
    return FALSE;
  if (p->step > 0) {
    t->ended_epoch = p2p_ends_epoch (&p->last) ? p->last.epoch : p->last.epoch - 1;
    note_restored (t, label);
  } else if (!back && !begin_anew (t, label, error)) {
    return FALSE;
  }
  t->saved_step = p->step;
  t->latest_step = p2p_net_files_exist (t->dir->path, t->job, "latest") ? p->step : 0;
  const P2pPosition end = log_end (t);
  t->reports = p2p_reports_open (&t->report, &end, error);
  return t->reports != NULL;
}
