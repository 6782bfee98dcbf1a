/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* The sums of a safetensors file of ours. They are the first thing in its header, so that their
 * places are known:
 *
 *   byte 8   {"__metadata__":{"sha256":"64 digits"                            every file
 *            {"__metadata__":{"sha256":"64 digits","sha256_file":"64 digits"  a sealed one
 *
 * sha256 is that of all tensor bytes, in their order. sha256_file goes on from there: over the whole
 * header with its eight bytes of length, its own digits taken as zeros. So there is no bit of a
 * sealed file that could change unseen. */

#include <glib.h>

#define P2P_SEAL_DIGITS 64
#define P2P_SEAL_TENSORS "sha256"
#define P2P_SEAL_FILE "sha256_file"

/* HEADER: the file's first SIZE bytes, up to the tensors. */
gboolean p2p_seal_has_tensors (const guint8 *header, gsize size);
gboolean p2p_seal_has_file (const guint8 *header, gsize size);

/* TENSORS was fed all tensor bytes. Writes both sums, or the one that there is a place for, into
 * HEADER. */
void p2p_seal_write (GChecksum *tensors, guint8 *header, gsize size);
/* Whether these sums stand in HEADER. */
gboolean p2p_seal_matches (GChecksum *tensors, const guint8 *header, gsize size);
/* How many bytes of HEADER p2p_seal_write() may have changed: its first ones. */
gsize p2p_seal_end (const guint8 *header, gsize size);
