/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* U-Net (Ronneberger et al., 2015, as pix2pix uses it): DOWNS strided 4x4
 * convolutions to a code of 1/2^DOWNS the side, as many transposed ones back,
 * each joined with the value of its level on the way down. */

#include "nets/nets.h"

static int
width_of (int level, int features)
{
  return features * MIN (1 << (level - 1), 8);
}

static void
emit_down (GArray *rows, const P2pNetOptions *o, int level, int downs, const char *prefix)
{
  char label[16], key[P2P_KEY_LENGTH];
  g_snprintf (label, sizeof label, "d%d", level);
  g_snprintf (key, sizeof key, "%s%d", prefix, level == 1 ? 0 : 1);
  P2pRow *row = p2p_rows_add (rows, label, key, P2P_CONV, width_of (level, o->features), 4, 2, 1);
  row->pre = level == 1 ? P2P_ACT_NONE : P2P_ACT_LEAKY;
  row->bias = o->norm == P2P_NORM_INSTANCE;
  row->norm = level == 1 || level == downs ? P2P_NORM_NONE : o->norm;
  g_snprintf (row->norm_key, sizeof row->norm_key, "%s2", prefix);
}

static void
emit_up (GArray *rows, const P2pNetOptions *o, int level, int downs, const char *prefix)
{
  const int index = level == 1 || level == downs ? 3 : 5;
  char label[16], key[P2P_KEY_LENGTH];
  g_snprintf (label, sizeof label, "u%d", level);
  g_snprintf (key, sizeof key, "%s%d", prefix, index);
  P2pRow *row = p2p_rows_add (rows, label, key, P2P_CONV_T,
      level == 1 ? o->output_nc : width_of (level - 1, o->features), 4, 2, 1);
  row->pre = P2P_ACT_RELU;
  row->bias = level == 1 || o->norm == P2P_NORM_INSTANCE;
  row->norm = level == 1 ? P2P_NORM_NONE : o->norm;
  g_snprintf (row->norm_key, sizeof row->norm_key, "%s%d", prefix, index + 1);
  row->dropout = o->dropout && level >= 5 && level < downs ? 0.5f : 0.0f;
  row->post = level == 1 ? P2P_ACT_TANH : P2P_ACT_NONE;
  if (level > 1)
    g_snprintf (row->concat, sizeof row->concat, "d%d", level - 1);
}

/* Keys nest as the reference's modules do: every level below the first lies in
 * module 1 of the outermost block or module 3 of the block around it. */
static void
emit (GArray *rows, const P2pNetOptions *o, int downs)
{
  char prefix[10][P2P_KEY_LENGTH];
  g_strlcpy (prefix[1], "model.model.", P2P_KEY_LENGTH);
  for (int level = 2; level <= downs; level++)
    g_snprintf (prefix[level], P2P_KEY_LENGTH, "%.100s%d.model.", prefix[level - 1],
        level == 2 ? 1 : 3);
  for (int level = 1; level <= downs; level++)
    emit_down (rows, o, level, downs, prefix[level]);
  for (int level = downs; level >= 1; level--)
    emit_up (rows, o, level, downs, prefix[level]);
}

static void
emit_64 (GArray *rows, const P2pNetOptions *o)
{
  emit (rows, o, 6);
}

static void
emit_128 (GArray *rows, const P2pNetOptions *o)
{
  emit (rows, o, 7);
}

static void
emit_256 (GArray *rows, const P2pNetOptions *o)
{
  emit (rows, o, 8);
}

static const P2pArch unet_64 = { "unet_64", "U-Net of 6 levels, for sides in steps of 64 (ours)",
  P2P_ROLE_GENERATOR, emit_64, 64 };
static const P2pArch unet_128 = { "unet_128", "U-Net of 7 levels, for sides in steps of 128",
  P2P_ROLE_GENERATOR, emit_128, 128 };
static const P2pArch unet_256 = { "unet_256", "U-Net of 8 levels, for sides in steps of 256",
  P2P_ROLE_GENERATOR, emit_256, 256 };

const P2pArch *const p2p_nets_unet[] = { &unet_256, &unet_128, &unet_64, NULL };
