/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "memory.h"

#include <sys/mman.h>
#include "error.h"
#include "free-memory.h"

#define HUGE ((gsize) 2 << 20)

gboolean
p2p_cpu_map (P2pCpuMap *map, gsize bytes, const char *what, GError **error)
{
  const gsize align = bytes >= 2 * HUGE ? HUGE : 4096;
  *map = (P2pCpuMap){ 0 };
  g_autofree char *whose = g_strdup_printf ("a network (%s)", what);
  if (!p2p_memory_room (bytes, whose, "use smaller pictures, batches or networks", error))
    return FALSE;
  *map = (P2pCpuMap){ .length = p2p_cpu_round_up (MAX (bytes, 1), align) + align };
  map->base = mmap (NULL, map->length, PROT_READ | PROT_WRITE,
      MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  if (map->base == MAP_FAILED) {
    *map = (P2pCpuMap){ 0 };
    g_set_error (error, P2P_ERROR, P2P_ERROR_MEMORY,
        "no memory for %" G_GSIZE_FORMAT " MB of %s; use smaller pictures, batches or networks",
        bytes >> 20, what);
    return FALSE;
  }
  map->data = (float *) p2p_cpu_round_up ((gsize) map->base, align);
  if (align == HUGE)
    madvise (map->data, p2p_cpu_round_up (bytes, align), MADV_HUGEPAGE);
  return TRUE;
}

void
p2p_cpu_unmap (P2pCpuMap *map)
{
  if (map->base)
    munmap (map->base, map->length);
  *map = (P2pCpuMap){ 0 };
}
