/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* What decoders tell of pictures that do not come through whole (p2p-decode-note): each kind is said
 * once, however many decoders there are. */

#include <gst/gst.h>

typedef struct
{
  GHashTable *kinds;
} P2pNotes;

void p2p_notes_clear (P2pNotes *notes);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (P2pNotes, p2p_notes_clear)
/* Says it where MESSAGE is such a note of a new kind. CAN_KEEP: --keep_depth would help. */
void p2p_notes_take (P2pNotes *notes, const GstStructure *message, gboolean can_keep);
