/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* A discriminator that judges every pixel by itself: three 1x1 convolutions. */

#include "nets/nets.h"

static void
emit (GArray *rows, const P2pNetOptions *o)
{
  const gboolean use_bias = o->norm == P2P_NORM_INSTANCE;
  P2pRow *row = p2p_rows_add (rows, "c0", "net.0", P2P_CONV, o->features, 1, 1, 0);
  row->bias = TRUE;
  row->post = P2P_ACT_LEAKY;
  row = p2p_rows_add (rows, "c2", "net.2", P2P_CONV, 2 * o->features, 1, 1, 0);
  row->bias = use_bias;
  row->norm = o->norm;
  g_strlcpy (row->norm_key, "net.3", sizeof row->norm_key);
  row->post = P2P_ACT_LEAKY;
  row = p2p_rows_add (rows, "c5", "net.5", P2P_CONV, 1, 1, 1, 0);
  row->bias = use_bias;
}

static const P2pArch pixel = { "pixel", "every pixel by itself (1x1 convolutions)",
  P2P_ROLE_DISCRIMINATOR, emit, 1 };

const P2pArch *const p2p_nets_pixel[] = { &pixel, NULL };
