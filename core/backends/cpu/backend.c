/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "exec.h"

#include <sched.h>
#include <string.h>

static gboolean
probe (GError **error)
{
  P2pDnnlEngine *engine = p2p_dnnl_engine_new (error);
  p2p_dnnl_engine_free (engine);
  return engine != NULL;
}

static int
available_cores (void)
{
  cpu_set_t set;
  return sched_getaffinity (0, sizeof set, &set) == 0 ? MAX (CPU_COUNT (&set), 1)
                                                      : (int) g_get_num_processors ();
}

/* Convolutions keep as many channels together as a vector register holds. */
static int
natural_block (void)
{
#if defined(__x86_64__)
  return __builtin_cpu_supports ("avx512f") ? 16 : 8;
#else
  return 8;
#endif
}

static P2pDevice *
open_device (int threads, GError **error)
{
  P2pDnnlEngine *engine = p2p_dnnl_engine_new (error);
  if (!engine)
    return NULL;
  P2pCpuDevice *d = g_new0 (P2pCpuDevice, 1);
  d->device.backend = &p2p_backend_cpu;
  d->device.threads = threads > 0 ? threads : available_cores ();
  d->engine = engine;
  d->block = natural_block ();
  d->partial = g_new0 (double, P2P_CPU_PARTIALS);
  return &d->device;
}

static void
close_device (P2pDevice *device)
{
  P2pCpuDevice *d = (P2pCpuDevice *) device;
  if (!d)
    return;
  p2p_dnnl_engine_free (d->engine);
  g_free (d->partial);
  g_free (d);
}

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

static void
upload (P2pTensor *tensor, const float *nchw)
{
  memcpy (tensor->data, nchw, p2p_shape_count (&tensor->shape) * sizeof (float));
}

static void
download (const P2pTensor *tensor, float *nchw)
{
  memcpy (nchw, tensor->data, p2p_shape_count (&tensor->shape) * sizeof (float));
}

P2P_CPU_CLONES static void
add (float *restrict dst, const float *restrict src, gsize n)
{
  for (gsize i = 0; i < n; i++)
    dst[i] += src[i];
}

static void
copy (P2pTensor *dst, int dst_c, const P2pTensor *src, int src_c, int channels, gboolean accumulate)
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

static void
losses_read (P2pDevice *device, float values[P2P_MAX_LOSSES])
{
  memcpy (values, ((P2pCpuDevice *) device)->losses, sizeof ((P2pCpuDevice *) device)->losses);
}

const P2pBackend p2p_backend_cpu = {
  .name = "cpu",
  .description = "any processor, best with AVX2 or AVX-512 (oneDNN)",
  .probe = probe,
  .open = open_device,
  .close = close_device,
  .tensor_alloc = p2p_cpu_tensor_alloc,
  .tensor_clear = p2p_cpu_tensor_clear,
  .upload = upload,
  .download = download,
  .copy = copy,
  .blend = p2p_cpu_blend,
  .loss = p2p_cpu_loss,
  .penalty = p2p_cpu_penalty,
  .losses_read = losses_read,
  .store_new = p2p_cpu_store_new,
  .store_free = p2p_cpu_store_free,
  .store_write = p2p_cpu_store_write,
  .store_read = p2p_cpu_store_read,
  .adam = p2p_cpu_adam,
  .exec_new = p2p_cpu_exec_new,
  .exec_free = p2p_cpu_exec_free,
  .forward = p2p_cpu_forward,
  .backward = p2p_cpu_backward,
  .tangent = p2p_cpu_tangent,
};
