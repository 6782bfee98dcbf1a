/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* What the two layouts of .pth share: each finds the pickle and where every storage
 * lies; pth.c makes tensors of that. */

#include "io/limits.h"
#include "io/pickle.h"
#include "io/pth.h"

#include <string.h>

struct _P2pPth
{
  char *name;
  P2pPthLayout layout;
  const guint8 *bytes;
  gsize size;
  void *text; /* zip: the bytes of the pickle */
  P2pPickle *pickle;
  GHashTable *places; /* P2pPickleStorage to place + 1: index of an entry, or offset */
  struct zip *zip;
  P2pTensorInfo *infos;
  const P2pPickleTensor **tensors;
  guint n;
  GPtrArray *names;
  void *cached; /* the storage that was read last for a part of it */
  gsize cached_place;
};

void p2p_pth_set_place (P2pPth *pth, const P2pPickleStorage *storage, gsize place);
/* Bytes of the whole storage; FALSE past G_MAXSIZE. */
gboolean p2p_pth_storage_size (const P2pPickleStorage *storage, gsize *size);

/* Set pickle and places. */
gboolean p2p_pth_open_legacy (P2pPth *pth, GError **error);
gboolean p2p_pth_open_zip (P2pPth *pth, GError **error);
/* A whole entry of SIZE bytes, with its checksum. */
gboolean p2p_pth_read_entry (P2pPth *pth, gsize index, void *bytes, gsize size, GError **error);
void p2p_pth_close_zip (P2pPth *pth);

/* ---- writing ---- */

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
