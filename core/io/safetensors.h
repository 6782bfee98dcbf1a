/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* The safetensors file format.
 *
 *   byte 0   N, the length of the header: unsigned 64 bit, little endian
 *   byte 8   N bytes of JSON, an object, padded with spaces at the end:
 *            { "__metadata__": { "key": "text", ... },
 *              "name": { "dtype": "F32", "shape": [64, 3, 4, 4], "data_offsets": [begin, end] }, ... }
 *   8 + N    the tensors' bytes, row-major, little endian; offsets count from here
 *
 * Tensors neither overlap nor leave a gap and end exactly with the file. The
 * reader trusts nothing: every number is checked against the file's size before
 * it is used, duplicate keys and unknown types are refused. */

#include "io/dtypes.h"

typedef struct _P2pSafetensors P2pSafetensors;

/* Reads and checks the file. P2P_ERROR_NO_INPUT, or P2P_ERROR_DATA with what is
 * wrong and where. */
P2pSafetensors *p2p_safetensors_open (const char *path, GError **error);
/* The same for bytes in memory, which must outlive the result. NAME is for messages. Only
 * the first p2p_safetensors_head() of them are looked at before a tensor is asked for. */
P2pSafetensors *p2p_safetensors_parse (const void *bytes, gsize size, const char *name,
    GError **error);
/* Bytes up to the end of the header, of a file whose first eight these are; at most SIZE. */
gsize p2p_safetensors_head (const void *bytes, gsize size);
void p2p_safetensors_free (P2pSafetensors *file);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (P2pSafetensors, p2p_safetensors_free)

/* For messages: its path, or what the caller of p2p_safetensors_parse() said. */
const char *p2p_safetensors_name (const P2pSafetensors *file);
guint p2p_safetensors_n (const P2pSafetensors *file);
/* In the order of their offsets. */
const P2pTensorInfo *p2p_safetensors_at (const P2pSafetensors *file, guint i);
/* NULL if there is none of that name. */
const P2pTensorInfo *p2p_safetensors_find (const P2pSafetensors *file, const char *name);
/* NULL if absent. */
const char *p2p_safetensors_metadata (const P2pSafetensors *file, const char *key);
/* All of it: key, value, key, value, ..., NULL. The texts are FILE's. */
GPtrArray *p2p_safetensors_all_metadata (const P2pSafetensors *file);
/* Copies the bytes of one of FILE's tensors: count * size of them. */
void p2p_safetensors_read (const P2pSafetensors *file, const P2pTensorInfo *info, void *bytes);
/* The tensor is done with for good: if FILE was opened, what was read of it is forgotten. */
void p2p_safetensors_let_go (const P2pSafetensors *file, const P2pTensorInfo *info);
/* Copies an F32 tensor of exactly COUNT numbers into VALUES. P2P_ERROR_DATA names
 * the tensor if it is missing, of another type or of another size. */
gboolean p2p_safetensors_floats (const P2pSafetensors *file, const char *name, gsize count,
    float *values, GError **error);

/* Writing: entries are added in order, then the file is written in one go (see
 * io/atomic.h). The bytes are borrowed until then, unless `fill` is given: it is
 * called during the write to produce the tensor's bytes into a buffer of ours, so
 * that a file larger than the memory to spare can be written. */
typedef struct _P2pSafetensorsWriter P2pSafetensorsWriter;

P2pSafetensorsWriter *p2p_safetensors_writer_new (void);
/* Of a file that p2p_safetensors_verify_sealed() takes. */
P2pSafetensorsWriter *p2p_safetensors_writer_new_sealed (void);
void p2p_safetensors_writer_free (P2pSafetensorsWriter *writer);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (P2pSafetensorsWriter, p2p_safetensors_writer_free)
/* VALUE, a folder's name for one, may hold anything; what is not UTF-8 is stored as p2p_printable()
 * shows it. */
void p2p_safetensors_writer_metadata (P2pSafetensorsWriter *writer, const char *key,
    const char *value);
void p2p_safetensors_writer_add (P2pSafetensorsWriter *writer, const char *name, P2pDtype dtype,
    int rank, const gint64 *dims, const void *bytes);
void p2p_safetensors_writer_add_fill (P2pSafetensorsWriter *writer, const char *name,
    P2pDtype dtype, int rank, const gint64 *dims, P2pTensorFill fill, void *user, guint index);
/* The metadata key "sha256" is added: it is the SHA-256 of all tensor bytes; in a sealed file
 * "sha256_file" too, that of everything (io/seal.h). As they stand before what they are of, room is
 * left for them and they are written last, before the rename. */
gboolean p2p_safetensors_writer_save (P2pSafetensorsWriter *writer, const char *path,
    GError **error);
/* Compares the tensor bytes with metadata "sha256"; TRUE if that is absent. */
gboolean p2p_safetensors_verify (const P2pSafetensors *file, GError **error);
/* Is there a sum of the whole file? */
gboolean p2p_safetensors_is_sealed (const P2pSafetensors *file);
/* Compares that: whatever bit of the file has changed, this is FALSE, also where the sum itself is
 * gone. */
gboolean p2p_safetensors_verify_sealed (const P2pSafetensors *file, GError **error);
