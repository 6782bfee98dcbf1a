/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* 3x3 convolutions of stride 1 by Winograd's method, in all three directions;
 * five sixths of the arithmetic of the residual networks. The gradient by x is a
 * convolution too, of dy with turned filters and padding 2 - pad. */

#include "conv-special.h"
#include "conv-winograd-kernels.h"

/* Below these the transformations cost more than they save. */
#define FEWEST_CHANNELS 32
#define FEWEST_TILES 48

/* Inputs of C channels, outputs of K. Backward by weights, `to` is dy. */
typedef struct
{
  P2pCpuView from, to;
  const P2pShape *x, *y;
  int pad, down, across, tiles; /* rows and columns of tiles; all of them */
  P2pWinogradSet v, m;
  float *u;
  gsize u_plane, size; /* floats; all that is needed */
} Winograd;

static const P2pSlice *
source (const P2pPass *p)
{
  return p->kind == P2P_PASS_CONV_DATA ? &p->dy[0] : &p->x;
}

static const P2pSlice *
target (const P2pPass *p)
{
  return p->kind == P2P_PASS_CONV_DATA ? &p->dx : p->kind == P2P_PASS_CONV ? &p->y[0] : &p->dy[0];
}

/* What follows from the plan. */
static Winograd
winograd_of (const P2pCpuExec *e, const P2pPass *p)
{
  const gboolean data = p->kind == P2P_PASS_CONV_DATA;
  Winograd w = { .from = p2p_cpu_slice (e, source (p)), .to = p2p_cpu_slice (e, target (p)) };
  w.x = p2p_cpu_shape (e, source (p)->buffer);
  w.y = p2p_cpu_shape (e, target (p)->buffer);
  w.pad = data ? p->conv.kernel - 1 - p->conv.pad : p->conv.pad;
  w.down = (w.y->h + P2P_WINOGRAD_TILE - 1) / P2P_WINOGRAD_TILE;
  w.across = (w.y->w + P2P_WINOGRAD_TILE - 1) / P2P_WINOGRAD_TILE;
  w.tiles = w.y->n * w.down * w.across;
  const gsize v = p2p_winograd_set (&w.v, w.tiles, w.x->c),
              m = p2p_winograd_set (&w.m, w.tiles, w.y->c);
  w.u_plane = ((gsize) w.x->c * w.y->c) | 16;
  w.size = v + m + w.u_plane * P2P_WINOGRAD_PLANES;
  return w;
}

static gboolean
fits (const P2pCpuExec *e, const P2pPass *p)
{
  if (p->conv.kind != P2P_CONV || p->conv.kernel != 3 || p->conv.stride != 1 || p->conv.pad > 2
      || p->accumulate)
    return FALSE;
  const Winograd w = winograd_of (e, p);
  const int block = e->device->block;
  return w.x->c % 16 == 0 && w.y->c % 16 == 0 && MIN (w.x->c, w.y->c) >= FEWEST_CHANNELS
         && w.tiles >= FEWEST_TILES && e->block[source (p)->buffer] == block
         && e->block[target (p)->buffer] == block;
}

/* Group G (of 8 channels) of picture N. */
static P2pWinogradImage
image (const P2pCpuView *v, const P2pShape *shape, int n, int g)
{
  return (P2pWinogradImage){ p2p_cpu_view_at (v, n, g * P2P_WINOGRAD_LANES), shape->h, shape->w,
    v->pixel };
}

/* --- filters, which lie as [o / B, i / B, 9, i % B, o % B] --- */

/* Filters of outputs o .. o + 7 for input i in the layout of the parameter. */
static float *
filter_at (float *w, int block, int inputs, int o, int i)
{
  return w + (((gsize) (o / block) * (inputs / block) + i / block) * 9 * block + i % block) * block
         + o % block;
}

static float *
u_at (const Winograd *w, int k, int c)
{
  return w->u + ((gsize) (k / P2P_WINOGRAD_FILTERS) * w->x->c + c) * P2P_WINOGRAD_FILTERS
         + k % P2P_WINOGRAD_FILTERS;
}

/* Forward: outputs of the net's convolution are lanes already. */
static void
transform_filters (const Winograd *w, float *weights, int block, int c)
{
  const gsize tap = (gsize) block * block;
  for (int k = 0; k < w->y->c; k += P2P_WINOGRAD_LANES)
    p2p_winograd_filter (filter_at (weights, block, w->x->c, k, c), tap, FALSE, u_at (w, k, c),
        w->u_plane);
}

/* Backward: the lanes are inputs of the net's convolution, which lie BLOCK
 * apart; a block of 8 by 8 is turned at a time. O: eight inputs of this one. */
static void
transform_turned (const Winograd *w, float *weights, int block, int o)
{
  const gsize tap = (gsize) block * block;
  float turned[P2P_WINOGRAD_LANES][9][P2P_WINOGRAD_LANES];
  for (int i = 0; i < w->y->c; i += P2P_WINOGRAD_LANES) {
    const float *from = filter_at (weights, block, w->y->c, o, i);
    for (int t = 0; t < 9; t++)
      for (int k = 0; k < P2P_WINOGRAD_LANES; k++)
        for (int l = 0; l < P2P_WINOGRAD_LANES; l++)
          turned[l][t][k] = from[t * tap + k * block + l];
    for (int l = 0; l < P2P_WINOGRAD_LANES; l++)
      p2p_winograd_filter (turned[l][0], P2P_WINOGRAD_LANES, TRUE, u_at (w, i, o + l), w->u_plane);
  }
}

/* --- running --- */

/* What was prepared, with all that it points to. */
static Winograd
winograd_at (const P2pCpuExec *e, const P2pCpuStep *step)
{
  Winograd w = *(const Winograd *) step->work;
  p2p_cpu_point (e, &w.from, source (step->pass)->buffer);
  p2p_cpu_point (e, &w.to, target (step->pass)->buffer);
  w.v.data = p2p_cpu_region (e, step->scratch[0])->data;
  w.m.data = w.v.data + w.v.plane * P2P_WINOGRAD_PLANES;
  w.u = w.m.data + w.m.plane * P2P_WINOGRAD_PLANES;
  return w;
}

/* Number of the first tile in row I of all rows of tiles. */
#define ROW_TILE(w, i) ((i) * (w)->across)

static void
run_values (P2pCpuExec *e, const P2pCpuStep *step, guint wants, gboolean accumulate)
{
  const P2pPass *p = step->pass;
  const Winograd w = winograd_at (e, step);
  const gboolean data = p->kind == P2P_PASS_CONV_DATA;
  float *weights = p2p_cpu_place (e, &step->place[P2P_DNNL_WEIGHTS]);
  const float *bias = data ? NULL : p2p_cpu_param (e->exec.store, P2P_STORE_VALUE, p->b);
  const int block = e->device->block, rows = w.y->n * w.down;
  const int from = w.x->c / P2P_WINOGRAD_LANES, to = w.y->c / P2P_WINOGRAD_LANES;
#pragma omp parallel
  {
#pragma omp for schedule(static) nowait
    for (int g = 0; g < from; g++)
      if (data)
        transform_turned (&w, weights, block, g * P2P_WINOGRAD_LANES);
      else
        for (int c = 0; c < P2P_WINOGRAD_LANES; c++)
          transform_filters (&w, weights, block, g * P2P_WINOGRAD_LANES + c);
#pragma omp for schedule(static)
    for (int i = 0; i < rows * from; i++) {
      const int g = i / rows, row = i % rows;
      const P2pWinogradImage x = image (&w.from, w.x, row / w.down, g);
      p2p_winograd_inputs (&x, w.pad, row % w.down, w.across, &w.v, g, ROW_TILE (&w, row));
    }
#pragma omp for schedule(static)
    for (int i = 0; i < P2P_WINOGRAD_PLANES * to / 2; i++) {
      const int plane = i / (to / 2), k = i % (to / 2);
      p2p_winograd_multiply (&w.v, plane, w.x->c, w.tiles,
          u_at (&w, k * P2P_WINOGRAD_FILTERS, 0) + plane * w.u_plane, &w.m, 2 * k);
    }
#pragma omp for schedule(static)
    for (int i = 0; i < rows * to; i++) {
      const int g = i / rows, row = i % rows;
      const P2pWinogradImage y = image (&w.to, w.y, row / w.down, g);
      p2p_winograd_outputs (&w.m, g, ROW_TILE (&w, row), row % w.down, w.across,
          bias ? bias + g * P2P_WINOGRAD_LANES : NULL, &y);
    }
  }
}

static void
run_weights (P2pCpuExec *e, const P2pCpuStep *step, guint wants, gboolean accumulate)
{
  const Winograd w = winograd_at (e, step);
  float *dw = p2p_cpu_place (e, &step->place[P2P_DNNL_WEIGHTS]);
  const int block = e->device->block, rows = w.y->n * w.down;
  const int from = w.x->c / P2P_WINOGRAD_LANES, to = w.y->c / P2P_WINOGRAD_LANES;
#pragma omp parallel
  {
#pragma omp for schedule(static) nowait
    for (int i = 0; i < rows * from; i++) {
      const int g = i / rows, row = i % rows;
      const P2pWinogradImage x = image (&w.from, w.x, row / w.down, g);
      p2p_winograd_inputs (&x, w.pad, row % w.down, w.across, &w.v, g, ROW_TILE (&w, row));
    }
#pragma omp for schedule(static)
    for (int i = 0; i < rows * to; i++) {
      const int g = i / rows, row = i % rows;
      const P2pWinogradImage dy = image (&w.to, w.y, row / w.down, g);
      p2p_winograd_gradients (&dy, row % w.down, w.across, &w.m, g, ROW_TILE (&w, row));
    }
#pragma omp for schedule(static)
    for (int i = 0; i < P2P_WINOGRAD_PLANES * to / 2; i++) {
      const int plane = i / (to / 2), k = i % (to / 2);
      p2p_winograd_correlate (&w.v, &w.m, plane, w.x->c, w.tiles, 2 * k,
          u_at (&w, k * P2P_WINOGRAD_FILTERS, 0) + plane * w.u_plane);
    }
#pragma omp for schedule(static)
    for (int i = 0; i < w.x->c * to; i++) {
      const int k = i / w.x->c * P2P_WINOGRAD_LANES, c = i % w.x->c;
      p2p_winograd_filter_gradient (u_at (&w, k, c), w.u_plane, filter_at (dw, block, w.x->c, k, c),
          (gsize) block * block, accumulate);
    }
  }
}

static void
emit (P2pCpuExec *e, const P2pPass *p, int at, P2pCpuPlace place)
{
  P2pCpuStep *step = p2p_cpu_add_step (e, P2P_CPU_CONV, p, at, "p2p:winograd",
      p->kind == P2P_PASS_CONV_WEIGHTS ? run_weights : run_values);
  Winograd *w = g_new (Winograd, 1);
  *w = winograd_of (e, p);
  step->place[P2P_DNNL_WEIGHTS] = place;
  step->scratch[0] = p2p_cpu_add_scratch (e, at, w->size * sizeof (float));
  step->work = w;
}

const P2pCpuSpecialConv p2p_cpu_conv_winograd = { .fits = fits, .blocked = TRUE, .emit = emit };
