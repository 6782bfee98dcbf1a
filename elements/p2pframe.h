/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* What p2pinfer does with RGB frames besides translating them. TO: rows of
 * STRIDE bytes, as large as IN. */

#include <gst/video/video.h>
#include "core/p2p.h"

typedef enum
{
  P2P_INPUT_AS_RGB,
  P2P_INPUT_AS_LIGHTNESS, /* L alone, as grey */
  P2P_INPUT_AS_LAB        /* L, a and b */
} P2pInputAs;

/* FRAME's pixels: not to be cleared. */
P2pPicture p2p_frame_picture (const GstVideoFrame *frame);
/* The picture AS a network or training takes it, in numbers and back. ROW: 3 * width floats. */
void p2p_frame_put_input (const GstVideoFrame *in, P2pInputAs as, guint8 *to, int stride,
    float *row);
/* TO becomes (1 - SHARE) IN + SHARE TO. */
void p2p_frame_mix (const GstVideoFrame *in, guint8 *to, int stride, double share);

/* CAPS with all widths doubled or, unless TWICE, halved; structures that have
 * only odd widths are left out. New caps. */
GstCaps *p2p_caps_side_by_side (GstCaps *caps, gboolean twice);
