/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* What the parts of the decoder share: pickle.c owns the values and runs the machine,
 * pickle-ops.c has its opcodes, pickle-call.c knows what PyTorch's names mean. */

#include "io/pickle.h"

typedef enum
{
  P2P_GLOBAL_ORDERED_DICT,
  P2P_GLOBAL_REBUILD_TENSOR,    /* storage, offset, sizes, strides */
  P2P_GLOBAL_REBUILD_TENSOR_V2, /* the same, requires_grad, hooks */
  P2P_GLOBAL_REBUILD_PARAMETER, /* tensor, requires_grad, hooks */
  P2P_GLOBAL_PARAMETER,
  P2P_GLOBAL_SIZE,
  P2P_GLOBAL_STORAGE /* + P2pDtype */
} P2pGlobal;

struct _P2pPickle
{
  const char *name; /* of the file */
  const guint8 *bytes;
  gsize size, at, op; /* AT: the next byte, OP: where this opcode stands */
  guint ops;
  gsize owned;       /* bytes allocated so far: never less */
  GPtrArray *blocks; /* all of them */
  P2pPickleValue *fresh;
  guint n_fresh; /* unused ones in the newest block of values */
  GPtrArray *stack, *memo;
  GPtrArray *storages;
  GHashTable *by_key; /* P2pPickleStorage to itself */
  P2pPickleValue *root;
};

/* Zeroed memory that lives as long as P; NULL with ERROR past the limit. */
void *p2p_pickle_alloc (P2pPickle *p, gsize size, GError **error);
P2pPickleValue *p2p_pickle_new (P2pPickle *p, P2pPickleKind kind, GError **error);
/* Appends N values to the items of TO. */
gboolean p2p_pickle_append (P2pPickle *p, P2pPickleValue *to, P2pPickleValue *const *values,
    guint n, GError **error);

/* The next N bytes; NULL with ERROR if there are not so many. */
const guint8 *p2p_pickle_take (P2pPickle *p, gsize n, GError **error);
/* The N topmost values, which must be above the last mark; they stay on the stack. */
P2pPickleValue **p2p_pickle_top (P2pPickle *p, guint n, GError **error);
/* Does what OP says; the machine stands behind it. */
gboolean p2p_pickle_step (P2pPickle *p, guint8 op, GError **error);

/* -1 with ERROR for a name that is not in the table. */
int p2p_pickle_find_global (const P2pPickle *p, const char *module, gsize module_length,
    const char *name, gsize name_length, GError **error);
/* What CALLABLE makes of the tuple ARGUMENTS; NULL with ERROR. */
P2pPickleValue *p2p_pickle_call (P2pPickle *p, const P2pPickleValue *callable,
    const P2pPickleValue *arguments, GError **error);
P2pPickleValue *p2p_pickle_persistent (P2pPickle *p, const P2pPickleValue *id, GError **error);
