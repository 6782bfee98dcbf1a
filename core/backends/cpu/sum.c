/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "sum.h"

#include "device.h"
#include "tile.h"

P2P_CLONES_ARCH static void
add_some (float *restrict dst, const float *restrict src, gsize n)
{
  for (gsize i = 0; i < n; i++)
    dst[i] += src[i];
}

void
p2p_cpu_add (float *dst, const float *src, gsize n)
{
  const gsize part = P2P_CPU_SMALL;
#pragma omp parallel for schedule(static) if (n > part)
  for (gsize i = 0; i < n; i += part)
    add_some (dst + i, src + i, MIN (part, n - i));
}

void
p2p_cpu_add_bias (const P2pCpuView *y, const P2pShape *shape, const float *b)
{
  const gsize pixels = (gsize) shape->h * shape->w, step = p2p_cpu_tile_pixels (y->width);
  const int groups = shape->c / y->width;
  const int tiles = (int) ((pixels + step - 1) / step), items = shape->n * groups * tiles;
#pragma omp parallel for schedule(static) if (p2p_shape_count(shape) > P2P_CPU_SMALL)
  for (int i = 0; i < items; i++) {
    const int c = i / tiles % groups * y->width, n = i / tiles / groups;
    const gsize p = i % tiles * step, m = MIN (step, pixels - p);
    float *dst = p2p_cpu_view_at (y, n, c) + p * y->pixel, space[P2P_CPU_TILE];
    P2pCpuLanes lanes;
    p2p_cpu_lanes (lanes, b + c, y->width);
    float *tile = (float *) p2p_cpu_tile_load (dst, y->pixel, y->width, m, NULL, space);
    p2p_cpu_tile_add (tile, p2p_cpu_tile_size (y->width, m), lanes);
    p2p_cpu_tile_store (tile, dst, y->pixel, y->width, m);
  }
}

/* All of the group of channels at C. */
static void
group_sums (const P2pCpuView *dy, const P2pShape *shape, int c, gboolean accumulate, float *db)
{
  static const P2pCpuLanes zero;
  const gsize pixels = (gsize) shape->h * shape->w, step = p2p_cpu_tile_pixels (dy->width);
  double sum[P2P_CPU_LANES] = { 0 }, unused[P2P_CPU_LANES] = { 0 };
  float space[P2P_CPU_TILE];
  for (int n = 0; n < shape->n; n++)
    for (gsize p = 0; p < pixels; p += step) {
      const gsize m = MIN (step, pixels - p);
      const float *tile = p2p_cpu_tile_load (p2p_cpu_view_at (dy, n, c) + p * dy->pixel, dy->pixel,
          dy->width, m, NULL, space);
      p2p_cpu_tile_sums (tile, p2p_cpu_tile_size (dy->width, m), zero, sum, unused);
    }
  for (int k = 0; k < dy->width; k++) {
    double total = 0;
    for (int l = k; l < P2P_CPU_LANES; l += dy->width)
      total += sum[l];
    db[c + k] = (accumulate ? db[c + k] : 0.0f) + (float) total;
  }
}

void
p2p_cpu_channel_sums (const P2pCpuView *dy, const P2pShape *shape, gboolean accumulate, float *db)
{
  const int groups = shape->c / dy->width;
#pragma omp parallel for schedule(static) if (p2p_shape_count(shape) > P2P_CPU_SMALL)
  for (int g = 0; g < groups; g++)
    group_sums (dy, shape, g * dy->width, accumulate, db);
}
