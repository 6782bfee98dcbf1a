/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* The demo's data set: painted pairs in DIR/train and DIR/val, side by side in
 * PNGs, as any data set of pairs; and what the best answer would be of somebody who
 * only knows one colour for each label. */

#include "core/p2p.h"

#define P2P_DEMO_PAIRS_HELD_OUT 8

typedef struct
{
  guint64 seed;
  int size; /* of a picture, in pixels */
  P2pPicture label[P2P_DEMO_PAIRS_HELD_OUT], photo[P2P_DEMO_PAIRS_HELD_OUT]; /* those in val */
  double base_l1, base_psnr; /* of the best constant colours, on those */
} P2pDemoPairs;

/* Stops early at a signal. Differences in the scores are of channels from 0 to 1. */
gboolean p2p_demo_pairs_make (P2pDemoPairs *pairs, const char *dir, guint64 seed, int size,
    int n_train, GError **error);
void p2p_demo_pairs_clear (P2pDemoPairs *pairs);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (P2pDemoPairs, p2p_demo_pairs_clear)

/* Frame K of the moving picture, at RATE frames a second: a house that is in
 * neither folder. */
void p2p_demo_pairs_film (const P2pDemoPairs *pairs, guint k, double rate, P2pPicture *label,
    P2pPicture *photo);
/* The held-out pair whose label looks most like the WIDTH x HEIGHT pixels at RGB,
 * or -1 if none is at all like it. */
int p2p_demo_pairs_recognise (const P2pDemoPairs *pairs, const guint8 *rgb, int stride);
