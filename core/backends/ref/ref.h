/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* The ref back-end: naive loops over NCHW float32, sums in double. It is the
 * truth that every other back-end is compared with, so it is kept obvious and
 * is never optimised. Files: one per pass kind, each with a function for the
 * forward and one for the backward direction. */

#include "backend.h"

typedef struct
{
  P2pDevice device;
  float losses[P2P_MAX_LOSSES];
} RefDevice;

typedef struct
{
  P2pStore store;
  float **part[4]; /* by P2pStorePart, by parameter; NULL where there is none */
} RefStore;

typedef struct
{
  P2pExec exec;
  float **buffers; /* by P2pBuffer; border buffers are the tensors' data */
} RefExec;

/* What the functions of one pass see. Buffers by index, shapes by index. */
typedef struct
{
  const RefExec *exec;
  RefStore *store;
  const P2pPass *pass;
  guint wants;         /* backward: without P2P_WANT_DW no parameter's gradient is touched */
  gboolean accumulate; /* parameter gradients: added to what is there */
} RefCall;

static inline float *
ref_buffer (const RefCall *c, int buffer)
{
  return c->exec->buffers[buffer];
}

static inline const P2pShape *
ref_shape (const RefCall *c, int buffer)
{
  return &c->exec->exec.plan->buffers[buffer].shape;
}

/* Slope of an activation at v. */
float p2p_ref_slope (P2pAct act, float v);

/* Value or gradient of a parameter; NULL for index -1. */
static inline float *
ref_param (const RefCall *c, P2pStorePart part, int index)
{
  return index < 0 ? NULL : c->store->part[part][index];
}

static inline gsize
ref_at (const P2pShape *s, int n, int c, int h, int w)
{
  return (((gsize) n * s->c + c) * s->h + h) * s->w + w;
}

void p2p_ref_pad (const RefCall *c);
void p2p_ref_pad_backward (const RefCall *c);
void p2p_ref_conv (const RefCall *c);
void p2p_ref_conv_data (const RefCall *c);
void p2p_ref_conv_weights (const RefCall *c);
void p2p_ref_norm (const RefCall *c);
void p2p_ref_norm_backward (const RefCall *c);
void p2p_ref_norm_tangent (const RefCall *c);
void p2p_ref_loss (P2pDevice *device, const P2pLossCall *call);
void p2p_ref_penalty (P2pDevice *device, const P2pPenaltyCall *call);
void p2p_ref_blend (P2pDevice *device, const P2pBlendCall *call);

P2pStore *p2p_ref_store_new (P2pDevice *device, const P2pParams *params, gboolean train,
    GError **error);
void p2p_ref_store_free (P2pStore *store);
void p2p_ref_store_write (P2pStore *store, P2pStorePart part, guint index, const float *values);
void p2p_ref_store_read (P2pStore *store, P2pStorePart part, guint index, float *values);
void p2p_ref_adam (P2pStore *store, const P2pAdam *adam);

P2pExec *p2p_ref_exec_new (P2pStore *store, const P2pPlan *plan, GError **error);
void p2p_ref_exec_free (P2pExec *exec);
void p2p_ref_forward (P2pExec *exec);
void p2p_ref_backward (P2pExec *exec, guint wants, gboolean accumulate);
void p2p_ref_tangent (P2pExec *exec);

gboolean p2p_ref_tensor_alloc (P2pDevice *device, const P2pShape *shape, P2pTensor *tensor,
    GError **error);
void p2p_ref_tensor_clear (P2pTensor *tensor);
/* COUNT zeroed floats, or NULL with P2P_ERROR_MEMORY. */
float *p2p_ref_floats (gsize count, GError **error);
