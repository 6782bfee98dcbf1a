/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* The pickle of a .pth that is written. */

#include "io/dtypes.h"
#include "io/limits.h"

#include <string.h>

typedef struct
{
  char *name;
  P2pDtype dtype;
  int rank;
  gint64 dims[P2P_LIMIT_TENSOR_RANK];
  gsize count, size;
  P2pTensorFill fill;
  void *user;
  guint index;
} P2pPthTensor;

static inline void
p2p_put (GByteArray *out, const void *bytes, gsize size)
{
  g_byte_array_append (out, bytes, (guint) size);
}

static inline void
p2p_put_op (GByteArray *out, guint8 op)
{
  p2p_put (out, &op, 1);
}

static inline void
p2p_put_words (GByteArray *out, const char *words)
{
  p2p_put (out, words, strlen (words));
}

/* The pickle of TENSORS (of P2pPthTensor); the storage of each is named by its place. */
GByteArray *p2p_pth_pickle (const GArray *tensors);
