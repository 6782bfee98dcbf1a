/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Backward through a convolution of stride 1 to few channels (conv-thin.c is the way
 * forward). Lanes are channels of x; numbers of dy are broadcast.
 *
 *   dx[c, h, w]      = sum over o, ky, kx of dy[o, h + pad - ky, w + pad - kx] w[o, c, ky, kx]
 *   dw[o, c, ky, kx] = sum over h, w of dy[o, h, w] x[c, h + ky, w + kx]     (pad 0)
 *
 * For dx, dy gets a border of zeroes first. Twelve sums stay in registers. */

#include "conv-special.h"

#include <string.h>

#define LANES 8
#define FEW 4 /* channels of dy */
#define WIDEST_KERNEL 16

typedef float Lanes __attribute__ ((vector_size (32), aligned (4), may_alias));
#define AT(p) (*(Lanes *) (p))
#define CONST_AT(p) (*(const Lanes *) (p))
#define INLINE static inline __attribute__ ((always_inline))

static gboolean
fits (const P2pCpuExec *e, const P2pPass *p)
{
  const gboolean data = p->kind == P2P_PASS_CONV_DATA;
  if (p->kind == P2P_PASS_CONV || p->conv.kind != P2P_CONV || p->conv.stride != 1
      || p->conv.kernel < 3 || p->conv.kernel > WIDEST_KERNEL || p->accumulate
      || p->conv.pad > (data ? p->conv.kernel - 1 : 0))
    return FALSE;
  const int wide = data ? p->dx.buffer : p->x.buffer;
  return p2p_cpu_shape (e, p->dy[0].buffer)->c <= FEW && e->block[p->dy[0].buffer] == 1
         && e->block[wide] != 1 && p2p_cpu_shape (e, wide)->c % 16 == 0;
}

/* All of a step: dy, and dx or x. */
typedef struct
{
  P2pCpuView dy, wide;
  P2pShape few, shape; /* of the buffers of both */
  int k, border;       /* of zeroes around dy */
  int groups;          /* of channels of `wide`: 16 for dx, 8 for dw */
} Work;

/* --- by x --- */

typedef struct
{
  const float *dy;      /* with its border, of picture n */
  gsize plane;          /* floats of one channel of it */
  int w;                /* columns of it */
  const float *weights; /* [o][ky][kx][16], the kernel turned around */
  int channels, k;
} Spread;

/* PIXELS (a constant) pixels of 16 channels, whose halves go to DX0 and DX1. */
INLINE void
spread_pixels (const Spread *s, const float *dy, float *dx0, float *dx1, gsize pixel,
    const int pixels)
{
  Lanes sum[6][2] = { { { 0 } } };
  const float *w = s->weights;
  for (int o = 0; o < s->channels; o++)
    for (int y = 0; y < s->k; y++) {
      const float *row = dy + o * s->plane + (gsize) y * s->w;
      for (int x = 0; x < s->k; x++, w += 2 * LANES) {
        const Lanes w0 = CONST_AT (w), w1 = CONST_AT (w + LANES);
#pragma GCC unroll 6
        for (int i = 0; i < pixels; i++) {
          sum[i][0] += row[x + i] * w0;
          sum[i][1] += row[x + i] * w1;
        }
      }
    }
  for (int i = 0; i < pixels; i++) {
    AT (dx0 + i * pixel) = sum[i][0];
    AT (dx1 + i * pixel) = sum[i][1];
  }
}

P2P_CLONES_ARCH static void
spread_row (const Spread *s, int h, float *dx0, float *dx1, gsize pixel, int w)
{
  const float *dy = s->dy + (gsize) h * s->w;
  int i = 0;
  for (; i + 6 <= w; i += 6)
    spread_pixels (s, dy + i, dx0 + i * pixel, dx1 + i * pixel, pixel, 6);
  for (; i < w; i++)
    spread_pixels (s, dy + i, dx0 + i * pixel, dx1 + i * pixel, pixel, 1);
}

/* Turned around, so that both run forward over the bordered dy. */
static void
pack (const float *w, int outputs, int inputs, int k, float *packed)
{
  const int taps = k * k;
  for (int c = 0; c < inputs; c += 16)
    for (int o = 0; o < outputs; o++)
      for (int t = taps - 1; t >= 0; t--)
        for (int l = 0; l < 16; l++)
          *packed++ = w[((gsize) o * inputs + c + l) * taps + t];
}

/* A plane of H x W in the middle of zeroes. */
static void
surround (const float *src, int h, int w, int border, float *dst)
{
  const int wide = w + 2 * border;
  memset (dst, 0, (gsize) (h + 2 * border) * wide * sizeof (float));
  for (int i = 0; i < h; i++)
    memcpy (dst + (gsize) (i + border) * wide + border, src + (gsize) i * w, w * sizeof (float));
}

static gsize
bordered_plane (const Work *w)
{
  return (gsize) (w->few.h + 2 * w->border) * (w->few.w + 2 * w->border);
}

static void
run_data (P2pCpuExec *e, const P2pCpuStep *step, guint wants, gboolean accumulate)
{
  const P2pPass *p = step->pass;
  Work w = *(const Work *) step->work;
  const P2pShape *from = &w.few, *to = &w.shape;
  const gsize plane = bordered_plane (&w);
  float *bordered = p2p_cpu_region (e, step->scratch[0])->data;
  float *packed = p2p_cpu_region (e, step->scratch[1])->data;
  p2p_cpu_point (e, &w.dy, p->dy[0].buffer);
  p2p_cpu_point (e, &w.wide, p->dx.buffer);
  pack (p2p_cpu_place (e, &step->place[P2P_DNNL_WEIGHTS]), from->c, to->c, w.k, packed);
#pragma omp parallel
  {
#pragma omp for schedule(static)
    for (int i = 0; i < from->n * from->c; i++)
      surround (p2p_cpu_view_at (&w.dy, i / from->c, i % from->c), from->h, from->w, w.border,
          bordered + i * plane);
#pragma omp for schedule(static)
    for (int i = 0; i < to->n * w.groups * to->h; i++) {
      const int h = i % to->h, g = i / to->h % w.groups, n = i / to->h / w.groups;
      const Spread s = { bordered + (gsize) n * from->c * plane, plane, from->w + 2 * w.border,
        packed + (gsize) g * 16 * from->c * w.k * w.k, from->c, w.k };
      const gsize at = (gsize) h * to->w * w.wide.pixel;
      spread_row (&s, h, p2p_cpu_view_at (&w.wide, n, g * 16) + at,
          p2p_cpu_view_at (&w.wide, n, g * 16 + LANES) + at, w.wide.pixel, to->w);
    }
  }
}

/* --- by w --- */

/* One row of dy times one row of x, for TAPS columns of the kernel and OUTPUTS
 * channels, both constants. SUM [outputs][taps][lanes]: added to. */
INLINE void
correlate_row (const float *dy, gsize plane, const float *x, gsize pixel, int w, float *sum,
    int sum_step, const int outputs, const int taps)
{
  Lanes s[12] = { { 0 } };
  for (int i = 0; i < w; i++, x += pixel)
#pragma GCC unroll 4
    for (int t = 0; t < taps; t++) {
      const Lanes v = CONST_AT (x + t * pixel);
#pragma GCC unroll 4
      for (int o = 0; o < outputs; o++)
        s[o * taps + t] += dy[o * plane + i] * v;
    }
  for (int o = 0; o < outputs; o++)
    for (int t = 0; t < taps; t++)
      AT (sum + o * sum_step + t * LANES) += s[o * taps + t];
}

/* SUM [outputs][k][lanes] += row of dy by row of x. */
P2P_CLONES_ARCH static void
correlate (const float *dy, gsize plane, int outputs, const float *x, gsize pixel, int w, int k,
    float *sum)
{
  for (int t = 0; t < k;) {
    const int taps = k - t >= 3 ? 3 : 1;
    float *at = sum + t * LANES;
    const float *from = x + t * pixel;
    for (int o = 0; o < outputs;) {
      const int many = outputs - o >= 3 ? (outputs - o == 4 ? 4 : 3) : 1;
      if (many == 4 && taps == 3)
        correlate_row (dy + o * plane, plane, from, pixel, w, at + o * k * LANES, k * LANES, 4, 3);
      else if (many == 3 && taps == 3)
        correlate_row (dy + o * plane, plane, from, pixel, w, at + o * k * LANES, k * LANES, 3, 3);
      else if (many == 3)
        correlate_row (dy + o * plane, plane, from, pixel, w, at + o * k * LANES, k * LANES, 3, 1);
      else if (many == 4)
        correlate_row (dy + o * plane, plane, from, pixel, w, at + o * k * LANES, k * LANES, 4, 1);
      else if (taps == 3)
        correlate_row (dy + o * plane, plane, from, pixel, w, at + o * k * LANES, k * LANES, 1, 3);
      else
        correlate_row (dy + o * plane, plane, from, pixel, w, at + o * k * LANES, k * LANES, 1, 1);
      o += many;
    }
    t += taps;
  }
}

static void
run_weights (P2pCpuExec *e, const P2pCpuStep *step, guint wants, gboolean accumulate)
{
  const P2pPass *p = step->pass;
  Work w = *(const Work *) step->work;
  const P2pShape *from = &w.shape, *to = &w.few;
  const int k = w.k;
  float *dw = p2p_cpu_place (e, &step->place[P2P_DNNL_WEIGHTS]);
  p2p_cpu_point (e, &w.dy, p->dy[0].buffer);
  p2p_cpu_point (e, &w.wide, p->x.buffer);
#pragma omp parallel for schedule(static)
  for (int i = 0; i < w.groups * k; i++) {
    const int ky = i % k, c = i / k * LANES;
    float sum[FEW * WIDEST_KERNEL * LANES] = { 0 };
    for (int n = 0; n < to->n; n++)
      for (int h = 0; h < to->h; h++)
        correlate (p2p_cpu_view_at (&w.dy, n, 0) + (gsize) h * to->w, w.dy.block, to->c,
            p2p_cpu_view_at (&w.wide, n, c) + (gsize) (h + ky) * from->w * w.wide.pixel,
            w.wide.pixel, to->w, k, sum);
    for (int o = 0; o < to->c; o++)
      for (int l = 0; l < LANES; l++)
        for (int kx = 0; kx < k; kx++) {
          float *at = dw + (((gsize) o * from->c + c + l) * k + ky) * k + kx;
          *at = (accumulate ? *at : 0.0f) + sum[(o * k + kx) * LANES + l];
        }
  }
}

/* --- planning --- */

static void
emit (P2pCpuExec *e, const P2pPass *p, int at, P2pCpuPlace place)
{
  const gboolean data = p->kind == P2P_PASS_CONV_DATA;
  const P2pSlice *wide = data ? &p->dx : &p->x;
  Work *w = g_new (Work, 1);
  *w = (Work){ .dy = p2p_cpu_slice (e, &p->dy[0]),
    .wide = p2p_cpu_slice (e, wide),
    .few = *p2p_cpu_shape (e, p->dy[0].buffer),
    .shape = *p2p_cpu_shape (e, wide->buffer),
    .k = p->conv.kernel,
    .border = p->conv.kernel - 1 - p->conv.pad };
  w->groups = w->shape.c / (data ? 16 : LANES);
  P2pCpuStep *step = p2p_cpu_add_step (e, P2P_CPU_CONV, p, at,
      data ? "p2p:few-outputs-data" : "p2p:few-outputs-weights", data ? run_data : run_weights);
  step->place[P2P_DNNL_WEIGHTS] = place;
  step->work = w;
  if (!data)
    return;
  step->scratch[0] =
      p2p_cpu_add_scratch (e, at, bordered_plane (w) * w->few.n * w->few.c * sizeof (float));
  step->scratch[1] =
      p2p_cpu_add_scratch (e, at, (gsize) w->shape.c * w->few.c * w->k * w->k * sizeof (float));
}

const P2pCpuSpecialConv p2p_cpu_conv_few = { .fits = fits, .blocked = FALSE, .emit = emit };
