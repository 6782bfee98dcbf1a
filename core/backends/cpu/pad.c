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

static void
run_forward (P2pCpuExec *e, const P2pCpuStep *step, guint wants, gboolean accumulate)
{
  const P2pPass *p = step->pass;
  const P2pShape *from = p2p_cpu_shape (e, p->x.buffer), *to = p2p_cpu_shape (e, p->y[0].buffer);
  const P2pCpuView x = p2p_cpu_slice (e, &p->x), y = p2p_cpu_slice (e, &p->y[0]);
  const int width = MIN (x.width, y.width), groups = from->c / width;
  const int rows = to->n * groups * to->h;
#pragma omp parallel for schedule(static) if (p2p_shape_count(to) > P2P_CPU_SMALL)
  for (int i = 0; i < rows; i++) {
    const int h = i % to->h, c = i / to->h % groups * width, n = i / to->h / groups;
    pad_row (p2p_cpu_view_at (&x, n, c) + (gsize) reflect (h, p->pad, from->h) * from->w * x.pixel,
        x.pixel, p2p_cpu_view_at (&y, n, c) + (gsize) h * to->w * y.pixel, y.pixel, width, from->w,
        p->pad);
  }
}

/* One pixel, or a row of pixels where both lie flat: dst (+)= the sum of the
 * N sources. */
P2P_CPU_CLONES static void
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
  const P2pShape *to = p2p_cpu_shape (e, p->dx.buffer);
  const int from_w = p2p_cpu_shape (e, p->dy[0].buffer)->w;
  const P2pCpuView dx = p2p_cpu_slice (e, &p->dx), dy = p2p_cpu_slice (e, &p->dy[0]);
  const int width = MIN (dx.width, dy.width), groups = to->c / width;
  const int rows = to->n * groups * to->h;
#pragma omp parallel for schedule(static) if (p2p_shape_count(to) > P2P_CPU_SMALL)
  for (int i = 0; i < rows; i++) {
    const int h = i % to->h, c = i / to->h % groups * width, n = i / to->h / groups;
    Fold f = { .dy_step = dy.pixel,
      .dx_step = dx.pixel,
      .width = width,
      .w = to->w,
      .pad = p->pad,
      .accumulate = p->accumulate };
    int from[3];
    f.n = images (h, p->pad, to->h, from);
    for (int r = 0; r < f.n; r++)
      f.dy[r] = p2p_cpu_view_at (&dy, n, c) + (gsize) from[r] * from_w * dy.pixel;
    fold_row (&f, p2p_cpu_view_at (&dx, n, c) + (gsize) h * to->w * dx.pixel);
  }
}

void
p2p_cpu_emit_pad (P2pCpuExec *e, const P2pPass *p, int at)
{
  if (p->kind == P2P_PASS_PAD)
    p2p_cpu_add_step (e, P2P_CPU_PAD, p, at, "p2p:pad", run_forward);
  else
    p2p_cpu_add_step (e, P2P_CPU_PAD, p, at, "p2p:pad-backward", run_backward);
}
