/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "onednn-layout.h"

#include "onednn-versions.h"

static P2pDnnlLayout *
by_tag (int rank, const dnnl_dims_t dims, dnnl_format_tag_t tag)
{
  dnnl_memory_desc_t md;
  if (p2p_dnnl_md_by_tag (&md, rank, dims, tag) != dnnl_success)
    return NULL;
  P2pDnnlLayout *layout = g_new (P2pDnnlLayout, 1);
  layout->md = md;
  return layout;
}

P2pDnnlLayout *
p2p_dnnl_layout_plain (int rank, const int *dims)
{
  static const dnnl_format_tag_t tags[] = { dnnl_a, dnnl_ab, dnnl_abc, dnnl_abcd };
  dnnl_dims_t d;
  g_assert (rank >= 1 && rank <= 4);
  for (int i = 0; i < rank; i++)
    d[i] = dims[i];
  return by_tag (rank, d, tags[rank - 1]);
}

P2pDnnlLayout *
p2p_dnnl_layout_blocked (int n, int c, int h, int w, int block)
{
  const dnnl_dims_t dims = { n, c, h, w };
  if (block == 1)
    return by_tag (4, dims, dnnl_nchw);
  if (block == 8)
    return by_tag (4, dims, dnnl_nChw8c);
  if (block == 16)
    return by_tag (4, dims, dnnl_nChw16c);
  return block == c ? by_tag (4, dims, dnnl_nhwc) : NULL;
}

P2pDnnlLayout *
p2p_dnnl_layout_weights (int o, int i, int k, int block)
{
  const dnnl_dims_t dims = { o, i, k, k };
  return by_tag (4, dims, block == 8 ? dnnl_OIhw8i8o : dnnl_OIhw16i16o);
}

P2pDnnlLayout *
p2p_dnnl_layout_any (int a, int b, int c, int d)
{
  const dnnl_dims_t dims = { a, b, c, d };
  return by_tag (4, dims, dnnl_format_tag_any);
}

P2pDnnlLayout *
p2p_dnnl_layout_copy (const P2pDnnlLayout *layout)
{
  if (!layout)
    return NULL;
  P2pDnnlLayout *copy = g_new (P2pDnnlLayout, 1);
  p2p_dnnl_md_clone (&copy->md, P2P_DNNL_MD (layout->md));
  return copy;
}

void
p2p_dnnl_layout_free (P2pDnnlLayout *layout)
{
  if (layout)
    p2p_dnnl_md_clear (&layout->md);
  g_free (layout);
}

gboolean
p2p_dnnl_layout_equal (const P2pDnnlLayout *a, const P2pDnnlLayout *b)
{
  return dnnl_memory_desc_equal (P2P_DNNL_MD (a->md), P2P_DNNL_MD (b->md)) != 0;
}

gsize
p2p_dnnl_layout_size (const P2pDnnlLayout *layout)
{
  return dnnl_memory_desc_get_size (P2P_DNNL_MD (layout->md));
}
