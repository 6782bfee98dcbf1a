/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* Paints the houses of demo/scene.h, each twice: A, flat colours that say what
 * is where, and B, the "photo": brick, glass, shadows. Same numbers, same bytes
 * on the same version of cairo. */

#include "core/p2p.h"

/* LABEL and PHOTO, both allocated by the caller with the same square size. */
void p2p_painter_draw (guint64 seed, guint64 index, double time, P2pPicture *label,
    P2pPicture *photo);
