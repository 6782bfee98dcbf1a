/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "layout.h"

/* Sums around a convolution. SHAPE is that of the view's buffer. */
/*   y += b, by channel */
void p2p_cpu_add_bias (const P2pCpuView *y, const P2pShape *shape, const float *b);
/*   db = sum of dy over n, h, w, written or accumulated */
void p2p_cpu_channel_sums (const P2pCpuView *dy, const P2pShape *shape, gboolean accumulate,
    float *db);
/*   dst += src, N floats */
void p2p_cpu_add (float *dst, const float *src, gsize n);
