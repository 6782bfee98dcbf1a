/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* Memory straight from the kernel: zeroed, touched only where used, and in
 * 2 MB pages where it is large, which doubles the bandwidth of what streams
 * through it (parameters, moments). */

#include <glib.h>

#define P2P_CPU_ALIGN 64

typedef struct
{
  float *data; /* aligned to P2P_CPU_ALIGN, NULL when unmapped */
  void *base;
  gsize length;
} P2pCpuMap;

/* FALSE with P2P_ERROR_MEMORY naming WHAT and its size. BYTES may be 0. */
gboolean p2p_cpu_map (P2pCpuMap *map, gsize bytes, const char *what, GError **error);
void p2p_cpu_unmap (P2pCpuMap *map);

static inline gsize
p2p_cpu_round_up (gsize n, gsize to)
{
  return (n + to - 1) / to * to;
}
