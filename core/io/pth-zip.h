/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* The layout of PyTorch since 1.6: an archive. */

#include "io/pth-parts.h"

/* Sets archive, pickle and places; a place is the index of an entry. */
gboolean p2p_pth_open_zip (P2pPthParts *pth, GError **error);
/* A whole entry of SIZE bytes, with its checksum. */
gboolean p2p_pth_read_entry (P2pPthParts *pth, gsize index, void *bytes, gsize size,
    GError **error);
/* Nothing if there is no archive. */
void p2p_pth_close_zip (P2pPthParts *pth);
