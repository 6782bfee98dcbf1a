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
  P2pCpuView big, small;      /* the larger picture and the single pixel */
  P2pShape shape;             /* of the larger one */
  int inputs, outputs, width; /* groups of WIDTH channels */
  int k, pad;
  gboolean accumulate;
} Outer;

/* The side that a convolution, mirrored if need be, leads to. */
static const P2pSlice *
small_side (const P2pPass *p)
{
  return p->conv.kind == P2P_CONV ? &p->dy[0] : &p->x;
}

static const P2pSlice *
big_side (const P2pPass *p)
{
  return p->conv.kind == P2P_CONV ? &p->x : &p->dy[0];
}

static gboolean
fits (const P2pCpuExec *e, const P2pPass *p)
{
  if (p->kind != P2P_PASS_CONV_WEIGHTS)
    return FALSE;
  const P2pShape *small = p2p_cpu_shape (e, small_side (p)->buffer);
  const P2pShape *big = p2p_cpu_shape (e, big_side (p)->buffer);
  const int block = e->device->block;
  return small->h == 1 && small->w == 1 && p->conv.kernel > 1 && small->c % block == 0
         && big->c % block == 0;
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
P2P_CLONES_ARCH static void
group (const Outer *q, const float *x, const float *dy, float *dw)
{
  const int width = q->width;
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
  Outer q = *(const Outer *) step->work;
  const gsize size = (gsize) q.width * q.width * q.k * q.k;
  float *dw = p2p_cpu_place (e, &step->place[P2P_DNNL_WEIGHTS]);
  q.accumulate = accumulate;
  p2p_cpu_point (e, &q.big, big_side (p)->buffer);
  p2p_cpu_point (e, &q.small, small_side (p)->buffer);
#pragma omp parallel for schedule(static)
  for (int i = 0; i < q.inputs * q.outputs; i++)
    group (&q, p2p_cpu_view_at (&q.big, 0, i % q.inputs * q.width),
        p2p_cpu_view_at (&q.small, 0, i / q.inputs * q.width), dw + i * size);
}

static void
emit (P2pCpuExec *e, const P2pPass *p, int at, P2pCpuPlace place)
{
  const P2pSlice *big = big_side (p), *small = small_side (p);
  const int width = e->device->block;
  P2pCpuStep *step = p2p_cpu_add_step (e, P2P_CPU_CONV, p, at, "p2p:outer-product", run);
  Outer *q = g_new (Outer, 1);
  *q = (Outer){ .big = p2p_cpu_slice (e, big),
    .small = p2p_cpu_slice (e, small),
    .shape = *p2p_cpu_shape (e, big->buffer),
    .inputs = p2p_cpu_shape (e, big->buffer)->c / width,
    .outputs = p2p_cpu_shape (e, small->buffer)->c / width,
    .width = width,
    .k = p->conv.kernel,
    .pad = p->conv.pad };
  step->place[P2P_DNNL_WEIGHTS] = place;
  step->work = q;
}

const P2pCpuSpecialConv p2p_cpu_conv_outer = { .fits = fits, .blocked = TRUE, .emit = emit };
