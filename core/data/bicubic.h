/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* Pillow's bicubic weights, for resize-bytes.c and resize-planes.c. Output i of n looks at
 * the inputs around centre = (i + 0.5) * scale, as far as two times max (scale, 1) to
 * each side, weighted with Keys' cubic (a = -0.5) stretched by the same factor; the
 * weights of one output sum to 1. */

#include <glib.h>

typedef struct
{
  int taps;           /* room per output in `weights` */
  int *first, *count; /* for each output: its first input, and how many */
  double *weights;
} P2pBicubic;

/* From IN samples to OUT. FALSE when there is no memory. */
gboolean p2p_bicubic_init (P2pBicubic *table, int in, int out);
void p2p_bicubic_clear (P2pBicubic *table);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (P2pBicubic, p2p_bicubic_clear)
