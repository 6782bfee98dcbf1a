/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* Whether training can use a picture of some size, as p2paligncrop and p2ptrain would find out. */

#include "core/p2p.h"

typedef struct
{
  const P2pOptions *options; /* resolved */
  const P2pDatasetMode *mode;
  P2pTransform transform;
  GHashTable *verdicts; /* of the networks, by size */
} P2pFits;

/* What the networks see; 0: nothing. */
typedef struct
{
  int width, height;
} P2pCutSize;

gboolean p2p_fits_init (P2pFits *fits, const P2pOptions *options, GError **error);
void p2p_fits_clear (P2pFits *fits);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (P2pFits, p2p_fits_clear)

/* What a file of SIDE (0: A, 1: B) becomes that holds WIDTH x HEIGHT. NULL, or why it cannot be cut;
 * STOPS: that ends training, else the file is left out. Free with g_free(). From any thread. */
char *p2p_fits_cut (const P2pFits *fits, int side, int width, int height, P2pCutSize *size,
    gboolean *stops);
/* NULL, or why the networks cannot be trained on it, which ends training. Owned. */
const char *p2p_fits_nets (P2pFits *fits, const P2pCutSize *size);
