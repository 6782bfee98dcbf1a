/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* What recipes on pairs of pictures share: all of pix2pix but its names. */

#include "recipes/recipe.h"

extern const char *const p2p_pix2pix_losses[];
extern const char *const p2p_pix2pix_penalties[];
extern const char *const p2p_pix2pix_reads[];

gboolean p2p_pix2pix_make_nets (P2pJob *job, GError **error);
/* Plans and program, without views. FAKE: what G makes. */
gboolean p2p_pix2pix_plan (P2pJob *job, int n, int h, int w, const P2pTensor **fake,
    GError **error);
