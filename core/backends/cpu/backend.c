/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "lower.h"
#include "run.h"
#include "tensor.h"

#include <sched.h>
#include <string.h>

extern const P2pBackend p2p_backend_cpu;

static gboolean
probe (GError **error)
{
  g_autoptr (P2pDnnlEngine) engine = p2p_dnnl_engine_new (error);
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
  d->waiting = p2p_cpu_waiting_new (d->device.threads, available_cores ());
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
  p2p_cpu_waiting_free (d->waiting);
  p2p_dnnl_engine_free (d->engine);
  g_free (d->partial);
  g_free (d);
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
  .upload = p2p_cpu_tensor_upload,
  .download = p2p_cpu_tensor_download,
  .copy = p2p_cpu_tensor_copy,
  .blend = p2p_cpu_blend,
  .loss = p2p_cpu_loss,
  .penalty = p2p_cpu_penalty,
  .losses_read = losses_read,
  .store_new = p2p_cpu_store_new,
  .store_free = p2p_cpu_store_free,
  .store_write = p2p_cpu_store_write,
  .store_read = p2p_cpu_store_read,
  .adam = p2p_cpu_adam,
  .updates_left_out = p2p_store_left_out,
  .exec_new = p2p_cpu_exec_new,
  .exec_free = p2p_cpu_exec_free,
  .forward = p2p_cpu_forward,
  .backward = p2p_cpu_backward,
  .tangent = p2p_cpu_tangent,
};
