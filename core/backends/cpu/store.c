/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "store.h"

#include <string.h>
#include "error.h"

/* Room for both channel sides padded to 16, which is what layouts of convolutions
 * commonly do; what needs more moves out in adopt. */
static gsize
slot_size (const P2pParam *p)
{
  gsize count = p->count;
  if (p->kind == P2P_PARAM_WEIGHT)
    count = p2p_cpu_round_up (p->dims[0], 16) * p2p_cpu_round_up (p->dims[1], 16) * p->dims[2]
            * p->dims[3];
  return p2p_cpu_round_up (count, P2P_CPU_ALIGN / sizeof (float));
}

static gboolean
map_part (P2pCpuStore *s, P2pStorePart part, GError **error)
{
  const P2pParams *params = s->store.params;
  gsize total = 0;
  for (guint i = 0; i < params->n; i++)
    total += s->slots[i];
  if (!p2p_cpu_map (&s->parts[part], total * sizeof (float), "parameters", error))
    return FALSE;
  float *data = s->parts[part].data;
  for (guint i = 0; i < params->n; i++) {
    s->params[i].data[part] = part == P2P_STORE_VALUE || params->list[i].trainable ? data : NULL;
    data += s->slots[i];
  }
  return TRUE;
}

P2pStore *
p2p_cpu_store_new (P2pDevice *device, const P2pParams *params, gboolean train, GError **error)
{
  P2pCpuStore *s = g_new0 (P2pCpuStore, 1);
  s->store = (P2pStore){ device, params, train };
  s->params = g_new0 (P2pCpuParam, params->n);
  s->slots = g_new (gsize, params->n);
  for (guint i = 0; i < params->n; i++) {
    s->params[i].count = params->list[i].count;
    s->slots[i] = slot_size (&params->list[i]);
  }
  for (int part = 0; part < (train ? 4 : 1); part++)
    if (!map_part (s, part, error)) {
      p2p_cpu_store_free (&s->store);
      return NULL;
    }
  return &s->store;
}

static void
param_clear (P2pCpuParam *p)
{
  p2p_dnnl_layout_free (p->layout);
  for (int part = 0; part < 4; part++)
    p2p_cpu_unmap (&p->own[part]);
}

void
p2p_cpu_store_free (P2pStore *store)
{
  P2pCpuStore *s = (P2pCpuStore *) store;
  for (guint i = 0; i < store->params->n; i++)
    param_clear (&s->params[i]);
  for (int part = 0; part < 4; part++)
    p2p_cpu_unmap (&s->parts[part]);
  g_free (s->params);
  g_free (s->slots);
  g_free (s);
}

/* DST in layout TO becomes SRC in layout FROM. */
static gboolean
convert (P2pCpuDevice *device, const P2pDnnlLayout *from, const float *src, const P2pDnnlLayout *to,
    float *dst, GError **error)
{
  g_autoptr (P2pDnnlPrimitive) prim = p2p_dnnl_reorder_new (device->engine, from, to, FALSE, error);
  g_autofree float *scratch = NULL;
  if (!prim || !p2p_dnnl_primitive_bind (prim, P2P_DNNL_SRC, (float *) src, error)
      || !p2p_dnnl_primitive_bind (prim, P2P_DNNL_DST, dst, error))
    return FALSE;
  const P2pDnnlLayout *needed = p2p_dnnl_primitive_layout (prim, P2P_DNNL_SCRATCH);
  if (needed) {
    scratch = g_malloc (p2p_dnnl_layout_size (needed));
    if (!p2p_dnnl_primitive_bind (prim, P2P_DNNL_SCRATCH, scratch, error))
      return FALSE;
  }
  p2p_dnnl_primitive_run (prim);
  return TRUE;
}

/* One part of a parameter becomes LAYOUT, of COUNT floats. */
static gboolean
adopt_part (P2pCpuStore *s, int index, P2pStorePart part, const P2pDnnlLayout *plain,
    const P2pDnnlLayout *layout, gsize count, float *copy, GError **error)
{
  P2pCpuParam *p = &s->params[index];
  float *old = p->data[part];
  if (!old)
    return TRUE;
  if (count > s->slots[index]) {
    if (!p2p_cpu_map (&p->own[part], count * sizeof (float), "padded parameters", error))
      return FALSE;
    p->data[part] = p->own[part].data;
  }
  if (!p->written[part])
    return TRUE;
  memcpy (copy, old, s->store.params->list[index].count * sizeof (float));
  return convert ((P2pCpuDevice *) s->store.device, plain, copy, layout, p->data[part], error);
}

gboolean
p2p_cpu_store_adopt (P2pCpuStore *s, int index, const P2pDnnlLayout *layout, GError **error)
{
  const P2pParam *param = &s->store.params->list[index];
  P2pCpuParam *p = &s->params[index];
  if (p->layout)
    return TRUE;
  g_autofree float *copy = g_try_malloc_n (param->count, sizeof (float));
  if (!copy) {
    g_set_error (error, P2P_ERROR, P2P_ERROR_MEMORY, "no memory for a copy of %s (%zu MB)",
        param->name, param->count * sizeof (float) >> 20);
    return FALSE;
  }
  const gsize count = p2p_dnnl_layout_size (layout) / sizeof (float);
  g_autoptr (P2pDnnlLayout) plain = p2p_dnnl_layout_plain (param->rank, param->dims);
  gboolean done = TRUE;
  for (int part = 0; part < 4 && done; part++)
    done = adopt_part (s, index, part, plain, layout, count, copy, error);
  p->layout = p2p_dnnl_layout_copy (layout);
  p->count = count;
  return done;
}

void
p2p_cpu_store_write (P2pStore *store, P2pStorePart part, guint index, const float *values)
{
  P2pCpuStore *s = (P2pCpuStore *) store;
  const P2pParam *param = &store->params->list[index];
  P2pCpuParam *p = &s->params[index];
  p->written[part] = TRUE;
  if (!p->layout) {
    memcpy (p->data[part], values, param->count * sizeof (float));
    return;
  }
  g_autoptr (P2pDnnlLayout) plain = p2p_dnnl_layout_plain (param->rank, param->dims);
  g_autoptr (GError) error = NULL;
  if (!convert (p2p_cpu_enter (store->device), plain, values, p->layout, p->data[part], &error))
    g_critical ("%s: %s", param->name, error->message);
}

void
p2p_cpu_store_read (P2pStore *store, P2pStorePart part, guint index, float *values)
{
  P2pCpuStore *s = (P2pCpuStore *) store;
  const P2pParam *param = &store->params->list[index];
  P2pCpuParam *p = &s->params[index];
  if (!p->layout) {
    memcpy (values, p->data[part], param->count * sizeof (float));
    return;
  }
  g_autoptr (P2pDnnlLayout) plain = p2p_dnnl_layout_plain (param->rank, param->dims);
  g_autoptr (GError) error = NULL;
  if (!convert (p2p_cpu_enter (store->device), p->layout, p->data[part], plain, values, &error))
    g_critical ("%s: %s", param->name, error->message);
}
