/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "notes.h"

#include "console.h"
#include "core/p2p.h"

void
p2p_notes_clear (P2pNotes *notes)
{
  g_clear_pointer (&notes->kinds, g_hash_table_unref);
}

void
p2p_notes_take (P2pNotes *notes, const GstStructure *message, gboolean can_keep)
{
  const P2pLoss *loss = p2p_loss_find (gst_structure_get_string (message, "kind"));
  if (!gst_structure_has_name (message, "p2p-decode-note") || !loss)
    return;
  if (!notes->kinds)
    notes->kinds = g_hash_table_new (g_str_hash, g_str_equal);
  g_autofree char *clause = p2p_loss_text (loss, can_keep);
  if (g_hash_table_add (notes->kinds, (gpointer) loss->name))
    p2p_console_say ("%s: %s", gst_structure_get_string (message, "name"), clause);
}
