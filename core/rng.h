/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* Draws in sequence for host code. A stream is named by what it is for and an
 * index; two streams never share a number. Cheap to make, nothing to free. */

#include <glib.h>
#include "rng-defs.h"

typedef enum
{
  P2P_RNG_INIT = 1, /* initial weights; index: a hash of the parameter's name */
  P2P_RNG_ORDER,    /* shuffling; index: epoch */
  P2P_RNG_CROP,     /* crop and flip; index: epoch << 40 | side << 38 | sample */
  P2P_RNG_DEMO,     /* the demo's pictures; index: picture */
  P2P_RNG_PAIR,     /* partner of an unpaired sample; index: epoch << 40 | sample */
  P2P_RNG_TEST,
  P2P_RNG_POOL /* which earlier picture the discriminator sees; index: step << 8 | pool */
} P2pRngPurpose;

typedef struct
{
  guint64 seed, index;
  guint32 purpose, drawn;
  P2pPhilox block;
} P2pRng;

void p2p_rng_init (P2pRng *rng, guint64 seed, P2pRngPurpose purpose, guint64 index);

guint32 p2p_rng_uint (P2pRng *rng);
/* Uniform in 0 .. BELOW - 1, without bias; BELOW > 0. */
guint32 p2p_rng_below (P2pRng *rng, guint32 below);
/* Uniform in [0, 1). */
double p2p_rng_double (P2pRng *rng);
/* Normal with mean 0 and deviation 1 (Box and Muller). */
double p2p_rng_normal (P2pRng *rng);
