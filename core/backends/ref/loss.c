/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "ref.h"

typedef float (*Function) (float y, float t);

static const Function values[] = {
#define X(name, value, slope) p2p_loss_##name,
  P2P_POINTWISE_LOSSES (X)
#undef X
};

static const Function slopes[] = {
#define X(name, value, slope) p2p_loss_slope_##name,
  P2P_POINTWISE_LOSSES (X)
#undef X
};

void
p2p_ref_loss (P2pDevice *device, const P2pLossCall *call)
{
  const gsize count = p2p_shape_count (&call->y->shape);
  const float scale = call->dy_scale / (float) count;
  double sum = 0;
  for (gsize i = 0; i < count; i++) {
    const float y = call->y->data[i], t = call->t ? call->t->data[i] : call->target;
    sum += values[call->function](y, t);
    if (call->dy) {
      const float d = scale * slopes[call->function](y, t);
      call->dy->data[i] = call->accumulate ? call->dy->data[i] + d : d;
    }
  }
  float *value = &((RefDevice *) device)->losses[call->value];
  *value = (call->add_value ? *value : 0) + (float) (call->value_scale * sum / (double) count);
}
