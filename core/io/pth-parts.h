/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* What both layouts of .pth find in a file: the pickle, and where every storage lies. pth.c, above
 * the two, makes tensors of that. */

#include "io/map.h"
#include "io/pickle.h"

typedef struct
{
  char *name; /* of the file */
  const guint8 *bytes;
  gsize size;
  P2pMap *map; /* what reads them, when it holds a file */
  void *text;  /* zip: the bytes of the pickle */
  P2pPickle *pickle;
  GHashTable *places; /* P2pPickleStorage to place + 1: index of an entry, or offset */
  struct zip *zip;
} P2pPthParts;

/* Nothing is found yet; BYTES and MAP must outlive it. */
void p2p_pth_parts_init (P2pPthParts *pth, const void *bytes, gsize size, P2pMap *map,
    const char *name);
/* The archive, if there is one, is closed already: p2p_pth_close_zip(). */
void p2p_pth_parts_clear (P2pPthParts *pth);

void p2p_pth_set_place (P2pPthParts *pth, const P2pPickleStorage *storage, gsize place);
gsize p2p_pth_place (const P2pPthParts *pth, const P2pPickleStorage *storage);
/* Bytes of the whole storage; FALSE past G_MAXSIZE. */
gboolean p2p_pth_storage_size (const P2pPickleStorage *storage, gsize *size);
