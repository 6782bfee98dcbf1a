/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* What a run will write, said before it begins. Sizes are those of the numbers alone: headers, logs
 * and pages are small beside them. */

#include "train/trainer-parts.h"

#include "io/atomic.h"
#include "train/checkpoint.h"
#include "train/netfiles.h"

typedef struct
{
  guint64 model, state;  /* bytes of one set of model files, of one checkpoint */
  guint64 labels;        /* sets of model files that are kept */
  guint64 states;        /* checkpoints that are not there yet */
  gboolean more_unknown; /* and a set for each epoch, of which nobody knows how many come */
} Plan;

static guint64
bytes_of (const P2pNet *net, gboolean with_moments)
{
  guint64 numbers = 0;
  for (guint i = 0; i < net->params->n; i++) {
    const P2pParam *p = &net->params->list[i];
    numbers += p->count * (with_moments && p->trainable ? 3u : 1u);
  }
  return numbers * sizeof (float);
}

static guint64
bytes_of_pools (const P2pTrainer *t)
{
  const P2pOptions *o = &t->options;
  const P2pProgress *p = &t->state.progress;
  const guint64 pixels = p->width ? p->width * p->height : (guint64) o->crop_size * o->crop_size;
  const guint64 channels = (guint64) MAX (o->input_nc, o->output_nc);
  return (guint64) t->job->n_pools * (guint64) o->pool_size * pixels * channels * sizeof (float);
}

/* Samples that the run has before it; G_MAXUINT64: nobody knows. */
static guint64
samples_left (const P2pTrainer *t, guint64 n_samples)
{
  const P2pPosition next = p2p_trainer_next (t);
  guint64 left = G_MAXUINT64;
  if (n_samples > 0 && next.epoch <= t->state.last_epoch)
    left = (t->state.last_epoch - next.epoch + 1) * n_samples - MIN (next.sample, n_samples);
  if (t->state.max_steps > 0)
    left =
        MIN (left, (t->state.max_steps - t->state.progress.step) * (guint64) t->options.batch_size);
  return left;
}

static guint64
epochs_kept (const P2pTrainer *t, guint64 n_samples, guint64 left)
{
  const guint64 freq = (guint64) t->options.save_epoch_freq;
  const P2pPosition next = p2p_trainer_next (t);
  const guint64 ended = next.epoch - 1 + (next.sample + left) / n_samples;
  const guint64 regular = ended / freq - (next.epoch - 1) / freq;
  return regular + (ended >= t->state.last_epoch && t->state.last_epoch % freq != 0);
}

static Plan
make_plan (const P2pTrainer *t, guint64 n_samples)
{
  const P2pOptions *o = &t->options;
  const guint64 left = samples_left (t, n_samples);
  const guint formats = g_str_equal (o->save_format, "both") ? 2 : 1;
  const guint there = p2p_checkpoint_count (t->dir->state);
  Plan plan = { .state = bytes_of_pools (t), .more_unknown = n_samples == 0 };
  for (int i = 0; i < t->job->n_nets; i++) {
    plan.model += formats * bytes_of (t->job->nets[i].net, FALSE);
    plan.state += bytes_of (t->job->nets[i].net, TRUE);
  }
  plan.labels = !p2p_net_files_exist (t->dir->path, t->job, "latest");
  if (n_samples > 0 && left < G_MAXUINT64)
    plan.labels += epochs_kept (t, n_samples, left);
  if (o->save_by_iter && left < G_MAXUINT64)
    plan.labels += left / (guint64) o->save_latest_freq;
  /* One is written before the oldest one goes. */
  plan.states = (guint64) o->keep + 1 - MIN (there, (guint) o->keep);
  return plan;
}

void
p2p_trainer_tell_room (P2pTrainer *t, guint64 n_samples)
{
  if (p2p_trainer_finished (t))
    return;
  const Plan plan = make_plan (t, n_samples);
  const guint64 bytes = plan.labels * plan.model + plan.states * plan.state;
  const guint64 room = p2p_atomic_room (t->dir->path);
  g_autofree char *all = g_format_size (bytes), *model = g_format_size (plan.model);
  g_autofree char *state = g_format_size (plan.state), *free_now = g_format_size (room);
  g_autofree char *text = g_strdup_printf ("will write about %s to %s (%" G_GUINT64_FORMAT
                                           " x %s of model files%s, up to %" G_GUINT64_FORMAT
                                           " x %s of checkpoints); %s are free",
      all, t->dir->path, plan.labels, model,
      plan.more_unknown ? " and as much for each epoch kept" : "", plan.states, state,
      room < G_MAXUINT64 ? free_now : "nobody knows how many");
  if (bytes <= room)
    g_ptr_array_add (t->notes, g_steal_pointer (&text));
  else
    p2p_news_add (t->report.news, TRUE,
        "%s: that will not do; make room, set a higher --save_epoch_freq or a lower --keep, or use "
        "another --checkpoints_dir",
        text);
}
