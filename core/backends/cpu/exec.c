/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "exec.h"

int
p2p_cpu_add_scratch (P2pCpuExec *exec, int at, gsize bytes)
{
  const P2pCpuRegion region = { .size = MAX (bytes, 1), .first = at, .last = at };
  g_array_append_val (exec->regions, region);
  return (int) exec->regions->len - 1;
}

static void
run_prim (P2pCpuExec *exec, const P2pCpuStep *step, guint wants, gboolean accumulate)
{
  p2p_dnnl_primitive_run (step->prim);
}

P2pCpuStep *
p2p_cpu_add_step (P2pCpuExec *exec, P2pCpuKind kind, const P2pPass *pass, int at, const char *name,
    P2pCpuRun run)
{
  P2pCpuStep step = { .kind = kind,
    .pass = pass,
    .at = at,
    .wants = pass->wants,
    .name = name,
    .run = run,
    .scratch = { -1, -1 } };
  for (int r = 0; r < P2P_DNNL_N_ROLES; r++)
    step.place[r] = (P2pCpuPlace){ -1, -1, 0 };
  g_array_append_val (exec->steps, step);
  return &g_array_index (exec->steps, P2pCpuStep, exec->steps->len - 1);
}

P2pCpuStep *
p2p_cpu_add_prim (P2pCpuExec *exec, P2pCpuKind kind, const P2pPass *pass, int at,
    P2pDnnlPrimitive *prim)
{
  P2pCpuStep *step =
      p2p_cpu_add_step (exec, kind, pass, at, p2p_dnnl_primitive_name (prim), run_prim);
  step->prim = prim;
  if (p2p_dnnl_primitive_layout (prim, P2P_DNNL_SCRATCH))
    step->place[P2P_DNNL_SCRATCH] = p2p_cpu_in_region (p2p_cpu_add_scratch (exec, at,
        p2p_dnnl_layout_size (p2p_dnnl_primitive_layout (prim, P2P_DNNL_SCRATCH))));
  return step;
}
