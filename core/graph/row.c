/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "graph/row.h"

P2pRow *
p2p_rows_add (GArray *rows, const char *label, const char *key, P2pConvKind kind, int channels,
    int kernel, int stride, int pad)
{
  P2pRow row = { .kind = kind,
    .channels = channels,
    .kernel = kernel,
    .stride = stride,
    .pad = pad };
  g_strlcpy (row.label, label, sizeof row.label);
  g_strlcpy (row.key, key, sizeof row.key);
  g_array_append_val (rows, row);
  return &g_array_index (rows, P2pRow, rows->len - 1);
}

char *
p2p_rows_describe (const GArray *rows)
{
  static const char *const norms[] = { "", ", batch norm", ", instance norm" };
  static const char *const acts[] = { "", "relu", "leaky relu", "tanh" };
  GString *s = g_string_new (NULL);
  for (guint i = 0; i < rows->len; i++) {
    const P2pRow *r = &g_array_index (rows, P2pRow, i);
    g_string_append_printf (s, "  %-6s %s%s%s %dx%d/%d pad %d%s to %d%s%s", r->label, acts[r->pre],
        r->pre ? ", " : "", r->kind == P2P_CONV ? "conv" : "transposed conv", r->kernel, r->kernel,
        r->stride, r->pad, r->pad_mode == P2P_PAD_REFLECT ? " reflected" : "", r->channels,
        r->bias ? ", bias" : "", norms[r->norm]);
    if (r->dropout > 0)
      g_string_append_printf (s, ", dropout %g", (double) r->dropout);
    if (r->post)
      g_string_append_printf (s, ", %s", acts[r->post]);
    if (*r->add || *r->concat)
      g_string_append_printf (s, ", %s %s", *r->add ? "plus" : "behind",
          *r->add ? r->add : r->concat);
    g_string_append_c (s, '\n');
  }
  return g_string_free (s, FALSE);
}
