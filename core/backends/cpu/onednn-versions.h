/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* What differs between oneDNN 2.6 and 3.x: types, numbers and signatures. The only
 * file that includes dnnl.h; for onednn.c and onednn-layout.c alone. */

#include <dnnl.h>
#include <glib.h>

/* A descriptor of a memory is a struct in 2.x and a handle in 3.x. As an argument: */
#if DNNL_VERSION_MAJOR < 3
typedef const dnnl_memory_desc_t *P2pDnnlMd;
#define P2P_DNNL_MD(md) (&(md))
#else
typedef const_dnnl_memory_desc_t P2pDnnlMd;
#define P2P_DNNL_MD(md) (md)
#endif

struct _P2pDnnlLayout
{
  dnnl_memory_desc_t md;
};

/* Of float32. MD is written, in 3.x created: to be cleared. */
dnnl_status_t p2p_dnnl_md_by_tag (dnnl_memory_desc_t *md, int rank, const dnnl_dims_t dims,
    dnnl_format_tag_t tag);
void p2p_dnnl_md_clone (dnnl_memory_desc_t *md, P2pDnnlMd from);
void p2p_dnnl_md_clear (dnnl_memory_desc_t *md);

typedef struct
{
  dnnl_prop_kind_t kind;             /* forward_*, backward_data or backward_weights */
  P2pDnnlMd src, weights, bias, dst; /* or their gradients; bias NULL: none */
  dnnl_dims_t strides, left, right;  /* h, w; left: padding above, too */
} P2pDnnlConvDesc;

/* HINT: of the forward convolution, for those backward. */
dnnl_status_t p2p_dnnl_conv_pd (dnnl_primitive_desc_t *pd, dnnl_engine_t engine,
    const P2pDnnlConvDesc *conv, const_dnnl_primitive_desc_t hint,
    const_dnnl_primitive_attr_t attr);
dnnl_status_t p2p_dnnl_reorder_pd (dnnl_primitive_desc_t *pd, dnnl_engine_t engine, P2pDnnlMd src,
    P2pDnnlMd dst, const_dnnl_primitive_attr_t attr);
dnnl_status_t p2p_dnnl_append_sum (dnnl_post_ops_t ops);
