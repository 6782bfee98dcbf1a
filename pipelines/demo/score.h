/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* How well the network does on pairs it has not seen. */

#include "core/p2p.h"

typedef struct
{
  double l1;   /* mean difference, channels from 0 to 1 */
  double psnr; /* dB, of the mean square over all pictures */
  guint n;     /* pictures */
} P2pScore;

/* Translates DATAROOT/val with MODEL, at SIZE. */
gboolean p2p_score (P2pScore *score, const char *dataroot, const char *model, int size,
    const P2pOptions *options, GError **error);
