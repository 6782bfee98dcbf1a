/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* One optimisation step as a fixed list of operations on a device: plan
 * executions, copies, losses, updates. A recipe writes the list once; running
 * it needs no decisions but those of the pools, which copies they make, so that a
 * device may record what stands between these as a whole. Between the
 * backward passes of a net and its update stands the place where several
 * machines would exchange gradients. */

#include "graph/net.h"
#include "graph/pool.h"

typedef enum
{
  P2P_OP_FORWARD,  /* net, exec */
  P2P_OP_BACKWARD, /* exec, wants, accumulate */
  P2P_OP_COPY,     /* dst[dst_c ..] written (accumulate: added to) from src[src_c ..] */
  P2P_OP_LOSS,     /* loss */
  P2P_OP_BLEND,    /* blend */
  P2P_OP_PENALTY,  /* penalty */
  P2P_OP_TANGENT,  /* exec */
  P2P_OP_ADAM,     /* net */
  P2P_OP_POOL      /* dst written: src, or earlier pictures of pool */
} P2pOpKind;

typedef struct
{
  P2pOpKind kind;
  P2pNet *net;
  P2pExec *exec;
  guint wants;
  gboolean accumulate;
  P2pTensor *dst;
  const P2pTensor *src;
  int dst_c, src_c, channels;
  P2pLossCall loss;
  P2pPool *pool;
  P2pBlendCall blend;
  P2pPenaltyCall penalty;
} P2pOp;

/* A GArray of P2pOp. */
void p2p_program_forward (GArray *program, P2pNet *net, P2pExec *exec);
void p2p_program_backward (GArray *program, P2pExec *exec, guint wants, gboolean accumulate);
void p2p_program_copy (GArray *program, P2pTensor *dst, int dst_c, const P2pTensor *src, int src_c,
    int channels, gboolean accumulate);
void p2p_program_loss (GArray *program, const P2pLossCall *loss);
void p2p_program_blend (GArray *program, const P2pBlendCall *blend);
void p2p_program_penalty (GArray *program, const P2pPenaltyCall *penalty);
void p2p_program_tangent (GArray *program, P2pExec *exec);
void p2p_program_adam (GArray *program, P2pNet *net);
void p2p_program_pool (GArray *program, P2pPool *pool, P2pTensor *dst, const P2pTensor *src);

/* Runs the list once. ADAM: for every update in it; device->seed and
 * device->step must be set. */
void p2p_program_run (const GArray *program, const P2pAdam *adam);
