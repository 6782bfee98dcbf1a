/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* A preview, one frame of the video that p2ptrain gives: the pictures of a step, as the model's
 * views say. */

#include "p2pbatch.h"

typedef enum
{
  P2P_PREVIEW_NONE,
  P2P_PREVIEW_TILES, /* all views: input | output | target for pix2pix */
  P2P_PREVIEW_FAKE   /* the first that a network made */
} P2pPreview;

/* "tiles", "fake", "none"; the error lists them. */
gboolean p2p_preview_parse (const char *text, P2pPreview *preview, GError **error);

/* Where a preview is wanted: what of, and the result. */
typedef struct
{
  P2pPreview kind; /* NONE: no preview */
  GstVideoInfo info;
  GstBuffer *buffer;
} P2pPreviewRequest;

/* INFO becomes that of RGB pictures that come when they come. */
void p2p_preview_info (int width, int height, GstVideoInfo *info);
/* The first picture of every view, of the last step; or, before any step (FIRST given), of
 * that batch, by the networks as they are. Tiles are W x H, whatever size was trained. The
 * thread that computes. */
gboolean p2p_preview_make (P2pPreviewRequest *preview, int w, int h, P2pTrainer *trainer,
    const P2pBatch *batch, gboolean first, GError **error);
