/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* A file of named tensors, whatever its format: safetensors, or what PyTorch's
 * torch.save() makes of a state dict in either of its layouts (io/pth.h). The format
 * is told by the content, never by the name. */

#include "io/safetensors.h"

typedef struct _P2pStateDict P2pStateDict;

/* Opens the file, tells the format, checks everything but the tensors' own bytes, which are
 * read when they are asked for. P2P_ERROR_NO_INPUT, or P2P_ERROR_DATA with what is wrong. */
P2pStateDict *p2p_state_dict_open (const char *path, GError **error);
/* The same for bytes in memory, which must outlive the result. */
P2pStateDict *p2p_state_dict_parse (const void *bytes, gsize size, const char *name,
    GError **error);
/* A view of FILE, which must outlive it. */
P2pStateDict *p2p_state_dict_of_safetensors (const P2pSafetensors *file);
/* The tensors of DICT, which must outlive it, whose names begin with PREFIX ("" or with a dot at
 * its end), without that. Metadata and checksums are those of DICT. */
P2pStateDict *p2p_state_dict_part (P2pStateDict *dict, const char *prefix);
/* What PART is a part of ends with it. */
void p2p_state_dict_adopt (P2pStateDict *part);
void p2p_state_dict_free (P2pStateDict *dict);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (P2pStateDict, p2p_state_dict_free)

/* "safetensors", "pth" (a zip archive) or "pth-legacy" (from before PyTorch 1.6). */
const char *p2p_state_dict_format (const P2pStateDict *dict);
const char *p2p_state_dict_name (const P2pStateDict *dict); /* of the file */
guint p2p_state_dict_n (const P2pStateDict *dict);
/* In the file's order. What DataParallel, torch.compile and other wrappers put into names
 * ("module.", "_orig_mod.") is taken off. Dictionaries in each other, as in
 * {"netG": {...}, "netD": {...}}, are one: their words stand before the names, with dots. */
const P2pTensorInfo *p2p_state_dict_at (const P2pStateDict *dict, guint i);
const P2pTensorInfo *p2p_state_dict_find (const P2pStateDict *dict, const char *name);
/* NULL if absent, as always in a .pth. */
const char *p2p_state_dict_metadata (const P2pStateDict *dict, const char *key);
/* As p2p_safetensors_all_metadata(); only NULL for a .pth. */
GPtrArray *p2p_state_dict_all_metadata (const P2pStateDict *dict);
/* The checksums that can be checked without reading tensor by tensor. */
gboolean p2p_state_dict_verify (P2pStateDict *dict, GError **error);

/* The tensor's bytes, row-major, in its own type: count * size of them. A .pth's
 * checksum is checked here. */
gboolean p2p_state_dict_read (P2pStateDict *dict, const P2pTensorInfo *info, void *bytes,
    GError **error);
/* The tensor of that name is done with for good: what has been read of it may be forgotten. */
void p2p_state_dict_let_go (P2pStateDict *dict, const char *name);
/* Exactly COUNT numbers of any type of number, as float32. P2P_ERROR_DATA names the
 * tensor if it is missing, no numbers or of another size. */
gboolean p2p_state_dict_floats (P2pStateDict *dict, const char *name, gsize count, float *values,
    GError **error);
