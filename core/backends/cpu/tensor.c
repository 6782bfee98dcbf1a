/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "tensor.h"

#include <string.h>

/* The map's head stands in the first line of the map itself, so that a tensor
 * needs nothing but its pointer. */
gboolean
p2p_cpu_tensor_alloc (P2pDevice *device, const P2pShape *shape, P2pTensor *tensor, GError **error)
{
  P2pCpuMap map;
  *tensor = (P2pTensor){ device, *shape, NULL };
  if (!p2p_cpu_map (&map, p2p_shape_count (shape) * sizeof (float) + P2P_CPU_ALIGN, "a tensor",
          error))
    return FALSE;
  memcpy (map.data, &map, sizeof map);
  tensor->data = map.data + P2P_CPU_ALIGN / sizeof (float);
  return TRUE;
}

void
p2p_cpu_tensor_clear (P2pTensor *tensor)
{
  P2pCpuMap map;
  if (!tensor->data)
    return;
  memcpy (&map, tensor->data - P2P_CPU_ALIGN / sizeof (float), sizeof map);
  p2p_cpu_unmap (&map);
  tensor->data = NULL;
}

void
p2p_cpu_tensor_upload (P2pTensor *tensor, const float *nchw)
{
  memcpy (tensor->data, nchw, p2p_shape_count (&tensor->shape) * sizeof (float));
}

void
p2p_cpu_tensor_download (const P2pTensor *tensor, float *nchw)
{
  memcpy (nchw, tensor->data, p2p_shape_count (&tensor->shape) * sizeof (float));
}

P2P_CLONES_ARCH static void
add (float *restrict dst, const float *restrict src, gsize n)
{
  for (gsize i = 0; i < n; i++)
    dst[i] += src[i];
}

void
p2p_cpu_tensor_copy (P2pTensor *dst, int dst_c, const P2pTensor *src, int src_c, int channels,
    gboolean accumulate)
{
  const gsize plane = (gsize) src->shape.h * src->shape.w;
  const int planes = src->shape.n * channels;
  p2p_cpu_enter (dst->device);
#pragma omp parallel for schedule(static) if (planes * plane > P2P_CPU_SMALL)
  for (int i = 0; i < planes; i++) {
    const int n = i / channels, c = i % channels;
    float *d = dst->data + ((gsize) n * dst->shape.c + dst_c + c) * plane;
    const float *s = src->data + ((gsize) n * src->shape.c + src_c + c) * plane;
    if (accumulate)
      add (d, s, plane);
    else
      memcpy (d, s, plane * sizeof (float));
  }
}
