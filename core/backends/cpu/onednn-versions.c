/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "onednn-versions.h"

#if DNNL_VERSION_MAJOR < 3

dnnl_status_t
p2p_dnnl_md_by_tag (dnnl_memory_desc_t *md, int rank, const dnnl_dims_t dims, dnnl_format_tag_t tag)
{
  return dnnl_memory_desc_init_by_tag (md, rank, dims, dnnl_f32, tag);
}

void
p2p_dnnl_md_clone (dnnl_memory_desc_t *md, P2pDnnlMd from)
{
  *md = *from;
}

void
p2p_dnnl_md_clear (dnnl_memory_desc_t *md)
{
}

dnnl_status_t
p2p_dnnl_conv_pd (dnnl_primitive_desc_t *pd, dnnl_engine_t engine, const P2pDnnlConvDesc *c,
    const_dnnl_primitive_desc_t hint, const_dnnl_primitive_attr_t attr)
{
  dnnl_convolution_desc_t d;
  dnnl_status_t status;
  if (c->kind == dnnl_backward_data)
    status = dnnl_convolution_backward_data_desc_init (&d, dnnl_convolution_direct, c->src,
        c->weights, c->dst, c->strides, c->left, c->right);
  else if (c->kind == dnnl_backward_weights)
    status = dnnl_convolution_backward_weights_desc_init (&d, dnnl_convolution_direct, c->src,
        c->weights, c->bias, c->dst, c->strides, c->left, c->right);
  else
    status = dnnl_convolution_forward_desc_init (&d, c->kind, dnnl_convolution_direct, c->src,
        c->weights, c->bias, c->dst, c->strides, c->left, c->right);
  return status != dnnl_success ? status : dnnl_primitive_desc_create (pd, &d, attr, engine, hint);
}

dnnl_status_t
p2p_dnnl_reorder_pd (dnnl_primitive_desc_t *pd, dnnl_engine_t engine, P2pDnnlMd src, P2pDnnlMd dst,
    const_dnnl_primitive_attr_t attr)
{
  return dnnl_reorder_primitive_desc_create (pd, src, engine, dst, engine, attr);
}

dnnl_status_t
p2p_dnnl_append_sum (dnnl_post_ops_t ops)
{
  return dnnl_post_ops_append_sum (ops, 1.0f);
}

#else

dnnl_status_t
p2p_dnnl_md_by_tag (dnnl_memory_desc_t *md, int rank, const dnnl_dims_t dims, dnnl_format_tag_t tag)
{
  return dnnl_memory_desc_create_with_tag (md, rank, dims, dnnl_f32, tag);
}

void
p2p_dnnl_md_clone (dnnl_memory_desc_t *md, P2pDnnlMd from)
{
  dnnl_memory_desc_clone (md, from);
}

void
p2p_dnnl_md_clear (dnnl_memory_desc_t *md)
{
  dnnl_memory_desc_destroy (*md);
}

dnnl_status_t
p2p_dnnl_conv_pd (dnnl_primitive_desc_t *pd, dnnl_engine_t engine, const P2pDnnlConvDesc *c,
    const_dnnl_primitive_desc_t hint, const_dnnl_primitive_attr_t attr)
{
  const dnnl_dims_t dense = { 0, 0 };
  if (c->kind == dnnl_backward_data)
    return dnnl_convolution_backward_data_primitive_desc_create (pd, engine,
        dnnl_convolution_direct, c->src, c->weights, c->dst, c->strides, dense, c->left, c->right,
        hint, attr);
  if (c->kind == dnnl_backward_weights)
    return dnnl_convolution_backward_weights_primitive_desc_create (pd, engine,
        dnnl_convolution_direct, c->src, c->weights, c->bias, c->dst, c->strides, dense, c->left,
        c->right, hint, attr);
  return dnnl_convolution_forward_primitive_desc_create (pd, engine, c->kind,
      dnnl_convolution_direct, c->src, c->weights, c->bias, c->dst, c->strides, dense, c->left,
      c->right, attr);
}

dnnl_status_t
p2p_dnnl_reorder_pd (dnnl_primitive_desc_t *pd, dnnl_engine_t engine, P2pDnnlMd src, P2pDnnlMd dst,
    const_dnnl_primitive_attr_t attr)
{
  return dnnl_reorder_primitive_desc_create (pd, src, engine, dst, engine, attr);
}

dnnl_status_t
p2p_dnnl_append_sum (dnnl_post_ops_t ops)
{
  return dnnl_post_ops_append_sum (ops, 1.0f, 0, dnnl_data_type_undef);
}

#endif
