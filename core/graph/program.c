/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "graph/program.h"

void
p2p_program_forward (GArray *program, P2pNet *net, P2pExec *exec)
{
  const P2pOp op = { .kind = P2P_OP_FORWARD, .net = net, .exec = exec };
  g_array_append_val (program, op);
}

void
p2p_program_backward (GArray *program, P2pExec *exec, guint wants, gboolean accumulate)
{
  const P2pOp op = { .kind = P2P_OP_BACKWARD,
    .exec = exec,
    .wants = wants,
    .accumulate = accumulate };
  g_array_append_val (program, op);
}

void
p2p_program_copy (GArray *program, P2pTensor *dst, int dst_c, const P2pTensor *src, int src_c,
    int channels, gboolean accumulate)
{
  const P2pOp op = { .kind = P2P_OP_COPY,
    .dst = dst,
    .src = src,
    .dst_c = dst_c,
    .src_c = src_c,
    .channels = channels,
    .accumulate = accumulate };
  g_array_append_val (program, op);
}

void
p2p_program_loss (GArray *program, const P2pLossCall *loss)
{
  const P2pOp op = { .kind = P2P_OP_LOSS, .loss = *loss };
  g_array_append_val (program, op);
}

void
p2p_program_blend (GArray *program, const P2pBlendCall *blend)
{
  const P2pOp op = { .kind = P2P_OP_BLEND, .blend = *blend };
  g_array_append_val (program, op);
}

void
p2p_program_penalty (GArray *program, const P2pPenaltyCall *penalty)
{
  const P2pOp op = { .kind = P2P_OP_PENALTY, .penalty = *penalty };
  g_array_append_val (program, op);
}

void
p2p_program_tangent (GArray *program, P2pExec *exec)
{
  const P2pOp op = { .kind = P2P_OP_TANGENT, .exec = exec };
  g_array_append_val (program, op);
}

void
p2p_program_adam (GArray *program, P2pNet *net)
{
  const P2pOp op = { .kind = P2P_OP_ADAM, .net = net };
  g_array_append_val (program, op);
}

void
p2p_program_pool (GArray *program, P2pPool *pool, P2pTensor *dst, const P2pTensor *src)
{
  const P2pOp op = { .kind = P2P_OP_POOL, .pool = pool, .dst = dst, .src = src };
  g_array_append_val (program, op);
}

static void
run_op (const P2pOp *op, const P2pAdam *adam)
{
  switch (op->kind) {
    case P2P_OP_FORWARD:
      p2p_net_forward (op->net, op->exec);
      break;
    case P2P_OP_BACKWARD:
      op->exec->store->device->backend->backward (op->exec, op->wants, op->accumulate);
      break;
    case P2P_OP_COPY:
      op->dst->device->backend->copy (op->dst, op->dst_c, op->src, op->src_c, op->channels,
          op->accumulate);
      break;
    case P2P_OP_LOSS:
      op->loss.y->device->backend->loss (op->loss.y->device, &op->loss);
      break;
    case P2P_OP_BLEND:
      op->blend.dst->device->backend->blend (op->blend.dst->device, &op->blend);
      break;
    case P2P_OP_PENALTY:
      op->penalty.g->device->backend->penalty (op->penalty.g->device, &op->penalty);
      break;
    case P2P_OP_TANGENT:
      op->exec->store->device->backend->tangent (op->exec);
      break;
    case P2P_OP_ADAM:
      op->net->store->device->backend->adam (op->net->store, adam);
      break;
    case P2P_OP_POOL:
      p2p_pool_query (op->pool, op->src, op->dst);
      break;
  }
}

void
p2p_program_run (const GArray *program, const P2pAdam *adam)
{
  for (guint i = 0; i < program->len; i++)
    run_op (&g_array_index (program, P2pOp, i), adam);
}
