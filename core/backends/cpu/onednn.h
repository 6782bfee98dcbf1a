/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* oneDNN 2.6 and 3.x behind one face: primitives, and their layouts in onednn-layout.h.
 * Everything here is float32 on the host, one convolution or one reorder at a time,
 * with memory and scratch space owned by the caller. */

#include "onednn-layout.h"

typedef struct _P2pDnnlEngine P2pDnnlEngine;       /* engine and stream */
typedef struct _P2pDnnlPrimitive P2pDnnlPrimitive; /* a primitive and the memories it works on */

/* Roles of the tensors of a primitive. A reorder has P2P_DNNL_SRC and P2P_DNNL_DST only.
 * Backward, P2P_DNNL_SRC, P2P_DNNL_WEIGHTS and P2P_DNNL_DST are the gradients where the direction
 * computes or reads gradients. */
typedef enum
{
  P2P_DNNL_SRC,
  P2P_DNNL_WEIGHTS,
  P2P_DNNL_BIAS,
  P2P_DNNL_DST,
  P2P_DNNL_SCRATCH,
  P2P_DNNL_N_ROLES
} P2pDnnlRole;

typedef enum
{
  P2P_DNNL_FORWARD,
  P2P_DNNL_BACKWARD_DATA,
  P2P_DNNL_BACKWARD_WEIGHTS
} P2pDnnlDirection;

/* dst [n, oc, oh, ow] from src [n, ic, ih, iw] and weights [oc, ic, k, k].
 * pad_h, pad_w: rows below and columns to the right; pad: above and left. */
typedef struct
{
  int n, ic, ih, iw, oc, oh, ow;
  int k, stride, pad, pad_h, pad_w;
  gboolean bias;    /* forward only */
  gboolean scoring; /* forward only: nothing of it is needed for training */
} P2pDnnlConv;

P2pDnnlEngine *p2p_dnnl_engine_new (GError **error);
void p2p_dnnl_engine_free (P2pDnnlEngine *engine);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (P2pDnnlEngine, p2p_dnnl_engine_free)

/* A convolution. SRC, WEIGHTS and DST fix a layout, NULL leaves the choice to
 * oneDNN. NULL with ERROR set when it refuses. */
P2pDnnlPrimitive *p2p_dnnl_conv_new (P2pDnnlEngine *engine, P2pDnnlDirection direction,
    const P2pDnnlConv *conv, const P2pDnnlLayout *src, const P2pDnnlLayout *weights,
    const P2pDnnlLayout *dst, GError **error);
/* DST = SRC or, if ADD, DST += SRC, in another layout. */
P2pDnnlPrimitive *p2p_dnnl_reorder_new (P2pDnnlEngine *engine, const P2pDnnlLayout *src,
    const P2pDnnlLayout *dst, gboolean add, GError **error);
void p2p_dnnl_primitive_free (P2pDnnlPrimitive *prim);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (P2pDnnlPrimitive, p2p_dnnl_primitive_free)

/* "jit:avx2"; lives as long as the primitive. */
const char *p2p_dnnl_primitive_name (const P2pDnnlPrimitive *prim);
/* NULL for a role that the primitive does not have. */
const P2pDnnlLayout *p2p_dnnl_primitive_layout (const P2pDnnlPrimitive *prim, P2pDnnlRole role);
/* Gives a tensor its place. All roles must be bound before the first run; it
 * zeroes the padding of a blocked layout. */
gboolean p2p_dnnl_primitive_bind (P2pDnnlPrimitive *prim, P2pDnnlRole role, void *data,
    GError **error);
/* Moves a tensor that is bound already. */
void p2p_dnnl_primitive_point (P2pDnnlPrimitive *prim, P2pDnnlRole role, void *data);
void p2p_dnnl_primitive_run (P2pDnnlPrimitive *prim);
