/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* A network is a list of rows, and a row is always
 *
 *   [pre activation] -> [pad] -> conv | conv_t -> [norm] -> [dropout]
 *                                       -> [post activation] -> [add | concat with an earlier row]
 *
 * It reads what the row above it gave (the first one: the picture). `add` sums
 * the value of an earlier row; `concat` puts the value of an earlier row in
 * front of this row's channels. An earlier row is named by its label. */

#include "types.h"

#define P2P_KEY_LENGTH 128

typedef struct
{
  char label[16];                /* "d1", "u3": unique in its net */
  char key[P2P_KEY_LENGTH];      /* the parameters are KEY.weight and KEY.bias ... */
  char norm_key[P2P_KEY_LENGTH]; /* ... and NORM_KEY.weight etc. for a batch norm */
  P2pAct pre;
  P2pPadMode pad_mode;
  P2pConvKind kind;
  int channels; /* out */
  int kernel, stride, pad, out_pad;
  gboolean bias; /* its own column: it does not follow from the norm */
  P2pNorm norm;
  float dropout; /* rate, 0 for none; the rest is scaled by 1 / (1 - rate) */
  P2pAct post;
  char add[16], concat[16]; /* label of an earlier row, or "" */
} P2pRow;

/* Rows are appended to a GArray of P2pRow. Returns the new row, zeroed but for
 * label, key, kind, channels, kernel, stride and pad; valid until the next append. */
P2pRow *p2p_rows_add (GArray *rows, const char *label, const char *key, P2pConvKind kind,
    int channels, int kernel, int stride, int pad);

/* A listing for people, one line per row; free with g_free(). */
char *p2p_rows_describe (const GArray *rows);
