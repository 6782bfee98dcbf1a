/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "conv-winograd-kernels.h"

#include "device.h"

#define LANES P2P_WINOGRAD_LANES
#define PATCH P2P_WINOGRAD_PATCH
#define TILE P2P_WINOGRAD_TILE
#define INLINE static inline __attribute__ ((always_inline))

typedef float Lanes __attribute__ ((vector_size (32), aligned (4), may_alias));
#define AT(p) (*(Lanes *) (p))
#define CONST_AT(p) (*(const Lanes *) (p))

/* The points, their powers and the factors of G. */
#define A 0.625f
#define A2 (A * A)
#define A3 (A * A * A)
#define B 1.25f
#define B2 (B * B)
#define B3 (B * B * B)
#define G0 (1.0f / (A2 * B2))
#define GA (1.0f / (2.0f * A2 * (A2 - B2)))
#define GB (1.0f / (2.0f * B2 * (B2 - A2)))

gsize
p2p_winograd_set (P2pWinogradSet *set, int tiles, int channels)
{
  const gsize line = 16;
  set->group = ((gsize) tiles * LANES + line - 1) / line * line | line;
  set->plane = (set->group * (gsize) (channels / LANES)) | line;
  return set->plane * P2P_WINOGRAD_PLANES;
}

/* --- one dimension; DS, TS: vectors from one number to the next --- */

INLINE void
input_1d (const Lanes *d, int ds, Lanes *t, int ts)
{
  const Lanes d0 = d[0], d1 = d[ds], d2 = d[2 * ds], d3 = d[3 * ds], d4 = d[4 * ds], d5 = d[5 * ds];
  const Lanes even_a = d4 - B2 * d2, odd_a = A * (d3 - B2 * d1);
  const Lanes even_b = d4 - A2 * d2, odd_b = B * (d3 - A2 * d1);
  t[0] = d4 - (A2 + B2) * d2 + A2 * B2 * d0;
  t[ts] = even_a + odd_a;
  t[2 * ts] = even_a - odd_a;
  t[3 * ts] = even_b + odd_b;
  t[4 * ts] = even_b - odd_b;
  t[5 * ts] = d5 - (A2 + B2) * d3 + A2 * B2 * d1;
}

INLINE void
output_1d (const Lanes *m, int ms, Lanes *y, int ys)
{
  const Lanes sum_a = m[ms] + m[2 * ms], difference_a = m[ms] - m[2 * ms];
  const Lanes sum_b = m[3 * ms] + m[4 * ms], difference_b = m[3 * ms] - m[4 * ms];
  y[0] = m[0] + sum_a + sum_b;
  y[ys] = A * difference_a + B * difference_b;
  y[2 * ys] = A2 * sum_a + B2 * sum_b;
  y[3 * ys] = A3 * difference_a + B3 * difference_b + m[5 * ms];
}

/* The transpose of output_1d. */
INLINE void
gradient_1d (const Lanes *g, int gs, Lanes *t, int ts)
{
  const Lanes g0 = g[0], g1 = g[gs], g2 = g[2 * gs], g3 = g[3 * gs];
  const Lanes even_a = g0 + A2 * g2, odd_a = A * g1 + A3 * g3;
  const Lanes even_b = g0 + B2 * g2, odd_b = B * g1 + B3 * g3;
  t[0] = g0;
  t[ts] = even_a + odd_a;
  t[2 * ts] = even_a - odd_a;
  t[3 * ts] = even_b + odd_b;
  t[4 * ts] = even_b - odd_b;
  t[5 * ts] = g3;
}

INLINE void
filter_1d (const Lanes *w, int ws, Lanes *u, int us)
{
  const Lanes w0 = w[0], w1 = w[ws], w2 = w[2 * ws];
  const Lanes even_a = GA * w0 + GA * A2 * w2, odd_a = GA * A * w1;
  const Lanes even_b = GB * w0 + GB * B2 * w2, odd_b = GB * B * w1;
  u[0] = G0 * w0;
  u[us] = even_a + odd_a;
  u[2 * us] = even_a - odd_a;
  u[3 * us] = even_b + odd_b;
  u[4 * us] = even_b - odd_b;
  u[5 * us] = w2;
}

/* The transpose of filter_1d. */
INLINE void
filter_gradient_1d (const Lanes *u, int us, Lanes *w, int ws)
{
  const Lanes sum_a = GA * (u[us] + u[2 * us]), difference_a = GA * (u[us] - u[2 * us]);
  const Lanes sum_b = GB * (u[3 * us] + u[4 * us]), difference_b = GB * (u[3 * us] - u[4 * us]);
  w[0] = G0 * u[0] + sum_a + sum_b;
  w[ws] = A * difference_a + B * difference_b;
  w[2 * ws] = A2 * sum_a + B2 * sum_b + u[5 * us];
}

/* --- tiles --- */

/* SIZE x SIZE pixels from row H and column W on, zero outside the picture. */
INLINE void
load (const P2pWinogradImage *x, int h, int w, const int size, Lanes *d)
{
  const Lanes zero = { 0 };
  const gboolean whole = h >= 0 && w >= 0 && h + size <= x->h && w + size <= x->w;
  for (int i = 0; i < size; i++) {
    const float *row = x->data + ((gssize) (h + i) * x->w + w) * (gssize) x->pixel;
    for (int j = 0; j < size; j++)
      d[i * size + j] = whole || (h + i >= 0 && h + i < x->h && w + j >= 0 && w + j < x->w)
                            ? CONST_AT (row + j * x->pixel)
                            : zero;
  }
}

INLINE void
store_planes (const Lanes *t, const P2pWinogradSet *set, int g, int tile)
{
  float *dst = set->data + g * set->group + (gsize) tile * LANES;
  for (int p = 0; p < P2P_WINOGRAD_PLANES; p++)
    AT (dst + p * set->plane) = t[p];
}

P2P_CLONES_ARCH void
p2p_winograd_inputs (const P2pWinogradImage *x, int pad, int h0, int across,
    const P2pWinogradSet *set, int g, int tile)
{
  Lanes d[PATCH * PATCH], t[PATCH * PATCH];
  for (int i = 0; i < across; i++) {
    load (x, h0 * TILE - pad, i * TILE - pad, PATCH, d);
    for (int r = 0; r < PATCH; r++)
      input_1d (d + r * PATCH, 1, t + r * PATCH, 1);
    for (int c = 0; c < PATCH; c++)
      input_1d (t + c, PATCH, d + c, PATCH);
    store_planes (d, set, g, tile + i);
  }
}

P2P_CLONES_ARCH void
p2p_winograd_gradients (const P2pWinogradImage *dy, int h0, int across, const P2pWinogradSet *set,
    int g, int tile)
{
  Lanes d[TILE * TILE], t[TILE * PATCH], out[PATCH * PATCH];
  for (int i = 0; i < across; i++) {
    load (dy, h0 * TILE, i * TILE, TILE, d);
    for (int r = 0; r < TILE; r++)
      gradient_1d (d + r * TILE, 1, t + r * PATCH, 1);
    for (int c = 0; c < PATCH; c++)
      gradient_1d (t + c, PATCH, out + c, PATCH);
    store_planes (out, set, g, tile + i);
  }
}

P2P_CLONES_ARCH void
p2p_winograd_outputs (const P2pWinogradSet *set, int g, int tile, int h0, int across,
    const float *bias, const P2pWinogradImage *y)
{
  const Lanes zero = { 0 }, b = bias ? CONST_AT (bias) : zero;
  const int rows = MIN (TILE, y->h - h0 * TILE);
  Lanes m[PATCH * PATCH], t[TILE * PATCH], d[TILE * TILE];
  for (int i = 0; i < across; i++) {
    const float *src = set->data + g * set->group + (gsize) (tile + i) * LANES;
    const int columns = MIN (TILE, y->w - i * TILE);
    for (int p = 0; p < P2P_WINOGRAD_PLANES; p++)
      m[p] = CONST_AT (src + p * set->plane);
    for (int c = 0; c < PATCH; c++)
      output_1d (m + c, PATCH, t + c, PATCH);
    for (int r = 0; r < TILE; r++)
      output_1d (t + r * PATCH, 1, d + r * TILE, 1);
    for (int r = 0; r < rows; r++) {
      float *row = y->data + ((gsize) (h0 * TILE + r) * y->w + i * TILE) * y->pixel;
      for (int c = 0; c < columns; c++)
        AT (row + c * y->pixel) = d[r * TILE + c] + b;
    }
  }
}

/* --- filters --- */

P2P_CLONES_ARCH void
p2p_winograd_filter (const float *w, gsize tap, gboolean flip, float *u, gsize stride)
{
  Lanes d[9], t[3 * PATCH], out[PATCH * PATCH];
  for (int i = 0; i < 9; i++)
    d[i] = CONST_AT (w + (flip ? 8 - i : i) * tap);
  for (int r = 0; r < 3; r++)
    filter_1d (d + r * 3, 1, t + r * PATCH, 1);
  for (int c = 0; c < PATCH; c++)
    filter_1d (t + c, PATCH, out + c, PATCH);
  for (int p = 0; p < P2P_WINOGRAD_PLANES; p++)
    AT (u + p * stride) = out[p];
}

P2P_CLONES_ARCH void
p2p_winograd_filter_gradient (const float *du, gsize stride, float *dw, gsize tap,
    gboolean accumulate)
{
  Lanes u[PATCH * PATCH], t[3 * PATCH], d[9];
  for (int p = 0; p < P2P_WINOGRAD_PLANES; p++)
    u[p] = CONST_AT (du + p * stride);
  for (int c = 0; c < PATCH; c++)
    filter_gradient_1d (u + c, PATCH, t + c, PATCH);
  for (int r = 0; r < 3; r++)
    filter_gradient_1d (t + r * PATCH, 1, d + r * 3, 1);
  for (int i = 0; i < 9; i++)
    if (accumulate)
      AT (dw + i * tap) += d[i];
    else
      AT (dw + i * tap) = d[i];
}

/* --- products --- */

/* ROWS tiles by 16 filters; ROWS is a constant where this is inlined. */
INLINE void
multiply_rows (const float *v, gsize group, int groups, const float *u, float *out0, float *out1,
    const int rows)
{
  Lanes sum[6][2] = { { { 0 } } };
  for (int g = 0; g < groups; g++, v += group)
    for (int c = 0; c < LANES; c++, u += P2P_WINOGRAD_FILTERS) {
      const Lanes u0 = CONST_AT (u), u1 = CONST_AT (u + LANES);
#pragma GCC unroll 6
      for (int r = 0; r < rows; r++) {
        sum[r][0] += v[r * LANES + c] * u0;
        sum[r][1] += v[r * LANES + c] * u1;
      }
    }
#pragma GCC unroll 6
  for (int r = 0; r < rows; r++) {
    AT (out0 + r * LANES) = sum[r][0];
    AT (out1 + r * LANES) = sum[r][1];
  }
}

P2P_CLONES_ARCH void
p2p_winograd_multiply (const P2pWinogradSet *v, int plane, int channels, int tiles, const float *u,
    const P2pWinogradSet *out, int k0)
{
  const float *src = v->data + plane * v->plane;
  float *dst0 = out->data + plane * out->plane + k0 * out->group, *dst1 = dst0 + out->group;
  const int groups = channels / LANES;
  int i = 0;
  for (; i + 6 <= tiles; i += 6)
    multiply_rows (src + i * LANES, v->group, groups, u, dst0 + i * LANES, dst1 + i * LANES, 6);
  for (; i + 4 <= tiles; i += 4)
    multiply_rows (src + i * LANES, v->group, groups, u, dst0 + i * LANES, dst1 + i * LANES, 4);
  for (; i < tiles; i++)
    multiply_rows (src + i * LANES, v->group, groups, u, dst0 + i * LANES, dst1 + i * LANES, 1);
}

/* Four channels by 16 filters. */
INLINE void
correlate_rows (const float *v, const float *dy0, const float *dy1, int tiles, float *du)
{
  Lanes sum[4][2] = { { { 0 } } };
  for (int i = 0; i < tiles; i++) {
    const Lanes d0 = CONST_AT (dy0 + i * LANES), d1 = CONST_AT (dy1 + i * LANES);
#pragma GCC unroll 4
    for (int c = 0; c < 4; c++) {
      sum[c][0] += v[i * LANES + c] * d0;
      sum[c][1] += v[i * LANES + c] * d1;
    }
  }
#pragma GCC unroll 4
  for (int c = 0; c < 4; c++) {
    AT (du + c * P2P_WINOGRAD_FILTERS) = sum[c][0];
    AT (du + c * P2P_WINOGRAD_FILTERS + LANES) = sum[c][1];
  }
}

P2P_CLONES_ARCH void
p2p_winograd_correlate (const P2pWinogradSet *v, const P2pWinogradSet *dy, int plane, int channels,
    int tiles, int k0, float *du)
{
  const float *d0 = dy->data + plane * dy->plane + k0 * dy->group, *d1 = d0 + dy->group;
  for (int c = 0; c < channels; c += 4)
    correlate_rows (v->data + plane * v->plane + c / LANES * v->group + c % LANES, d0, d1, tiles,
        du + c * P2P_WINOGRAD_FILTERS);
}
