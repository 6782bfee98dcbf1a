/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "run.h"

void
p2p_cpu_forward (P2pExec *exec)
{
  P2pCpuExec *e = (P2pCpuExec *) exec;
  const P2pCpuDevice *device = p2p_cpu_enter (exec->store->device);
  for (int i = 0; i < e->n_forward; i++) {
    const P2pCpuStep *step = &g_array_index (e->steps, P2pCpuStep, i);
    p2p_cpu_waiting_look (device->waiting);
    step->run (e, step, 0, FALSE);
  }
}

/* Steps FIRST .. END - 1, as far as they are wanted. */
static void
run_steps (P2pCpuExec *e, int first, int end, guint wants, gboolean accumulate)
{
  const P2pCpuWhen never = accumulate ? P2P_CPU_IF_WRITTEN : P2P_CPU_IF_ACCUMULATED;
  const P2pCpuDevice *device = p2p_cpu_enter (e->exec.store->device);
  for (int i = first; i < end; i++) {
    const P2pCpuStep *step = &g_array_index (e->steps, P2pCpuStep, i);
    if (!(step->wants & wants) || step->when == never)
      continue;
    p2p_cpu_waiting_look (device->waiting);
    step->run (e, step, wants, accumulate);
  }
}

void
p2p_cpu_backward (P2pExec *exec, guint wants, gboolean accumulate)
{
  P2pCpuExec *e = (P2pCpuExec *) exec;
  run_steps (e, e->n_forward, e->n_forward + e->n_backward, wants, accumulate);
}

void
p2p_cpu_tangent (P2pExec *exec)
{
  P2pCpuExec *e = (P2pCpuExec *) exec;
  run_steps (e, e->n_forward + e->n_backward, (int) e->steps->len, P2P_WANT_DW, TRUE);
}
