/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Gradient of the weights between a picture of one pixel and a slightly larger
 * one, the bottom of a U-Net. Each weight is touched once, by
 *
 *   dw[o, i, t] = sum over n of x[n, i, pixel of tap t] * dy[n, o]
 *
 * and most taps lie outside the picture: this is a matter of writing memory.
 * oneDNN has only a matrix product with scratch of several times the weights. */

#include "conv-special.h"

#include <string.h>

typedef struct
{
  P2pCpuView big, small; /* the larger picture and the single pixel */
  P2pShape shape;        /* of the larger one */
  int outputs, k, pad;
  gboolean accumulate;
} Outer;

/* The side that a convolution, mirrored if need be, leads to. */
static int
small_side (const P2pPass *p)
{
  return p->conv.kind == P2P_CONV ? p->dy[0].buffer : p->x.buffer;
}

static int
big_side (const P2pPass *p)
{
  return p->conv.kind == P2P_CONV ? p->x.buffer : p->dy[0].buffer;
}

static gboolean
fits (const P2pCpuExec *e, const P2pPass *p)
{
  if (p->kind != P2P_PASS_CONV_WEIGHTS)
    return FALSE;
  const int small = small_side (p), big = big_side (p), block = e->device->block;
  const P2pShape *s = p2p_cpu_shape (e, small);
  return s->h == 1 && s->w == 1 && p->conv.kernel > 1 && s->c % block == 0
         && p2p_cpu_shape (e, big)->c % block == 0;
}

/* The outer product of WIDTH inputs and WIDTH outputs, summed over pictures;
 * WIDTH is a constant where this is inlined. */
static inline __attribute__ ((always_inline)) void
product (const float *x, gsize x_step, const float *dy, gsize dy_step, int n, gboolean accumulate,
    float *restrict dw, const int width)
{
  for (int i = 0; i < width; i++) {
    float sum[16] = { 0 };
    for (int m = 0; m < n; m++)
      for (int o = 0; o < width; o++)
        sum[o] += x[m * x_step + i] * dy[m * dy_step + o];
    for (int o = 0; o < width; o++)
      dw[i * width + o] = accumulate ? dw[i * width + o] + sum[o] : sum[o];
  }
}

/* All taps between a group of inputs and a group of outputs. */
P2P_CPU_CLONES static void
group (const Outer *q, const float *x, const float *dy, float *dw, int width)
{
  for (int t = 0; t < q->k * q->k; t++, dw += width * width) {
    const int h = t / q->k - q->pad, w = t % q->k - q->pad;
    const gboolean inside = h >= 0 && h < q->shape.h && w >= 0 && w < q->shape.w;
    const float *at = x + (gssize) (h * q->shape.w + w) * (gssize) q->big.pixel;
    if (inside && width == 8)
      product (at, q->big.picture, dy, q->small.picture, q->shape.n, q->accumulate, dw, 8);
    else if (inside)
      product (at, q->big.picture, dy, q->small.picture, q->shape.n, q->accumulate, dw, 16);
    else if (!q->accumulate)
      memset (dw, 0, (gsize) width * width * sizeof (float));
  }
}

static void
run (P2pCpuExec *e, const P2pCpuStep *step, guint wants, gboolean accumulate)
{
  const P2pPass *p = step->pass;
  const gboolean plain = p->conv.kind == P2P_CONV;
  const Outer q = { .big = p2p_cpu_slice (e, plain ? &p->x : &p->dy[0]),
    .small = p2p_cpu_slice (e, plain ? &p->dy[0] : &p->x),
    .shape = *p2p_cpu_shape (e, big_side (p)),
    .outputs = p2p_cpu_shape (e, small_side (p))->c,
    .k = p->conv.kernel,
    .pad = p->conv.pad,
    .accumulate = accumulate };
  const int width = e->device->block, inputs = q.shape.c / width, outputs = q.outputs / width;
  const gsize size = (gsize) width * width * q.k * q.k;
  float *dw = p2p_cpu_place (e, &step->place[P2P_DNNL_WEIGHTS]);
#pragma omp parallel for schedule(static)
  for (int i = 0; i < inputs * outputs; i++)
    group (&q, p2p_cpu_view_at (&q.big, 0, i % inputs * width),
        p2p_cpu_view_at (&q.small, 0, i / inputs * width), dw + i * size, width);
}

static void
emit (P2pCpuExec *e, const P2pPass *p, int at, P2pCpuPlace place)
{
  p2p_cpu_add_step (e, P2P_CPU_CONV, p, at, "p2p:outer-product", run)->place[P2P_DNNL_WEIGHTS] =
      place;
}

const P2pCpuSpecialConv p2p_cpu_conv_outer = { .fits = fits, .blocked = TRUE, .emit = emit };
