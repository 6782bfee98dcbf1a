/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "tile.h"

#include <string.h>
#include "device.h"

#define LANES P2P_CPU_LANES
#define ALWAYS_INLINE static inline __attribute__ ((always_inline))

/* Half a row of lanes. Written out because gcc, left to itself, vectorises the
 * loops over 16 lanes the wrong way round. */
typedef float Half __attribute__ ((vector_size (32), aligned (4), may_alias));
#define HALF(p) (*(Half *) (p))
#define CONST_HALF(p) (*(const Half *) (p))

/* --- in and out --- */

void
p2p_cpu_lanes (P2pCpuLanes lanes, const float *values, int width)
{
  for (int l = 0; l < LANES; l++)
    lanes[l] = values[l % width];
}

static gboolean
is_flat (gsize step, int width, gsize pixels)
{
  return step == (gsize) width && pixels * width % LANES == 0;
}

const float *
p2p_cpu_tile_load (const float *src, gsize step, int width, gsize pixels, const float *fill,
    float *space)
{
  if (is_flat (step, width, pixels))
    return src;
  const gsize n = pixels * width;
  if (width == 1)
    for (gsize p = 0; p < pixels; p++)
      space[p] = src[p * step];
  else
    for (gsize p = 0; p < pixels; p++)
      memcpy (space + p * width, src + p * step, width * sizeof (float));
  for (gsize i = n; i < p2p_cpu_tile_size (width, pixels); i++)
    space[i] = fill ? fill[i % LANES] : 0;
  return space;
}

float *
p2p_cpu_tile_target (float *dst, gsize step, int width, gsize pixels, float *space)
{
  return is_flat (step, width, pixels) ? dst : space;
}

void
p2p_cpu_tile_store (const float *tile, float *dst, gsize step, int width, gsize pixels)
{
  if (tile == dst)
    return;
  if (width == 1)
    for (gsize p = 0; p < pixels; p++)
      dst[p * step] = tile[p];
  else
    for (gsize p = 0; p < pixels; p++)
      memcpy (dst + p * step, tile + p * width, width * sizeof (float));
}

/* --- sums: float within a tile, double between tiles --- */

P2P_CLONES_ARCH void
p2p_cpu_tile_sums (const float *x, gsize n, const float *shift, double *sum, double *square)
{
  const Half shift0 = CONST_HALF (shift), shift1 = CONST_HALF (shift + 8);
  Half s0 = { 0 }, s1 = { 0 }, q0 = { 0 }, q1 = { 0 };
  for (gsize i = 0; i < n; i += LANES) {
    const Half d0 = CONST_HALF (x + i) - shift0, d1 = CONST_HALF (x + i + 8) - shift1;
    s0 += d0;
    s1 += d1;
    q0 += d0 * d0;
    q1 += d1 * d1;
  }
  for (int l = 0; l < 8; l++) {
    sum[l] += s0[l];
    sum[l + 8] += s1[l];
    square[l] += q0[l];
    square[l + 8] += q1[l];
  }
}

P2P_CLONES_ARCH void
p2p_cpu_tile_products (const float *g, const float *x, gsize n, const float *mean, double *sum,
    double *product)
{
  const Half mean0 = CONST_HALF (mean), mean1 = CONST_HALF (mean + 8);
  Half s0 = { 0 }, s1 = { 0 }, q0 = { 0 }, q1 = { 0 };
  for (gsize i = 0; i < n; i += LANES) {
    const Half g0 = CONST_HALF (g + i), g1 = CONST_HALF (g + i + 8);
    s0 += g0;
    s1 += g1;
    q0 += g0 * (CONST_HALF (x + i) - mean0);
    q1 += g1 * (CONST_HALF (x + i + 8) - mean1);
  }
  for (int l = 0; l < 8; l++) {
    sum[l] += s0[l];
    sum[l + 8] += s1[l];
    product[l] += q0[l];
    product[l + 8] += q1[l];
  }
}

/* --- forward --- */

P2P_CLONES_ARCH void
p2p_cpu_tile_affine (const float *restrict x, gsize n, const float *restrict mean,
    const float *restrict scale, const float *restrict beta, float *restrict v)
{
  const Half mean0 = CONST_HALF (mean), mean1 = CONST_HALF (mean + 8);
  const Half scale0 = CONST_HALF (scale), scale1 = CONST_HALF (scale + 8);
  const Half beta0 = CONST_HALF (beta), beta1 = CONST_HALF (beta + 8);
  for (gsize i = 0; i < n; i += LANES) {
    HALF (v + i) = (CONST_HALF (x + i) - mean0) * scale0 + beta0;
    HALF (v + i + 8) = (CONST_HALF (x + i + 8) - mean1) * scale1 + beta1;
  }
}

P2P_CLONES_ARCH void
p2p_cpu_tile_multiply (float *restrict v, const float *restrict m, gsize n)
{
  for (gsize i = 0; i < n; i++)
    v[i] *= m[i];
}

P2P_CLONES_ARCH void
p2p_cpu_tile_add (float *restrict y, gsize n, const float *restrict a)
{
  const Half a0 = CONST_HALF (a), a1 = CONST_HALF (a + 8);
  for (gsize i = 0; i < n; i += LANES) {
    HALF (y + i) += a0;
    HALF (y + i + 8) += a1;
  }
}

/* exp (x) for x in [-87, 0], error below 2 ulp: 2^k by adding k to the exponent
 * bits, the rest by a polynomial (Cephes' expf). */
ALWAYS_INLINE float
exp_negative (float x)
{
  const float k = __builtin_floorf (x * 1.44269504f + 0.5f);
  const float r = (x - k * 0.693359375f) - k * -2.12194440e-4f;
  float p = 1.9875691500e-4f;
  p = p * r + 1.3981999507e-3f;
  p = p * r + 8.3334519073e-3f;
  p = p * r + 4.1665795894e-2f;
  p = p * r + 1.6666665459e-1f;
  p = p * r + 5.0000001201e-1f;
  p = p * r * r + r + 1.0f;
  union
  {
    gint32 i;
    float f;
  } two = { .i = ((gint32) k + 127) << 23 };
  return p * two.f;
}

/* tanh without a branch, error below 2e-7: an odd polynomial near zero (Cephes),
 * (1 - e) / (1 + e) with e = exp (-2 |v|) elsewhere. */
ALWAYS_INLINE float
fast_tanh (float v)
{
  const float a = __builtin_fabsf (v), z = v * v;
  float p = -5.70498872745e-3f;
  p = p * z + 2.06390887954e-2f;
  p = p * z - 5.37397155531e-2f;
  p = p * z + 1.33314422036e-1f;
  p = p * z - 3.33332819422e-1f;
  const float small = p * z * v + v;
  const float e = exp_negative (-2.0f * (a < 40.0f ? a : 40.0f));
  const float large = __builtin_copysignf ((1.0f - e) / (1.0f + e), v);
  return a < 0.625f ? small : large;
}

ALWAYS_INLINE float
activate (P2pAct act, float v)
{
  return act == P2P_ACT_RELU    ? (v > 0.0f ? v : 0.0f)
         : act == P2P_ACT_LEAKY ? (v > 0.0f ? v : 0.2f * v)
         : act == P2P_ACT_TANH  ? fast_tanh (v)
                                : v;
}

ALWAYS_INLINE float
slope (P2pAct act, float v)
{
  if (act == P2P_ACT_TANH) {
    const float t = fast_tanh (v);
    return 1.0f - t * t;
  }
  return act == P2P_ACT_RELU    ? (v > 0.0f ? 1.0f : 0.0f)
         : act == P2P_ACT_LEAKY ? (v > 0.0f ? 1.0f : 0.2f)
                                : 1.0f;
}

/* ACT is a constant where these are inlined, so each becomes one tight loop. */
ALWAYS_INLINE void
act_loop (const P2pAct act, const float *restrict v, const float *restrict add, gsize n,
    float *restrict y)
{
  if (add)
    for (gsize i = 0; i < n; i++)
      y[i] = activate (act, v[i]) + add[i];
  else
    for (gsize i = 0; i < n; i++)
      y[i] = activate (act, v[i]);
}

ALWAYS_INLINE void
slope_loop (const P2pAct act, const float *restrict v, const float *restrict dy, gsize n,
    gboolean accumulate, float *restrict g)
{
  if (accumulate)
    for (gsize i = 0; i < n; i++)
      g[i] += slope (act, v[i]) * dy[i];
  else
    for (gsize i = 0; i < n; i++)
      g[i] = slope (act, v[i]) * dy[i];
}

P2P_CLONES_ARCH void
p2p_cpu_tile_act (P2pAct act, const float *v, const float *add, gsize n, float *y)
{
  switch (act) {
    case P2P_ACT_NONE:
      act_loop (P2P_ACT_NONE, v, add, n, y);
      break;
    case P2P_ACT_RELU:
      act_loop (P2P_ACT_RELU, v, add, n, y);
      break;
    case P2P_ACT_LEAKY:
      act_loop (P2P_ACT_LEAKY, v, add, n, y);
      break;
    case P2P_ACT_TANH:
      act_loop (P2P_ACT_TANH, v, add, n, y);
      break;
  }
}

/* --- backward --- */

P2P_CLONES_ARCH void
p2p_cpu_tile_slope (P2pAct act, const float *v, const float *dy, gsize n, gboolean accumulate,
    float *g)
{
  switch (act) {
    case P2P_ACT_NONE:
      slope_loop (P2P_ACT_NONE, v, dy, n, accumulate, g);
      break;
    case P2P_ACT_RELU:
      slope_loop (P2P_ACT_RELU, v, dy, n, accumulate, g);
      break;
    case P2P_ACT_LEAKY:
      slope_loop (P2P_ACT_LEAKY, v, dy, n, accumulate, g);
      break;
    case P2P_ACT_TANH:
      slope_loop (P2P_ACT_TANH, v, dy, n, accumulate, g);
      break;
  }
}

P2P_CLONES_ARCH void
p2p_cpu_tile_gradient (const float *restrict g, const float *restrict x, gsize n,
    const float *restrict mean, const float *restrict a, const float *restrict b,
    const float *restrict c, float *restrict dx)
{
  const Half mean0 = CONST_HALF (mean), mean1 = CONST_HALF (mean + 8);
  const Half a0 = CONST_HALF (a), a1 = CONST_HALF (a + 8);
  const Half b0 = CONST_HALF (b), b1 = CONST_HALF (b + 8);
  const Half c0 = CONST_HALF (c), c1 = CONST_HALF (c + 8);
  for (gsize i = 0; i < n; i += LANES) {
    const Half x0 = CONST_HALF (x + i) - mean0, x1 = CONST_HALF (x + i + 8) - mean1;
    HALF (dx + i) = a0 * (CONST_HALF (g + i) - b0 - x0 * c0);
    HALF (dx + i + 8) = a1 * (CONST_HALF (g + i + 8) - b1 - x1 * c1);
  }
}

/* --- directions --- */

P2P_CLONES_ARCH void
p2p_cpu_tile_moments (const float *g, const float *v, const float *x, gsize n, const float *mean,
    double (*sum)[LANES])
{
  for (int half = 0; half < LANES; half += 8) {
    const Half shift = CONST_HALF (mean + half);
    Half s[P2P_CPU_MOMENTS] = { { 0 } };
    for (gsize i = half; i < n; i += LANES) {
      const Half gi = CONST_HALF (g + i), vi = CONST_HALF (v + i), xi = CONST_HALF (x + i) - shift;
      s[P2P_CPU_SUM_G] += gi;
      s[P2P_CPU_SUM_V] += vi;
      s[P2P_CPU_SUM_GV] += gi * vi;
      s[P2P_CPU_SUM_GX] += gi * xi;
      s[P2P_CPU_SUM_VX] += vi * xi;
    }
    for (int k = 0; k < P2P_CPU_MOMENTS; k++)
      for (int l = 0; l < 8; l++)
        sum[k][half + l] += s[k][l];
  }
}

P2P_CLONES_ARCH void
p2p_cpu_tile_combine (const float *x, const float *g, const float *v, gsize n, const float *mean,
    const P2pCpuMix *mix, float *dx)
{
  for (int half = 0; half < LANES; half += 8) {
    const Half shift = CONST_HALF (mean + half), by_x = CONST_HALF (mix->by_x + half);
    const Half by_g = CONST_HALF (mix->by_g + half), by_v = CONST_HALF (mix->by_v + half);
    const Half rest = CONST_HALF (mix->rest + half);
    for (gsize i = half; i < n; i += LANES)
      HALF (dx + i) = by_x * (CONST_HALF (x + i) - shift) + by_g * CONST_HALF (g + i)
                      + by_v * CONST_HALF (v + i) + rest;
  }
}
