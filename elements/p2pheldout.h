/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* Pictures that training never sees, translated now and then to show how far it is: one row
 * for each of a few files. Those of paired models hold A and B side by side and give input |
 * output | target; of unpaired models each is an input, and there is no target; for
 * colorization each is both. */

#include <gst/video/video.h>
#include "core/p2p.h"

typedef struct _P2pHeldOut P2pHeldOut;

/* The first pictures (4 at most) of FOLDER, each half or all of it resized to W x H. */
P2pHeldOut *p2p_held_out_load (const char *folder, const P2pTrainer *trainer, int w, int h,
    GError **error);
void p2p_held_out_free (P2pHeldOut *held_out);

/* INFO becomes that of the whole preview. */
void p2p_held_out_info (const P2pHeldOut *held_out, GstVideoInfo *info);
/* Translates them with the generator as it is; training is not disturbed. */
GstBuffer *p2p_held_out_make (const P2pHeldOut *held_out, P2pTrainer *trainer, GError **error);
