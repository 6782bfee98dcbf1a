/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* How a trainer begins. A run goes on from its newest checkpoint. With continue_train it begins
 * with model files: with the newest ones where there is no checkpoint, with older ones when --epoch
 * or --load_iter name them; what was made since is kept beside the run's folder. */

#include "train/trainer-parts.h"

#include "io/place.h"
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

/* Options, then the networks that they define. */
static gboolean
build (P2pTrainer *t, const P2pRecord *record, GError **error)
{
  g_clear_pointer (&t->job, p2p_job_free);
  if (p2p_trainer_adopt (t, record, error))
    t->job = p2p_job_new (&t->options, error);
  return t->job != NULL;
}

/* A run without checkpoints: with values of its own. */
static gboolean
begin_anew (P2pTrainer *t, const P2pRecord *record, GError **error)
{
  P2pProgress *p = &t->state.progress;
  if (!build (t, record, error))
    return FALSE;
  p->seed = (guint64) t->options.seed;
  p2p_schedule_init (&p->schedule, (guint64) t->options.epoch_count);
  return p2p_job_init (t->job, p->seed, error);
}

/* The options that were recorded with the model files LABEL or, for files that cannot hold any,
 * with the newest checkpoint. */
static P2pRecord *
record_of_files (const P2pRunDir *dir, const char *label)
{
  P2pRecord *record = p2p_net_files_record (dir->path, label);
  return record ? record : p2p_checkpoint_record (dir->state);
}

/* Or, if asked, with those of model files. */
static gboolean
begin_with_files (P2pTrainer *t, const char *label, GError **error)
{
  g_autoptr (P2pRecord) record = record_of_files (t->dir, label);
  if (!begin_anew (t, record, error) || !p2p_net_files_load (t->dir->path, t->job, label, error))
    return FALSE;
  p2p_trainer_compare (t, record, P2P_FIRST_VALUES);
  return TRUE;
}

/* The files are read before anything is moved: a wrong --epoch costs nothing. What the run will
 * write over in time is kept. */
static gboolean
go_back (P2pTrainer *t, const char *label, GError **error)
{
  g_autofree char *kept = NULL;
  if (!begin_with_files (t, label, error) || !p2p_run_dir_begin_with (t->dir, label, &kept, error))
    return FALSE;
  if (kept)
    note (t,
        g_strdup_printf ("the run so far is kept in %s; files of the same names in %s are written "
                         "anew",
            kept, t->dir->path));
  return TRUE;
}

static gboolean
begin_somehow (P2pTrainer *t, const char *label, GError **error)
{
  if (t->asked.continue_train ? !go_back (t, label, error)
                              : !begin_anew (t, NULL, error) || !set_aside (t, error))
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

static void
note_restored (P2pTrainer *t, const char *label)
{
  const P2pProgress *p = &t->state.progress;
  note (t, g_strdup_printf ("%s goes on from step %" G_GUINT64_FORMAT " (epoch %" G_GUINT64_FORMAT
                            ", sample %" G_GUINT64_FORMAT ")",
               t->dir->path, p->step, p->last.epoch, p->last.sample + 1));
  if (p2p_option_is_given (&t->asked, p2p_option_find ("epoch_count", P2P_FOR_TRAIN, NULL))
      && (guint64) t->options.epoch_count != p->schedule.first)
    note (t, g_strdup_printf ("--epoch_count %d does nothing here: it is for new runs",
                 t->options.epoch_count));
  if (wants_older (&t->options))
    note (t, g_strdup_printf ("it began with %s_net_* before; to begin with them once more remove "
                              "the folder %s, or use another --name",
                 label, t->dir->state));
}

P2pPosition
p2p_trainer_log_end (const P2pTrainer *t)
{
  const P2pPosition all = { G_MAXUINT64, G_MAXUINT64 - 1, 0 };
  const P2pPosition before = { (guint64) t->options.epoch_count - 1, G_MAXUINT64 - 1, 0 };
  if (t->state.progress.step > 0)
    return t->state.progress.last;
  return t->options.continue_train ? before : all;
}

typedef struct
{
  P2pTrainer *trainer;
  P2pRecord *record; /* of the checkpoint last tried */
} Restoring;

static P2pJob *
job_for (gpointer user, const P2pRecord *record, GError **error)
{
  Restoring *restoring = user;
  g_clear_pointer (&restoring->record, p2p_record_free);
  if (!build (restoring->trainer, record, error))
    return NULL;
  restoring->record = p2p_record_copy (record);
  return restoring->trainer->job;
}

/* TRUE with step 0: there is no checkpoint. */
static gboolean
restore (P2pTrainer *t, const char *label, GError **error)
{
  Restoring restoring = { t, NULL };
  const gboolean ok =
      p2p_checkpoint_load (t->dir->state, job_for, &restoring, &t->state.progress, t->notes, error);
  g_autoptr (P2pRecord) record = restoring.record;
  if (!ok || t->state.progress.step == 0)
    return ok;
  note_restored (t, label);
  p2p_trainer_compare (t, record, P2P_FIRST_VALUES | P2P_AT_BEGIN);
  return TRUE;
}

static void
note_idle (P2pTrainer *t)
{
  const P2pOptions *o = &t->asked;
  if (!o->continue_train && !g_str_equal (o->epoch, "latest"))
    note (t, g_strdup_printf ("--epoch %s does nothing here without --continue_train", o->epoch));
  if (!o->continue_train && o->load_iter > 0)
    note (t, g_strdup_printf ("--load_iter %" G_GINT64_FORMAT
                              " does nothing here without --continue_train",
                 o->load_iter));
}

gboolean
p2p_trainer_begin (P2pTrainer *t, GError **error)
{
  P2pProgress *p = &t->state.progress;
  g_autofree char *label = p2p_net_files_label (&t->asked);
  const gboolean back = wants_older (&t->asked) && !p2p_run_dir_began_with (t->dir, label);
  if (!back && !restore (t, label, error))
    return FALSE;
  if (p->step > 0)
    t->ended_epoch = p2p_ends_epoch (&p->last) ? p->last.epoch : p->last.epoch - 1;
  else if (!begin_somehow (t, label, error))
    return FALSE;
  note_idle (t);
  t->saved_step = p->step;
  return TRUE;
}

P2pRecord *
p2p_trainer_record (const P2pOptions *o)
{
  g_autofree char *path = p2p_place_under (o->checkpoints_dir, o->name, NULL);
  g_autofree char *state = p2p_place_under (path, "state", NULL);
  g_autofree char *label = p2p_net_files_label (o);
  const P2pRunDir dir = { path, state, -1 };
  P2pRecord *record = NULL;
  if (wants_older (o) && !p2p_run_dir_began_with (&dir, label))
    return record_of_files (&dir, label);
  record = p2p_checkpoint_record (state);
  return record || !o->continue_train ? record : p2p_net_files_record (path, label);
}
