/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "complaints.h"

#include "console.h"
#include "core/p2p.h"

void
p2p_complaints_clear (P2pComplaints *complaints)
{
  g_clear_pointer (&complaints->known, g_hash_table_unref);
  g_clear_pointer (&complaints->texts, g_ptr_array_unref);
}

gboolean
p2p_complaints_add (P2pComplaints *complaints, const char *text)
{
  if (!complaints->texts) {
    complaints->texts = g_ptr_array_new_with_free_func (g_free);
    complaints->known = g_hash_table_new (g_str_hash, g_str_equal);
  }
  g_autofree char *line = p2p_printable (text);
  if (g_hash_table_contains (complaints->known, line))
    return FALSE;
  char *copy = g_steal_pointer (&line);
  g_ptr_array_add (complaints->texts, copy);
  g_hash_table_add (complaints->known, copy);
  return TRUE;
}

void
p2p_complaints_summarise (const P2pComplaints *complaints)
{
  const guint n = complaints->texts ? complaints->texts->len : 0;
  if (n == 0)
    return;
  p2p_console_say ("%u warning%s:", n, n == 1 ? "" : "s");
  for (guint i = 0; i < n; i++)
    p2p_console_say ("  %s", (char *) complaints->texts->pdata[i]);
}
