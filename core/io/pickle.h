/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* A decoder for the one kind of pickle that PyTorch writes for a network's values:
 * protocol 2, dictionaries of tensors. It is no unpickler: a "global" is looked up
 * in a table of thirteen names and becomes a number, calling it makes a dictionary or
 * a tensor's description, and every other name or opcode ends the decoding. Nothing
 * is imported, constructed or run; all work and memory is bounded by io/limits.h. */

#include "io/pickle-values.h"

/* Decodes the pickle at the beginning of BYTES, which must outlive the result.
 * USED: where it ends; may be NULL if it must be all. NAME: of the file, for messages. */
P2pPickle *p2p_pickle_decode (const void *bytes, gsize size, gsize *used, const char *name,
    GError **error);
void p2p_pickle_free (P2pPickle *pickle);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (P2pPickle, p2p_pickle_free)
/* Holds no cycle and is nested at most P2P_LIMIT_PICKLE_NESTING deep. */
const P2pPickleValue *p2p_pickle_root (const P2pPickle *pickle);
/* Every storage that was named, each key once. */
guint p2p_pickle_n_storages (const P2pPickle *pickle);
const P2pPickleStorage *p2p_pickle_storage (const P2pPickle *pickle, guint i);
/* The same as a set: see p2p_pickle_storage_table(). */
GHashTable *p2p_pickle_storages (const P2pPickle *pickle);
