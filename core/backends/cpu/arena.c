/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Places regions with lifetimes in one allocation, the largest first, each at
 * the lowest offset where nothing that lives at the same time stands. */

#include "arena.h"

#include <stdlib.h>

static int
by_size (const void *a, const void *b)
{
  const P2pCpuRegion *x = *(P2pCpuRegion *const *) a, *y = *(P2pCpuRegion *const *) b;
  return x->size != y->size ? (x->size < y->size ? 1 : -1) : x < y ? -1 : x > y;
}

static int
by_offset (const void *a, const void *b)
{
  const P2pCpuRegion *x = *(P2pCpuRegion *const *) a, *y = *(P2pCpuRegion *const *) b;
  return x->offset != y->offset ? (x->offset < y->offset ? -1 : 1) : x < y ? -1 : x > y;
}

/* PLACED: n regions in the order of their offsets. */
static void
place (P2pCpuRegion *region, P2pCpuRegion **placed, guint n)
{
  gsize offset = 0;
  for (guint i = 0; i < n; i++) {
    const P2pCpuRegion *p = placed[i];
    if (p->first > region->last || p->last < region->first)
      continue;
    if (p->offset >= offset + region->size)
      break;
    offset = MAX (offset, p2p_cpu_round_up (p->offset + p->size, P2P_CPU_ALIGN));
  }
  region->offset = offset;
}

gsize
p2p_cpu_arena_arrange (GArray *regions)
{
  g_autofree P2pCpuRegion **order = g_new (P2pCpuRegion *, regions->len);
  g_autofree P2pCpuRegion **placed = g_new (P2pCpuRegion *, regions->len);
  guint n = 0;
  gsize size = 0;
  for (guint i = 0; i < regions->len; i++) {
    P2pCpuRegion *r = &g_array_index (regions, P2pCpuRegion, i);
    if (!r->data)
      order[n++] = r;
  }
  qsort (order, n, sizeof *order, by_size);
  for (guint i = 0; i < n; i++) {
    place (order[i], placed, i);
    placed[i] = order[i];
    qsort (placed, i + 1, sizeof *placed, by_offset);
    size = MAX (size, order[i]->offset + order[i]->size);
  }
  return p2p_cpu_round_up (size, P2P_CPU_ALIGN);
}

void
p2p_cpu_arena_place (P2pCpuExec *e, float *base)
{
  for (guint i = 0; i < e->regions->len; i++) {
    P2pCpuRegion *r = p2p_cpu_region (e, (int) i);
    if (!r->border)
      r->data = base + r->offset / sizeof (float);
  }
  for (guint i = 0; i < e->steps->len; i++) {
    const P2pCpuStep *step = &g_array_index (e->steps, P2pCpuStep, i);
    for (int r = 0; r < P2P_DNNL_N_ROLES && step->prim; r++)
      if (step->place[r].region >= 0)
        p2p_dnnl_primitive_point (step->prim, r, p2p_cpu_place (e, &step->place[r]));
  }
}
