/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* A direction sent through an instance norm (or none) and an activation: the
 * formulas stand in ref/tangent.c. All of a group of channels of one picture is
 * done by one thread, sums first, then values: the same numbers whatever the
 * number of threads. */

#include "emit.h"
#include "tile.h"

#define LANES P2P_CPU_LANES
#define CHUNK 16384 /* floats of an item, without a norm */

typedef struct
{
  const P2pPass *pass;
  P2pCpuView x, v, dy, y, dx;
  int n, c, width, groups, chunks;
  gsize pixels, chunk;      /* in a picture; in an item */
  const float *mean, *rstd; /* [n, c] */
} Work;

/* What follows from the plan. */
static Work
work_of (const P2pCpuExec *e, const P2pPass *p)
{
  const P2pShape *s = p2p_cpu_shape (e, p->x.buffer);
  Work w = { .pass = p,
    .x = p2p_cpu_slice (e, &p->x),
    .v = p2p_cpu_slice (e, &p->v),
    .dy = p2p_cpu_slice (e, &p->dy[0]),
    .y = p2p_cpu_slice (e, &p->y[0]),
    .n = s->n,
    .c = s->c,
    .pixels = (gsize) s->h * s->w };
  w.width = MIN (MIN (w.x.width, w.v.width), MIN (w.dy.width, w.y.width));
  if (p->dx.buffer >= 0) {
    w.dx = p2p_cpu_slice (e, &p->dx);
    w.width = MIN (w.width, w.dx.width);
  }
  w.groups = w.c / w.width;
  w.chunk = CHUNK / (gsize) w.width;
  w.chunks = (int) ((w.pixels + w.chunk - 1) / w.chunk);
  return w;
}

/* The same with all that it points to. */
static Work
work_at (const P2pCpuExec *e, const P2pCpuStep *step)
{
  const P2pPass *p = step->pass;
  Work w = *(const Work *) step->work;
  p2p_cpu_point (e, &w.x, p->x.buffer);
  p2p_cpu_point (e, &w.v, p->v.buffer);
  p2p_cpu_point (e, &w.dy, p->dy[0].buffer);
  p2p_cpu_point (e, &w.y, p->y[0].buffer);
  p2p_cpu_point (e, &w.dx, p->dx.buffer);
  if (p->dx.buffer >= 0) {
    w.mean = p2p_cpu_region (e, p->stats)->data;
    w.rstd = w.mean + (gsize) w.n * w.c;
  }
  return w;
}

/* --- tiles --- */

/* Some pixels of a group of channels, loaded. */
typedef struct
{
  const Work *w;
  int n, c;
  gsize p, m, size; /* first pixel, pixels, floats */
  const float *x, *v;
  float x_space[P2P_CPU_TILE], v_space[P2P_CPU_TILE], dy_space[P2P_CPU_TILE];
  float xh_space[P2P_CPU_TILE], g_space[P2P_CPU_TILE];
} Tile;

static const float *
load (const Tile *t, const P2pCpuView *view, const float *fill, float *space)
{
  return p2p_cpu_tile_load (p2p_cpu_view_at (view, t->n, t->c) + t->p * view->pixel, view->pixel,
      t->w->width, t->m, fill, space);
}

/* A group's mean and 1 / deviation, by lane. */
typedef struct
{
  P2pCpuLanes mean, rstd;
} Stats;

/* x, xh, v and g of M pixels from P. */
static void
prepare (Tile *t, const Stats *s, gsize p, gsize m)
{
  static const P2pCpuLanes zero;
  t->p = p;
  t->m = m;
  t->size = p2p_cpu_tile_size (t->w->width, m);
  t->x = load (t, &t->w->x, s->mean, t->x_space);
  t->v = load (t, &t->w->v, NULL, t->v_space);
  p2p_cpu_tile_affine (t->x, t->size, s->mean, s->rstd, zero, t->xh_space);
  const float *dy = load (t, &t->w->dy, NULL, t->dy_space);
  p2p_cpu_tile_slope (t->w->pass->act[0], t->xh_space, dy, t->size, FALSE, t->g_space);
}

/* --- sums --- */

/* What is the same for all pixels of a channel:
 *   J v = rstd (v - v_mean - (x - mean) v_x)      dx: see tile.h */
typedef struct
{
  P2pCpuLanes v_mean, v_x;
  P2pCpuMix dx;
} Factors;

static void
factors_of (const Work *w, double (*sum)[LANES], const float *rstd, Factors *f)
{
  float values[6][LANES];
  for (int k = 0; k < w->width; k++) {
    double m[P2P_CPU_MOMENTS] = { 0 };
    const double r = rstd[k];
    for (int s = 0; s < P2P_CPU_MOMENTS; s++)
      for (int l = k; l < LANES; l += w->width)
        m[s] += sum[s][l] / (double) w->pixels;
    const double a = m[P2P_CPU_SUM_GX] * r, b = m[P2P_CPU_SUM_VX] * r,
                 c = m[P2P_CPU_SUM_GV] - m[P2P_CPU_SUM_G] * m[P2P_CPU_SUM_V];
    values[0][k] = (float) m[P2P_CPU_SUM_V];
    values[1][k] = (float) (r * b);
    values[2][k] = (float) (-r * r * r * (c - 3 * a * b));
    values[3][k] = (float) (-r * r * b);
    values[4][k] = (float) (-r * r * a);
    values[5][k] = (float) (r * r * (b * m[P2P_CPU_SUM_G] + a * m[P2P_CPU_SUM_V]));
  }
  float *const lanes[] = { f->v_mean, f->v_x, f->dx.by_x, f->dx.by_g, f->dx.by_v, f->dx.rest };
  for (int i = 0; i < 6; i++)
    p2p_cpu_lanes (lanes[i], values[i], w->width);
}

/* --- values --- */

static void
write_tile (const Tile *t, const Stats *s, const Factors *f)
{
  const Work *w = t->w;
  float moved[P2P_CPU_TILE], spare[P2P_CPU_TILE];
  float *dst = p2p_cpu_view_at (&w->y, t->n, t->c) + t->p * w->y.pixel;
  float *y = p2p_cpu_tile_target (dst, w->y.pixel, w->width, t->m, spare);
  p2p_cpu_tile_gradient (t->v, t->x, t->size, s->mean, s->rstd, f->v_mean, f->v_x, moved);
  p2p_cpu_tile_slope (w->pass->act[0], t->xh_space, moved, t->size, FALSE, y);
  p2p_cpu_tile_store (y, dst, w->y.pixel, w->width, t->m);
  dst = p2p_cpu_view_at (&w->dx, t->n, t->c) + t->p * w->dx.pixel;
  float *dx = p2p_cpu_tile_target (dst, w->dx.pixel, w->width, t->m, spare);
  p2p_cpu_tile_combine (t->x, t->g_space, t->v, t->size, s->mean, &f->dx, dx);
  p2p_cpu_tile_store (dx, dst, w->dx.pixel, w->width, t->m);
}

static void
instance_group (const Work *w, int n, int c)
{
  const gsize step = p2p_cpu_tile_pixels (w->width), at = (gsize) n * w->c + c;
  double sum[P2P_CPU_MOMENTS][LANES] = { { 0 } };
  Tile t = { .w = w, .n = n, .c = c };
  Stats stats;
  Factors factors;
  p2p_cpu_lanes (stats.mean, w->mean + at, w->width);
  p2p_cpu_lanes (stats.rstd, w->rstd + at, w->width);
  for (gsize p = 0; p < w->pixels; p += step) {
    prepare (&t, &stats, p, MIN (step, w->pixels - p));
    p2p_cpu_tile_moments (t.g_space, t.v, t.x, t.size, stats.mean, sum);
  }
  factors_of (w, sum, w->rstd + at, &factors);
  for (gsize p = 0; p < w->pixels; p += step) {
    prepare (&t, &stats, p, MIN (step, w->pixels - p));
    write_tile (&t, &stats, &factors);
  }
}

/* Pixels p .. p1 - 1 where there is no norm. */
static void
plain_pixels (const Work *w, int n, int c, gsize p, gsize p1)
{
  const gsize step = p2p_cpu_tile_pixels (w->width);
  float x_space[P2P_CPU_TILE], v_space[P2P_CPU_TILE], spare[P2P_CPU_TILE];
  for (; p < p1; p += step) {
    const gsize m = MIN (step, p1 - p);
    const float *x = p2p_cpu_tile_load (p2p_cpu_view_at (&w->x, n, c) + p * w->x.pixel, w->x.pixel,
        w->width, m, NULL, x_space);
    const float *v = p2p_cpu_tile_load (p2p_cpu_view_at (&w->v, n, c) + p * w->v.pixel, w->v.pixel,
        w->width, m, NULL, v_space);
    float *dst = p2p_cpu_view_at (&w->y, n, c) + p * w->y.pixel;
    float *y = p2p_cpu_tile_target (dst, w->y.pixel, w->width, m, spare);
    p2p_cpu_tile_slope (w->pass->act[0], x, v, p2p_cpu_tile_size (w->width, m), FALSE, y);
    p2p_cpu_tile_store (y, dst, w->y.pixel, w->width, m);
  }
}

static void
run_instance (P2pCpuExec *e, const P2pCpuStep *step, guint wants, gboolean accumulate)
{
  const Work w = work_at (e, step);
#pragma omp parallel for schedule(static) if ((gsize) w.n * w.c * w.pixels > P2P_CPU_SMALL)
  for (int i = 0; i < w.n * w.groups; i++)
    instance_group (&w, i / w.groups, i % w.groups * w.width);
}

static void
run_plain (P2pCpuExec *e, const P2pCpuStep *step, guint wants, gboolean accumulate)
{
  const Work w = work_at (e, step);
#pragma omp parallel for schedule(static) if ((gsize) w.n * w.c * w.pixels > P2P_CPU_SMALL)
  for (int i = 0; i < w.n * w.groups * w.chunks; i++) {
    const gsize p = (gsize) (i % w.chunks) * w.chunk;
    plain_pixels (&w, i / w.chunks / w.groups, i / w.chunks % w.groups * w.width, p,
        MIN (w.pixels, p + w.chunk));
  }
}

void
p2p_cpu_emit_tangent (P2pCpuExec *e, const P2pPass *p, int at)
{
  Work *w = g_new (Work, 1);
  *w = work_of (e, p);
  p2p_cpu_add_step (e, P2P_CPU_NORM, p, at, "p2p:norm-tangent",
      p->norm == P2P_NORM_NONE ? run_plain : run_instance)
      ->work = w;
}
