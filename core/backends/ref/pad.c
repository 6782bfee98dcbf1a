/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Reflection: position -i shows what lies at i, position size - 1 + i what lies
 * at size - 1 - i. Backward, every border pixel hands its gradient to the
 * pixel that it shows. */

#include "ref.h"

static int
reflect (int i, int size)
{
  return i < 0 ? -i : i >= size ? 2 * (size - 1) - i : i;
}

void
p2p_ref_pad (const RefCall *c)
{
  const P2pShape *in = ref_shape (c, c->pass->x.buffer), *out = ref_shape (c, c->pass->y[0].buffer);
  const float *x = ref_buffer (c, c->pass->x.buffer);
  float *y = ref_buffer (c, c->pass->y[0].buffer);
  const int pad = c->pass->pad;
  for (int n = 0; n < out->n; n++)
    for (int ch = 0; ch < out->c; ch++)
      for (int h = 0; h < out->h; h++)
        for (int w = 0; w < out->w; w++)
          y[ref_at (out, n, ch, h, w)] =
              x[ref_at (in, n, ch, reflect (h - pad, in->h), reflect (w - pad, in->w))];
}

void
p2p_ref_pad_backward (const RefCall *c)
{
  const P2pShape *in = ref_shape (c, c->pass->dx.buffer),
                 *out = ref_shape (c, c->pass->dy[0].buffer);
  const float *dy = ref_buffer (c, c->pass->dy[0].buffer);
  float *dx = ref_buffer (c, c->pass->dx.buffer);
  const int pad = c->pass->pad;
  if (!c->pass->accumulate)
    for (gsize i = 0; i < p2p_shape_count (in); i++)
      dx[i] = 0;
  for (int n = 0; n < out->n; n++)
    for (int ch = 0; ch < out->c; ch++)
      for (int h = 0; h < out->h; h++)
        for (int w = 0; w < out->w; w++)
          dx[ref_at (in, n, ch, reflect (h - pad, in->h), reflect (w - pad, in->w))] +=
              dy[ref_at (out, n, ch, h, w)];
}
