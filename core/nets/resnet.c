/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* The residual generator of Johnson et al. (2016), as CycleGAN uses it: two
 * strided convolutions down, BLOCKS residual blocks, two transposed ones up. */

#include "nets/nets.h"

static P2pRow *
add (GArray *rows, const P2pNetOptions *o, const char *label, const char *key, const char *norm_key,
    P2pConvKind kind, int channels, int kernel, int stride, int pad)
{
  P2pRow *row = p2p_rows_add (rows, label, key, kind, channels, kernel, stride, pad);
  row->bias = o->norm == P2P_NORM_INSTANCE;
  row->norm = o->norm;
  row->post = P2P_ACT_RELU;
  g_strlcpy (row->norm_key, norm_key, sizeof row->norm_key);
  return row;
}

/* With dropout the second half of a block moves up by one index. */
static void
emit_block (GArray *rows, const P2pNetOptions *o, int block)
{
  const int second = o->dropout ? 6 : 5;
  char label[16], key[P2P_KEY_LENGTH], norm_key[P2P_KEY_LENGTH];
  g_snprintf (label, sizeof label, "r%da", block);
  g_snprintf (key, sizeof key, "model.%d.conv_block.1", 10 + block);
  g_snprintf (norm_key, sizeof norm_key, "model.%d.conv_block.2", 10 + block);
  P2pRow *row = add (rows, o, label, key, norm_key, P2P_CONV, 4 * o->features, 3, 1, 1);
  row->pad_mode = P2P_PAD_REFLECT;
  row->dropout = o->dropout ? 0.5f : 0.0f;
  g_snprintf (label, sizeof label, "r%db", block);
  g_snprintf (key, sizeof key, "model.%d.conv_block.%d", 10 + block, second);
  g_snprintf (norm_key, sizeof norm_key, "model.%d.conv_block.%d", 10 + block, second + 1);
  row = add (rows, o, label, key, norm_key, P2P_CONV, 4 * o->features, 3, 1, 1);
  row->pad_mode = P2P_PAD_REFLECT;
  row->post = P2P_ACT_NONE;
  if (block == 0)
    g_strlcpy (row->add, "down2", sizeof row->add);
  else
    g_snprintf (row->add, sizeof row->add, "r%db", block - 1);
}

static void
emit (GArray *rows, const P2pNetOptions *o, int blocks)
{
  const int f = o->features;
  char key[2][P2P_KEY_LENGTH];
  add (rows, o, "in", "model.1", "model.2", P2P_CONV, f, 7, 1, 3)->pad_mode = P2P_PAD_REFLECT;
  add (rows, o, "down1", "model.4", "model.5", P2P_CONV, 2 * f, 3, 2, 1);
  add (rows, o, "down2", "model.7", "model.8", P2P_CONV, 4 * f, 3, 2, 1);
  for (int block = 0; block < blocks; block++)
    emit_block (rows, o, block);
  for (int i = 0; i < 2; i++) {
    g_snprintf (key[0], sizeof key[0], "model.%d", 10 + blocks + 3 * i);
    g_snprintf (key[1], sizeof key[1], "model.%d", 11 + blocks + 3 * i);
    add (rows, o, i ? "up2" : "up1", key[0], key[1], P2P_CONV_T, i ? f : 2 * f, 3, 2, 1)->out_pad =
        1;
  }
  g_snprintf (key[0], sizeof key[0], "model.%d", 17 + blocks);
  P2pRow *row = p2p_rows_add (rows, "out", key[0], P2P_CONV, o->output_nc, 7, 1, 3);
  row->pad_mode = P2P_PAD_REFLECT;
  row->bias = TRUE;
  row->post = P2P_ACT_TANH;
}

static void
emit_6 (GArray *rows, const P2pNetOptions *o)
{
  emit (rows, o, 6);
}

static void
emit_9 (GArray *rows, const P2pNetOptions *o)
{
  emit (rows, o, 9);
}

static const P2pArch resnet_6blocks = { "resnet_6blocks",
  "residual generator with 6 blocks, for sides in steps of 4", P2P_ROLE_GENERATOR, emit_6, 4 };
static const P2pArch resnet_9blocks = { "resnet_9blocks",
  "residual generator with 9 blocks, for sides in steps of 4", P2P_ROLE_GENERATOR, emit_9, 4 };

const P2pArch *const p2p_nets_resnet[] = { &resnet_9blocks, &resnet_6blocks, NULL };
