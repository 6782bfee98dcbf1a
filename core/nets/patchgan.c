/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* The discriminator of pix2pix: strided convolutions that judge overlapping
 * patches. Its receptive field is 16, 34, 70, 142, 286 for 1 to 5 layers. */

#include "nets/nets.h"

static void
add (GArray *rows, const P2pNetOptions *o, int index, int channels, int stride, gboolean norm)
{
  char label[16], key[P2P_KEY_LENGTH];
  g_snprintf (label, sizeof label, "c%d", index);
  g_snprintf (key, sizeof key, "model.%d", index);
  P2pRow *row = p2p_rows_add (rows, label, key, P2P_CONV, channels, 4, stride, 1);
  row->bias = !norm || o->norm == P2P_NORM_INSTANCE;
  row->norm = norm ? o->norm : P2P_NORM_NONE;
  g_snprintf (row->norm_key, sizeof row->norm_key, "model.%d", index + 1);
  row->post = P2P_ACT_LEAKY;
}

static void
emit (GArray *rows, const P2pNetOptions *o, int layers)
{
  add (rows, o, 0, o->features, 2, FALSE);
  for (int i = 1; i <= layers; i++)
    add (rows, o, 3 * i - 1, o->features * (i < 3 ? 1 << i : 8), i == layers ? 1 : 2, TRUE);
  if (layers == 0)
    add (rows, o, 2, o->features, 1, TRUE);
  add (rows, o, 3 * MAX (layers, 1) + 2, 1, 1, FALSE);
  g_array_index (rows, P2pRow, rows->len - 1).post = P2P_ACT_NONE;
}

static void
emit_basic (GArray *rows, const P2pNetOptions *o)
{
  emit (rows, o, 3);
}

static void
emit_layers (GArray *rows, const P2pNetOptions *o)
{
  emit (rows, o, o->layers);
}

static const P2pArch basic = { "basic", "patches of 70x70 (3 layers)", P2P_ROLE_DISCRIMINATOR,
  emit_basic, 1 };
static const P2pArch n_layers = { "n_layers", "as many layers as n_layers_D says",
  P2P_ROLE_DISCRIMINATOR, emit_layers, 1 };

const P2pArch *const p2p_nets_patchgan[] = { &basic, &n_layers, NULL };
