/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* A plan becomes steps: layouts are chosen, every pass is handed to its emitter,
 * regions get their places, and primitives learn where their operands are. */

#include "lower.h"

#include "arena.h"
#include "conv-choose.h"
#include "emit.h"
#include "free-memory.h"
#include "shared-arena.h"
#include "tensor.h"

static gboolean
add_buffers (P2pCpuExec *e, GError **error)
{
  const P2pPlan *plan = e->exec.plan;
  for (int i = 0; i < plan->n_buffers; i++) {
    const P2pBuffer *b = &plan->buffers[i];
    P2pTensor *border = p2p_exec_border (&e->exec, b->kind);
    if (border && !p2p_cpu_tensor_alloc (&e->device->device, &b->shape, border, error))
      return FALSE;
    const P2pCpuRegion region = { .size = p2p_shape_count (&b->shape) * sizeof (float),
      .first = b->first,
      .last = b->last,
      .border = border != NULL,
      .data = border ? border->data : NULL };
    g_array_append_val (e->regions, region);
  }
  return TRUE;
}

static gboolean
slice_fits (const P2pSlice *s, int buffer, int block)
{
  return s->buffer != buffer || (s->c0 % block == 0 && s->c % block == 0);
}

static gboolean
block_fits (const P2pPlan *plan, int buffer, int block)
{
  gboolean fits = plan->buffers[buffer].shape.c % block == 0;
  for (int i = 0; i < p2p_plan_n_passes (plan); i++) {
    const P2pPass *p = p2p_plan_pass (plan, i);
    for (int k = 0; k < p->n_outputs; k++)
      fits &= slice_fits (&p->y[k], buffer, block) && slice_fits (&p->dy[k], buffer, block);
    fits &= slice_fits (&p->x, buffer, block) && slice_fits (&p->dx, buffer, block)
            && slice_fits (&p->add, buffer, block) && slice_fits (&p->v, buffer, block);
  }
  return fits;
}

/* All buffers of one kind of block: then own kernels never mix layouts, and what
 * a convolution does not like is reordered in front of it. */
static void
choose_layouts (P2pCpuExec *e)
{
  const P2pPlan *plan = e->exec.plan;
  for (int i = 0; i < plan->n_buffers; i++) {
    const P2pBufferKind kind = plan->buffers[i].kind;
    e->block[i] = 1;
    if (kind != P2P_BUFFER_VALUE && kind != P2P_BUFFER_GRADIENT)
      continue;
    for (int block = e->device->block; block >= 8 && e->block[i] == 1; block /= 2)
      if (block_fits (plan, i, block))
        e->block[i] = block;
  }
}

static gboolean
emit_pass (P2pCpuExec *e, const P2pPass *p, int at, GError **error)
{
  switch (p->kind) {
    case P2P_PASS_NORM:
      p2p_cpu_emit_norm (e, p, at);
      return TRUE;
    case P2P_PASS_NORM_BACKWARD:
      p2p_cpu_emit_norm_backward (e, p, at);
      return TRUE;
    case P2P_PASS_NORM_TANGENT:
      p2p_cpu_emit_tangent (e, p, at);
      return TRUE;
    case P2P_PASS_PAD:
    case P2P_PASS_PAD_BACKWARD:
      p2p_cpu_emit_pad (e, p, at);
      return TRUE;
    default:
      return p2p_cpu_emit_conv (e, p, at, error);
  }
}

static gboolean
emit_steps (P2pCpuExec *e, GError **error)
{
  const P2pPlan *plan = e->exec.plan;
  for (int i = 0; i < plan->n_forward; i++)
    if (plan->forward[i].kind == P2P_PASS_CONV
        && !p2p_cpu_conv_adopt_weights (e, &plan->forward[i], error))
      return FALSE;
  for (int i = 0; i < p2p_plan_n_passes (plan); i++) {
    /* oneDNN's code generator does not survive a lack of memory. */
    if (!p2p_memory_room (0, "the plan of a network", "use a smaller network", error)
        || !emit_pass (e, p2p_plan_pass (plan, i), i, error))
      return FALSE;
    if (i < plan->n_forward)
      e->n_forward = (int) e->steps->len;
    else if (i < plan->n_forward + plan->n_backward)
      e->n_backward = (int) e->steps->len - e->n_forward;
  }
  return TRUE;
}

/* All primitives learn where their operands are. */
static gboolean
bind_steps (P2pCpuExec *e, GError **error)
{
  for (guint i = 0; i < e->steps->len; i++) {
    P2pCpuStep *step = &g_array_index (e->steps, P2pCpuStep, i);
    for (int r = 0; r < P2P_DNNL_N_ROLES && step->prim; r++) {
      float *data = p2p_cpu_place (e, &step->place[r]);
      if (data && !p2p_dnnl_primitive_bind (step->prim, r, data, error))
        return FALSE;
    }
  }
  return TRUE;
}

static gboolean
place_regions (P2pCpuExec *e, GError **error)
{
  e->bytes = p2p_cpu_arena_arrange (e->regions);
  if (e->exec.plan->options.space)
    return p2p_cpu_shared_arena_join (e, error);
  if (!p2p_cpu_map (&e->arena, e->bytes, "activations", error))
    return FALSE;
  p2p_cpu_arena_place (e, e->arena.data);
  return TRUE;
}

P2pExec *
p2p_cpu_exec_new (P2pStore *store, const P2pPlan *plan, GError **error)
{
  P2pCpuExec *e = g_new0 (P2pCpuExec, 1);
  e->exec.store = store;
  e->exec.plan = plan;
  e->device = p2p_cpu_enter (store->device);
  e->regions = g_array_new (FALSE, TRUE, sizeof (P2pCpuRegion));
  e->steps = g_array_new (FALSE, TRUE, sizeof (P2pCpuStep));
  e->block = g_new0 (int, plan->n_buffers);
  choose_layouts (e);
  if (add_buffers (e, error) && emit_steps (e, error) && place_regions (e, error)
      && bind_steps (e, error))
    return &e->exec;
  p2p_cpu_exec_free (&e->exec);
  return NULL;
}

void
p2p_cpu_exec_free (P2pExec *exec)
{
  P2pCpuExec *e = (P2pCpuExec *) exec;
  for (guint i = 0; i < e->steps->len; i++) {
    P2pCpuStep *step = &g_array_index (e->steps, P2pCpuStep, i);
    p2p_dnnl_primitive_free (step->prim);
    g_free (step->work);
  }
  if (exec->plan->options.space)
    p2p_cpu_shared_arena_leave (e);
  g_array_free (e->steps, TRUE);
  g_array_free (e->regions, TRUE);
  g_free (e->block);
  p2p_cpu_unmap (&e->arena);
  p2p_cpu_tensor_clear (&exec->x);
  p2p_cpu_tensor_clear (&exec->y);
  p2p_cpu_tensor_clear (&exec->dx);
  p2p_cpu_tensor_clear (&exec->dy);
  p2p_cpu_tensor_clear (&exec->v);
  g_free (e);
}
