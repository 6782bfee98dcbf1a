/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Losses over border tensors. Sums are made of parts of fixed size: the same
 * value whatever the number of threads. */

#include "tensor.h"

#define PART 4096 /* elements */

typedef struct
{
  const float *y, *t; /* t NULL: target */
  float target, scale;
  float *dy; /* NULL: not wanted */
  gboolean accumulate;
  gsize n;
} Part;

typedef float (*Function) (float y, float t);

static inline __attribute__ ((always_inline)) double
part_of (const Part *p, const Function value, const Function slope)
{
  double sum = 0;
  for (gsize i = 0; i < p->n; i++)
    sum += value (p->y[i], p->t ? p->t[i] : p->target);
  if (!p->dy)
    return sum;
  for (gsize i = 0; i < p->n; i++) {
    const float d = p->scale * slope (p->y[i], p->t ? p->t[i] : p->target);
    p->dy[i] = p->accumulate ? p->dy[i] + d : d;
  }
  return sum;
}

/* One loop per function of pointwise-defs.h. */
#define X(name, value, derivative)                                                                 \
  static double part_##name (const Part *p)                                                        \
  {                                                                                                \
    return part_of (p, p2p_loss_##name, p2p_loss_slope_##name);                                    \
  }
P2P_POINTWISE_LOSSES (X)
#undef X

static double (*const parts[]) (const Part *) = {
#define X(name, value, derivative) part_##name,
  P2P_POINTWISE_LOSSES (X)
#undef X
};

void
p2p_cpu_loss (P2pDevice *device, const P2pLossCall *call)
{
  P2pCpuDevice *d = p2p_cpu_enter (device);
  const gsize count = p2p_shape_count (&call->y->shape);
  const gsize size = MAX (PART, (count + P2P_CPU_PARTIALS - 1) / P2P_CPU_PARTIALS);
  const gsize n = (count + size - 1) / size;
  double sum = 0;
#pragma omp parallel for schedule(static) if (count > P2P_CPU_SMALL)
  for (gsize i = 0; i < n; i++) {
    const gsize at = i * size;
    const Part part = { call->y->data + at, call->t ? call->t->data + at : NULL, call->target,
      call->dy_scale / (float) count, call->dy ? call->dy->data + at : NULL, call->accumulate,
      MIN (size, count - at) };
    d->partial[i] = parts[call->function](&part);
  }
  for (gsize i = 0; i < n; i++)
    sum += d->partial[i];
  float *value = &d->losses[call->value];
  *value = (call->add_value ? *value : 0) + (float) (call->value_scale * sum / (double) count);
}
