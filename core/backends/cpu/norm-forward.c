/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "emit.h"
#include "norm.h"

#include <math.h>

/* --- sums --- */

/* Sums are taken of the difference to the first pixel: a mean far from zero
 * costs no digits of the variance. */
static void
measure (const P2pCpuNorm *w, int i)
{
  const P2pCpuNormItem t = p2p_cpu_norm_item (w, i);
  const float *x = p2p_cpu_view_at (&w->x, t.n, t.c);
  double *sum = p2p_cpu_norm_partial (w, i);
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
finish_statistics (const P2pCpuNorm *w, int n, int c)
{
  const double count = (double) w->pixels * (w->each ? 1 : w->n);
  for (int k = 0; k < w->width; k++) {
    double sum, square, mean, variance;
    const gsize at = p2p_cpu_norm_stat (w, n, c + k);
    p2p_cpu_norm_gather (w, n, c, k, &sum, &square);
    mean = sum / count;
    variance = MAX (square / count - mean * mean, 0.0);
    mean += p2p_cpu_view_at (&w->x, n, c)[k];
    w->mean[at] = (float) mean;
    w->rstd[at] = (float) (1.0 / sqrt (variance + P2P_NORM_EPS));
    if (w->train && w->running_mean) {
      const double unbiased = variance * count / MAX (count - 1, 1.0);
      p2p_running (&w->running_mean[c + k], &w->running_var[c + k], (float) mean, (float) unbiased,
          P2P_NORM_MOMENTUM);
    }
  }
}

static void
take_running (const P2pCpuNorm *w)
{
  for (int c = 0; c < w->c; c++) {
    w->mean[c] = w->running_mean[c];
    w->rstd[c] = (float) (1.0 / sqrt ((double) w->running_var[c] + P2P_NORM_EPS));
  }
}

/* --- values --- */

static void
write_values (const P2pCpuNorm *w, int i)
{
  const P2pCpuNormItem item = p2p_cpu_norm_item (w, i);
  const gsize step = p2p_cpu_tile_pixels (w->width);
  const gboolean norm = w->pass->norm != P2P_NORM_NONE;
  float add_space[P2P_CPU_TILE];
  P2pCpuAffine affine;
  P2pCpuNormTile t = { .w = w, .n = item.n, .c = item.c };
  if (norm)
    p2p_cpu_norm_affine (w, item.n, item.c, &affine);
  for (gsize p = item.p; p < item.p1; p += step) {
    p2p_cpu_norm_load_values (&t, norm ? &affine : NULL, p, MIN (step, item.p1 - p));
    const float *add = w->add.data ? p2p_cpu_norm_load (&t, &w->add, NULL, add_space) : NULL;
    for (int k = 0; k < w->pass->n_outputs; k++) {
      const P2pCpuView *view = &w->y[k];
      float *dst = p2p_cpu_view_at (view, t.n, t.c) + p * view->pixel;
      float *y = p2p_cpu_tile_target (dst, view->pixel, w->width, t.m, t.spare);
      p2p_cpu_tile_act (w->pass->act[k], t.v, add, t.size, y);
      p2p_cpu_tile_store (y, dst, view->pixel, w->width, t.m);
    }
  }
}

static void
run (P2pCpuExec *e, const P2pCpuStep *step, guint wants, gboolean accumulate)
{
  const P2pCpuNorm w = p2p_cpu_norm_at (e, step);
  const P2pPass *p = w.pass;
  const gboolean given = p->norm == P2P_NORM_BATCH && p->stats_of == P2P_STATS_RUNNING;
  const gboolean measured = p->norm != P2P_NORM_NONE && !given;
  const P2pCpuNormPhases phases = { measured ? measure : NULL, finish_statistics, write_values };
  if (given)
    take_running (&w);
  p2p_cpu_norm_run (e, &w, &phases);
}

void
p2p_cpu_emit_norm (P2pCpuExec *e, const P2pPass *p, int at)
{
  p2p_cpu_norm_add_step (e, p, at, "p2p:norm", run);
}
