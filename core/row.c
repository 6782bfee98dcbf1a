/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "row.h"

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
