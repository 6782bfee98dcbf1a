/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* What a run that goes on keeps, and what is otherwise from now on: its options and its pictures. */

#include "train/trainer-parts.h"

gboolean
p2p_trainer_adopt (P2pTrainer *t, const P2pRecord *record, GError **error)
{
  P2pOptions *o = &t->options;
  p2p_options_clear (o);
  p2p_options_copy (&t->asked, o);
  return (!record || p2p_record_keep (record, o, error)) && p2p_options_resolve (o, error)
         && (!record
             || (p2p_record_fits (record, o, error) && p2p_record_same_data (record, o, error)))
         && p2p_options_check (o, error);
}

void
p2p_trainer_compare (P2pTrainer *t, const P2pRecord *record, guint past)
{
  const guint before = t->changes->len;
  if (!record || !record->whole)
    g_ptr_array_add (t->notes,
        g_strdup ("the files to go on with do not say with which options they were trained: those "
                  "that are not given now (--lr, --lambda_L1, --batch_size and so on) have their "
                  "defaults"));
  if (!record)
    return;
  p2p_record_compare (record, &t->options, past, t->state.progress.step, t->changes, t->notes);
  g_string_assign (t->history, record->history);
  for (guint i = before; i < t->changes->len; i++)
    g_string_append_printf (t->history, "%s\n", (char *) t->changes->pdata[i]);
}

static gboolean
is_other (const P2pProgress *p, const P2pDataSet *now)
{
  if (*p->data_set && *now->fingerprint)
    return !g_str_equal (p->data_set, now->fingerprint);
  return p->last.n_samples && now->n_samples && p->last.n_samples != now->n_samples;
}

/* The place in the old order means nothing in the new one: the epoch counts as over. The last one
 * begins anew, so that there is something left to do. */
static guint64
begin_epoch (P2pTrainer *t)
{
  P2pPosition *last = &t->state.progress.last;
  const gboolean again = !p2p_ends_epoch (last) && last->epoch >= t->state.last_epoch;
  *last = (P2pPosition){ last->epoch - again, 0, 1 };
  t->ended_epoch = last->epoch;
  return last->epoch + 1;
}

void
p2p_trainer_follow_data (P2pTrainer *t, const P2pDataSet *now)
{
  P2pProgress *p = &t->state.progress;
  const guint64 then = p->last.n_samples;
  if (p->step > 0 && is_other (p, now)) {
    g_autofree char *counts =
        then == now->n_samples
            ? g_strdup ("its files or their order")
            : g_strdup_printf ("%" G_GUINT64_FORMAT " samples then, %" G_GUINT64_FORMAT " now",
                then, now->n_samples);
    const gboolean over = p2p_trainer_finished (t);
    const guint64 epoch = over ? 0 : begin_epoch (t);
    if (!over)
      g_ptr_array_add (t->notes,
          g_strdup_printf ("the data set is another one since step %" G_GUINT64_FORMAT
                           " (%s): epoch %" G_GUINT64_FORMAT " begins with it",
              p->step, counts, epoch));
  }
  g_strlcpy (p->data_set, now->fingerprint, sizeof p->data_set);
}
