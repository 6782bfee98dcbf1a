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

#include "conv-special.h"

#include <string.h>

/* The primitive behind a pass: which buffers its src and dst are. */
typedef struct
{
  P2pDnnlDirection direction;
  P2pDnnlConv conv;
  int buffer[P2P_DNNL_N_ROLES]; /* P2P_DNNL_SRC and P2P_DNNL_DST */
  P2pDnnlRole output;
} Problem;

static Problem
problem_of (const P2pCpuExec *e, const P2pPass *p)
{
  const gboolean mirrored = p->conv.kind == P2P_CONV_T;
  const gboolean forward = p->kind == P2P_PASS_CONV, data = p->kind == P2P_PASS_CONV_DATA;
  const int x = data ? p->dx.buffer : p->x.buffer, y = forward ? p->y[0].buffer : p->dy[0].buffer;
  Problem q = { .direction = !forward && !data     ? P2P_DNNL_BACKWARD_WEIGHTS
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

/* --- which implementation --- */

static P2pDnnlLayout *
md_of_buffer (const P2pCpuExec *e, int buffer)
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
try_layouts (const P2pCpuExec *e, const Problem *q, const P2pDnnlLayout *src,
    const P2pDnnlLayout *dst, P2pDnnlPrimitive **best, GError **error)
{
  if (*best && grade (*best) == 2)
    return;
  g_autoptr (GError) refused = NULL;
  P2pDnnlPrimitive *prim =
      p2p_dnnl_conv_new (e->device->engine, q->direction, &q->conv, src, NULL, dst, &refused);
  if (!prim) {
    if (error && !*error)
      g_propagate_error (error, g_steal_pointer (&refused));
    return;
  }
  if (*best && grade (prim) <= grade (*best)) {
    p2p_dnnl_primitive_free (prim);
    return;
  }
  p2p_dnnl_primitive_free (*best);
  *best = prim;
}

/* Every pair of common layouts: for shapes that oneDNN's own choice fails. */
static void
try_pairs (const P2pCpuExec *e, const Problem *q, P2pDnnlPrimitive **best)
{
  const P2pDnnlConv *c = &q->conv;
  const int blocks[] = { 1, 8, 16, -1 };
  for (guint i = 0; i < 16 && (!*best || grade (*best) == 0); i++) {
    const int s = blocks[i / 4], d = blocks[i % 4];
    P2pDnnlLayout *src = p2p_dnnl_layout_blocked (c->n, c->ic, c->ih, c->iw, s < 0 ? c->ic : s);
    P2pDnnlLayout *dst = p2p_dnnl_layout_blocked (c->n, c->oc, c->oh, c->ow, d < 0 ? c->oc : d);
    if (src && dst)
      try_layouts (e, q, src, dst, best, NULL);
    p2p_dnnl_layout_free (src);
    p2p_dnnl_layout_free (dst);
  }
}

/* In the order of the reorders that are saved. */
static P2pDnnlPrimitive *
choose (const P2pCpuExec *e, const Problem *q, GError **error)
{
  GError *refused = NULL;
  P2pDnnlPrimitive *best = NULL;
  P2pDnnlLayout *src = md_of_buffer (e, q->buffer[P2P_DNNL_SRC]),
                *dst = md_of_buffer (e, q->buffer[P2P_DNNL_DST]);
  try_layouts (e, q, src, dst, &best, &refused);
  try_layouts (e, q, NULL, dst, &best, &refused);
  try_layouts (e, q, src, NULL, &best, &refused);
  try_layouts (e, q, NULL, NULL, &best, &refused);
  try_pairs (e, q, &best);
  p2p_dnnl_layout_free (src);
  p2p_dnnl_layout_free (dst);
  if (best)
    g_clear_error (&refused);
  else
    g_propagate_error (error, refused);
  return best;
}

/* What own kernels ask of the weights of a pass; NULL: nothing. */
static P2pDnnlLayout *
own_layout (const P2pCpuExec *e, const P2pPass *p)
{
  const P2pParam *w = &e->exec.store->params->list[p->w];
  if (p2p_cpu_conv_thin_fits (e, p) || p2p_cpu_conv_few_fits (e, p))
    return p2p_dnnl_layout_plain (w->rank, w->dims);
  if (p2p_cpu_conv_outer_fits (e, p) || p2p_cpu_conv_winograd_fits (e, p))
    return p2p_dnnl_layout_weights (w->dims[0], w->dims[1], w->dims[2], e->device->block);
  return NULL;
}

gboolean
p2p_cpu_adopt_weights (P2pCpuExec *e, const P2pPass *p, GError **error)
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
  P2pDnnlLayout *layout = own_layout (e, &wish);
  if (!layout) {
    const Problem q = problem_of (e, &wish);
    P2pDnnlPrimitive *prim = choose (e, &q, error);
    layout = prim ? p2p_dnnl_layout_copy (p2p_dnnl_primitive_md (prim, P2P_DNNL_WEIGHTS)) : NULL;
    p2p_dnnl_primitive_free (prim);
  }
  const gboolean done = layout && p2p_cpu_store_adopt (store, p->w, layout, error);
  p2p_dnnl_layout_free (layout);
  return done;
}

/* --- steps --- */

typedef struct
{
  P2pCpuExec *exec;
  const P2pPass *pass;
  int at;
} Emitter;

static gboolean
add_reorder (const Emitter *m, const P2pDnnlLayout *from, P2pCpuPlace src, const P2pDnnlLayout *to,
    P2pCpuPlace dst, gboolean add, P2pCpuWhen when, GError **error)
{
  P2pDnnlPrimitive *prim = p2p_dnnl_reorder_new (m->exec->device->engine, from, to, add, error);
  if (!prim)
    return FALSE;
  P2pCpuStep *step =
      p2p_cpu_add_prim (m->exec, add ? P2P_CPU_SUM : P2P_CPU_REORDER, m->pass, m->at, prim);
  step->place[P2P_DNNL_SRC] = src;
  step->place[P2P_DNNL_DST] = dst;
  step->when = when;
  return TRUE;
}

/* Where the convolution finds its input of layout TO: at SRC, or reordered. */
static gboolean
bring (const Emitter *m, const P2pDnnlLayout *from, P2pCpuPlace src, const P2pDnnlLayout *to,
    P2pCpuPlace *place, GError **error)
{
  *place = src;
  if (p2p_dnnl_layout_equal (from, to))
    return TRUE;
  *place = p2p_cpu_in_region (p2p_cpu_add_scratch (m->exec, m->at, p2p_dnnl_layout_size (to)));
  return add_reorder (m, from, src, to, *place, FALSE, P2P_CPU_ALWAYS, error);
}

/* All that the convolution PRIM reads. */
static gboolean
bring_inputs (const Emitter *m, const Problem *q, const P2pDnnlPrimitive *prim, P2pCpuPlace *place,
    GError **error)
{
  const P2pCpuStore *store = (const P2pCpuStore *) m->exec->exec.store;
  gboolean done = TRUE;
  for (int r = 0; r < P2P_DNNL_N_ROLES && done; r++) {
    if ((r != P2P_DNNL_SRC && r != P2P_DNNL_DST) || r == (int) q->output)
      continue;
    P2pDnnlLayout *md = md_of_buffer (m->exec, q->buffer[r]);
    done = bring (m, md, p2p_cpu_in_region (q->buffer[r]), p2p_dnnl_primitive_md (prim, r),
        &place[r], error);
    p2p_dnnl_layout_free (md);
  }
  if (q->output != P2P_DNNL_WEIGHTS && done)
    done =
        bring (m, store->params[m->pass->w].layout, p2p_cpu_in_param (P2P_STORE_VALUE, m->pass->w),
            p2p_dnnl_primitive_md (prim, P2P_DNNL_WEIGHTS), &place[P2P_DNNL_WEIGHTS], error);
  if (q->conv.bias)
    place[P2P_DNNL_BIAS] = p2p_cpu_in_param (P2P_STORE_VALUE, m->pass->b);
  return done;
}

/* The convolution itself; takes over PRIM. */
static P2pCpuStep *
add_conv (const Emitter *m, P2pDnnlPrimitive *prim, const P2pCpuPlace *place)
{
  P2pCpuStep *step = p2p_cpu_add_prim (m->exec, P2P_CPU_CONV, m->pass, m->at, prim);
  for (int r = 0; r < P2P_DNNL_N_ROLES; r++)
    if (r != P2P_DNNL_SCRATCH)
      step->place[r] = place[r];
  return step;
}

/* An output that is an activation or its gradient. */
static gboolean
emit_activation (const Emitter *m, const Problem *q, P2pDnnlPrimitive *prim, P2pCpuPlace *place,
    GError **error)
{
  const P2pCpuPlace buffer = p2p_cpu_in_region (q->buffer[q->output]);
  P2pDnnlLayout *to = md_of_buffer (m->exec, q->buffer[q->output]);
  P2pDnnlLayout *from = p2p_dnnl_layout_copy (p2p_dnnl_primitive_md (prim, q->output));
  const gboolean direct = p2p_dnnl_layout_equal (from, to) && !m->pass->accumulate;
  place[q->output] = direct ? buffer
                            : p2p_cpu_in_region (
                                p2p_cpu_add_scratch (m->exec, m->at, p2p_dnnl_layout_size (from)));
  add_conv (m, prim, place);
  const gboolean done = direct
                        || add_reorder (m, from, place[q->output], to, buffer, m->pass->accumulate,
                            P2P_CPU_ALWAYS, error);
  p2p_dnnl_layout_free (from);
  p2p_dnnl_layout_free (to);
  return done;
}

static void
run_weights (P2pCpuExec *e, const P2pCpuStep *step, guint wants, gboolean accumulate)
{
  float *dw = p2p_cpu_param (e->exec.store, P2P_STORE_GRADIENT, step->pass->w);
  float *spare = p2p_cpu_region (e, step->scratch[0])->data;
  p2p_dnnl_primitive_point (step->prim, P2P_DNNL_WEIGHTS, accumulate ? spare : dw);
  p2p_dnnl_primitive_run (step->prim);
  if (accumulate)
    p2p_cpu_add (dw, spare, ((P2pCpuStore *) e->exec.store)->params[step->pass->w].count);
}

static gboolean
emit_weights (const Emitter *m, P2pDnnlPrimitive *prim, P2pCpuPlace *place, GError **error)
{
  const P2pCpuStore *store = (const P2pCpuStore *) m->exec->exec.store;
  const P2pDnnlLayout *to = store->params[m->pass->w].layout;
  const P2pCpuPlace dw = p2p_cpu_in_param (P2P_STORE_GRADIENT, m->pass->w);
  P2pDnnlLayout *from = p2p_dnnl_layout_copy (p2p_dnnl_primitive_md (prim, P2P_DNNL_WEIGHTS));
  const int spare = p2p_cpu_add_scratch (m->exec, m->at, p2p_dnnl_layout_size (from));
  const gboolean direct = p2p_dnnl_layout_equal (from, to);
  gboolean done = TRUE;
  place[P2P_DNNL_WEIGHTS] = direct ? dw : p2p_cpu_in_region (spare);
  P2pCpuStep *step = add_conv (m, prim, place);
  if (direct) {
    step->run = run_weights;
    step->scratch[0] = spare;
  } else {
    done = add_reorder (m, from, place[P2P_DNNL_WEIGHTS], to, dw, FALSE, P2P_CPU_IF_WRITTEN, error)
           && add_reorder (m, from, place[P2P_DNNL_WEIGHTS], to, dw, TRUE, P2P_CPU_IF_ACCUMULATED,
               error);
  }
  p2p_dnnl_layout_free (from);
  return done;
}

/* --- biases --- */

static void
run_bias (P2pCpuExec *e, const P2pCpuStep *step, guint wants, gboolean accumulate)
{
  const P2pPass *p = step->pass;
  const P2pCpuView y = p2p_cpu_slice (e, &p->y[0]);
  p2p_cpu_add_bias (&y, p2p_cpu_shape (e, p->y[0].buffer),
      p2p_cpu_param (e->exec.store, P2P_STORE_VALUE, p->b));
}

static void
run_bias_gradient (P2pCpuExec *e, const P2pCpuStep *step, guint wants, gboolean accumulate)
{
  const P2pPass *p = step->pass;
  const P2pCpuView dy = p2p_cpu_slice (e, &p->dy[0]);
  p2p_cpu_channel_sums (&dy, p2p_cpu_shape (e, p->dy[0].buffer), accumulate,
      p2p_cpu_param (e->exec.store, P2P_STORE_GRADIENT, p->b));
}

/* What is added to a whole channel, instance norm takes away again. */
static gboolean
bias_vanishes (const P2pPlan *plan, const P2pPass *p)
{
  for (int i = 0; i < plan->n_forward; i++)
    if (plan->forward[i].kind == P2P_PASS_NORM && plan->forward[i].x.buffer == p->y[0].buffer)
      return plan->forward[i].norm == P2P_NORM_INSTANCE;
  return FALSE;
}

static void
add_bias_gradient (const Emitter *m)
{
  if (m->pass->kind == P2P_PASS_CONV_WEIGHTS && m->pass->b >= 0)
    p2p_cpu_add_step (m->exec, P2P_CPU_SUM, m->pass, m->at, "p2p:bias-gradient", run_bias_gradient);
}

/* Own kernels. They read their weights in their own layout, by way of a reorder
 * if need be; a gradient they write into the parameter itself, so that there
 * the layouts must agree: an earlier plan may have chosen another. */
static gboolean
emit_own (const Emitter *m, gboolean *served, GError **error)
{
  P2pCpuExec *e = m->exec;
  const P2pPass *p = m->pass;
  const P2pDnnlLayout *layout = ((const P2pCpuStore *) e->exec.store)->params[p->w].layout;
  const gboolean weights = p->kind == P2P_PASS_CONV_WEIGHTS;
  P2pCpuPlace place = p2p_cpu_in_param (weights ? P2P_STORE_GRADIENT : P2P_STORE_VALUE, p->w);
  P2pDnnlLayout *wanted = own_layout (e, p);
  gboolean done = TRUE;
  *served = wanted && (!weights || p2p_dnnl_layout_equal (wanted, layout));
  if (*served && !weights)
    done = bring (m, layout, place, wanted, &place, error);
  p2p_dnnl_layout_free (wanted);
  if (!*served || !done)
    return done;
  if (p2p_cpu_conv_thin_fits (e, p))
    p2p_cpu_conv_thin_emit (e, p, m->at, place);
  else if (p2p_cpu_conv_few_fits (e, p))
    p2p_cpu_conv_few_emit (e, p, m->at, place);
  else if (p2p_cpu_conv_outer_fits (e, p))
    p2p_cpu_conv_outer_emit (e, p, m->at);
  else
    p2p_cpu_conv_winograd_emit (e, p, m->at, place);
  add_bias_gradient (m);
  return TRUE;
}

gboolean
p2p_cpu_emit_conv (P2pCpuExec *e, const P2pPass *p, int at, GError **error)
{
  const Emitter m = { e, p, at };
  const Problem q = problem_of (e, p);
  P2pCpuPlace place[P2P_DNNL_N_ROLES];
  for (int r = 0; r < P2P_DNNL_N_ROLES; r++)
    place[r] = (P2pCpuPlace){ -1, -1, 0 };
  gboolean served;
  if (!emit_own (&m, &served, error))
    return FALSE;
  if (served)
    return TRUE;
  P2pDnnlPrimitive *prim = choose (e, &q, error);
  if (!prim)
    return FALSE;
  if (!bring_inputs (&m, &q, prim, place, error)) {
    p2p_dnnl_primitive_free (prim);
    return FALSE;
  }
  if (!(q.output == P2P_DNNL_WEIGHTS ? emit_weights (&m, prim, place, error)
                                     : emit_activation (&m, &q, prim, place, error)))
    return FALSE;
  if (p->kind == P2P_PASS_CONV && p->b >= 0 && !q.conv.bias && !bias_vanishes (e->exec.plan, p))
    p2p_cpu_add_step (e, P2P_CPU_SUM, p, at, "p2p:bias", run_bias);
  add_bias_gradient (&m);
  return TRUE;
}
