/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* Pairs of pictures on their way into a training step, and the preview of one. */

#include <gst/video/video.h>
#include "core/p2p.h"

typedef struct
{
  int capacity, n;
  int w, h;
  int ca, cb;           /* channels the nets expect of A and of B */
  float *a, *b;         /* NCHW [capacity, c, h, w] */
  gsize room_a, room_b; /* bytes */
  P2pPosition last;     /* of the newest pair */
} P2pBatch;

void p2p_batch_clear (P2pBatch *batch);
/* Whether a pair of that size and epoch may join those that are there. */
gboolean p2p_batch_fits (const P2pBatch *batch, int w, int h, const P2pPosition *position);
/* A and B: RGB frames of one size. */
void p2p_batch_add (P2pBatch *batch, const GstVideoFrame *a, const GstVideoFrame *b,
    const P2pPosition *position);
/* Nothing more may join: full, or the last of an epoch. */
gboolean p2p_batch_complete (const P2pBatch *batch);

typedef enum
{
  P2P_PREVIEW_NONE,
  P2P_PREVIEW_TILES, /* input | output | target */
  P2P_PREVIEW_FAKE   /* output */
} P2pPreview;

/* "tiles", "fake", "none"; the error lists them. */
gboolean p2p_preview_parse (const char *text, P2pPreview *preview, GError **error);
/* INFO becomes that of a preview of pictures of W x H. */
void p2p_preview_info (P2pPreview preview, int w, int h, GstVideoInfo *info);
/* The first picture of the last step; or, before any step (BATCH given), of BATCH,
 * translated by the generator as it is. Compute thread. */
GstBuffer *p2p_preview_make (P2pPreview preview, const GstVideoInfo *info, P2pTrainer *trainer,
    const P2pBatch *batch, GError **error);
