/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* A counter-based random generator (Philox 4x32, 10 rounds; Salmon et al., SC
 * 2011). A draw is a pure function of a key and a counter: no state, no order,
 * the same number on every back-end and whatever the number of threads.
 *
 * Who uses which counter {c0, c1, c2, c3}:
 *   dropout     { element / 4, layer | stream << 16, step, step >> 32 }
 *   between     { picture, 0xB7000000 | stream, step, step >> 32 }
 *   shuffling, crops, initial values: rng users in C go through P2pRng below,
 *   { draw / 4, purpose, index, index >> 32 }
 * The key is always the run's seed. */

#include <stdint.h>

#ifndef P2P_FN
#define P2P_FN static inline
#endif

typedef struct
{
  uint32_t v[4];
} P2pPhilox;

P2P_FN P2pPhilox
p2p_philox (uint64_t key, uint32_t c0, uint32_t c1, uint32_t c2, uint32_t c3)
{
  uint32_t k0 = (uint32_t) key, k1 = (uint32_t) (key >> 32);
  P2pPhilox r;
  int round;
  for (round = 0; round < 10; round++) {
    const uint64_t p0 = (uint64_t) 0xD2511F53u * c0, p1 = (uint64_t) 0xCD9E8D57u * c2;
    const uint32_t n0 = (uint32_t) (p1 >> 32) ^ c1 ^ k0, n2 = (uint32_t) (p0 >> 32) ^ c3 ^ k1;
    c1 = (uint32_t) p1;
    c3 = (uint32_t) p0;
    c0 = n0;
    c2 = n2;
    k0 += 0x9E3779B9u;
    k1 += 0xBB67AE85u;
  }
  r.v[0] = c0;
  r.v[1] = c1;
  r.v[2] = c2;
  r.v[3] = c3;
  return r;
}

/* Four dropout decisions at once: bit i of the result is set when element
 * 4 * block + i of the tensor (counted as n, c, h, w) is kept; it is dropped
 * with probability RATE. */
P2P_FN unsigned
p2p_dropout_keep (uint64_t seed, uint64_t step, uint32_t stream, uint32_t layer, uint32_t block,
    float rate)
{
  const P2pPhilox r =
      p2p_philox (seed, block, layer | stream << 16, (uint32_t) step, (uint32_t) (step >> 32));
  const uint32_t threshold = (uint32_t) (rate * 4294967040.0f);
  unsigned keep = 0;
  int i;
  for (i = 0; i < 4; i++)
    keep |= (unsigned) (r.v[i] >= threshold) << i;
  return keep;
}

/* Where picture N's point between a real and a fake one lies, for a gradient
 * penalty: uniform in [0, 1). STREAM tells several penalties of a step apart. */
P2P_FN float
p2p_between (uint64_t seed, uint64_t step, uint32_t stream, uint32_t n)
{
  const P2pPhilox r =
      p2p_philox (seed, n, 0xB7000000u | stream, (uint32_t) step, (uint32_t) (step >> 32));
  return (float) (r.v[0] >> 8) / 16777216.0f;
}
