/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Box and Muller on Philox draws, written as plain loops over lanes for the
 * compiler to vectorise. Logarithm, sine and cosine are polynomials (those of
 * Moshier's Cephes library, single precision), so that no mathematics library
 * decides what a seed means. */

#include "graph/gaussian.h"

#include <math.h>
#include <string.h>
#include "clones.h"
#include "rng.h"

#define LANES 64 /* Philox blocks at a time: 4 draws each */

/* Lane i of r[0..3] becomes the block FIRST + i. */
static inline void
philox_lanes (guint64 seed, guint32 first, guint64 index, guint32 r[4][LANES])
{
  guint32 k0 = (guint32) seed, k1 = (guint32) (seed >> 32);
  for (int i = 0; i < LANES; i++) {
    r[0][i] = first + (guint32) i;
    r[1][i] = P2P_RNG_INIT;
    r[2][i] = (guint32) index;
    r[3][i] = (guint32) (index >> 32);
  }
  for (int round = 0; round < 10; round++) {
    for (int i = 0; i < LANES; i++) {
      const guint64 p0 = (guint64) 0xD2511F53u * r[0][i], p1 = (guint64) 0xCD9E8D57u * r[2][i];
      r[0][i] = (guint32) (p1 >> 32) ^ r[1][i] ^ k0;
      r[1][i] = (guint32) p1;
      r[2][i] = (guint32) (p0 >> 32) ^ r[3][i] ^ k1;
      r[3][i] = (guint32) p0;
    }
    k0 += 0x9E3779B9u;
    k1 += 0xBB67AE85u;
  }
}

/* (k + 1/2) / 2^24 for the upper 24 bits k of a draw: inside (0, 1). */
static inline float
unit (guint32 draw)
{
  return ((float) (gint32) (draw >> 8) + 0.5f) * 0x1p-24f;
}

static inline float
log_unit (float u)
{
  gint32 bits;
  memcpy (&bits, &u, sizeof bits);
  /* u = m 2^e with m in [sqrt (1/2), sqrt (2)) */
  const gint32 shifted = bits - 0x3f3504f3;
  const float e = (float) (shifted >> 23);
  bits = (shifted & 0x007fffff) + 0x3f3504f3;
  float m;
  memcpy (&m, &bits, sizeof m);
  const float x = m - 1.0f, z = x * x;
  float y = 7.0376836292e-2f;
  y = y * x - 1.1514610310e-1f;
  y = y * x + 1.1676998740e-1f;
  y = y * x - 1.2420140846e-1f;
  y = y * x + 1.4249322787e-1f;
  y = y * x - 1.6668057665e-1f;
  y = y * x + 2.0000714765e-1f;
  y = y * x - 2.4999993993e-1f;
  y = y * x + 3.3333331174e-1f;
  return x + (y * x * z - 0.5f * z) + e * 0.693147181f;
}

/* Cosine and sine of 2 pi v, v in (0, 1). */
static inline void
turn (float v, float *cosine, float *sine)
{
  const gint32 quarter = (gint32) (4.0f * v + 0.5f);
  const float a = (v - 0.25f * (float) quarter) * 6.283185307f, z = a * a;
  const float s = ((-1.9515295891e-4f * z + 8.3321608736e-3f) * z - 1.6666654611e-1f) * z * a + a;
  const float c =
      ((2.443315712e-5f * z - 1.388731625e-3f) * z + 4.166664568e-2f) * z * z - 0.5f * z + 1.0f;
  const float x = quarter & 1 ? s : c, y = quarter & 1 ? c : s;
  *cosine = (quarter + 1) & 2 ? -x : x;
  *sine = quarter & 2 ? -y : y;
}

P2P_CLONES_WIDE static void
fill_lanes (guint64 seed, guint32 first, guint64 index, float mean, float deviation,
    float values[4][LANES])
{
  guint32 r[4][LANES];
  philox_lanes (seed, first, index, r);
  for (int half = 0; half < 4; half += 2)
    for (int i = 0; i < LANES; i++) {
      float cosine, sine;
      const float radius = deviation * sqrtf (-2.0f * log_unit (unit (r[half][i])));
      turn (unit (r[half + 1][i]), &cosine, &sine);
      values[half][i] = mean + radius * cosine;
      values[half + 1][i] = mean + radius * sine;
    }
}

void
p2p_gaussian_fill (guint64 seed, guint64 index, double mean, double deviation, float *values,
    gsize n)
{
  const gsize group = 4 * LANES, groups = (n + group - 1) / group;
#pragma omp parallel for schedule(static)
  for (gsize g = 0; g < groups; g++) {
    float block[4][LANES];
    fill_lanes (seed, (guint32) (g * LANES), index, (float) mean, (float) deviation, block);
    memcpy (values + g * group, block, MIN (group, n - g * group) * sizeof (float));
  }
}
