/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* Pairs of pictures on their way into a training step. */

#include "p2pmedia.h"

/* What the nets expect of one side. */
typedef struct
{
  P2pColours colours; /* of RGB pictures */
  int channels;
  const char *option; /* that sets the channels: "input_nc" or "output_nc"; NULL: none does */
} P2pSide;

/* A picture of one side as it comes. */
typedef struct
{
  GstBuffer *buffer;
  const P2pMedia *media;
} P2pArrival;

typedef struct
{
  int capacity, n;
  int w, h;
  P2pSide sides[2];     /* of A and of B */
  float *a, *b;         /* NCHW [capacity, c, h, w] */
  gsize room_a, room_b; /* bytes */
  P2pPosition last;     /* of the newest pair */
} P2pBatch;

void p2p_batch_clear (P2pBatch *batch);
/* Whether a pair of that size and epoch may join those that are there. */
gboolean p2p_batch_fits (const P2pBatch *batch, int w, int h, const P2pPosition *position);
/* PAIR: A and B, of one size. FALSE: no memory, or they have other channels than the nets. */
gboolean p2p_batch_add (P2pBatch *batch, const P2pArrival pair[2], const P2pPosition *position,
    GError **error);
/* Nothing more may join: full, or the last of an epoch. */
gboolean p2p_batch_complete (const P2pBatch *batch);
