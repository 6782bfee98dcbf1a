/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* How activations lie in memory. With channels in blocks of B, number
 * (n, c, p) of a picture of P pixels stands at
 *
 *   ((n * (C / B) + c / B) * P + p) * B + c % B
 *
 * B = 1 is nchw, B = 8 or 16 what convolutions like on AVX2 and AVX-512, B = C
 * is nhwc. Own kernels see a buffer, or some channels of it, through a view. */

#include "types.h"

typedef struct
{
  float *data;   /* of the first channel; NULL until it is pointed there, */
  gsize offset;  /* so many floats behind the beginning of the buffer */
  int width;     /* so many channels lie side by side: 1, 8 or 16 */
  gsize picture; /* floats from one picture to the next, */
  gsize block;   /* from one group of `width` channels to the next, */
  gsize pixel;   /* and from one pixel to the next */
} P2pCpuView;

/* Channels c0 .. c0 + c - 1 of a buffer of SHAPE in blocks of BLOCK; both c0
 * and c are multiples of the block unless that is all channels. Without `data`. */
P2pCpuView p2p_cpu_view (const P2pShape *shape, int block, int c0, int c);

/* First pixel of channel C. */
static inline float *
p2p_cpu_view_at (const P2pCpuView *v, int n, int c)
{
  return v->data + n * v->picture + (gsize) (c / v->width) * v->block + c % v->width;
}
