/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* The machine of the decoder: its bytes, its stack, and the memory of all values that it makes.
 * Above it pickle-call.c knows what PyTorch's names mean, pickle-ops.c has the opcodes, and
 * pickle.c runs them. */

#include "io/pickle-values.h"

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
