/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* oneDNN 2.6 and 3.x behind one face. xdnnl.c is the only file that includes
 * dnnl.h; the two versions differ in types, numbers and signatures. Everything
 * here is float32 on the host, one convolution or one reorder at a time, with
 * memory and scratch space owned by the caller. */

#include <glib.h>

typedef struct _XdEngine XdEngine; /* engine and stream */
typedef struct _XdMd XdMd;         /* a tensor's shape and layout */
typedef struct _XdPrim XdPrim;     /* a primitive and the memories it works on */

/* Roles of the tensors of a primitive. A reorder has XD_SRC and XD_DST only.
 * Backward, XD_SRC, XD_WEIGHTS and XD_DST are the gradients where the direction
 * computes or reads gradients. */
typedef enum
{
  XD_SRC,
  XD_WEIGHTS,
  XD_BIAS,
  XD_DST,
  XD_SCRATCH,
  XD_N_ROLES
} XdRole;

typedef enum
{
  XD_FORWARD,
  XD_BACKWARD_DATA,
  XD_BACKWARD_WEIGHTS
} XdDirection;

/* dst [n, oc, oh, ow] from src [n, ic, ih, iw] and weights [oc, ic, k, k].
 * pad_h, pad_w: rows below and columns to the right; pad: above and left. */
typedef struct
{
  int n, ic, ih, iw, oc, oh, ow;
  int k, stride, pad, pad_h, pad_w;
  gboolean bias;    /* forward only */
  gboolean scoring; /* forward only: nothing of it is needed for training */
} XdConv;

XdEngine *xd_engine_new (GError **error);
void xd_engine_free (XdEngine *engine);
/* "oneDNN 2.6.3" */
const char *xd_version (void);

/* Row-major, of 1 to 4 dims. */
XdMd *xd_md_plain (int rank, const int *dims);
/* Activations with channels in blocks of BLOCK: 1 (nchw), 8, 16 or c (nhwc).
 * NULL where oneDNN has no such layout. */
XdMd *xd_md_blocked (int n, int c, int h, int w, int block);
/* Weights [o, i, k, k] as [o / block, i / block, k, k, block of i, block of o],
 * block 8 or 16, which divides o and i. */
XdMd *xd_md_weights (int o, int i, int k, int block);
XdMd *xd_md_copy (const XdMd *md);
void xd_md_free (XdMd *md);
gboolean xd_md_equal (const XdMd *a, const XdMd *b);
/* In bytes, padding included. */
gsize xd_md_size (const XdMd *md);

/* A convolution. SRC, WEIGHTS and DST fix a layout, NULL leaves the choice to
 * oneDNN. NULL with ERROR set when it refuses. */
XdPrim *xd_conv_new (XdEngine *engine, XdDirection direction, const XdConv *conv, const XdMd *src,
    const XdMd *weights, const XdMd *dst, GError **error);
/* DST = SRC or, if ADD, DST += SRC, in another layout. */
XdPrim *xd_reorder_new (XdEngine *engine, const XdMd *src, const XdMd *dst, gboolean add,
    GError **error);
void xd_prim_free (XdPrim *prim);

/* "jit:avx2"; lives as long as the primitive. */
const char *xd_prim_name (const XdPrim *prim);
/* NULL for a role that the primitive does not have. */
const XdMd *xd_prim_md (const XdPrim *prim, XdRole role);
/* Gives a tensor its place. All roles must be bound before the first run; it
 * zeroes the padding of a blocked layout. */
gboolean xd_prim_bind (XdPrim *prim, XdRole role, void *data, GError **error);
/* Moves a tensor that is bound already. */
void xd_prim_point (XdPrim *prim, XdRole role, void *data);
void xd_prim_run (XdPrim *prim);
