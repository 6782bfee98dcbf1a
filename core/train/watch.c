/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Numbers that go wrong: said once, with the likely cause. A back-end leaves an update out whose
 * gradients are no numbers, so one bad picture does no lasting harm; when all are bad the run ends. */

#include "train/trainer-parts.h"

#include <math.h>
#include "error.h"

#define LARGE_LOSS 1e4
#define MOST_IN_A_ROW 100 /* steps with a loss that is not finite */

/* "step 12 (epoch 1, sample 5)"; free with g_free(). */
static char *
where (const P2pTrainer *t)
{
  const P2pProgress *p = &t->state.progress;
  return g_strdup_printf ("step %" G_GUINT64_FORMAT " (epoch %" G_GUINT64_FORMAT
                          ", sample %" G_GUINT64_FORMAT ")",
      p->step, p->last.epoch, p->last.sample + 1);
}

static void
watch_updates (P2pTrainer *t)
{
  P2pProgress *p = &t->state.progress;
  for (int i = 0; i < t->job->n_nets; i++) {
    const guint64 now = p2p_job_left_out (t->job, i);
    const guint64 more = now - t->left_out[i];
    t->left_out[i] = now;
    p->left_out += more;
    if (more == 0 || t->update_told[i])
      continue;
    t->update_told[i] = TRUE;
    g_autofree char *at = where (t);
    p2p_news_add (t->report.news, TRUE,
        "the gradients of network %s are not finite or beyond all measure in %s: its update is "
        "left "
        "out and its weights stay as they were; check the pictures near that sample. More of "
        "them are only counted, as left_out beside the losses",
        t->job->nets[i].name, at);
  }
}

/* Why a loss may be large. */
static const char *
likely_cause (const P2pTrainer *t)
{
  const P2pOptions *o = &t->options;
  if (g_str_equal (o->gan_mode, "wgangp") && o->lambda_gp <= 0)
    return "wgangp without a penalty has no bounds: add --lambda_gp 10";
  if (MAX (MAX (o->lambda_l1, o->lambda_a), o->lambda_b) >= LARGE_LOSS)
    return "the weight of a loss (--lambda_L1, --lambda_A, --lambda_B) is as large: set it lower";
  if (o->keep_depth)
    return "pictures with numbers far outside of their range, or learning too fast: check the "
           "pictures near that sample, or set a lower --lr";
  return "learning too fast: set a lower --lr and go on from an earlier checkpoint";
}

static void
tell_losses (P2pTrainer *t, const char *losses, gboolean finite)
{
  g_autofree char *at = where (t);
  if (finite)
    p2p_news_add (t->report.news, TRUE, "%s in %s is large; likely cause: %s", losses, at,
        likely_cause (t));
  else
    p2p_news_add (t->report.news, TRUE,
        "%s in %s: not a finite number; likely cause: a picture near that sample with such numbers "
        "or huge ones (check it), or learning too fast (set a lower --lr). Training goes on "
        "without that update",
        losses, at);
}

/* Those that are told for the first time, together. FALSE: one of all is not finite. */
static gboolean
watch_losses (P2pTrainer *t)
{
  g_autoptr (GString) new_ones = g_string_new (NULL);
  gboolean finite = TRUE;
  for (int i = 0; i < t->state.n_losses; i++) {
    const float value = t->state.losses[i];
    finite = finite && isfinite (value);
    if (t->loss_told[i] || fabsf (value) <= LARGE_LOSS)
      continue;
    t->loss_told[i] = TRUE;
    g_string_append_printf (new_ones, "%s%s %.3g", new_ones->len ? ", " : "loss ",
        t->state.names[i], (double) value);
  }
  if (new_ones->len > 0)
    tell_losses (t, new_ones->str, finite);
  return finite;
}

gboolean
p2p_trainer_is_lost (const P2pTrainer *t)
{
  return t->not_finite >= MOST_IN_A_ROW;
}

gboolean
p2p_trainer_watch (P2pTrainer *t, GError **error)
{
  watch_updates (t);
  t->not_finite = watch_losses (t) ? 0 : t->not_finite + 1;
  if (!p2p_trainer_is_lost (t))
    return TRUE;
  g_autofree char *at = where (t);
  g_set_error (error, P2P_ERROR, P2P_ERROR_DATA,
      "losses are no finite numbers since %d steps, up to %s; the last checkpoint may be from "
      "before: try a lower --lr from there, and check the pictures",
      MOST_IN_A_ROW, at);
  return FALSE;
}
