/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* What torch.save() writes, in both of its layouts.
 *
 * zip (PyTorch >= 1.6): an archive of uncompressed entries below one folder:
 *   STEM/data.pkl   the pickle, in which tensors are views of numbered storages
 *   STEM/data/0 ... the storages' bytes, little endian, each at a multiple of 64
 *   STEM/version    "3\n"
 * legacy: five pickles (magic, protocol 1001, facts about the machine, the object,
 *   the storages' keys), then for each key a count of 64 bits and so many numbers.
 */

#include "io/dtypes.h"
#include "io/map.h"

typedef struct _P2pPth P2pPth;

typedef enum
{
  P2P_PTH_NONE, /* something else */
  P2P_PTH_ZIP,
  P2P_PTH_LEGACY
} P2pPthLayout;

P2pPthLayout p2p_pth_sniff (const void *bytes, gsize size);

/* BYTES must outlive the result. MAP: where they are read to as far as they are needed; with
 * an empty one they are there. NAME is for messages. */
P2pPth *p2p_pth_parse (const void *bytes, gsize size, P2pMap *map, const char *name,
    GError **error);
void p2p_pth_free (P2pPth *pth);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (P2pPth, p2p_pth_free)

guint p2p_pth_n (const P2pPth *pth);
/* In the pickle's order; `data` is NULL. What lies in dictionaries in each other has the name
 * of all of them, with dots between. */
const P2pTensorInfo *p2p_pth_at (const P2pPth *pth, guint i);
/* The bytes of tensor I, row-major whatever its strides are in the file. */
gboolean p2p_pth_read (P2pPth *pth, guint i, void *bytes, GError **error);

/* Writing the zip layout, as PyTorch itself does: see P2pSafetensorsWriter. */
typedef struct _P2pPthWriter P2pPthWriter;
P2pPthWriter *p2p_pth_writer_new (void);
void p2p_pth_writer_free (P2pPthWriter *writer);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (P2pPthWriter, p2p_pth_writer_free)
/* DTYPE: F32 or I64. FILL produces the bytes during p2p_pth_writer_save(). */
void p2p_pth_writer_add_fill (P2pPthWriter *writer, const char *name, P2pDtype dtype, int rank,
    const gint64 *dims, P2pTensorFill fill, void *user, guint index);
gboolean p2p_pth_writer_save (P2pPthWriter *writer, const char *path, GError **error);
