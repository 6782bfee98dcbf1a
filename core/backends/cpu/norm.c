/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "norm.h"

#include "dropout.h"

#define CHUNK 16384 /* floats of an item */

/* --- preparing --- */

static gboolean
per_picture (const P2pPass *p)
{
  return p->norm == P2P_NORM_INSTANCE || p->stats_of == P2P_STATS_IMAGE;
}

static void
cut (P2pCpuNorm *w, const P2pShape *shape)
{
  w->n = shape->n;
  w->c = shape->c;
  w->pixels = (gsize) shape->h * shape->w;
  w->groups = w->c / w->width;
  w->chunk = CHUNK / (gsize) w->width;
  w->chunks = (int) ((w->pixels + w->chunk - 1) / w->chunk);
  w->items = w->n * w->groups * w->chunks;
}

static void
find_parameters (P2pCpuNorm *w, const P2pStore *s)
{
  const P2pPass *p = w->pass;
  w->gamma = p2p_cpu_param (s, P2P_STORE_VALUE, p->gamma);
  w->beta = p2p_cpu_param (s, P2P_STORE_VALUE, p->beta);
  w->running_mean = p2p_cpu_param (s, P2P_STORE_VALUE, p->running_mean);
  w->running_var = p2p_cpu_param (s, P2P_STORE_VALUE, p->running_var);
  w->dgamma = p2p_cpu_param (s, P2P_STORE_GRADIENT, p->gamma);
  w->dbeta = p2p_cpu_param (s, P2P_STORE_GRADIENT, p->beta);
}

/* How SLICE will be looked at, and the width that all views have in common. */
static P2pCpuView
look (const P2pCpuExec *e, P2pCpuNorm *w, const P2pSlice *slice)
{
  const P2pCpuView view = p2p_cpu_slice (e, slice);
  w->width = MIN (w->width, view.width);
  return view;
}

static P2pCpuNorm
prepare (const P2pCpuExec *e, const P2pPass *p)
{
  const gboolean forward = p->kind == P2P_PASS_NORM;
  const P2pShape *shape = p2p_cpu_shape (e, p->x.buffer);
  P2pCpuNorm w = { .pass = p,
    .width = G_MAXINT,
    .each = per_picture (p),
    .train = e->exec.plan->options.train };
  w.x = look (e, &w, &p->x);
  for (int k = 0; k < p->n_outputs; k++)
    if (forward)
      w.y[k] = look (e, &w, &p->y[k]);
    else
      w.dy[k] = look (e, &w, &p->dy[k]);
  if (forward && p->add.buffer >= 0)
    w.add = look (e, &w, &p->add);
  if (!forward)
    w.dx = look (e, &w, &p->dx);
  w.mask = p2p_cpu_view (shape, e->block[p->x.buffer], 0, shape->c);
  cut (&w, shape);
  find_parameters (&w, e->exec.store);
  return w;
}

void
p2p_cpu_norm_add_step (P2pCpuExec *e, const P2pPass *p, int at, const char *name, P2pCpuRun run)
{
  P2pCpuStep *step = p2p_cpu_add_step (e, P2P_CPU_NORM, p, at, name, run);
  P2pCpuNorm *w = g_new (P2pCpuNorm, 1);
  *w = prepare (e, p);
  step->work = w;
  if (p->norm != P2P_NORM_NONE)
    step->scratch[0] = p2p_cpu_add_scratch (e, at,
        (gsize) w->items * 2 * P2P_CPU_LANES * sizeof (double)
            + 2 * (gsize) w->n * w->c * sizeof (float));
  if (p->dropout > 0)
    step->scratch[1] =
        p2p_cpu_add_scratch (e, at, (gsize) w->n * w->c * w->pixels * sizeof (float));
}

/* --- running --- */

static void
point (P2pCpuNorm *w, const P2pCpuExec *e)
{
  const P2pPass *p = w->pass;
  const gboolean forward = p->kind == P2P_PASS_NORM;
  p2p_cpu_point (e, &w->x, p->x.buffer);
  for (int k = 0; k < p->n_outputs; k++)
    if (forward)
      p2p_cpu_point (e, &w->y[k], p->y[k].buffer);
    else
      p2p_cpu_point (e, &w->dy[k], p->dy[k].buffer);
  if (forward)
    p2p_cpu_point (e, &w->add, p->add.buffer);
  else
    p2p_cpu_point (e, &w->dx, p->dx.buffer);
}

P2pCpuNorm
p2p_cpu_norm_at (const P2pCpuExec *e, const P2pCpuStep *step)
{
  const P2pPass *p = step->pass;
  P2pCpuNorm w = *(const P2pCpuNorm *) step->work;
  point (&w, e);
  if (p->stats >= 0) {
    w.mean = p2p_cpu_region (e, p->stats)->data;
    w.rstd = w.mean + p2p_shape_count (p2p_cpu_shape (e, p->stats)) / 2;
  }
  if (step->scratch[0] >= 0) {
    w.partial = (double *) p2p_cpu_region (e, step->scratch[0])->data;
    w.mean_g = (float *) (w.partial + (gsize) w.items * 2 * P2P_CPU_LANES);
    w.mean_gx = w.mean_g + (gsize) w.n * w.c;
  }
  p2p_cpu_point (e, &w.mask, step->scratch[1]);
  return w;
}

/* --- sums --- */

void
p2p_cpu_norm_gather (const P2pCpuNorm *w, int n, int c, int k, double *first, double *second)
{
  *first = *second = 0;
  for (int m = w->each ? n : 0; m < (w->each ? n + 1 : w->n); m++)
    for (int chunk = 0; chunk < w->chunks; chunk++) {
      const double *part =
          p2p_cpu_norm_partial (w, (m * w->groups + c / w->width) * w->chunks + chunk);
      for (int l = k; l < P2P_CPU_LANES; l += w->width) {
        *first += part[l];
        *second += part[P2P_CPU_LANES + l];
      }
    }
}

/* --- values --- */

void
p2p_cpu_norm_affine (const P2pCpuNorm *w, int n, int c, P2pCpuAffine *a)
{
  float scale[P2P_CPU_LANES], beta[P2P_CPU_LANES];
  const gsize at = p2p_cpu_norm_stat (w, n, c);
  for (int k = 0; k < w->width; k++) {
    scale[k] = w->rstd[at + k] * (w->gamma ? w->gamma[c + k] : 1.0f);
    beta[k] = w->beta ? w->beta[c + k] : 0.0f;
  }
  p2p_cpu_lanes (a->mean, w->mean + at, w->width);
  p2p_cpu_lanes (a->scale, scale, w->width);
  p2p_cpu_lanes (a->beta, beta, w->width);
}

const float *
p2p_cpu_norm_load (const P2pCpuNormTile *t, const P2pCpuView *view, const float *fill, float *space)
{
  return p2p_cpu_tile_load (p2p_cpu_view_at (view, t->n, t->c) + t->p * view->pixel, view->pixel,
      t->w->width, t->m, fill, space);
}

void
p2p_cpu_norm_load_values (P2pCpuNormTile *t, const P2pCpuAffine *a, gsize p, gsize m)
{
  const P2pCpuNorm *w = t->w;
  t->p = p;
  t->m = m;
  t->size = p2p_cpu_tile_size (w->width, m);
  t->v = t->x = p2p_cpu_norm_load (t, &w->x, a ? a->mean : NULL, t->x_space);
  t->mask = w->mask.data ? p2p_cpu_norm_load (t, &w->mask, NULL, t->mask_space) : NULL;
  if (!a && !t->mask)
    return;
  if (a)
    p2p_cpu_tile_affine (t->x, t->size, a->mean, a->scale, a->beta, t->v_space);
  else
    p2p_cpu_tile_act (P2P_ACT_NONE, t->x, NULL, t->size, t->v_space);
  if (t->mask)
    p2p_cpu_tile_multiply (t->v_space, t->mask, t->size);
  t->v = t->v_space;
}

/* --- order of work --- */

/* Everything of one group of channels that shares statistics. */
static void
run_group (const P2pCpuNorm *w, const P2pCpuNormPhases *f, int i)
{
  const int n0 = w->each ? i / w->groups : 0, n1 = w->each ? n0 + 1 : w->n, g = i % w->groups;
  for (int n = n0; n < n1; n++)
    for (int k = 0; k < w->chunks; k++)
      f->sum (w, (n * w->groups + g) * w->chunks + k);
  f->finish (w, n0, g * w->width);
  for (int n = n0; n < n1; n++)
    for (int k = 0; k < w->chunks; k++)
      f->write (w, (n * w->groups + g) * w->chunks + k);
}

/* Where there are enough groups each thread takes whole ones: they stay in its
 * cache and nobody waits for anybody. Otherwise all work on all, phase by phase.
 * The sums are the same either way. */
static void
run_phases (const P2pCpuNorm *w, const P2pCpuNormPhases *f, int threads)
{
  const int groups = (w->each ? w->n : 1) * w->groups;
  const gboolean large = (gsize) w->n * w->c * w->pixels > P2P_CPU_SMALL;
  if (f->sum && (!large || groups % threads == 0 || groups >= 8 * threads)) {
#pragma omp parallel for schedule(static) if (large)
    for (int i = 0; i < groups; i++)
      run_group (w, f, i);
    return;
  }
#pragma omp parallel if (large)
  {
    if (f->sum) {
#pragma omp for schedule(static)
      for (int i = 0; i < w->items; i++)
        f->sum (w, i);
#pragma omp for schedule(static)
      for (int i = 0; i < groups; i++)
        f->finish (w, i / w->groups, i % w->groups * w->width);
    }
#pragma omp for schedule(static)
    for (int i = 0; i < w->items; i++)
      f->write (w, i);
  }
}

void
p2p_cpu_norm_run (const P2pCpuExec *e, const P2pCpuNorm *w, const P2pCpuNormPhases *f)
{
  if (w->mask.data)
    p2p_cpu_dropout (e, w->pass, &w->mask);
  run_phases (w, f, e->device->device.threads);
}
