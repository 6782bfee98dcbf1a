/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* A direction v sent through an instance norm and its activation, made linear at
 * x. With xh = (x - mu) r as in norm.c, J = d xh / dx, means over one channel of
 * one picture, and g = act' (xh) dy:
 *
 *   B = mean (v xh)     J v = r (v - mean (v) - xh B)     y = act' (xh) J v
 *
 * J depends on x through mu, r and xh. With A = mean (g xh) and the covariance
 * C = mean (g v) - mean (g) mean (v), <g, J v> = r (C - A B) times the number of
 * pixels, and its derivative by x is
 *
 *   dx = - r^2 [ xh (C - 3 A B) + B (g - mean (g)) + A (v - mean (v)) ]
 *
 * Without a norm: y = act' (x) v, and no dx. */

#include "ref.h"

typedef struct
{
  double g, v, gv, gx, vx; /* means; x stands for xh */
} Means;

/* One channel of one picture; all of N numbers. */
typedef struct
{
  gsize n;
  const float *x, *v, *dy;
  float *y, *dx;
  double mean, rstd;
  P2pAct act;
} Plane;

static double
normal_at (const Plane *p, gsize i)
{
  return (p->x[i] - p->mean) * p->rstd;
}

static double
slope_at (const Plane *p, gsize i)
{
  return p2p_ref_slope (p->act, (float) normal_at (p, i));
}

static Means
means_of (const Plane *p)
{
  Means m = { 0 };
  for (gsize i = 0; i < p->n; i++) {
    const double xh = normal_at (p, i), v = p->v[i], g = slope_at (p, i) * p->dy[i];
    m.g += g / (double) p->n;
    m.v += v / (double) p->n;
    m.gv += g * v / (double) p->n;
    m.gx += g * xh / (double) p->n;
    m.vx += v * xh / (double) p->n;
  }
  return m;
}

static void
instance (const Plane *p)
{
  const Means m = means_of (p);
  const double c = m.gv - m.g * m.v, r = p->rstd;
  for (gsize i = 0; i < p->n; i++) {
    const double xh = normal_at (p, i), v = p->v[i] - m.v, g = slope_at (p, i) * p->dy[i] - m.g;
    p->y[i] = (float) (slope_at (p, i) * r * (v - xh * m.vx));
    p->dx[i] = (float) (-r * r * (xh * (c - 3 * m.gx * m.vx) + m.vx * g + m.gx * v));
  }
}

void
p2p_ref_norm_tangent (const RefCall *c)
{
  const P2pPass *p = c->pass;
  const P2pShape *s = ref_shape (c, p->x.buffer);
  const float *stats = p->stats >= 0 ? ref_buffer (c, p->stats) : NULL;
  const gsize planes = (gsize) s->n * s->c, n = (gsize) s->h * s->w;
  for (gsize k = 0; k < planes; k++) {
    const Plane plane = { n, ref_buffer (c, p->x.buffer) + k * n,
      ref_buffer (c, p->v.buffer) + k * n, ref_buffer (c, p->dy[0].buffer) + k * n,
      ref_buffer (c, p->y[0].buffer) + k * n, stats ? ref_buffer (c, p->dx.buffer) + k * n : NULL,
      stats ? stats[k] : 0, stats ? stats[planes + k] : 1, p->act[0] };
    if (stats)
      instance (&plane);
    else
      for (gsize i = 0; i < n; i++)
        plane.y[i] = (float) (slope_at (&plane, i) * plane.v[i]);
  }
}
