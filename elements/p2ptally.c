/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "p2ptally.h"

#include "core/p2p.h"

#define ENOUGH 20 /* pictures, to judge a share by */

void
p2p_tally_add (P2pTally *tally, guint64 epoch, guint64 n_samples, gboolean bad)
{
  if (epoch != tally->epoch)
    *tally = (P2pTally){ .epoch = epoch };
  tally->n_samples = n_samples;
  tally->counted++;
  tally->bad += bad ? 1 : 0;
}

gboolean
p2p_tally_check (const P2pTally *tally, gboolean at_end, GError **error)
{
  const gboolean judged = at_end || tally->n_samples || tally->counted >= ENOUGH;
  const double of = (double) (tally->n_samples ? tally->n_samples : tally->counted);
  const gboolean nothing_good = tally->counted >= ENOUGH && tally->bad == tally->counted;
  if (!nothing_good && (!judged || (double) tally->bad <= P2P_LIMIT_BAD_SHARE * of))
    return TRUE;
  g_set_error (error, P2P_ERROR, P2P_ERROR_DATA,
      "%" G_GUINT64_FORMAT " of the first %" G_GUINT64_FORMAT
      " pictures cannot be used, more than %g %% of the data set; check --dataroot, and repair "
      "or remove the files named in the warnings",
      tally->bad, tally->counted, 100 * P2P_LIMIT_BAD_SHARE);
  return FALSE;
}
