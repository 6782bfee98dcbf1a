/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Gradient penalty, see P2pPenaltyCall; with h = g + 1e-16, N pictures:
 *
 *   value = scale / N sum (|h| - constant)^2      v = 2 scale / N (|h| - constant) h / |h| */

#include "ref.h"

#include <math.h>
#include "rng-defs.h"

#define TINY 1e-16

void
p2p_ref_penalty (P2pDevice *device, const P2pPenaltyCall *call)
{
  const P2pShape *s = &call->g->shape;
  const gsize count = p2p_shape_count (s) / (gsize) s->n;
  double sum = 0;
  for (int n = 0; n < s->n; n++) {
    const float *g = call->g->data + n * count;
    float *v = call->v->data + n * count;
    double square = 0;
    for (gsize i = 0; i < count; i++)
      square += (g[i] + TINY) * (g[i] + TINY);
    const double length = sqrt (square), off = length - call->constant;
    sum += off * off;
    for (gsize i = 0; i < count; i++)
      v[i] = (float) (2 * call->scale / s->n * off / length * (g[i] + TINY));
  }
  ((RefDevice *) device)->losses[call->value] = (float) (call->scale * sum / s->n);
}

void
p2p_ref_blend (P2pDevice *device, const P2pBlendCall *call)
{
  const P2pShape *s = &call->a->shape;
  const gsize count = p2p_shape_count (s) / (gsize) s->n, plane = (gsize) s->h * s->w;
  for (int n = 0; n < s->n; n++) {
    const float alpha = p2p_between (device->seed, device->step, call->stream, (uint32_t) n);
    const float *a = call->a->data + n * count, *b = call->b->data + n * count;
    float *dst = call->dst->data + ((gsize) n * call->dst->shape.c + call->dst_c) * plane;
    for (gsize i = 0; i < count; i++)
      dst[i] = alpha * a[i] + (1 - alpha) * b[i];
  }
}
