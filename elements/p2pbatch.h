/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* Pairs of pictures on their way into a training step. */

#include <gst/video/video.h>
#include "core/p2p.h"

typedef struct
{
  int capacity, n;
  int w, h;
  P2pColours colours_a, colours_b; /* what the nets expect of A and of B */
  float *a, *b;                    /* NCHW [capacity, c, h, w] */
  gsize room_a, room_b;            /* bytes */
  P2pPosition last;                /* of the newest pair */
} P2pBatch;

void p2p_batch_clear (P2pBatch *batch);
/* Whether a pair of that size and epoch may join those that are there. */
gboolean p2p_batch_fits (const P2pBatch *batch, int w, int h, const P2pPosition *position);
/* A and B: RGB frames of one size. FALSE: no memory. */
gboolean p2p_batch_add (P2pBatch *batch, const GstVideoFrame *a, const GstVideoFrame *b,
    const P2pPosition *position, GError **error);
/* Nothing more may join: full, or the last of an epoch. */
gboolean p2p_batch_complete (const P2pBatch *batch);
