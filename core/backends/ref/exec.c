/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "ref.h"

static void (*const passes[]) (const RefCall *) = {
  [P2P_PASS_PAD] = p2p_ref_pad,
  [P2P_PASS_CONV] = p2p_ref_conv,
  [P2P_PASS_NORM] = p2p_ref_norm,
  [P2P_PASS_PAD_BACKWARD] = p2p_ref_pad_backward,
  [P2P_PASS_CONV_DATA] = p2p_ref_conv_data,
  [P2P_PASS_CONV_WEIGHTS] = p2p_ref_conv_weights,
  [P2P_PASS_NORM_BACKWARD] = p2p_ref_norm_backward,
  [P2P_PASS_NORM_TANGENT] = p2p_ref_norm_tangent,
};

P2pExec *
p2p_ref_exec_new (P2pStore *store, const P2pPlan *plan, GError **error)
{
  RefExec *e = g_new0 (RefExec, 1);
  e->exec.store = store;
  e->exec.plan = plan;
  e->buffers = g_new0 (float *, plan->n_buffers);
  for (int i = 0; i < plan->n_buffers; i++) {
    P2pTensor spare, *border = p2p_exec_border (&e->exec, plan->buffers[i].kind);
    P2pTensor *tensor = border ? border : &spare;
    if (!p2p_ref_tensor_alloc (store->device, &plan->buffers[i].shape, tensor, error)) {
      p2p_ref_exec_free (&e->exec);
      return NULL;
    }
    e->buffers[i] = tensor->data;
  }
  return &e->exec;
}

void
p2p_ref_exec_free (P2pExec *exec)
{
  RefExec *e = (RefExec *) exec;
  for (int i = 0; i < exec->plan->n_buffers; i++)
    g_free (e->buffers[i]);
  g_free (e->buffers);
  g_free (e);
}

static void
run (P2pExec *exec, const P2pPass *list, int n, guint wants, gboolean accumulate)
{
  for (int i = 0; i < n; i++)
    if (!list[i].wants || list[i].wants & wants) {
      const RefCall call = { (RefExec *) exec, (RefStore *) exec->store, &list[i], wants,
        accumulate };
      passes[list[i].kind](&call);
    }
}

void
p2p_ref_forward (P2pExec *exec)
{
  run (exec, exec->plan->forward, exec->plan->n_forward, 0, FALSE);
}

void
p2p_ref_backward (P2pExec *exec, guint wants, gboolean accumulate)
{
  run (exec, exec->plan->backward, exec->plan->n_backward, wants, accumulate);
}

void
p2p_ref_tangent (P2pExec *exec)
{
  run (exec, exec->plan->tangent, exec->plan->n_tangent, P2P_WANT_DW, TRUE);
}
