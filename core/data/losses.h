/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* What of a file does not reach a network, or not as it is: a record each, so that it can be said
 * once, in the same words, by whoever reads files. */

#include "data/picture.h"

typedef struct
{
  const char *name; /* "alpha" */
  const char *text; /* "alpha is dropped" */
  gboolean kept;    /* with --keep_depth */
  gboolean (*applies) (const P2pHeader *header, const P2pReading *how);
} P2pLoss;

/* All, at most 32. */
const P2pLoss *p2p_losses (guint *n);
/* LOSS as a clause; with CAN_KEEP it says which option keeps what is lost. Free with g_free(). */
char *p2p_loss_text (const P2pLoss *loss, gboolean can_keep);
/* NULL: no such NAME. */
const P2pLoss *p2p_loss_find (const char *name);
/* Bit I for loss I. */
guint32 p2p_losses_of (const P2pHeader *header, const P2pReading *how);
