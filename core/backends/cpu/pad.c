/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Reflection: y (h, w) = x (|h - pad|, |w - pad|), from the other end likewise.
 * Backward, every x gathers its up to three images in each direction, so that
 * rows can be shared out among threads. */

#include "emit.h"

#include <string.h>

/* Where row or column I of the padded picture comes from. */
static int
reflect (int i, int pad, int size)
{
  const int k = ABS (i - pad);
  return k < size ? k : 2 * (size - 1) - k;
}

/* The padded rows (or columns) that come from I; returns how many. */
static int
images (int i, int pad, int size, int out[3])
{
  int n = 0;
  out[n++] = i + pad;
  if (i >= 1 && i <= pad)
    out[n++] = pad - i;
  if (i <= size - 2 && i >= size - 1 - pad)
    out[n++] = 2 * (size - 1) - i + pad;
  return n;
}

static void
copy_pixel (float *dst, const float *src, int width)
{
  for (int k = 0; k < width; k++)
    dst[k] = src[k];
}

static void
pad_row (const float *x, gsize x_step, float *y, gsize y_step, int width, int w, int pad)
{
  if (x_step == (gsize) width && y_step == (gsize) width)
    memcpy (y + pad * y_step, x, (gsize) w * width * sizeof (float));
  else
    for (int i = 0; i < w; i++)
      copy_pixel (y + (i + pad) * y_step, x + i * x_step, width);
  for (int i = 0; i < pad; i++) {
    const int right = pad + w + i;
    copy_pixel (y + i * y_step, x + reflect (i, pad, w) * x_step, width);
    copy_pixel (y + right * y_step, x + reflect (right, pad, w) * x_step, width);
  }
}

/* From x to y, or from dy to dx; all in rows of one group of channels. */
typedef struct
{
  P2pCpuView from, to;
  const P2pShape *from_shape, *to_shape;
  int width, groups, rows;
} Work;

static void
run_forward (P2pCpuExec *e, const P2pCpuStep *step, guint wants, gboolean accumulate)
{
  const P2pPass *p = step->pass;
  Work w = *(const Work *) step->work;
  const P2pShape *from = w.from_shape, *to = w.to_shape;
  p2p_cpu_point (e, &w.from, p->x.buffer);
  p2p_cpu_point (e, &w.to, p->y[0].buffer);
#pragma omp parallel for schedule(static) if (p2p_shape_count(to) > P2P_CPU_SMALL)
  for (int i = 0; i < w.rows; i++) {
    const int h = i % to->h, c = i / to->h % w.groups * w.width, n = i / to->h / w.groups;
    pad_row (p2p_cpu_view_at (&w.from, n, c)
                 + (gsize) reflect (h, p->pad, from->h) * from->w * w.from.pixel,
        w.from.pixel, p2p_cpu_view_at (&w.to, n, c) + (gsize) h * to->w * w.to.pixel, w.to.pixel,
        w.width, from->w, p->pad);
  }
}

/* One pixel, or a row of pixels where both lie flat: dst (+)= the sum of the
 * N sources. */
P2P_CLONES_ARCH static void
add_rows (float *restrict dst, const float *const *src, int n, gsize count, gboolean accumulate)
{
  for (gsize i = 0; i < count; i++) {
    float sum = accumulate ? dst[i] + src[0][i] : src[0][i];
    for (int k = 1; k < n; k++)
      sum += src[k][i];
    dst[i] = sum;
  }
}

typedef struct
{
  const float *dy[3]; /* padded rows that come from this one */
  int n;
  gsize dy_step, dx_step;
  int width, w, pad;
  gboolean accumulate;
} Fold;

static void
fold_pixel (const Fold *f, float *dx, int i)
{
  const float *src[9];
  int columns[3], n = 0;
  const int m = images (i, f->pad, f->w, columns);
  for (int r = 0; r < f->n; r++)
    for (int k = 0; k < m; k++)
      src[n++] = f->dy[r] + columns[k] * f->dy_step;
  for (int k = 0; k < f->width; k++) {
    float sum = f->accumulate ? dx[i * f->dx_step + k] : 0.0f;
    for (int j = 0; j < n; j++)
      sum += src[j][k];
    dx[i * f->dx_step + k] = sum;
  }
}

/* Columns near the edges have several images; those between have one. */
static void
fold_row (const Fold *f, float *dx)
{
  const int left = MIN (f->pad + 1, f->w), right = MAX (left, f->w - 1 - f->pad);
  for (int i = 0; i < left; i++)
    fold_pixel (f, dx, i);
  if (f->dy_step == (gsize) f->width && f->dx_step == (gsize) f->width) {
    const float *src[3];
    for (int r = 0; r < f->n; r++)
      src[r] = f->dy[r] + (gsize) (left + f->pad) * f->width;
    add_rows (dx + (gsize) left * f->width, src, f->n, (gsize) (right - left) * f->width,
        f->accumulate);
  } else {
    for (int i = left; i < right; i++)
      fold_pixel (f, dx, i);
  }
  for (int i = right; i < f->w; i++)
    fold_pixel (f, dx, i);
}

static void
run_backward (P2pCpuExec *e, const P2pCpuStep *step, guint wants, gboolean accumulate)
{
  const P2pPass *p = step->pass;
  Work w = *(const Work *) step->work;
  const P2pShape *to = w.to_shape;
  p2p_cpu_point (e, &w.from, p->dy[0].buffer);
  p2p_cpu_point (e, &w.to, p->dx.buffer);
#pragma omp parallel for schedule(static) if (p2p_shape_count(to) > P2P_CPU_SMALL)
  for (int i = 0; i < w.rows; i++) {
    const int h = i % to->h, c = i / to->h % w.groups * w.width, n = i / to->h / w.groups;
    Fold f = { .dy_step = w.from.pixel,
      .dx_step = w.to.pixel,
      .width = w.width,
      .w = to->w,
      .pad = p->pad,
      .accumulate = p->accumulate };
    int from[3];
    f.n = images (h, p->pad, to->h, from);
    for (int r = 0; r < f.n; r++)
      f.dy[r] = p2p_cpu_view_at (&w.from, n, c) + (gsize) from[r] * w.from_shape->w * w.from.pixel;
    fold_row (&f, p2p_cpu_view_at (&w.to, n, c) + (gsize) h * to->w * w.to.pixel);
  }
}

void
p2p_cpu_emit_pad (P2pCpuExec *e, const P2pPass *p, int at)
{
  const gboolean forward = p->kind == P2P_PASS_PAD;
  const P2pSlice *from = forward ? &p->x : &p->dy[0], *to = forward ? &p->y[0] : &p->dx;
  Work *w = g_new (Work, 1);
  *w = (Work){ .from = p2p_cpu_slice (e, from),
    .to = p2p_cpu_slice (e, to),
    .from_shape = p2p_cpu_shape (e, from->buffer),
    .to_shape = p2p_cpu_shape (e, to->buffer) };
  w->width = MIN (w->from.width, w->to.width);
  w->groups = w->to_shape->c / w->width;
  w->rows = w->to_shape->n * w->groups * w->to_shape->h;
  p2p_cpu_add_step (e, P2P_CPU_PAD, p, at, forward ? "p2p:pad" : "p2p:pad-backward",
      forward ? run_forward : run_backward)
      ->work = w;
}
