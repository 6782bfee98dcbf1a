/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "p2pgaps.h"

void
p2p_gaps_start (P2pGaps *gaps, const P2pPosition *first)
{
  *gaps = (P2pGaps){ .next = first ? *first : (P2pPosition){ 0 } };
}

gboolean
p2p_gaps_end (P2pGaps *gaps, guint64 *lost, GError **error)
{
  const P2pPosition *next = &gaps->next;
  *lost = next->n_samples > next->sample ? next->n_samples - next->sample : 0;
  gaps->tally.n_samples = next->n_samples;
  gaps->tally.counted += *lost;
  gaps->tally.bad += *lost;
  gaps->next.sample += *lost;
  return *lost == 0 || p2p_tally_check (&gaps->tally, TRUE, error);
}

gboolean
p2p_gaps_add (P2pGaps *gaps, const P2pPosition *position, guint64 *lost, GError **error)
{
  guint64 before = 0, from = gaps->next.sample;
  *lost = 0;
  if (position->n_samples == 0)
    return TRUE;
  if (position->epoch == gaps->next.epoch + 1 && gaps->next.epoch > 0) {
    if (!p2p_gaps_end (gaps, &before, error))
      return FALSE;
    from = 0;
  } else if (position->epoch != gaps->next.epoch) {
    from = position->sample;
  }
  *lost = position->sample > from ? position->sample - from : 0;
  p2p_tally_add (&gaps->tally, position->epoch, position->n_samples, FALSE);
  gaps->tally.counted += *lost;
  gaps->tally.bad += *lost;
  gaps->next = (P2pPosition){ position->epoch, position->sample + 1, position->n_samples };
  const gboolean ok = *lost == 0 || p2p_tally_check (&gaps->tally, FALSE, error);
  *lost += before;
  return ok;
}
