/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* Shapes and layouts of float32 tensors, as oneDNN knows them. */

#include <glib.h>

typedef struct _P2pDnnlLayout P2pDnnlLayout;

/* Row-major, of 1 to 4 dims. */
P2pDnnlLayout *p2p_dnnl_layout_plain (int rank, const int *dims);
/* Activations with channels in blocks of BLOCK: 1 (nchw), 8, 16 or c (nhwc).
 * NULL where oneDNN has no such layout. */
P2pDnnlLayout *p2p_dnnl_layout_blocked (int n, int c, int h, int w, int block);
/* Weights [o, i, k, k] as [o / block, i / block, k, k, block of i, block of o],
 * block 8 or 16, which divides o and i. */
P2pDnnlLayout *p2p_dnnl_layout_weights (int o, int i, int k, int block);
/* A shape of 4 dims whose layout is left to the primitive that is asked for. */
P2pDnnlLayout *p2p_dnnl_layout_any (int a, int b, int c, int d);
/* NULL of NULL. */
P2pDnnlLayout *p2p_dnnl_layout_copy (const P2pDnnlLayout *layout);
void p2p_dnnl_layout_free (P2pDnnlLayout *layout);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (P2pDnnlLayout, p2p_dnnl_layout_free)

gboolean p2p_dnnl_layout_equal (const P2pDnnlLayout *a, const P2pDnnlLayout *b);
/* In bytes, padding included. */
gsize p2p_dnnl_layout_size (const P2pDnnlLayout *layout);
