/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* What a back-end is: one const record of functions. A device is a back-end
 * opened with a number of threads; a store holds the parameters of one net on
 * a device; an exec is a plan bound to a store. Structs below are the public
 * heads of what a back-end allocates; it puts its own fields behind them.
 *
 * Between the border tensors (NCHW float32) everything is private: layout,
 * precision, fusion, memory. Parameters, gradients and moments too live in the
 * back-end's own layout and become NCHW float32 only in store_read and
 * store_write.
 *
 * Everything of one device is called from one thread at a time. Nothing in
 * forward, backward, tangent, copy, blend, loss, penalty and adam allocates, plans
 * or waits for a host. */

#include "graph/params.h"
#include "graph/plan.h"
#include "pointwise-defs.h"

typedef struct _P2pBackend P2pBackend;
typedef struct _P2pDevice P2pDevice;

struct _P2pDevice
{
  const P2pBackend *backend;
  int threads;
  /* Set before a step or a frame: what dropout's draws are keyed by. */
  guint64 seed, step;
};

/* A dense NCHW float32 tensor on a device. `data` is a host pointer for
 * back-ends in host memory, otherwise an address of the back-end's own. It may
 * point past the first picture of a larger tensor, see p2p_tensor_pictures():
 * everything but tensor_clear takes such a part like a whole. */
typedef struct
{
  P2pDevice *device;
  P2pShape shape;
  float *data;
} P2pTensor;

/* Pictures FIRST .. FIRST + N - 1 of a tensor, which must outlive the result. */
static inline P2pTensor
p2p_tensor_pictures (const P2pTensor *tensor, int first, int n)
{
  const P2pShape *s = &tensor->shape;
  return (P2pTensor){ tensor->device, { n, s->c, s->h, s->w },
    tensor->data + (gsize) first * s->c * s->h * s->w };
}

typedef struct
{
  P2pDevice *device;
  const P2pParams *params; /* borrowed; outlives the store */
  gboolean train;          /* has gradients and moments */
  guint64 left_out;        /* updates, so far: for back-ends in host memory; see updates_left_out */
} P2pStore;

typedef enum
{
  P2P_STORE_VALUE,
  P2P_STORE_GRADIENT, /* trainable parameters of a store made for training */
  P2P_STORE_M,        /* Adam's first moment; likewise */
  P2P_STORE_V         /* Adam's second moment; likewise */
} P2pStorePart;

/* x, y: the plan's input and output. dy is read and dx written by backward;
 * both have no data in a plan for inference. v is read by tangent and has no
 * data in a plan without. The tensors belong to the exec. */
typedef struct
{
  P2pStore *store;
  const P2pPlan *plan; /* borrowed; outlives the exec */
  P2pTensor x, y, dx, dy, v;
} P2pExec;

/* Which of the exec's tensors is a buffer of KIND; NULL: none, the back-end's own. */
static inline P2pTensor *
p2p_exec_border (P2pExec *exec, P2pBufferKind kind)
{
  switch (kind) {
    case P2P_BUFFER_INPUT:
      return &exec->x;
    case P2P_BUFFER_OUTPUT:
      return &exec->y;
    case P2P_BUFFER_DX:
      return &exec->dx;
    case P2P_BUFFER_DY:
      return &exec->dy;
    case P2P_BUFFER_V:
      return &exec->v;
    default:
      return NULL;
  }
}

/* One loss of a prediction y against a tensor t or, where t is NULL, the
 * constant `target`:
 *   *value = value_scale * mean (f (y, t))              written, or added to if `add_value`
 *   dy     = dy_scale * f' (y, t) / count (y)           written or accumulated; NULL: not wanted
 * `value` is a number on the device: see losses_read. */
typedef struct
{
  P2pPointwise function;
  const P2pTensor *y, *t;
  float target;
  int value; /* slot, 0 .. P2P_MAX_LOSSES - 1 */
  float value_scale;
  P2pTensor *dy;
  float dy_scale;
  gboolean accumulate, add_value;
} P2pLossCall;

#define P2P_MAX_LOSSES 16

/* A penalty on the length of the gradient G [n, c, h, w], |g| taken over one picture:
 *   *value = scale * mean over n of (|g + 1e-16| - constant)^2                   written
 *   v      = its derivative by g, with no kink at g = 0 for the 1e-16            written */
typedef struct
{
  const P2pTensor *g;
  float constant, scale;
  int value; /* slot */
  P2pTensor *v;
} P2pPenaltyCall;

/* A point between A and B for each picture:
 *   dst[n, dst_c ..] = alpha_n a[n] + (1 - alpha_n) b[n]
 * alpha_n = p2p_between (seed and step of the device, stream, n), see rng-defs.h. */
typedef struct
{
  P2pTensor *dst;
  int dst_c;
  const P2pTensor *a, *b; /* of one shape; n, h, w are also dst's */
  guint stream;
} P2pBlendCall;

typedef struct
{
  float lr, beta1, beta2, eps;
  guint64 t; /* 1 in the first update */
} P2pAdam;

struct _P2pBackend
{
  const char *name; /* what the user types */
  const char *description;

  /* Usable on this machine? FALSE with the reason otherwise. */
  gboolean (*probe) (GError **error);
  /* THREADS 0: as many as there are cores. */
  P2pDevice *(*open) (int threads, GError **error);
  void (*close) (P2pDevice *device);

  /* Zeroed. FALSE with P2P_ERROR_MEMORY when there is no room. */
  gboolean (
      *tensor_alloc) (P2pDevice *device, const P2pShape *shape, P2pTensor *tensor, GError **error);
  void (*tensor_clear) (P2pTensor *tensor);
  void (*upload) (P2pTensor *tensor, const float *nchw);
  void (*download) (const P2pTensor *tensor, float *nchw);
  /* Channels src_c .. of SRC into channels dst_c .. of DST; n, h, w agree. */
  void (*copy) (P2pTensor *dst, int dst_c, const P2pTensor *src, int src_c, int channels,
      gboolean accumulate);
  void (*blend) (P2pDevice *device, const P2pBlendCall *call);
  void (*loss) (P2pDevice *device, const P2pLossCall *call);
  void (*penalty) (P2pDevice *device, const P2pPenaltyCall *call);
  void (*losses_read) (P2pDevice *device, float values[P2P_MAX_LOSSES]);

  P2pStore *(
      *store_new) (P2pDevice *device, const P2pParams *params, gboolean train, GError **error);
  void (*store_free) (P2pStore *store);
  /* VALUES: params->list[index].count numbers in the file's order. */
  void (*store_write) (P2pStore *store, P2pStorePart part, guint index, const float *values);
  void (*store_read) (P2pStore *store, P2pStorePart part, guint index, float *values);
  /* One update of every trainable parameter from its gradient. Where one of these is none
   * (p2p_is_gradient()) the whole update is left out, of values and moments, and counted. */
  void (*adam) (P2pStore *store, const P2pAdam *adam);
  /* How many were left out since the store was made. Like losses_read, it may wait for the device. */
  guint64 (*updates_left_out) (const P2pStore *store);

  P2pExec *(*exec_new) (P2pStore *store, const P2pPlan *plan, GError **error);
  void (*exec_free) (P2pExec *exec);
  void (*forward) (P2pExec *exec);
  /* WANTS: P2pWants. With P2P_WANT_DW parameter gradients are written, or accumulated if
   * ACCUMULATE; without it none is touched, a norm's gain and shift included. */
  void (*backward) (P2pExec *exec, guint wants, gboolean accumulate);
  /* Only for plans with `tangent`, after forward and backward with P2P_WANT_DX:
   * adds to the gradients of the parameters the derivative by them of <v, dx>, v
   * and dy held constant. */
  void (*tangent) (P2pExec *exec);
};

/* All back-ends of this build, best first, NULL-terminated. */
const P2pBackend *const *p2p_backends (void);
/* By name; "auto" is the first usable one. The error lists the valid names, or
 * says why the one asked for does not work here. */
const P2pBackend *p2p_backend_find (const char *name, GError **error);
P2pDevice *p2p_device_open (const char *backend, int threads, GError **error);
void p2p_device_close (P2pDevice *device);
/* For back-ends that count in P2pStore.left_out: their updates_left_out. */
guint64 p2p_store_left_out (const P2pStore *store);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (P2pDevice, p2p_device_close)
