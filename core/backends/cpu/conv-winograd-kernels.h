/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* Winograd's convolution F (4x4, 3x3): 36 multiplications where 144 are usual.
 * For tiles d of 6x6 inputs that overlap by 2 and filters w,
 *
 *   Y = A' [ (G w G') . (B' d B) ] A          16 outputs of a tile
 *   dw = G' [ (A dY A') . (B' d B) ] G        summed over tiles
 *
 * with the matrices of Cook and Toom for the points 0, +-5/8, +-5/4, infinity.
 * The usual +-1, +-2 lose four times as much precision; these are within a
 * factor of two of a direct sum. Each of the 36 products is a matrix product
 * over channels (or tiles).
 *
 * A plane set holds one such product's operand: [36][group of 8 channels][tile][8].
 * Filters in the transformed space: [36][k / 16][c][16]. */

#include <glib.h>

#define P2P_WINOGRAD_TILE 4  /* outputs on a side */
#define P2P_WINOGRAD_PATCH 6 /* inputs on a side */
#define P2P_WINOGRAD_PLANES 36
#define P2P_WINOGRAD_LANES 8
#define P2P_WINOGRAD_FILTERS 16

typedef struct
{
  float *data;
  gsize plane, group; /* floats from one to the next */
} P2pWinogradSet;

/* One picture of one group of channels: pixel (h, w) at data + (h * w_size + w) * pixel. */
typedef struct
{
  float *data;
  int h, w;
  gsize pixel;
} P2pWinogradImage;

/* A set for TILES tiles of CHANNELS channels: its size in floats. Strides are
 * made odd numbers of cache lines; powers of two fall on each other's feet. */
gsize p2p_winograd_set (P2pWinogradSet *set, int tiles, int channels);

/* All tiles of row H0 (of tiles, ACROSS in a row) into tile numbers TILE .. of
 * group G; PAD: the picture is surrounded by that many zeroes. */
void p2p_winograd_inputs (const P2pWinogradImage *x, int pad, int h0, int across,
    const P2pWinogradSet *set, int g, int tile);
void p2p_winograd_gradients (const P2pWinogradImage *dy, int h0, int across,
    const P2pWinogradSet *set, int g, int tile);
/* The other way: BIAS [8] or NULL. */
void p2p_winograd_outputs (const P2pWinogradSet *set, int g, int tile, int h0, int across,
    const float *bias, const P2pWinogradImage *y);

/* U of 8 filters from w [9][8]: to U + plane * STRIDE. FLIP turns them around. */
void p2p_winograd_filter (const float *w, gsize tap, gboolean flip, float *u, gsize stride);
/* dw [9][8] from dU. */
void p2p_winograd_filter_gradient (const float *du, gsize stride, float *dw, gsize tap,
    gboolean accumulate);

/* One plane: OUT groups K0 and K0 + 1 of all TILES = sum over channels of V and
 * the 16 filters U [C][16]. */
void p2p_winograd_multiply (const P2pWinogradSet *v, int plane, int channels, int tiles,
    const float *u, const P2pWinogradSet *out, int k0);
/* One plane: DU [C][16] = sum over tiles of V and groups K0, K0 + 1 of DY. */
void p2p_winograd_correlate (const P2pWinogradSet *v, const P2pWinogradSet *dy, int plane,
    int channels, int tiles, int k0, float *du);
