/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* The steps of a convolution: what it reads is reordered where the layouts differ,
 * what it writes is summed up or reordered after it. */

#include "conv-choose.h"
#include "emit.h"
#include "sum.h"

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
bring_inputs (const Emitter *m, const P2pCpuConvProblem *q, const P2pDnnlPrimitive *prim,
    P2pCpuPlace *place, GError **error)
{
  const P2pCpuStore *store = (const P2pCpuStore *) m->exec->exec.store;
  gboolean done = TRUE;
  for (int r = 0; r < P2P_DNNL_N_ROLES && done; r++) {
    if ((r != P2P_DNNL_SRC && r != P2P_DNNL_DST) || r == (int) q->output)
      continue;
    g_autoptr (P2pDnnlLayout) from = p2p_cpu_conv_buffer_layout (m->exec, q->buffer[r]);
    done = bring (m, from, p2p_cpu_in_region (q->buffer[r]), p2p_dnnl_primitive_layout (prim, r),
        &place[r], error);
  }
  if (q->output != P2P_DNNL_WEIGHTS && done)
    done =
        bring (m, store->params[m->pass->w].layout, p2p_cpu_in_param (P2P_STORE_VALUE, m->pass->w),
            p2p_dnnl_primitive_layout (prim, P2P_DNNL_WEIGHTS), &place[P2P_DNNL_WEIGHTS], error);
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

/* An output that is an activation or its gradient. Takes over PRIM. */
static gboolean
emit_activation (const Emitter *m, const P2pCpuConvProblem *q, P2pDnnlPrimitive *prim,
    P2pCpuPlace *place, GError **error)
{
  const P2pCpuPlace buffer = p2p_cpu_in_region (q->buffer[q->output]);
  g_autoptr (P2pDnnlLayout) to = p2p_cpu_conv_buffer_layout (m->exec, q->buffer[q->output]);
  const P2pDnnlLayout *from = p2p_dnnl_primitive_layout (prim, q->output);
  const gboolean direct = p2p_dnnl_layout_equal (from, to) && !m->pass->accumulate;
  place[q->output] = direct ? buffer
                            : p2p_cpu_in_region (
                                p2p_cpu_add_scratch (m->exec, m->at, p2p_dnnl_layout_size (from)));
  add_conv (m, prim, place);
  return direct
         || add_reorder (m, from, place[q->output], to, buffer, m->pass->accumulate, P2P_CPU_ALWAYS,
             error);
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

/* The gradient of the weights. Takes over PRIM. */
static gboolean
emit_weights (const Emitter *m, P2pDnnlPrimitive *prim, P2pCpuPlace *place, GError **error)
{
  const P2pCpuStore *store = (const P2pCpuStore *) m->exec->exec.store;
  const P2pDnnlLayout *to = store->params[m->pass->w].layout;
  const P2pCpuPlace dw = p2p_cpu_in_param (P2P_STORE_GRADIENT, m->pass->w);
  const P2pDnnlLayout *from = p2p_dnnl_primitive_layout (prim, P2P_DNNL_WEIGHTS);
  const int spare = p2p_cpu_add_scratch (m->exec, m->at, p2p_dnnl_layout_size (from));
  const gboolean direct = p2p_dnnl_layout_equal (from, to);
  place[P2P_DNNL_WEIGHTS] = direct ? dw : p2p_cpu_in_region (spare);
  P2pCpuStep *step = add_conv (m, prim, place);
  if (direct) {
    step->run = run_weights;
    step->scratch[0] = spare;
    return TRUE;
  }
  return add_reorder (m, from, place[P2P_DNNL_WEIGHTS], to, dw, FALSE, P2P_CPU_IF_WRITTEN, error)
         && add_reorder (m, from, place[P2P_DNNL_WEIGHTS], to, dw, TRUE, P2P_CPU_IF_ACCUMULATED,
             error);
}

/* --- biases --- */

/* y or dy, and the bias or its gradient. */
typedef struct
{
  P2pCpuView view;
  const P2pShape *shape;
  float *b;
} Bias;

static void
run_bias (P2pCpuExec *e, const P2pCpuStep *step, guint wants, gboolean accumulate)
{
  Bias w = *(const Bias *) step->work;
  p2p_cpu_point (e, &w.view, step->pass->y[0].buffer);
  p2p_cpu_add_bias (&w.view, w.shape, w.b);
}

static void
run_bias_gradient (P2pCpuExec *e, const P2pCpuStep *step, guint wants, gboolean accumulate)
{
  Bias w = *(const Bias *) step->work;
  p2p_cpu_point (e, &w.view, step->pass->dy[0].buffer);
  p2p_cpu_channel_sums (&w.view, w.shape, accumulate, w.b);
}

static void
add_bias_step (const Emitter *m, const P2pSlice *slice, P2pStorePart part, const char *name,
    P2pCpuRun run)
{
  const P2pCpuExec *e = m->exec;
  Bias *w = g_new (Bias, 1);
  *w = (Bias){ p2p_cpu_slice (e, slice), p2p_cpu_shape (e, slice->buffer),
    p2p_cpu_param (e->exec.store, part, m->pass->b) };
  p2p_cpu_add_step (m->exec, P2P_CPU_SUM, m->pass, m->at, name, run)->work = w;
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
    add_bias_step (m, &m->pass->dy[0], P2P_STORE_GRADIENT, "p2p:bias-gradient", run_bias_gradient);
}

/* --- all of a pass --- */

/* SERVED: a kernel of our own does it. They read their weights in their own layout, by way of a reorder
 * if need be; a gradient they write into the parameter itself, so that there
 * the layouts must agree: an earlier plan may have chosen another. */
static gboolean
emit_special (const Emitter *m, gboolean *served, GError **error)
{
  P2pCpuExec *e = m->exec;
  const P2pPass *p = m->pass;
  const P2pCpuSpecialConv *special = p2p_cpu_conv_special (e, p);
  const P2pDnnlLayout *layout = ((const P2pCpuStore *) e->exec.store)->params[p->w].layout;
  const gboolean weights = p->kind == P2P_PASS_CONV_WEIGHTS;
  P2pCpuPlace place = p2p_cpu_in_param (weights ? P2P_STORE_GRADIENT : P2P_STORE_VALUE, p->w);
  g_autoptr (P2pDnnlLayout) wanted = special ? p2p_cpu_conv_special_layout (e, p, special) : NULL;
  *served = wanted && (!weights || p2p_dnnl_layout_equal (wanted, layout));
  if (!*served)
    return TRUE;
  if (!weights && !bring (m, layout, place, wanted, &place, error))
    return FALSE;
  special->emit (e, p, m->at, place);
  add_bias_gradient (m);
  return TRUE;
}

gboolean
p2p_cpu_emit_conv (P2pCpuExec *e, const P2pPass *p, int at, GError **error)
{
  const Emitter m = { e, p, at };
  const P2pCpuConvProblem q = p2p_cpu_conv_problem (e, p);
  P2pCpuPlace place[P2P_DNNL_N_ROLES];
  for (int r = 0; r < P2P_DNNL_N_ROLES; r++)
    place[r] = (P2pCpuPlace){ -1, -1, 0 };
  gboolean served;
  if (!emit_special (&m, &served, error))
    return FALSE;
  if (served)
    return TRUE;
  g_autoptr (P2pDnnlPrimitive) prim = p2p_cpu_conv_choose (e, &q, error);
  if (!prim || !bring_inputs (&m, &q, prim, place, error))
    return FALSE;
  if (!(q.output == P2P_DNNL_WEIGHTS
              ? emit_weights (&m, g_steal_pointer (&prim), place, error)
              : emit_activation (&m, &q, g_steal_pointer (&prim), place, error)))
    return FALSE;
  if (p->kind == P2P_PASS_CONV && p->b >= 0 && !q.conv.bias && !bias_vanishes (e->exec.plan, p))
    add_bias_step (&m, &p->y[0], P2P_STORE_VALUE, "p2p:bias", run_bias);
  add_bias_gradient (&m);
  return TRUE;
}
