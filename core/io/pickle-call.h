/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* What the names mean that PyTorch writes into a pickle: its globals, storages and calls. */

#include "io/pickle-machine.h"

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

/* -1 with ERROR for a name that is not in the table. */
int p2p_pickle_find_global (const P2pPickle *p, const char *module, gsize module_length,
    const char *name, gsize name_length, GError **error);
/* What CALLABLE makes of the tuple ARGUMENTS; NULL with ERROR. */
P2pPickleValue *p2p_pickle_call (P2pPickle *p, const P2pPickleValue *callable,
    const P2pPickleValue *arguments, GError **error);
/* The storage that ID names; NULL with ERROR. */
P2pPickleValue *p2p_pickle_persistent (P2pPickle *p, const P2pPickleValue *id, GError **error);
