/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* The words that every file of the core shares.
 *
 * Pictures and activations have four sides, always named in this order:
 *   n  pictures in the batch     c  channels     h  rows     w  columns
 * and, wherever a layout is visible at all (upload, download, files), lie as
 * n-major float32 ("NCHW"). What a back-end keeps between two passes is its
 * own affair. Pictures are in [-1, 1]: (v / 255 - 0.5) / 0.5 of a byte v. */

#include <glib.h>

typedef struct
{
  int n, c, h, w;
} P2pShape;

static inline gsize
p2p_shape_count (const P2pShape *s)
{
  return (gsize) s->n * s->c * s->h * s->w;
}

static inline gboolean
p2p_shape_equal (const P2pShape *a, const P2pShape *b)
{
  return a->n == b->n && a->c == b->c && a->h == b->h && a->w == b->w;
}

/* P2P_CONV: weight [out, in, k, k]. P2P_CONV_T, the transposed convolution:
 * weight [in, out, k, k]; its output is (size - 1) * stride - 2 pad + k + out_pad. */
typedef enum
{
  P2P_CONV,
  P2P_CONV_T
} P2pConvKind;

/* Zero padding belongs to the convolution; reflection is a pass of its own
 * before a convolution without padding. The edge pixel is not repeated. */
typedef enum
{
  P2P_PAD_ZERO,
  P2P_PAD_REFLECT
} P2pPadMode;

typedef enum
{
  P2P_NORM_NONE,
  P2P_NORM_BATCH,   /* over n, h, w; gain, shift and running statistics */
  P2P_NORM_INSTANCE /* over h, w of each picture; no parameters */
} P2pNorm;

/* Values and slopes are the rows of pointwise-defs.h, in this order. */
typedef enum
{
  P2P_ACT_NONE,
  P2P_ACT_RELU,
  P2P_ACT_LEAKY, /* slope 0.2 below zero */
  P2P_ACT_TANH
} P2pAct;

/* Where a batch norm takes its mean and variance from. */
typedef enum
{
  P2P_STATS_BATCH,   /* this batch (always so in training) */
  P2P_STATS_RUNNING, /* the averages kept while training */
  P2P_STATS_IMAGE    /* each picture alone: a batch gives what single pictures give */
} P2pStats;

#define P2P_NORM_EPS 1e-5f     /* added to the variance, batch and instance alike */
#define P2P_NORM_MOMENTUM 0.1f /* share of the new batch in the running statistics */
