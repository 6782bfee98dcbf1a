/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* Pointwise work in small pieces that stay in the first-level cache. A tile is
 * some pixels of a group of channels, flat: a multiple of 16 floats where
 * number i belongs to lane i % 16. With groups of 8 or 16 channels a lane is a
 * channel (or every other pixel of it), with plain layouts all lanes are one
 * channel. So one set of flat loops serves all layouts, and what varies by
 * channel is an array of 16. */

#include "layout.h"

#define P2P_CPU_LANES 16
#define P2P_CPU_TILE 1024 /* floats */

typedef float P2pCpuLanes[P2P_CPU_LANES];

static inline gsize
p2p_cpu_tile_pixels (int width)
{
  return P2P_CPU_TILE / (gsize) width;
}

/* Floats of a tile of PIXELS pixels, padding to whole rows of lanes included. */
static inline gsize
p2p_cpu_tile_size (int width, gsize pixels)
{
  return (pixels * width + P2P_CPU_LANES - 1) / P2P_CPU_LANES * P2P_CPU_LANES;
}

/* VALUES [width] repeated over the lanes. */
void p2p_cpu_lanes (P2pCpuLanes lanes, const float *values, int width);

/* The tile at SRC, whose pixels are STEP floats apart: SRC itself or, where it
 * does not lie flat, a copy in SPACE [P2P_CPU_TILE] filled up with FILL. */
const float *p2p_cpu_tile_load (const float *src, gsize step, int width, gsize pixels,
    const float *fill, float *space);
/* Where to put a tile for DST: DST itself or SPACE; afterwards store it. */
float *p2p_cpu_tile_target (float *dst, gsize step, int width, gsize pixels, float *space);
void p2p_cpu_tile_store (const float *tile, float *dst, gsize step, int width, gsize pixels);

/* N: floats in the tile. Sums are by lane and added to. */
/*   sum += x - shift, square += (x - shift)^2 */
void p2p_cpu_tile_sums (const float *x, gsize n, const float *shift, double *sum, double *square);
/*   sum += g, product += g (x - mean) */
void p2p_cpu_tile_products (const float *g, const float *x, gsize n, const float *mean, double *sum,
    double *product);
/*   v = (x - mean) scale + beta */
void p2p_cpu_tile_affine (const float *x, gsize n, const float *mean, const float *scale,
    const float *beta, float *v);
/*   v = v m */
void p2p_cpu_tile_multiply (float *v, const float *m, gsize n);
/*   y = act (v) + add; ADD may be NULL */
void p2p_cpu_tile_act (P2pAct act, const float *v, const float *add, gsize n, float *y);
/*   g = act' (v) dy, or g += that */
void p2p_cpu_tile_slope (P2pAct act, const float *v, const float *dy, gsize n, gboolean accumulate,
    float *g);
/*   dx = a (g - b - (x - mean) c) */
void p2p_cpu_tile_gradient (const float *g, const float *x, gsize n, const float *mean,
    const float *a, const float *b, const float *c, float *dx);
/*   y += a, where a is by lane */
void p2p_cpu_tile_add (float *y, gsize n, const float *a);

/* For directions sent through a norm: sums [P2P_CPU_MOMENTS, lanes] of g, v and
 * their products with each other and x - mean, added to. */
enum
{
  P2P_CPU_SUM_G,
  P2P_CPU_SUM_V,
  P2P_CPU_SUM_GV,
  P2P_CPU_SUM_GX,
  P2P_CPU_SUM_VX,
  P2P_CPU_MOMENTS
};
void p2p_cpu_tile_moments (const float *g, const float *v, const float *x, gsize n,
    const float *mean, double (*sum)[P2P_CPU_LANES]);

typedef struct
{
  P2pCpuLanes by_x, by_g, by_v, rest;
} P2pCpuMix;
/*   dx = by_x (x - mean) + by_g g + by_v v + rest */
void p2p_cpu_tile_combine (const float *x, const float *g, const float *v, gsize n,
    const float *mean, const P2pCpuMix *mix, float *dx);
