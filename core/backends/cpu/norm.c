/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Norm, dropout, activations, halves of concatenations and residual sum: the
 * formulas stand in ref/norm.c. The output of the convolution is read twice
 * forward (sums, then values) and so is the gradient backward; without a norm
 * once. Work is cut into items, a chunk of pixels of a group of channels of one
 * picture: the same items whatever the number of threads, so the sums are too. */

#include "emit.h"
#include "dropout.h"
#include "tile.h"

#include <math.h>
#include <string.h>

#define CHUNK 16384 /* floats of an item */

typedef struct
{
  const P2pPass *pass;
  P2pCpuView x, add, dx, y[P2P_MAX_OUTPUTS], dy[P2P_MAX_OUTPUTS], mask;
  int n, c, width, groups, chunks, items;
  gsize pixels, chunk; /* in a picture; in an item */
  gboolean each;       /* statistics of each picture */
  gboolean train;
  const float *gamma, *beta;
  float *mean, *rstd;      /* [n or 1, c] */
  double *partial;         /* [items, 2, lanes] */
  float *mean_g, *mean_gx; /* [n or 1, c], backward */
  float *running_mean, *running_var, *dgamma, *dbeta;
  gboolean accumulate;
} Work;

typedef struct
{
  int n, c;    /* first channel of the group */
  gsize p, p1; /* pixels p .. p1 - 1 */
} Item;

static Item
item_at (const Work *w, int i)
{
  const int k = i % w->chunks, g = i / w->chunks % w->groups;
  return (Item){ i / w->chunks / w->groups, g * w->width, k * w->chunk,
    MIN (w->pixels, (k + 1) * w->chunk) };
}

static gsize
stat_at (const Work *w, int n, int c)
{
  return (gsize) (w->each ? n : 0) * w->c + c;
}

/* --- setting up --- */

static void
cut (Work *w, const P2pShape *shape)
{
  w->n = shape->n;
  w->c = shape->c;
  w->pixels = (gsize) shape->h * shape->w;
  w->groups = w->c / w->width;
  w->chunk = CHUNK / (gsize) w->width;
  w->chunks = (int) ((w->pixels + w->chunk - 1) / w->chunk);
  w->items = w->n * w->groups * w->chunks;
}

static int
narrowest (const P2pCpuExec *e, const P2pPass *p)
{
  const gboolean forward = p->kind == P2P_PASS_NORM;
  int width = p2p_cpu_slice (e, &p->x).width;
  for (int k = 0; k < p->n_outputs; k++)
    width = MIN (width, p2p_cpu_slice (e, forward ? &p->y[k] : &p->dy[k]).width);
  if (forward && p->add.buffer >= 0)
    width = MIN (width, p2p_cpu_slice (e, &p->add).width);
  return forward ? width : MIN (width, p2p_cpu_slice (e, &p->dx).width);
}

static gboolean
per_picture (const P2pPass *p)
{
  return p->norm == P2P_NORM_INSTANCE || p->stats_of == P2P_STATS_IMAGE;
}

static void
find_parameters (Work *w, const P2pCpuExec *e, guint wants)
{
  const P2pPass *p = w->pass;
  const P2pStore *s = e->exec.store;
  w->gamma = p2p_cpu_param (s, P2P_STORE_VALUE, p->gamma);
  w->beta = p2p_cpu_param (s, P2P_STORE_VALUE, p->beta);
  w->running_mean = p2p_cpu_param (s, P2P_STORE_VALUE, p->running_mean);
  w->running_var = p2p_cpu_param (s, P2P_STORE_VALUE, p->running_var);
  w->dgamma = wants & P2P_WANT_DW ? p2p_cpu_param (s, P2P_STORE_GRADIENT, p->gamma) : NULL;
  w->dbeta = wants & P2P_WANT_DW ? p2p_cpu_param (s, P2P_STORE_GRADIENT, p->beta) : NULL;
  if (p->stats >= 0) {
    w->mean = p2p_cpu_region (e, p->stats)->data;
    w->rstd = w->mean + p2p_shape_count (p2p_cpu_shape (e, p->stats)) / 2;
  }
}

static Work
work_for (const P2pCpuExec *e, const P2pCpuStep *step, guint wants)
{
  const P2pPass *p = step->pass;
  const gboolean forward = p->kind == P2P_PASS_NORM;
  const P2pShape *shape = p2p_cpu_shape (e, p->x.buffer);
  Work w = { .pass = p,
    .x = p2p_cpu_slice (e, &p->x),
    .width = narrowest (e, p),
    .each = per_picture (p),
    .train = e->exec.plan->options.train };
  for (int k = 0; k < p->n_outputs; k++)
    if (forward)
      w.y[k] = p2p_cpu_slice (e, &p->y[k]);
    else
      w.dy[k] = p2p_cpu_slice (e, &p->dy[k]);
  if (forward && p->add.buffer >= 0)
    w.add = p2p_cpu_slice (e, &p->add);
  if (!forward)
    w.dx = p2p_cpu_slice (e, &p->dx);
  cut (&w, shape);
  find_parameters (&w, e, wants);
  if (step->scratch[0] >= 0) {
    w.partial = (double *) p2p_cpu_region (e, step->scratch[0])->data;
    w.mean_g = (float *) (w.partial + (gsize) w.items * 2 * P2P_CPU_LANES);
    w.mean_gx = w.mean_g + (gsize) w.n * w.c;
  }
  if (step->scratch[1] >= 0)
    w.mask = p2p_cpu_view (p2p_cpu_region (e, step->scratch[1])->data, shape, e->block[p->x.buffer],
        0, shape->c);
  return w;
}

/* --- sums --- */

static double *
partial_at (const Work *w, int i)
{
  return w->partial + (gsize) i * 2 * P2P_CPU_LANES;
}

/* Sums of both kinds over the chunks, and over the pictures where they share
 * statistics, of channel c + K of the group at C. */
static void
gather (const Work *w, int n, int c, int k, double *first, double *second)
{
  *first = *second = 0;
  for (int m = w->each ? n : 0; m < (w->each ? n + 1 : w->n); m++)
    for (int chunk = 0; chunk < w->chunks; chunk++) {
      const double *part = partial_at (w, (m * w->groups + c / w->width) * w->chunks + chunk);
      for (int l = k; l < P2P_CPU_LANES; l += w->width) {
        *first += part[l];
        *second += part[P2P_CPU_LANES + l];
      }
    }
}

/* Sums are taken of the difference to the first pixel: a mean far from zero
 * costs no digits of the variance. */
static void
measure (const Work *w, int i)
{
  const Item t = item_at (w, i);
  const float *x = p2p_cpu_view_at (&w->x, t.n, t.c);
  double *sum = partial_at (w, i);
  float space[P2P_CPU_TILE];
  P2pCpuLanes shift;
  p2p_cpu_lanes (shift, p2p_cpu_view_at (&w->x, w->each ? t.n : 0, t.c), w->width);
  for (int l = 0; l < 2 * P2P_CPU_LANES; l++)
    sum[l] = 0;
  const gsize step = p2p_cpu_tile_pixels (w->width);
  for (gsize p = t.p; p < t.p1; p += step) {
    const gsize m = MIN (step, t.p1 - p);
    const float *tile =
        p2p_cpu_tile_load (x + p * w->x.pixel, w->x.pixel, w->width, m, shift, space);
    p2p_cpu_tile_sums (tile, p2p_cpu_tile_size (w->width, m), shift, sum, sum + P2P_CPU_LANES);
  }
}

/* Mean and 1 / deviation of the group at channel C of picture N. */
static void
finish_statistics (const Work *w, int n, int c)
{
  const double count = (double) w->pixels * (w->each ? 1 : w->n);
  for (int k = 0; k < w->width; k++) {
    double sum, square, mean, variance;
    const gsize at = stat_at (w, n, c + k);
    gather (w, n, c, k, &sum, &square);
    mean = sum / count;
    variance = MAX (square / count - mean * mean, 0.0);
    mean += p2p_cpu_view_at (&w->x, n, c)[k];
    w->mean[at] = (float) mean;
    w->rstd[at] = (float) (1.0 / sqrt (variance + P2P_NORM_EPS));
    if (w->train && w->running_mean) {
      const double unbiased = variance * count / MAX (count - 1, 1.0);
      w->running_mean[c + k] += P2P_NORM_MOMENTUM * ((float) mean - w->running_mean[c + k]);
      w->running_var[c + k] += P2P_NORM_MOMENTUM * ((float) unbiased - w->running_var[c + k]);
    }
  }
}

static void
take_running (const Work *w)
{
  for (int c = 0; c < w->c; c++) {
    w->mean[c] = w->running_mean[c];
    w->rstd[c] = (float) (1.0 / sqrt ((double) w->running_var[c] + P2P_NORM_EPS));
  }
}

/* --- values --- */

/* What is the same for all pixels of a group: v = (x - mean) scale + beta. */
typedef struct
{
  P2pCpuLanes mean, scale, beta;
} Affine;

static void
affine_of (const Work *w, int n, int c, Affine *a)
{
  float scale[P2P_CPU_LANES], beta[P2P_CPU_LANES];
  const gsize at = stat_at (w, n, c);
  for (int k = 0; k < w->width; k++) {
    scale[k] = w->rstd[at + k] * (w->gamma ? w->gamma[c + k] : 1.0f);
    beta[k] = w->beta ? w->beta[c + k] : 0.0f;
  }
  p2p_cpu_lanes (a->mean, w->mean + at, w->width);
  p2p_cpu_lanes (a->scale, scale, w->width);
  p2p_cpu_lanes (a->beta, beta, w->width);
}

/* A tile of the pass: where it is and what has been loaded of it. */
typedef struct
{
  const Work *w;
  int n, c;
  gsize p, m, size; /* first pixel, pixels, floats */
  const float *x, *v, *mask;
  float x_space[P2P_CPU_TILE], v_space[P2P_CPU_TILE], spare[P2P_CPU_TILE], mask_space[P2P_CPU_TILE];
} Tile;

static const float *
load (const Tile *t, const P2pCpuView *view, const float *fill, float *space)
{
  return p2p_cpu_tile_load (p2p_cpu_view_at (view, t->n, t->c) + t->p * view->pixel, view->pixel,
      t->w->width, t->m, fill, space);
}

/* x and the value before the activations. */
static void
prepare (Tile *t, const Affine *a, gsize p, gsize m)
{
  const Work *w = t->w;
  t->p = p;
  t->m = m;
  t->size = p2p_cpu_tile_size (w->width, m);
  t->v = t->x = load (t, &w->x, a ? a->mean : NULL, t->x_space);
  t->mask = w->mask.data ? load (t, &w->mask, NULL, t->mask_space) : NULL;
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

static void
write_values (const Work *w, int i)
{
  const Item item = item_at (w, i);
  const gsize step = p2p_cpu_tile_pixels (w->width);
  const gboolean norm = w->pass->norm != P2P_NORM_NONE;
  float add_space[P2P_CPU_TILE];
  Affine affine;
  Tile t = { .w = w, .n = item.n, .c = item.c };
  if (norm)
    affine_of (w, item.n, item.c, &affine);
  for (gsize p = item.p; p < item.p1; p += step) {
    prepare (&t, norm ? &affine : NULL, p, MIN (step, item.p1 - p));
    const float *add = w->add.data ? load (&t, &w->add, NULL, add_space) : NULL;
    for (int k = 0; k < w->pass->n_outputs; k++) {
      const P2pCpuView *view = &w->y[k];
      float *dst = p2p_cpu_view_at (view, t.n, t.c) + p * view->pixel;
      float *y = p2p_cpu_tile_target (dst, view->pixel, w->width, t.m, t.spare);
      p2p_cpu_tile_act (w->pass->act[k], t.v, add, t.size, y);
      p2p_cpu_tile_store (y, dst, view->pixel, w->width, t.m);
    }
  }
}

/* --- order of work --- */

/* Sums, what follows from them, and values. SUM NULL: values alone. */
typedef struct
{
  void (*sum) (const Work *w, int item);
  void (*finish) (const Work *w, int n, int c);
  void (*write) (const Work *w, int item);
} Phases;

/* Everything of one group of channels that shares statistics. */
static void
run_group (const Work *w, const Phases *f, int i)
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
run_phases (const Work *w, const Phases *f, int threads)
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

static void
run_forward (P2pCpuExec *e, const P2pCpuStep *step, guint wants, gboolean accumulate)
{
  const Work w = work_for (e, step, 0);
  const P2pPass *p = w.pass;
  const gboolean given = p->norm == P2P_NORM_BATCH && p->stats_of == P2P_STATS_RUNNING;
  const gboolean measured = p->norm != P2P_NORM_NONE && !given;
  const Phases phases = { measured ? measure : NULL, finish_statistics, write_values };
  if (w.mask.data)
    p2p_cpu_dropout (e, p, &w.mask);
  if (given)
    take_running (&w);
  run_phases (&w, &phases, e->device->device.threads);
}

/* --- backward --- */

/* g: the gradient at the value before dropout. G: space for it. */
static const float *
gradient (Tile *t, float *g)
{
  const Work *w = t->w;
  if (w->pass->n_outputs == 1 && w->pass->act[0] == P2P_ACT_NONE && !t->mask)
    return load (t, &w->dy[0], NULL, g);
  for (int k = 0; k < w->pass->n_outputs; k++) {
    const float *dy = load (t, &w->dy[k], NULL, t->spare);
    p2p_cpu_tile_slope (w->pass->act[k], t->v, dy, t->size, k > 0, g);
  }
  if (t->mask)
    p2p_cpu_tile_multiply (g, t->mask, t->size);
  return g;
}

static void
sum_gradients (const Work *w, int i)
{
  const Item item = item_at (w, i);
  const gsize step = p2p_cpu_tile_pixels (w->width);
  double *sum = partial_at (w, i);
  float space[P2P_CPU_TILE];
  Affine affine;
  Tile t = { .w = w, .n = item.n, .c = item.c };
  affine_of (w, item.n, item.c, &affine);
  for (int l = 0; l < 2 * P2P_CPU_LANES; l++)
    sum[l] = 0;
  for (gsize p = item.p; p < item.p1; p += step) {
    prepare (&t, &affine, p, MIN (step, item.p1 - p));
    p2p_cpu_tile_products (gradient (&t, space), t.x, t.size, affine.mean, sum,
        sum + P2P_CPU_LANES);
  }
}

static void
finish_sums (const Work *w, int n, int c)
{
  const double count = (double) w->pixels * (w->each ? 1 : w->n);
  for (int k = 0; k < w->width; k++) {
    double g, gx;
    const gsize at = stat_at (w, n, c + k);
    gather (w, n, c, k, &g, &gx);
    gx *= w->rstd[at];
    w->mean_g[at] = (float) (g / count);
    w->mean_gx[at] = (float) (gx / count) * w->rstd[at];
    if (w->dgamma && !w->each) {
      w->dgamma[c + k] = (w->accumulate ? w->dgamma[c + k] : 0.0f) + (float) gx;
      w->dbeta[c + k] = (w->accumulate ? w->dbeta[c + k] : 0.0f) + (float) g;
    }
  }
}

static void
write_gradients (const Work *w, int i)
{
  const Item item = item_at (w, i);
  const gsize step = p2p_cpu_tile_pixels (w->width);
  const gboolean norm = w->pass->norm != P2P_NORM_NONE, add = w->pass->accumulate;
  float space[P2P_CPU_TILE], before_space[P2P_CPU_TILE];
  P2pCpuLanes b, c;
  Affine affine;
  Tile t = { .w = w, .n = item.n, .c = item.c };
  if (norm) {
    affine_of (w, item.n, item.c, &affine);
    p2p_cpu_lanes (b, w->mean_g + stat_at (w, item.n, item.c), w->width);
    p2p_cpu_lanes (c, w->mean_gx + stat_at (w, item.n, item.c), w->width);
  }
  for (gsize p = item.p; p < item.p1; p += step) {
    prepare (&t, norm ? &affine : NULL, p, MIN (step, item.p1 - p));
    const float *g = gradient (&t, space);
    float *dst = p2p_cpu_view_at (&w->dx, t.n, t.c) + p * w->dx.pixel;
    float *dx = p2p_cpu_tile_target (dst, w->dx.pixel, w->width, t.m, t.spare);
    const float *before = add ? load (&t, &w->dx, NULL, before_space) : NULL;
    if (add && before != before_space) /* it lies flat, where the sum goes */
      before = memcpy (before_space, before, t.size * sizeof *before);
    if (norm) {
      float *alone = add ? t.v_space : dx;
      p2p_cpu_tile_gradient (g, t.x, t.size, affine.mean, affine.scale, b, c, alone);
      g = alone;
    }
    if (g != dx)
      p2p_cpu_tile_act (P2P_ACT_NONE, g, before, t.size, dx);
    p2p_cpu_tile_store (dx, dst, w->dx.pixel, w->width, t.m);
  }
}

static void
run_backward (P2pCpuExec *e, const P2pCpuStep *step, guint wants, gboolean accumulate)
{
  Work w = work_for (e, step, wants);
  const P2pPass *p = w.pass;
  const Phases phases = { p->norm == P2P_NORM_NONE ? NULL : sum_gradients, finish_sums,
    write_gradients };
  w.accumulate = accumulate;
  if (w.mask.data)
    p2p_cpu_dropout (e, p, &w.mask);
  run_phases (&w, &phases, e->device->device.threads);
}

/* --- planning --- */

void
p2p_cpu_emit_norm (P2pCpuExec *e, const P2pPass *p, int at)
{
  const gboolean forward = p->kind == P2P_PASS_NORM;
  const P2pShape *shape = p2p_cpu_shape (e, p->x.buffer);
  Work w = { .width = narrowest (e, p) };
  P2pCpuStep *step = p2p_cpu_add_step (e, P2P_CPU_NORM, p, at,
      forward ? "p2p:norm" : "p2p:norm-backward", forward ? run_forward : run_backward);
  cut (&w, shape);
  if (p->norm != P2P_NORM_NONE)
    step->scratch[0] = p2p_cpu_add_scratch (e, at,
        (gsize) w.items * 2 * P2P_CPU_LANES * sizeof (double)
            + 2 * (gsize) w.n * w.c * sizeof (float));
  if (p->dropout > 0)
    step->scratch[1] = p2p_cpu_add_scratch (e, at, p2p_shape_count (shape) * sizeof (float));
}
