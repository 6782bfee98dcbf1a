/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Everything is a convolution: a transposed one is the backward pass of its
 * mirror image, which leads from y to x and whose weights [out, in, k, k] are
 * CONV_T's [in, out, k, k].
 *
 *                  CONV                            CONV_T
 *   y              forward (x, w)                  backward data (x, w)
 *   dx             backward data (dy, w)           forward (dy, w)
 *   dw             backward weights (x, dy)        backward weights (dy, x)
 *
 * The padding to the right may exceed what is read, so out_pad needs no care. */

#include "conv-choose.h"

#include <string.h>

P2pCpuConvProblem
p2p_cpu_conv_problem (const P2pCpuExec *e, const P2pPass *p)
{
  const gboolean mirrored = p->conv.kind == P2P_CONV_T;
  const gboolean forward = p->kind == P2P_PASS_CONV, data = p->kind == P2P_PASS_CONV_DATA;
  const int x = data ? p->dx.buffer : p->x.buffer, y = forward ? p->y[0].buffer : p->dy[0].buffer;
  P2pCpuConvProblem q = { .direction = !forward && !data     ? P2P_DNNL_BACKWARD_WEIGHTS
                                       : forward == mirrored ? P2P_DNNL_BACKWARD_DATA
                                                             : P2P_DNNL_FORWARD };
  q.output = q.direction == P2P_DNNL_FORWARD         ? P2P_DNNL_DST
             : q.direction == P2P_DNNL_BACKWARD_DATA ? P2P_DNNL_SRC
                                                     : P2P_DNNL_WEIGHTS;
  q.buffer[P2P_DNNL_SRC] = mirrored ? y : x;
  q.buffer[P2P_DNNL_DST] = mirrored ? x : y;
  const P2pShape *src = p2p_cpu_shape (e, q.buffer[P2P_DNNL_SRC]);
  const P2pShape *dst = p2p_cpu_shape (e, q.buffer[P2P_DNNL_DST]);
  q.conv = (P2pDnnlConv){ .n = src->n,
    .ic = src->c,
    .ih = src->h,
    .iw = src->w,
    .oc = dst->c,
    .oh = dst->h,
    .ow = dst->w,
    .k = p->conv.kernel,
    .stride = p->conv.stride,
    .pad = p->conv.pad,
    .pad_h = p->conv.pad,
    .pad_w = p->conv.pad,
    .bias = forward && !mirrored && p->b >= 0,
    .scoring = !e->exec.plan->options.train };
  return q;
}

/* --- layouts and primitives --- */

P2pDnnlLayout *
p2p_cpu_conv_buffer_layout (const P2pCpuExec *e, int buffer)
{
  const P2pShape *s = p2p_cpu_shape (e, buffer);
  return p2p_dnnl_layout_blocked (s->n, s->c, s->h, s->w, e->block[buffer]);
}

/* 0: reference loops of oneDNN, thousands of times slower; 1: by way of a matrix
 * product, 2: made for the purpose. */
static int
grade (const P2pDnnlPrimitive *prim)
{
  const char *name = p2p_dnnl_primitive_name (prim);
  return g_str_has_prefix (name, "ref") ? 0 : strstr (name, "gemm") ? 1 : 2;
}

/* Keeps the better one of *BEST and a primitive with these layouts. */
static void
try_layouts (const P2pCpuExec *e, const P2pCpuConvProblem *q, const P2pDnnlLayout *src,
    const P2pDnnlLayout *dst, P2pDnnlPrimitive **best, GError **error)
{
  if (*best && grade (*best) == 2)
    return;
  g_autoptr (GError) refused = NULL;
  g_autoptr (P2pDnnlPrimitive) prim =
      p2p_dnnl_conv_new (e->device->engine, q->direction, &q->conv, src, NULL, dst, &refused);
  if (!prim) {
    if (error && !*error)
      g_propagate_error (error, g_steal_pointer (&refused));
    return;
  }
  if (*best && grade (prim) <= grade (*best))
    return;
  p2p_dnnl_primitive_free (*best);
  *best = g_steal_pointer (&prim);
}

/* Every pair of common layouts: for shapes that oneDNN's own choice fails. */
static void
try_pairs (const P2pCpuExec *e, const P2pCpuConvProblem *q, P2pDnnlPrimitive **best)
{
  const P2pDnnlConv *c = &q->conv;
  const int blocks[] = { 1, 8, 16, -1 };
  for (guint i = 0; i < 16 && (!*best || grade (*best) == 0); i++) {
    const int s = blocks[i / 4], d = blocks[i % 4];
    g_autoptr (P2pDnnlLayout) src =
        p2p_dnnl_layout_blocked (c->n, c->ic, c->ih, c->iw, s < 0 ? c->ic : s);
    g_autoptr (P2pDnnlLayout) dst =
        p2p_dnnl_layout_blocked (c->n, c->oc, c->oh, c->ow, d < 0 ? c->oc : d);
    if (src && dst)
      try_layouts (e, q, src, dst, best, NULL);
  }
}

/* In the order of the reorders that are saved. */
P2pDnnlPrimitive *
p2p_cpu_conv_choose (const P2pCpuExec *e, const P2pCpuConvProblem *q, GError **error)
{
  g_autoptr (GError) refused = NULL;
  g_autoptr (P2pDnnlPrimitive) best = NULL;
  g_autoptr (P2pDnnlLayout) src = p2p_cpu_conv_buffer_layout (e, q->buffer[P2P_DNNL_SRC]);
  g_autoptr (P2pDnnlLayout) dst = p2p_cpu_conv_buffer_layout (e, q->buffer[P2P_DNNL_DST]);
  try_layouts (e, q, src, dst, &best, &refused);
  try_layouts (e, q, NULL, dst, &best, &refused);
  try_layouts (e, q, src, NULL, &best, &refused);
  try_layouts (e, q, NULL, NULL, &best, &refused);
  try_pairs (e, q, &best);
  if (!best)
    g_propagate_error (error, g_steal_pointer (&refused));
  return g_steal_pointer (&best);
}

/* --- kernels of our own, and weights --- */

const P2pCpuSpecialConv *
p2p_cpu_conv_special (const P2pCpuExec *e, const P2pPass *p)
{
  static const P2pCpuSpecialConv *const all[] = { &p2p_cpu_conv_thin, &p2p_cpu_conv_few,
    &p2p_cpu_conv_outer, &p2p_cpu_conv_winograd };
  for (guint i = 0; i < G_N_ELEMENTS (all); i++)
    if (all[i]->fits (e, p))
      return all[i];
  return NULL;
}

P2pDnnlLayout *
p2p_cpu_conv_special_layout (const P2pCpuExec *e, const P2pPass *p,
    const P2pCpuSpecialConv *special)
{
  const P2pParam *w = &e->exec.store->params->list[p->w];
  return special->blocked
             ? p2p_dnnl_layout_weights (w->dims[0], w->dims[1], w->dims[2], e->device->block)
             : p2p_dnnl_layout_plain (w->rank, w->dims);
}

gboolean
p2p_cpu_conv_adopt_weights (P2pCpuExec *e, const P2pPass *p, GError **error)
{
  P2pCpuStore *store = (P2pCpuStore *) e->exec.store;
  P2pPass wish = *p;
  if (store->params[p->w].layout)
    return TRUE;
  /* In training a weight is written once and read twice, as a rule in the
   * written layout at least once. */
  if (store->store.train) {
    wish.kind = P2P_PASS_CONV_WEIGHTS;
    wish.dy[0] = p->y[0];
  }
  const P2pCpuSpecialConv *special = p2p_cpu_conv_special (e, &wish);
  g_autoptr (P2pDnnlLayout) layout =
      special ? p2p_cpu_conv_special_layout (e, &wish, special) : NULL;
  if (!layout) {
    const P2pCpuConvProblem q = p2p_cpu_conv_problem (e, &wish);
    g_autoptr (P2pDnnlPrimitive) prim = p2p_cpu_conv_choose (e, &q, error);
    if (!prim)
      return FALSE;
    layout = p2p_dnnl_layout_copy (p2p_dnnl_primitive_layout (prim, P2P_DNNL_WEIGHTS));
  }
  return p2p_cpu_store_adopt (store, p->w, layout, error);
}
