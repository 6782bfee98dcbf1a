/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "rng.h"

#include <math.h>

void
p2p_rng_init (P2pRng *rng, guint64 seed, P2pRngPurpose purpose, guint64 index)
{
  *rng = (P2pRng){ .seed = seed, .index = index, .purpose = purpose };
}

guint32
p2p_rng_uint (P2pRng *rng)
{
  if (rng->drawn % 4 == 0)
    rng->block = p2p_philox (rng->seed, rng->drawn / 4, rng->purpose, (guint32) rng->index,
        (guint32) (rng->index >> 32));
  return rng->block.v[rng->drawn++ % 4];
}

/* Lemire's method: the high half of a product, rejecting the short remainder. */
guint32
p2p_rng_below (P2pRng *rng, guint32 below)
{
  const guint32 reject = (guint32) -below % below;
  guint64 product;
  do
    product = (guint64) p2p_rng_uint (rng) * below;
  while ((guint32) product < reject);
  return (guint32) (product >> 32);
}

double
p2p_rng_double (P2pRng *rng)
{
  const guint64 high = p2p_rng_uint (rng) >> 5, low = p2p_rng_uint (rng) >> 6;
  return (double) (high << 26 | low) / 9007199254740992.0;
}

double
p2p_rng_normal (P2pRng *rng)
{
  const double u = 1.0 - p2p_rng_double (rng), v = p2p_rng_double (rng);
  return sqrt (-2.0 * log (u)) * cos (2.0 * G_PI * v);
}
