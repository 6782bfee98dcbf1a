/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* Pillow's bicubic (a = -0.5, antialiased, horizontal pass first) for each format of picture; the
 * kernels of p2p_picture_resize(). A side that does not change is not filtered. FALSE with
 * P2P_ERROR_MEMORY only. */

#include "data/picture.h"

/* 22 bit fixed point, each pass rounded to 8 bit. Rows of `stride` bytes with CHANNELS
 * interleaved 8 bit channels (1 to 4). */
gboolean p2p_resize_bicubic (const guint8 *src, int src_width, int src_height, int src_stride,
    guint8 *dst, int dst_width, int dst_height, int dst_stride, int channels, GError **error);
/* As for Pillow's mode "F", plane by plane: weights in double, sums in double, no rounding to
 * integers and no clipping. */
gboolean p2p_resize_planes (const P2pPicture *src, P2pPicture *dst, GError **error);
