/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Gradient penalty and points between pictures, over border tensors: see
 * ref/penalty.c. Sums are made of parts of fixed size: the same value whatever
 * the number of threads. */

#include "tensor.h"

#include <math.h>
#include "rng-defs.h"

#define PART 4096 /* elements */
#define TINY 1e-16f

P2P_CLONES_ARCH static double
square (const float *g, gsize n)
{
  double sum = 0;
  for (gsize i = 0; i < n; i++)
    sum += (double) (g[i] + TINY) * (double) (g[i] + TINY);
  return sum;
}

P2P_CLONES_ARCH static void
scale (const float *restrict g, gsize n, float by, float *restrict v)
{
  for (gsize i = 0; i < n; i++)
    v[i] = by * (g[i] + TINY);
}

P2P_CLONES_ARCH static void
blend (const float *restrict a, const float *restrict b, gsize n, float alpha, float *restrict dst)
{
  for (gsize i = 0; i < n; i++)
    dst[i] = alpha * a[i] + (1 - alpha) * b[i];
}

static double
length_of (P2pCpuDevice *d, const float *g, gsize count)
{
  const gsize size = MAX (PART, (count + P2P_CPU_PARTIALS - 1) / P2P_CPU_PARTIALS);
  const gsize n = (count + size - 1) / size;
  double sum = 0;
#pragma omp parallel for schedule(static) if (count > P2P_CPU_SMALL)
  for (gsize i = 0; i < n; i++)
    d->partial[i] = square (g + i * size, MIN (size, count - i * size));
  for (gsize i = 0; i < n; i++)
    sum += d->partial[i];
  return sqrt (sum);
}

void
p2p_cpu_penalty (P2pDevice *device, const P2pPenaltyCall *call)
{
  P2pCpuDevice *d = p2p_cpu_enter (device);
  const P2pShape *s = &call->g->shape;
  const gsize count = p2p_shape_count (s) / (gsize) s->n;
  double sum = 0;
  for (int n = 0; n < s->n; n++) {
    const float *g = call->g->data + n * count;
    float *v = call->v->data + n * count;
    const double length = length_of (d, g, count), off = length - call->constant;
    const float by = (float) (2 * call->scale / s->n * off / length);
    sum += off * off;
#pragma omp parallel for schedule(static) if (count > P2P_CPU_SMALL)
    for (gsize i = 0; i < count; i += PART)
      scale (g + i, MIN (PART, count - i), by, v + i);
  }
  d->losses[call->value] = (float) (call->scale * sum / s->n);
}

void
p2p_cpu_blend (P2pDevice *device, const P2pBlendCall *call)
{
  const P2pShape *s = &call->a->shape;
  const gsize count = p2p_shape_count (s) / (gsize) s->n, plane = (gsize) s->h * s->w;
  p2p_cpu_enter (device);
  for (int n = 0; n < s->n; n++) {
    const float alpha = p2p_between (device->seed, device->step, call->stream, (uint32_t) n);
    const float *a = call->a->data + n * count, *b = call->b->data + n * count;
    float *dst = call->dst->data + ((gsize) n * call->dst->shape.c + call->dst_c) * plane;
#pragma omp parallel for schedule(static) if (count > P2P_CPU_SMALL)
    for (gsize i = 0; i < count; i += PART)
      blend (a + i, b + i, MIN (PART, count - i), alpha, dst + i);
  }
}
