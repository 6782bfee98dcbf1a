/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "emit.h"
#include "norm.h"

#include <string.h>

/* g: the gradient at the value before dropout. G: space for it. */
static const float *
gradient (P2pCpuNormTile *t, float *g)
{
  const P2pCpuNorm *w = t->w;
  if (w->pass->n_outputs == 1 && w->pass->act[0] == P2P_ACT_NONE && !t->mask)
    return p2p_cpu_norm_load (t, &w->dy[0], NULL, g);
  for (int k = 0; k < w->pass->n_outputs; k++) {
    const float *dy = p2p_cpu_norm_load (t, &w->dy[k], NULL, t->spare);
    p2p_cpu_tile_slope (w->pass->act[k], t->v, dy, t->size, k > 0, g);
  }
  if (t->mask)
    p2p_cpu_tile_multiply (g, t->mask, t->size);
  return g;
}

/* --- sums --- */

static void
sum_gradients (const P2pCpuNorm *w, int i)
{
  const P2pCpuNormItem item = p2p_cpu_norm_item (w, i);
  const gsize step = p2p_cpu_tile_pixels (w->width);
  double *sum = p2p_cpu_norm_partial (w, i);
  float space[P2P_CPU_TILE];
  P2pCpuAffine affine;
  P2pCpuNormTile t = { .w = w, .n = item.n, .c = item.c };
  p2p_cpu_norm_affine (w, item.n, item.c, &affine);
  for (int l = 0; l < 2 * P2P_CPU_LANES; l++)
    sum[l] = 0;
  for (gsize p = item.p; p < item.p1; p += step) {
    p2p_cpu_norm_load_values (&t, &affine, p, MIN (step, item.p1 - p));
    p2p_cpu_tile_products (gradient (&t, space), t.x, t.size, affine.mean, sum,
        sum + P2P_CPU_LANES);
  }
}

static void
finish_sums (const P2pCpuNorm *w, int n, int c)
{
  const double count = (double) w->pixels * (w->each ? 1 : w->n);
  for (int k = 0; k < w->width; k++) {
    double g, gx;
    const gsize at = p2p_cpu_norm_stat (w, n, c + k);
    p2p_cpu_norm_gather (w, n, c, k, &g, &gx);
    gx *= w->rstd[at];
    w->mean_g[at] = (float) (g / count);
    w->mean_gx[at] = (float) (gx / count) * w->rstd[at];
    if (w->dgamma && !w->each) {
      w->dgamma[c + k] = (w->accumulate ? w->dgamma[c + k] : 0.0f) + (float) gx;
      w->dbeta[c + k] = (w->accumulate ? w->dbeta[c + k] : 0.0f) + (float) g;
    }
  }
}

/* --- values --- */

static void
write_gradients (const P2pCpuNorm *w, int i)
{
  const P2pCpuNormItem item = p2p_cpu_norm_item (w, i);
  const gsize step = p2p_cpu_tile_pixels (w->width);
  const gboolean norm = w->pass->norm != P2P_NORM_NONE, add = w->pass->accumulate;
  float space[P2P_CPU_TILE], before_space[P2P_CPU_TILE];
  P2pCpuLanes b, c;
  P2pCpuAffine affine;
  P2pCpuNormTile t = { .w = w, .n = item.n, .c = item.c };
  if (norm) {
    p2p_cpu_norm_affine (w, item.n, item.c, &affine);
    p2p_cpu_lanes (b, w->mean_g + p2p_cpu_norm_stat (w, item.n, item.c), w->width);
    p2p_cpu_lanes (c, w->mean_gx + p2p_cpu_norm_stat (w, item.n, item.c), w->width);
  }
  for (gsize p = item.p; p < item.p1; p += step) {
    p2p_cpu_norm_load_values (&t, norm ? &affine : NULL, p, MIN (step, item.p1 - p));
    const float *g = gradient (&t, space);
    float *dst = p2p_cpu_view_at (&w->dx, t.n, t.c) + p * w->dx.pixel;
    float *dx = p2p_cpu_tile_target (dst, w->dx.pixel, w->width, t.m, t.spare);
    const float *before = add ? p2p_cpu_norm_load (&t, &w->dx, NULL, before_space) : NULL;
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
run (P2pCpuExec *e, const P2pCpuStep *step, guint wants, gboolean accumulate)
{
  P2pCpuNorm w = p2p_cpu_norm_at (e, step);
  const P2pCpuNormPhases phases = { w.pass->norm == P2P_NORM_NONE ? NULL : sum_gradients,
    finish_sums, write_gradients };
  w.accumulate = accumulate;
  if (!(wants & P2P_WANT_DW))
    w.dgamma = w.dbeta = NULL;
  p2p_cpu_norm_run (e, &w, &phases);
}

void
p2p_cpu_emit_norm_backward (P2pCpuExec *e, const P2pPass *p, int at)
{
  p2p_cpu_norm_add_step (e, p, at, "p2p:norm-backward", run);
}
