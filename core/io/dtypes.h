/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* Types of numbers and tensors in files, of whatever format. */

#include <glib.h>

typedef enum
{
  P2P_DTYPE_F32,
  P2P_DTYPE_F64,
  P2P_DTYPE_F16,
  P2P_DTYPE_BF16,
  P2P_DTYPE_I64,
  P2P_DTYPE_I32,
  P2P_DTYPE_I16,
  P2P_DTYPE_I8,
  P2P_DTYPE_U64,
  P2P_DTYPE_U32,
  P2P_DTYPE_U16,
  P2P_DTYPE_U8,
  P2P_DTYPE_BOOL
} P2pDtype;

/* Bytes of one number. */
gsize p2p_dtype_size (P2pDtype dtype);
/* As in the file: "F32". */
const char *p2p_dtype_name (P2pDtype dtype);
/* FALSE for NULL and for what is not in P2pDtype. */
gboolean p2p_dtype_parse (const char *name, P2pDtype *dtype);
/* COUNT numbers of type DTYPE as float32; FALSE for types that hold no network's
 * values. FROM may be unaligned. */
gboolean p2p_dtype_floats (P2pDtype dtype, const void *from, gsize count, float *to);

/* A tensor of a file. */
typedef struct
{
  const char *name;
  P2pDtype dtype;
  int rank;
  gint64 dims[8];
  gsize count;      /* product of dims; 1 for rank 0 */
  const void *data; /* count * size bytes; may be unaligned: copy, do not cast. NULL in a .pth */
} P2pTensorInfo;

/* Produces the bytes of tensor INDEX while a file is written. */
typedef void (*P2pTensorFill) (void *user, guint index, void *bytes);
/* Not empty, within the limit, UTF-8, no control characters. */
gboolean p2p_tensor_name_ok (const char *name);
