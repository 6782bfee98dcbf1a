/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "train/trainer-parts.h"

#include <math.h>
#include "error.h"
#include "io/place.h"
#include "train/netfiles.h"

static void
note_options (P2pTrainer *t)
{
  g_auto (GStrv) notes = p2p_options_notes (&t->options, P2P_FOR_TRAIN);
  for (char **note = notes; *note; note++)
    g_ptr_array_add (t->notes, g_strdup (*note));
  for (int i = 0; i < t->job->n_nets && t->options.verbose; i++) {
    const P2pJobNet *n = &t->job->nets[i];
    g_autofree char *rows = p2p_rows_describe (n->net->rows);
    g_ptr_array_add (t->notes,
        g_strdup_printf ("[Network %s] %s, total number of parameters: %.3f M\n%s", n->name,
            n->net->arch->name, (double) n->net->params->n_trainable / 1e6, rows));
  }
}

/* Nothing is trained: that should not look like success. */
static void
note_end (P2pTrainer *t)
{
  const P2pPosition next = p2p_trainer_next (t);
  if (!p2p_trainer_finished (t))
    return;
  if (t->state.max_steps && t->state.progress.step >= t->state.max_steps)
    g_ptr_array_add (t->notes,
        g_strdup_printf ("nothing is left to do: step %" G_GUINT64_FORMAT " of %" G_GUINT64_FORMAT
                         " is done; set --steps to more to go on",
            t->state.progress.step, t->state.max_steps));
  else
    g_ptr_array_add (t->notes,
        g_strdup_printf ("nothing is left to do: epoch %" G_GUINT64_FORMAT
                         " would come next and %" G_GUINT64_FORMAT
                         " is the last; set --n_epochs or --n_epochs_decay to more to go on",
            next.epoch, t->state.last_epoch));
}

static gboolean
picture_of_view (gconstpointer trainer, const char *view, guint8 *rgb, int stride)
{
  return p2p_trainer_view (trainer, view, 0, rgb, stride);
}

static void
describe_report (P2pTrainer *t)
{
  t->view_names = g_new (const char *, t->n_views);
  for (guint i = 0; i < t->n_views; i++)
    t->view_names[i] = t->views[i]->name;
  t->report = (P2pReport){ .folder = t->dir->path,
    .options = &t->options,
    .changes = t->changes,
    .history = t->history->str,
    .state = &t->state,
    .views = t->view_names,
    .n_views = t->n_views,
    .picture = picture_of_view,
    .run = t,
    .news = p2p_news_new () };
}

/* Of a run that goes on only its files know whether the options are good; a new one leaves no
 * folder behind if they are not. */
static gboolean
open_folder (P2pTrainer *t, GError **error)
{
  const P2pOptions *o = &t->asked;
  g_autofree char *path = p2p_place_under (o->checkpoints_dir, o->name, NULL);
  if (!g_file_test (path, G_FILE_TEST_IS_DIR) && !p2p_trainer_adopt (t, NULL, error))
    return FALSE;
  t->dir = p2p_run_dir_open (o->checkpoints_dir, o->name, error);
  return t->dir != NULL;
}

/* The model files of a checkpoint that was the last that a process wrote. */
static void
complete (P2pTrainer *t)
{
  g_autoptr (GError) problem = NULL;
  if (t->state.progress.step > 0 && !p2p_trainer_complete (t, &problem))
    g_ptr_array_add (t->notes,
        g_strdup_printf ("model files of step %" G_GUINT64_FORMAT " could not be written (%s)",
            t->state.progress.step, problem->message));
}

/* Reports begin where the run does; from then on the position may be moved. */
static gboolean
begin (P2pTrainer *t, const P2pDataSet *data, GError **error)
{
  if (!p2p_trainer_begin (t, error))
    return FALSE;
  const P2pPosition end = p2p_trainer_log_end (t);
  t->schedule = p2p_schedule_find (t->options.lr_policy, error);
  t->model_path = p2p_net_file_path (&t->options, "latest", t->job->nets[0].name);
  t->views = p2p_views_of (t->job, &t->n_views);
  describe_report (t);
  t->reports = p2p_reports_open (&t->report, &end, error);
  t->state.names = (const char *const *) t->job->losses;
  t->state.n_losses = (int) g_strv_length ((char **) t->state.names);
  t->state.max_steps = (guint64) t->options.steps;
  t->state.last_epoch = (guint64) t->options.n_epochs + (guint64) t->options.n_epochs_decay;
  complete (t);
  if (data)
    p2p_trainer_follow_data (t, data);
  return t->reports != NULL;
}

P2pTrainer *
p2p_trainer_new_on (const P2pOptions *options, const P2pDataSet *data, GError **error)
{
  g_autoptr (P2pTrainer) t = g_new0 (P2pTrainer, 1);
  p2p_options_copy (options, &t->asked);
  t->notes = g_ptr_array_new_with_free_func (g_free);
  t->changes = g_ptr_array_new_with_free_func (g_free);
  t->history = g_string_new (NULL);
  t->not_written = g_string_new (NULL);
  if (!p2p_options_check_names (&t->asked, error) || !p2p_options_name (&t->asked, error)
      || !open_folder (t, error) || !begin (t, data, error))
    return NULL;
  note_options (t);
  note_end (t);
  p2p_trainer_tell_room (t, data ? data->n_samples : 0);
  if (p2p_trainer_finished (t)) /* nothing will be otherwise */
    g_ptr_array_set_size (t->changes, 0);
  g_ptr_array_add (t->notes, NULL);
  g_ptr_array_add (t->changes, NULL);
  return g_steal_pointer (&t);
}

P2pTrainer *
p2p_trainer_new (const P2pOptions *options, GError **error)
{
  return p2p_trainer_new_on (options, NULL, error);
}

void
p2p_trainer_free (P2pTrainer *t)
{
  if (!t)
    return;
  p2p_reports_close (t->reports);
  p2p_net_unplan (t->preview);
  p2p_views_free (t->made);
  g_free (t->views);
  g_free (t->view_names);
  p2p_job_free (t->job);
  p2p_run_dir_close (t->dir);
  p2p_news_free (t->report.news);
  if (t->not_written)
    g_string_free (t->not_written, TRUE);
  p2p_options_clear (&t->asked);
  p2p_options_clear (&t->options);
  g_clear_pointer (&t->notes, g_ptr_array_unref);
  g_clear_pointer (&t->changes, g_ptr_array_unref);
  if (t->history)
    g_string_free (t->history, TRUE);
  g_free (t->model_path);
  g_free (t->planes);
  g_free (t);
}

const char *const *
p2p_trainer_notes (const P2pTrainer *t)
{
  return (const char *const *) t->notes->pdata;
}

const char *const *
p2p_trainer_changes (const P2pTrainer *t)
{
  return (const char *const *) t->changes->pdata;
}

char *
p2p_trainer_take_news (P2pTrainer *t, gboolean *warning)
{
  return p2p_news_take (t->report.news, warning);
}

const P2pTrainerState *
p2p_trainer_state (const P2pTrainer *t)
{
  return &t->state;
}

const P2pOptions *
p2p_trainer_options (const P2pTrainer *t)
{
  return &t->options;
}

int
p2p_trainer_multiple (const P2pTrainer *t)
{
  return t->job->nets[0].net->arch->multiple;
}

const char *
p2p_trainer_model_path (const P2pTrainer *t)
{
  return t->model_path;
}

gboolean
p2p_trainer_prepare (P2pTrainer *t, int n, int h, int w, GError **error)
{
  const int multiple = p2p_trainer_multiple (t);
  if (h % multiple || w % multiple) {
    g_set_error (error, P2P_ERROR, P2P_ERROR_USAGE,
        "%s trains on sides that are multiples of %d, not on %dx%d; use sizes and a --preprocess "
        "that give such (resize_and_crop does, with --crop_size), scale the video, or use another "
        "--netG",
        t->options.net_g, multiple, w, h);
    return FALSE;
  }
  if (n == t->n && h == t->h && w == t->w)
    return TRUE;
  if (h != t->h || w != t->w) {
    g_clear_pointer (&t->preview, p2p_net_unplan);
    t->planes =
        g_renew (float, t->planes, (gsize) MAX (3, t->options.output_nc) * (gsize) h * (gsize) w);
  }
  t->n = 0; /* until built, nothing is */
  t->untrained = FALSE;
  g_clear_pointer (&t->made, p2p_views_free);
  if (!p2p_job_build (t->job, n, h, w, error))
    return FALSE;
  t->n = n;
  t->report.height = t->h = h;
  t->report.width = t->w = w;
  return TRUE;
}

/* Rate of the epoch of LAST; observes nothing yet. */
static void
set_rate (P2pTrainer *t, const P2pPosition *last)
{
  t->state.lr =
      p2p_schedule_rate (t->schedule, &t->options, last->epoch, &t->state.progress.schedule);
}

static void
observe (P2pTrainer *t)
{
  for (int i = 0; i < t->state.n_losses; i++)
    if (g_str_equal (t->state.names[i], t->options.lr_metric) && isfinite (t->state.losses[i]))
      p2p_schedule_observe (&t->state.progress.schedule, t->state.losses[i]);
}

gboolean
p2p_trainer_step (P2pTrainer *t, int n, const float *a, const float *b, const P2pPosition *last,
    double data_seconds, GError **error)
{
  const gint64 start = g_get_monotonic_time ();
  P2pProgress *p = &t->state.progress;
  if (!p2p_trainer_prepare (t, n, t->h, t->w, error))
    return FALSE;
  t->state.printed = t->state.saved = t->untrained = FALSE;
  g_clear_pointer (&t->made, p2p_views_free); /* they are made before the first step */
  /* Where the last pictures of an epoch were bad, its end shows only now. */
  if (p->last.epoch > t->ended_epoch && last->epoch > p->last.epoch)
    p2p_trainer_end_epoch (t);
  set_rate (t, last);
  p->step++;
  p->total += (guint64) t->options.batch_size; /* as the reference counts a short batch too */
  p->last = *last;
  p->width = (guint64) t->w;
  p->height = (guint64) t->h;
  p2p_job_upload (t->job, a, b);
  p2p_job_step (t->job, p->seed, p->step, t->state.lr);
  p2p_job_losses (t->job, t->state.losses);
  observe (t);
  t->state.step_seconds = (double) (g_get_monotonic_time () - start) / 1e6 / n;
  t->state.data_seconds = data_seconds / n;
  if (!p2p_trainer_watch (t, error))
    return FALSE;
  t->state.printed = p2p_is_due (p->total, (guint64) t->options.batch_size, t->options.print_freq);
  t->report.finished = p2p_trainer_finished (t);
  p2p_reports_step (t->reports);
  t->report.stepped = TRUE;
  p2p_trainer_save_when_due (t);
  return TRUE;
}
