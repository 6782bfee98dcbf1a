/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* A convolution relates a large picture L and a small one S through weights
 * W [S channels, L channels, k, k]:
 *
 *   gather   S[s, i, j] = sum over l, y, x of W[s, l, y, x] * L[l, i * stride - pad + y, ...]
 *   spread   L[l, ...] = sum of what gather's L[l, ...] contributed to: its transpose
 *   weights  dW[s, l, y, x] = sum over i, j of S[s, i, j] * L[l, i * stride - pad + y, ...]
 *
 * The forward pass of CONV and the data gradient of CONV_T gather; the other
 * two spread; L is the input of a CONV and the output of a CONV_T. */

#include "ref.h"

typedef struct
{
  P2pShape small, large;
  int k, stride, pad;
} Geometry;

static Geometry
geometry_of (const RefCall *c)
{
  const P2pConv *v = &c->pass->conv;
  const P2pSlice in = c->pass->x.buffer >= 0 ? c->pass->x : c->pass->dx;
  const P2pSlice out = c->pass->y[0];
  const P2pShape *x = ref_shape (c, in.buffer), *y = ref_shape (c, out.buffer);
  return v->kind == P2P_CONV ? (Geometry){ *y, *x, v->kernel, v->stride, v->pad }
                             : (Geometry){ *x, *y, v->kernel, v->stride, v->pad };
}

static inline gsize
weight_at (const Geometry *g, int s, int l, int y, int x)
{
  return (((gsize) s * g->large.c + l) * g->k + y) * g->k + x;
}

static float
gather_one (const Geometry *g, const float *large, const float *w, int n, int s, int i, int j)
{
  double sum = 0;
  for (int l = 0; l < g->large.c; l++)
    for (int y = 0; y < g->k; y++)
      for (int x = 0; x < g->k; x++) {
        const int h = i * g->stride - g->pad + y, v = j * g->stride - g->pad + x;
        if (h >= 0 && h < g->large.h && v >= 0 && v < g->large.w)
          sum += (double) w[weight_at (g, s, l, y, x)] * large[ref_at (&g->large, n, l, h, v)];
      }
  return (float) sum;
}

static void
gather (const Geometry *g, const float *large, const float *w, float *small, gboolean add)
{
  gsize at = 0;
  for (int n = 0; n < g->small.n; n++)
    for (int s = 0; s < g->small.c; s++)
      for (int i = 0; i < g->small.h; i++)
        for (int j = 0; j < g->small.w; j++, at++)
          small[at] = (add ? small[at] : 0) + gather_one (g, large, w, n, s, i, j);
}

static float
spread_one (const Geometry *g, const float *small, const float *w, int n, int l, int h, int v)
{
  double sum = 0;
  for (int y = 0; y < g->k; y++)
    for (int x = 0; x < g->k; x++) {
      const int i = h + g->pad - y, j = v + g->pad - x;
      if (i < 0 || j < 0 || i % g->stride || j % g->stride || i / g->stride >= g->small.h
          || j / g->stride >= g->small.w)
        continue;
      for (int s = 0; s < g->small.c; s++)
        sum += (double) w[weight_at (g, s, l, y, x)]
               * small[ref_at (&g->small, n, s, i / g->stride, j / g->stride)];
    }
  return (float) sum;
}

static void
spread (const Geometry *g, const float *small, const float *w, float *large, gboolean add)
{
  gsize at = 0;
  for (int n = 0; n < g->large.n; n++)
    for (int l = 0; l < g->large.c; l++)
      for (int h = 0; h < g->large.h; h++)
        for (int v = 0; v < g->large.w; v++, at++)
          large[at] = (add ? large[at] : 0) + spread_one (g, small, w, n, l, h, v);
}

static float
weight_one (const Geometry *g, const float *small, const float *large, int s, int l, int y, int x)
{
  double sum = 0;
  for (int n = 0; n < g->small.n; n++)
    for (int i = 0; i < g->small.h; i++)
      for (int j = 0; j < g->small.w; j++) {
        const int h = i * g->stride - g->pad + y, v = j * g->stride - g->pad + x;
        if (h >= 0 && h < g->large.h && v >= 0 && v < g->large.w)
          sum += (double) small[ref_at (&g->small, n, s, i, j)]
                 * large[ref_at (&g->large, n, l, h, v)];
      }
  return (float) sum;
}

void
p2p_ref_conv (const RefCall *c)
{
  const Geometry g = geometry_of (c);
  const float *x = ref_buffer (c, c->pass->x.buffer);
  const float *w = ref_param (c, P2P_STORE_VALUE, c->pass->w);
  const float *b = ref_param (c, P2P_STORE_VALUE, c->pass->b);
  float *y = ref_buffer (c, c->pass->y[0].buffer);
  const P2pShape *out = ref_shape (c, c->pass->y[0].buffer);
  (c->pass->conv.kind == P2P_CONV ? gather : spread) (&g, x, w, y, FALSE);
  if (b)
    for (gsize i = 0; i < p2p_shape_count (out); i++)
      y[i] += b[i / ((gsize) out->h * out->w) % out->c];
}

void
p2p_ref_conv_data (const RefCall *c)
{
  const Geometry g = geometry_of (c);
  const float *dy = ref_buffer (c, c->pass->dy[0].buffer);
  const float *w = ref_param (c, P2P_STORE_VALUE, c->pass->w);
  float *dx = ref_buffer (c, c->pass->dx.buffer);
  (c->pass->conv.kind == P2P_CONV ? spread : gather) (&g, dy, w, dx, c->pass->accumulate);
}

static void
bias_gradient (const RefCall *c, const float *dy, const P2pShape *out)
{
  float *db = ref_param (c, P2P_STORE_GRADIENT, c->pass->b);
  for (int o = 0; db && o < out->c; o++) {
    double sum = 0;
    for (int n = 0; n < out->n; n++)
      for (int i = 0; i < out->h * out->w; i++)
        sum += dy[ref_at (out, n, o, 0, 0) + i];
    db[o] = (c->accumulate ? db[o] : 0) + (float) sum;
  }
}

void
p2p_ref_conv_weights (const RefCall *c)
{
  const Geometry g = geometry_of (c);
  const gboolean conv = c->pass->conv.kind == P2P_CONV;
  const float *x = ref_buffer (c, c->pass->x.buffer), *dy = ref_buffer (c, c->pass->dy[0].buffer);
  float *dw = ref_param (c, P2P_STORE_GRADIENT, c->pass->w);
  gsize at = 0;
  for (int s = 0; s < g.small.c; s++)
    for (int l = 0; l < g.large.c; l++)
      for (int y = 0; y < g.k; y++)
        for (int v = 0; v < g.k; v++, at++)
          dw[at] = (c->accumulate ? dw[at] : 0)
                   + weight_one (&g, conv ? dy : x, conv ? x : dy, s, l, y, v);
  bias_gradient (c, dy, ref_shape (c, c->pass->dy[0].buffer));
}
