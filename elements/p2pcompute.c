/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "p2pcompute.h"

/* What the thread is asked to do. */
typedef struct
{
  P2pCompute *compute;
  const P2pOptions *options;
  const P2pDataSet *data;
  const P2pBatch *batch;
  double data_seconds;
  P2pPreviewRequest *preview;
  guint64 step;
  gboolean ok;
  GError *error;
} Task;

void
p2p_compute_init (P2pCompute *compute)
{
  p2p_worker_init (&compute->worker);
}

void
p2p_compute_clear (P2pCompute *compute)
{
  p2p_worker_clear (&compute->worker);
  g_clear_pointer (&compute->preview_from, g_free);
}

static gboolean
call (Task *task, P2pWork work, GError **error)
{
  if (!p2p_worker_call (&task->compute->worker, work, task))
    return FALSE;
  if (task->error)
    g_propagate_error (error, task->error);
  return task->ok;
}

static void
work_open (gpointer data)
{
  Task *task = data;
  task->compute->trainer = p2p_trainer_new_on (task->options, task->data, &task->error);
  task->ok = task->compute->trainer != NULL;
  if (task->ok)
    task->compute->state = *p2p_trainer_state (task->compute->trainer);
}

gboolean
p2p_compute_open (P2pCompute *compute, const P2pOptions *options, const P2pDataSet *data,
    const char *preview_from, GError **error)
{
  Task task = { .compute = compute, .options = options, .data = data };
  g_free (compute->preview_from);
  compute->preview_from = g_strdup (preview_from);
  p2p_worker_start (&compute->worker);
  if (call (&task, work_open, error))
    return TRUE;
  p2p_worker_stop (&compute->worker);
  return FALSE;
}

static void
work_close (gpointer data)
{
  P2pCompute *compute = ((Task *) data)->compute;
  g_clear_pointer (&compute->trainer, p2p_trainer_free);
  g_clear_pointer (&compute->held_out, p2p_held_out_free);
}

void
p2p_compute_close (P2pCompute *compute)
{
  Task task = { .compute = compute };
  call (&task, work_close, NULL);
  p2p_worker_stop (&compute->worker);
}

void
p2p_compute_sides (const P2pCompute *compute, P2pSide sides[2])
{
  const P2pTrainer *trainer = compute->trainer;
  const gboolean forth = p2p_options_forth (p2p_trainer_options (trainer));
  p2p_trainer_channels (trainer, &sides[0].channels, &sides[1].channels);
  for (int i = 0; i < 2; i++) {
    sides[i].colours = p2p_trainer_colours (trainer, i);
    sides[i].option = (i == 0) == forth ? "input_nc" : "output_nc";
    if (sides[i].colours == P2P_COLOURS_LIGHTNESS || sides[i].colours == P2P_COLOURS_AB)
      sides[i].option = NULL;
  }
}

static gboolean
preview_held_out (Task *task)
{
  P2pCompute *compute = task->compute;
  if (!compute->held_out)
    compute->held_out = p2p_held_out_load (compute->preview_from, compute->trainer, compute->tile_w,
        compute->tile_h, &task->error);
  if (!compute->held_out)
    return FALSE;
  p2p_held_out_info (compute->held_out, &task->preview->info);
  task->preview->buffer = p2p_held_out_make (compute->held_out, compute->trainer, &task->error);
  return task->preview->buffer != NULL;
}

/* FIRST: before any step. Held-out pictures are translated at the size that is planned, so they
 * wait while that is another than the tiles'. */
static void
preview (Task *task, gboolean first)
{
  P2pPreviewRequest *p = task->preview;
  P2pCompute *compute = task->compute;
  const P2pBatch *batch = task->batch;
  if (!task->ok || p->kind == P2P_PREVIEW_NONE)
    return;
  if (!*compute->preview_from)
    task->ok = p2p_preview_make (p, compute->tile_w, compute->tile_h, compute->trainer, batch,
        first, &task->error);
  else if (batch->w == compute->tile_w && batch->h == compute->tile_h)
    task->ok = preview_held_out (task);
}

static void
work_prepare (gpointer data)
{
  Task *task = data;
  const P2pBatch *batch = task->batch;
  task->ok = p2p_trainer_prepare (task->compute->trainer, batch->capacity, batch->h, batch->w,
      &task->error);
  task->compute->tile_w = batch->w;
  task->compute->tile_h = batch->h;
  preview (task, TRUE);
}

gboolean
p2p_compute_prepare (P2pCompute *compute, const P2pBatch *batch, P2pPreviewRequest *request,
    GError **error)
{
  Task task = { .compute = compute, .batch = batch, .preview = request };
  return call (&task, work_prepare, error);
}

static void
work_step (gpointer data)
{
  Task *task = data;
  P2pTrainer *trainer = task->compute->trainer;
  const P2pBatch *batch = task->batch;
  task->ok = p2p_trainer_prepare (trainer, batch->n, batch->h, batch->w, &task->error)
             && p2p_trainer_step (trainer, batch->n, batch->a, batch->b, &batch->last,
                 task->data_seconds, &task->error);
  task->compute->state = *p2p_trainer_state (trainer);
  preview (task, FALSE);
}

gboolean
p2p_compute_step (P2pCompute *compute, const P2pBatch *batch, double data_seconds,
    P2pPreviewRequest *request, GError **error)
{
  Task task = { .compute = compute,
    .batch = batch,
    .data_seconds = data_seconds,
    .preview = request };
  return call (&task, work_step, error);
}

static void
save_by (Task *task, gboolean (*save) (P2pTrainer *trainer, GError **error))
{
  P2pTrainer *trainer = task->compute->trainer;
  task->ok = trainer && save (trainer, &task->error);
  task->step = trainer ? p2p_trainer_state (trainer)->progress.step : 0;
}

static void
work_save (gpointer data)
{
  save_by (data, p2p_trainer_save);
}

static void
work_end (gpointer data)
{
  const Task *task = data;
  save_by (data, p2p_trainer_end);
  if (task->compute->trainer)
    task->compute->state = *p2p_trainer_state (task->compute->trainer);
}

gboolean
p2p_compute_save (P2pCompute *compute, guint64 *step, GError **error)
{
  Task task = { .compute = compute };
  const gboolean ok = call (&task, work_save, error);
  *step = task.step;
  return ok;
}

gboolean
p2p_compute_end (P2pCompute *compute, guint64 *step, GError **error)
{
  Task task = { .compute = compute };
  const gboolean ok = call (&task, work_end, error);
  *step = task.step;
  return ok;
}
