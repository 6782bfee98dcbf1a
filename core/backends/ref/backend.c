/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "ref.h"

#include <string.h>
#include "error.h"

extern const P2pBackend p2p_backend_ref;

static gboolean
probe (GError **error)
{
  return TRUE;
}

static P2pDevice *
open_device (int threads, GError **error)
{
  RefDevice *d = g_new0 (RefDevice, 1);
  d->device.backend = &p2p_backend_ref;
  d->device.threads = 1; /* plain loops: one thread, whatever was asked for */
  return &d->device;
}

static void
close_device (P2pDevice *device)
{
  g_free (device);
}

float *
p2p_ref_floats (gsize count, GError **error)
{
  float *p = g_try_malloc0_n (MAX (count, 1), sizeof (float));
  if (!p)
    g_set_error (error, P2P_ERROR, P2P_ERROR_MEMORY,
        "no memory for %" G_GSIZE_FORMAT " MB; use smaller pictures or a smaller network",
        count * sizeof (float) >> 20);
  return p;
}

gboolean
p2p_ref_tensor_alloc (P2pDevice *device, const P2pShape *shape, P2pTensor *tensor, GError **error)
{
  *tensor = (P2pTensor){ device, *shape, p2p_ref_floats (p2p_shape_count (shape), error) };
  return tensor->data != NULL;
}

void
p2p_ref_tensor_clear (P2pTensor *tensor)
{
  g_clear_pointer (&tensor->data, g_free);
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

static void
copy (P2pTensor *dst, int dst_c, const P2pTensor *src, int src_c, int channels, gboolean accumulate)
{
  const gsize plane = (gsize) src->shape.h * src->shape.w;
  for (int n = 0; n < src->shape.n; n++) {
    float *d = dst->data + ((gsize) n * dst->shape.c + dst_c) * plane;
    const float *s = src->data + ((gsize) n * src->shape.c + src_c) * plane;
    for (gsize i = 0; i < channels * plane; i++)
      d[i] = accumulate ? d[i] + s[i] : s[i];
  }
}

static void
losses_read (P2pDevice *device, float values[P2P_MAX_LOSSES])
{
  memcpy (values, ((RefDevice *) device)->losses, sizeof ((RefDevice *) device)->losses);
}

const P2pBackend p2p_backend_ref = {
  .name = "ref",
  .description = "plain C, slow: what the others are compared with",
  .probe = probe,
  .open = open_device,
  .close = close_device,
  .tensor_alloc = p2p_ref_tensor_alloc,
  .tensor_clear = p2p_ref_tensor_clear,
  .upload = upload,
  .download = download,
  .copy = copy,
  .blend = p2p_ref_blend,
  .loss = p2p_ref_loss,
  .penalty = p2p_ref_penalty,
  .losses_read = losses_read,
  .store_new = p2p_ref_store_new,
  .store_free = p2p_ref_store_free,
  .store_write = p2p_ref_store_write,
  .store_read = p2p_ref_store_read,
  .adam = p2p_ref_adam,
  .updates_left_out = p2p_store_left_out,
  .exec_new = p2p_ref_exec_new,
  .exec_free = p2p_ref_exec_free,
  .forward = p2p_ref_forward,
  .backward = p2p_ref_backward,
  .tangent = p2p_ref_tangent,
};
