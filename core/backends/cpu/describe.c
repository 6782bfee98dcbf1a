/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "describe.h"

#include <stdlib.h>
#include "exec.h"

static const P2pCpuStep *
step_at (const P2pExec *exec, int i)
{
  return &g_array_index (((const P2pCpuExec *) exec)->steps, P2pCpuStep, i);
}

int
p2p_cpu_exec_n_primitives (const P2pExec *exec)
{
  return (int) ((const P2pCpuExec *) exec)->steps->len;
}

P2pCpuPrimitive
p2p_cpu_exec_primitive (const P2pExec *exec, int i)
{
  const P2pCpuStep *s = step_at (exec, i);
  return (P2pCpuPrimitive){ s->kind, s->pass->kind, s->pass->row, s->wants,
    s->when == P2P_CPU_IF_ACCUMULATED, s->name };
}

void
p2p_cpu_exec_run_primitive (P2pExec *exec, int i)
{
  const P2pCpuStep *s = step_at (exec, i);
  p2p_cpu_enter (exec->store->device);
  s->run ((P2pCpuExec *) exec, s, P2P_WANT_DX | P2P_WANT_DW, s->when == P2P_CPU_IF_ACCUMULATED);
}

gsize
p2p_cpu_exec_bytes (const P2pExec *exec)
{
  return ((const P2pCpuExec *) exec)->bytes;
}

const char *
p2p_cpu_kind_name (P2pCpuKind kind)
{
  static const char *const names[] = { "convolution", "reorder", "norm", "pad", "sum" };
  return names[kind];
}

static int
by_value (const void *a, const void *b)
{
  const gint64 x = *(const gint64 *) a, y = *(const gint64 *) b;
  return x < y ? -1 : x > y;
}

static double
median_ms (P2pExec *exec, int i, int runs)
{
  g_autofree gint64 *times = g_new (gint64, runs);
  for (int r = -1; r < runs; r++) {
    const gint64 start = g_get_monotonic_time ();
    p2p_cpu_exec_run_primitive (exec, i);
    if (r >= 0)
      times[r] = g_get_monotonic_time () - start;
  }
  qsort (times, runs, sizeof *times, by_value);
  return (double) times[runs / 2] / 1000.0;
}

guint
p2p_cpu_exec_describe (P2pExec *exec, int runs, GString *out)
{
  const int n = p2p_cpu_exec_n_primitives (exec);
  for (int i = 0; i < n; i++) {
    const P2pCpuPrimitive p = p2p_cpu_exec_primitive (exec, i);
    g_string_append_printf (out, "%3d row %2d %-13s %-11s %s", i, p.row, p2p_pass_name (p.pass),
        p2p_cpu_kind_name (p.kind), p.name);
    if (runs > 0)
      g_string_append_printf (out, " %.3f ms", median_ms (exec, i, runs));
    g_string_append (out, p.optional ? " (if accumulated)\n" : "\n");
  }
  return (guint) n;
}
