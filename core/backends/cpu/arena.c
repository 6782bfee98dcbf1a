/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Places regions with lifetimes in one allocation, the largest first, each at
 * the lowest offset where nothing that lives at the same time stands. */

#include "exec.h"

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
p2p_cpu_arrange (GArray *regions)
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
