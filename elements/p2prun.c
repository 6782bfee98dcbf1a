/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "p2prun.h"

#include "p2pprops.h"
#include "p2preport.h"

void
p2p_run_init (P2pRun *run, GstElement *element)
{
  run->element = element;
  p2p_compute_init (&run->compute);
}

void
p2p_run_clear (P2pRun *run)
{
  p2p_compute_clear (&run->compute);
  g_clear_pointer (&run->model_path, g_free);
}

/* Locked. */
static void
set_state (P2pRun *run, const P2pTrainerState *state)
{
  for (int i = 0; i < state->n_losses; i++)
    run->names[i] = g_intern_string (state->names[i]);
  run->state = *state;
  run->state.names = run->names;
}

/* From the threads that may use the trainer. */
static void
tell_news (P2pRun *run)
{
  P2pTrainer *trainer = run->compute.trainer;
  gboolean warning;
  for (;;) {
    g_autofree char *text = trainer ? p2p_trainer_take_news (trainer, &warning) : NULL;
    if (!text)
      return;
    if (warning)
      p2p_element_warning (run->element, g_error_new_literal (P2P_ERROR, P2P_ERROR_IO, text));
    else
      p2p_report_note (run->element, text);
  }
}

gboolean
p2p_run_open (P2pRun *run, const P2pOptions *options, const P2pDataSet *data,
    const char *preview_from, GError **error)
{
  if (!p2p_compute_open (&run->compute, options, data, preview_from, error))
    return FALSE;
  const P2pTrainer *trainer = run->compute.trainer;
  GST_OBJECT_LOCK (run->element);
  set_state (run, &run->compute.state);
  run->reported = run->state.progress.step;
  run->failed = FALSE;
  g_free (run->model_path);
  run->model_path = g_strdup (p2p_trainer_model_path (trainer));
  GST_OBJECT_UNLOCK (run->element);
  p2p_report_options (run->element, p2p_trainer_options (trainer));
  for (const char *const *note = p2p_trainer_notes (trainer); *note; note++)
    p2p_report_note (run->element, *note);
  for (const char *const *line = p2p_trainer_changes (trainer); *line; line++)
    p2p_report_change (run->element, *line);
  tell_news (run);
  return TRUE;
}

static void
report_saved (P2pRun *run, guint64 step)
{
  GST_OBJECT_LOCK (run->element);
  const gboolean news = step > run->reported;
  g_autofree char *path = g_strdup (run->model_path);
  run->reported = step;
  GST_OBJECT_UNLOCK (run->element);
  if (news)
    p2p_report_file (run->element, "p2p-train-checkpoint", step, path);
}

gboolean
p2p_run_step (P2pRun *run, const P2pBatch *batch, double data_seconds, gboolean told,
    P2pPreviewRequest *preview, GError **error)
{
  const P2pTrainerState *state = &run->compute.state;
  const gboolean ok = p2p_compute_step (&run->compute, batch, data_seconds, preview, error);
  tell_news (run);
  if (!ok)
    return FALSE;
  GST_OBJECT_LOCK (run->element);
  set_state (run, state);
  GST_OBJECT_UNLOCK (run->element);
  if (told)
    p2p_report_step (run->element, state);
  if (state->saved)
    report_saved (run, state->progress.step);
  return TRUE;
}

/* Whatever was trained is on disk afterwards, also of a run that failed: an error of its pictures is
 * none of its networks. */
static gboolean
save (P2pRun *run, gboolean ended, GError **error)
{
  guint64 step = 0;
  const gboolean ok = (ended ? p2p_compute_end : p2p_compute_save) (&run->compute, &step, error);
  if (ok)
    report_saved (run, step);
  return ok;
}

gboolean
p2p_run_finish (P2pRun *run, gboolean ended, GError **error)
{
  const gboolean ok = save (run, ended, error);
  tell_news (run);
  if (!ok)
    return FALSE;
  p2p_report_done (run->element, &run->compute.state,
      p2p_trainer_model_path (run->compute.trainer));
  return TRUE;
}

void
p2p_run_close (P2pRun *run)
{
  GError *error = NULL;
  if (!save (run, FALSE, &error) && error)
    (p2p_run_failed (run) ? p2p_element_warning : p2p_element_error) (run->element, error);
  tell_news (run);
  p2p_compute_close (&run->compute);
}

gboolean
p2p_run_checkpoint (P2pRun *run)
{
  GError *error = NULL;
  const gboolean ok = save (run, FALSE, &error);
  if (error)
    p2p_element_warning (run->element, error);
  return ok;
}

GstFlowReturn
p2p_run_fail (P2pRun *run, GError *error)
{
  GST_OBJECT_LOCK (run->element);
  run->failed = TRUE;
  GST_OBJECT_UNLOCK (run->element);
  p2p_element_error (run->element, error);
  return GST_FLOW_ERROR;
}

gboolean
p2p_run_failed (P2pRun *run)
{
  GST_OBJECT_LOCK (run->element);
  const gboolean failed = run->failed;
  GST_OBJECT_UNLOCK (run->element);
  return failed;
}

GstStructure *
p2p_run_stats (P2pRun *run)
{
  GST_OBJECT_LOCK (run->element);
  GstStructure *s = p2p_report_state ("p2p-train-stats", &run->state);
  GST_OBJECT_UNLOCK (run->element);
  return s;
}
