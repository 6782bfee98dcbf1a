/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Convolutions to few channels: the picture at the end of a generator, the map
 * of a discriminator, the gradient of a picture. oneDNN computes 8 or 16 outputs
 * where 1 or 3 are wanted, or goes by way of a matrix. Here the lanes of a
 * register are input channels, summed up at the end:
 *
 *   y[o, j] = sum over taps t, groups g of 8 channels, lanes of
 *             x[g, j * step + t.offset] * w[g, t, o]
 *
 * A transposed convolution is that for every phase (column modulo stride) with
 * the taps that hit it. Up to four outputs by a few pixels stay in registers:
 * 12 multiply-adds for 7 loads. */

#include "conv-special.h"

#include <string.h>

#define LANES 8
#define WIDEST 8 /* outputs that still count as few */
#define MAX_TAPS 64

typedef float Lanes __attribute__ ((vector_size (32), aligned (4), may_alias));

typedef struct
{
  gboolean transposed; /* then weights are [c, o, k, k], otherwise [o, c, k, k] */
  int k, stride, pad;
  P2pShape from, to;
} Geometry;

typedef struct
{
  const float *row; /* of x, at the first group */
  int offset;       /* pixels */
  int w;            /* number of the tap in the packed weights */
} Tap;

/* One row (of one phase) of the output. */
typedef struct
{
  Tap taps[MAX_TAPS];
  int n_taps;
  int groups;     /* of 8 channels */
  gsize group[2]; /* floats to odd groups (16 channels side by side), to pairs */
  gsize pixel;    /* floats from pixel to pixel */
  int step, w;    /* pixels of x from output to output; in a row of x */
  const float *weights;
  gsize weights_group; /* floats */
  float *y;            /* output o at y + o * plane, pixel j at + j * y_step */
  gsize plane, y_step;
  const float *bias; /* NULL: none */
} Row;

static const P2pSlice *
source (const P2pPass *p)
{
  return p->kind == P2P_PASS_CONV_DATA ? &p->dy[0] : &p->x;
}

static const P2pSlice *
target (const P2pPass *p)
{
  return p->kind == P2P_PASS_CONV_DATA ? &p->dx : &p->y[0];
}

static Geometry
geometry_of (const P2pCpuExec *e, const P2pPass *p)
{
  const gboolean data = p->kind == P2P_PASS_CONV_DATA;
  return (Geometry){ data == (p->conv.kind == P2P_CONV), p->conv.kernel, p->conv.stride,
    p->conv.pad, *p2p_cpu_shape (e, source (p)->buffer), *p2p_cpu_shape (e, target (p)->buffer) };
}

static gboolean
fits (const P2pCpuExec *e, const P2pPass *p)
{
  if (p->kind == P2P_PASS_CONV_WEIGHTS || p->accumulate)
    return FALSE;
  const int from = source (p)->buffer, to = target (p)->buffer;
  return p2p_cpu_shape (e, to)->c <= WIDEST && e->block[to] == 1
         && (e->block[from] == 8 || e->block[from] == 16)
         && p->conv.kernel * p->conv.kernel <= MAX_TAPS;
}

/* --- kernel --- */

static inline __attribute__ ((always_inline)) float
sum_lanes (Lanes v)
{
  float s[LANES];
  memcpy (s, &v, sizeof s);
  return ((s[0] + s[4]) + (s[1] + s[5])) + ((s[2] + s[6]) + (s[3] + s[7]));
}

/* OUTPUTS x PIXELS numbers; both are constants where this is inlined. */
static inline __attribute__ ((always_inline)) void
tile (const Row *r, const Tap *taps, int n_taps, int j, const int outputs, const int pixels)
{
  Lanes sum[12] = { { 0 } };
  for (int g = 0; g < r->groups; g++) {
    const gsize at = g / 2 * r->group[1] + g % 2 * r->group[0];
    const float *weights = r->weights + g * r->weights_group;
    for (int t = 0; t < n_taps; t++) {
      const float *x =
          taps[t].row + at + (gssize) (j * r->step + taps[t].offset) * (gssize) r->pixel;
      const float *w = weights + taps[t].w * outputs * LANES;
#pragma GCC unroll 12
      for (int i = 0; i < pixels; i++) {
        const Lanes v = *(const Lanes *) (x + i * r->step * r->pixel);
#pragma GCC unroll 4
        for (int o = 0; o < outputs; o++)
          sum[o * pixels + i] += v * *(const Lanes *) (w + o * LANES);
      }
    }
  }
  for (int o = 0; o < outputs; o++)
    for (int i = 0; i < pixels; i++)
      r->y[o * r->plane + (j + i) * r->y_step] =
          sum_lanes (sum[o * pixels + i]) + (r->bias ? r->bias[o] : 0.0f);
}

/* A pixel near the edge, where not all taps hit the picture. */
static inline __attribute__ ((always_inline)) void
edge (const Row *r, int j, const int outputs)
{
  Tap taps[MAX_TAPS];
  int n = 0;
  for (int t = 0; t < r->n_taps; t++) {
    const int i = j * r->step + r->taps[t].offset;
    if (i >= 0 && i < r->w)
      taps[n++] = r->taps[t];
  }
  tile (r, taps, n, j, outputs, 1);
}

/* Outputs 0 .. n - 1 of the row; LOW .. HIGH - 1 see all taps. */
static inline __attribute__ ((always_inline)) void
row (const Row *r, int n, int low, int high, const int outputs, const int pixels)
{
  int j = 0;
  for (; j < MIN (low, n); j++)
    edge (r, j, outputs);
  for (; j + pixels <= high; j += pixels)
    tile (r, r->taps, r->n_taps, j, outputs, pixels);
  for (; j < high; j++)
    tile (r, r->taps, r->n_taps, j, outputs, 1);
  for (; j < n; j++)
    edge (r, j, outputs);
}

P2P_CLONES_ARCH static void
any_row (const Row *r, int n, int low, int high, int outputs)
{
  switch (outputs) {
    case 1:
      row (r, n, low, high, 1, 8);
      break;
    case 2:
      row (r, n, low, high, 2, 6);
      break;
    case 3:
      row (r, n, low, high, 3, 4);
      break;
    default:
      row (r, n, low, high, 4, 3);
  }
}

/* --- what a row is made of --- */

/* The tap of index K in one direction, for output I: the input it reads, as an
 * offset to I * step where the taps of all outputs of a phase agree. */
static gboolean
hits (const Geometry *g, int i, int k, int *from)
{
  const int t = i + g->pad - k;
  *from = g->transposed ? t / g->stride : i * g->stride + k - g->pad;
  return !g->transposed || t % g->stride == 0;
}

static void
collect_taps (const Geometry *g, Row *r, const float *x, int h, int phase)
{
  int y, offset;
  r->n_taps = 0;
  for (int ky = 0; ky < g->k; ky++) {
    if (!hits (g, h, ky, &y) || y < 0 || y >= g->from.h)
      continue;
    for (int kx = 0; kx < g->k; kx++)
      if (hits (g, phase, kx, &offset))
        r->taps[r->n_taps++] =
            (Tap){ x + (gsize) y * g->from.w * r->pixel, offset, ky * g->k + kx };
  }
}

static void
run_row (const Geometry *g, Row *r, const float *x, int h, int phase, int outputs)
{
  const int apart = g->transposed ? g->stride : 1;
  const int n = (g->to.w - phase + apart - 1) / apart;
  int low = 0, high = n;
  collect_taps (g, r, x, h, phase);
  for (int t = 0; t < r->n_taps; t++) {
    const int o = r->taps[t].offset;
    low = MAX (low, (-o + r->step - 1) / r->step);
    high = MIN (high, (r->w - 1 - o) / r->step + 1);
  }
  any_row (r, n, low, MAX (high, low), outputs);
}

/* How many of the outputs from O on are computed together. */
static int
bunch (const Geometry *g, int o)
{
  const int left = g->to.c - o;
  return left == 5 || left == 6 ? 3 : MIN (left, 4);
}

/* Weights as the kernel reads them: bunch, group, tap, output, lane. */
static void
pack (const Geometry *g, const float *w, float *packed)
{
  const int taps = g->k * g->k;
  for (int o = 0; o < g->to.c; o += bunch (g, o))
    for (int c = 0; c < g->from.c; c += LANES)
      for (int t = 0; t < taps; t++)
        for (int i = o; i < o + bunch (g, o); i++)
          for (int l = 0; l < LANES; l++)
            *packed++ =
                w[(g->transposed ? (gsize) (c + l) * g->to.c + i : (gsize) i * g->from.c + c + l)
                        * taps
                    + t];
}

/* All of a step. */
typedef struct
{
  Geometry g;
  P2pCpuView x, y;
  const float *bias; /* NULL: none */
  int phases, rows;
  gsize group[2]; /* see Row */
} Work;

static void
run (P2pCpuExec *e, const P2pCpuStep *step, guint wants, gboolean accumulate)
{
  const P2pPass *p = step->pass;
  Work s = *(const Work *) step->work;
  const Geometry g = s.g;
  const gsize taps = (gsize) g.k * g.k;
  float *packed = p2p_cpu_region (e, step->scratch[0])->data;
  p2p_cpu_point (e, &s.x, source (p)->buffer);
  p2p_cpu_point (e, &s.y, target (p)->buffer);
  pack (&g, p2p_cpu_place (e, &step->place[P2P_DNNL_WEIGHTS]), packed);
#pragma omp parallel for schedule(static)
  for (int i = 0; i < s.rows; i++) {
    const int n = i / g.to.h, h = i % g.to.h;
    for (int o = 0; o < g.to.c; o += bunch (&g, o))
      for (int phase = 0; phase < s.phases; phase++) {
        Row r = { .groups = g.from.c / LANES,
          .group = { s.group[0], s.group[1] },
          .pixel = s.x.pixel,
          .step = g.transposed ? 1 : g.stride,
          .w = g.from.w,
          .weights = packed + o * g.from.c * taps,
          .weights_group = taps * bunch (&g, o) * LANES,
          .y = p2p_cpu_view_at (&s.y, n, o) + (gsize) h * g.to.w + phase,
          .plane = s.y.block,
          .y_step = s.phases,
          .bias = s.bias ? s.bias + o : NULL };
        run_row (&g, &r, p2p_cpu_view_at (&s.x, n, 0), h, phase, bunch (&g, o));
      }
  }
}

static void
emit (P2pCpuExec *e, const P2pPass *p, int at, P2pCpuPlace place)
{
  const gboolean data = p->kind == P2P_PASS_CONV_DATA;
  Work *s = g_new (Work, 1);
  *s = (Work){ .g = geometry_of (e, p),
    .x = p2p_cpu_slice (e, source (p)),
    .y = p2p_cpu_slice (e, target (p)),
    .bias = data ? NULL : p2p_cpu_param (e->exec.store, P2P_STORE_VALUE, p->b) };
  s->phases = s->g.transposed ? s->g.stride : 1;
  s->rows = s->g.to.n * s->g.to.h;
  s->group[0] = s->x.width == 16 ? LANES : s->x.block;
  s->group[1] = s->x.width == 16 ? s->x.block : 2 * s->x.block;
  P2pCpuStep *step = p2p_cpu_add_step (e, P2P_CPU_CONV, p, at, "p2p:few-outputs", run);
  step->place[P2P_DNNL_WEIGHTS] = place;
  step->scratch[0] = p2p_cpu_add_scratch (e, at,
      (gsize) s->g.from.c * s->g.to.c * s->g.k * s->g.k * sizeof (float));
  step->work = s;
}

const P2pCpuSpecialConv p2p_cpu_conv_thin = { .fits = fits, .blocked = FALSE, .emit = emit };
