/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "onednn.h"

#include <string.h>
#include "error.h"
#include "onednn-versions.h"

G_DEFINE_AUTO_CLEANUP_FREE_FUNC (dnnl_primitive_desc_t, dnnl_primitive_desc_destroy, NULL)
G_DEFINE_AUTO_CLEANUP_FREE_FUNC (dnnl_primitive_attr_t, dnnl_primitive_attr_destroy, NULL)

struct _P2pDnnlEngine
{
  dnnl_engine_t engine;
  dnnl_stream_t stream;
};

struct _P2pDnnlPrimitive
{
  dnnl_engine_t engine;
  dnnl_stream_t stream;
  dnnl_primitive_desc_t pd;
  dnnl_primitive_t primitive;
  P2pDnnlLayout *layout[P2P_DNNL_N_ROLES];
  int arg[P2P_DNNL_N_ROLES]; /* DNNL_ARG_* of a role */
  dnnl_exec_arg_t args[P2P_DNNL_N_ROLES];
  int n_args;
  const char *name;
};

static gboolean
ok (dnnl_status_t status, const char *call, const char *what, GError **error)
{
  static const char *const reasons[] = { "success", "out of memory", "invalid arguments",
    "not implemented" };
  if (status == dnnl_success)
    return TRUE;
  g_set_error (error, P2P_ERROR,
      status == dnnl_out_of_memory ? P2P_ERROR_MEMORY : P2P_ERROR_INTERNAL,
      "oneDNN refused %s for %s: %s", call, what,
      (guint) status < G_N_ELEMENTS (reasons) ? reasons[status] : "run-time error");
  return FALSE;
}

P2pDnnlEngine *
p2p_dnnl_engine_new (GError **error)
{
  g_autoptr (P2pDnnlEngine) e = g_new0 (P2pDnnlEngine, 1);
  if (ok (dnnl_engine_create (&e->engine, dnnl_cpu, 0), "an engine", "this processor", error)
      && ok (dnnl_stream_create (&e->stream, e->engine, dnnl_stream_default_flags), "a stream",
          "this processor", error))
    return g_steal_pointer (&e);
  return NULL;
}

void
p2p_dnnl_engine_free (P2pDnnlEngine *engine)
{
  if (!engine)
    return;
  if (engine->stream)
    dnnl_stream_destroy (engine->stream);
  if (engine->engine)
    dnnl_engine_destroy (engine->engine);
  g_free (engine);
}

/* --- primitives --- */

static const dnnl_query_t queries[3][P2P_DNNL_N_ROLES] = {
  { dnnl_query_src_md, dnnl_query_weights_md, dnnl_query_undef, dnnl_query_dst_md,
      dnnl_query_scratchpad_md },
  { dnnl_query_diff_src_md, dnnl_query_weights_md, dnnl_query_undef, dnnl_query_diff_dst_md,
      dnnl_query_scratchpad_md },
  { dnnl_query_src_md, dnnl_query_diff_weights_md, dnnl_query_undef, dnnl_query_diff_dst_md,
      dnnl_query_scratchpad_md },
};

static const int conv_args[3][P2P_DNNL_N_ROLES] = {
  { DNNL_ARG_SRC, DNNL_ARG_WEIGHTS, DNNL_ARG_BIAS, DNNL_ARG_DST, DNNL_ARG_SCRATCHPAD },
  { DNNL_ARG_DIFF_SRC, DNNL_ARG_WEIGHTS, 0, DNNL_ARG_DIFF_DST, DNNL_ARG_SCRATCHPAD },
  { DNNL_ARG_SRC, DNNL_ARG_DIFF_WEIGHTS, 0, DNNL_ARG_DIFF_DST, DNNL_ARG_SCRATCHPAD },
};

/* Takes over what a primitive descriptor says and makes the primitive. */
static gboolean
finish_prim (P2pDnnlPrimitive *p, const dnnl_query_t *query, const int *arg, const char *what,
    GError **error)
{
  memcpy (p->arg, arg, sizeof p->arg);
  for (int r = 0; r < P2P_DNNL_N_ROLES; r++) {
    if (query[r] == dnnl_query_undef)
      continue;
    P2pDnnlMd md = dnnl_primitive_desc_query_md (p->pd, query[r], 0);
    if (md && (r != P2P_DNNL_SCRATCH || dnnl_memory_desc_get_size (md) > 0)) {
      p->layout[r] = g_new (P2pDnnlLayout, 1);
      p2p_dnnl_md_clone (&p->layout[r]->md, md);
    }
  }
  dnnl_primitive_desc_query (p->pd, dnnl_query_impl_info_str, 0, (void *) &p->name);
  return ok (dnnl_primitive_create (&p->primitive, p->pd), "to build a primitive", what, error);
}

static dnnl_primitive_attr_t
make_attr (gboolean add)
{
  dnnl_primitive_attr_t attr = NULL;
  dnnl_post_ops_t ops = NULL;
  dnnl_primitive_attr_create (&attr);
  dnnl_primitive_attr_set_scratchpad_mode (attr, dnnl_scratchpad_mode_user);
  if (add && dnnl_post_ops_create (&ops) == dnnl_success) {
    p2p_dnnl_append_sum (ops);
    dnnl_primitive_attr_set_post_ops (attr, ops);
    dnnl_post_ops_destroy (ops);
  }
  return attr;
}

static P2pDnnlPrimitive *
prim_new (P2pDnnlEngine *engine)
{
  P2pDnnlPrimitive *p = g_new0 (P2pDnnlPrimitive, 1);
  p->engine = engine->engine;
  p->stream = engine->stream;
  return p;
}

static char *
describe_conv (P2pDnnlDirection direction, const P2pDnnlConv *c)
{
  static const char *const words[] = { "forward", "backward by data", "backward by weights" };
  return g_strdup_printf ("convolution %s of %dx%dx%dx%d to %d channels of %dx%d, kernel %d, "
                          "stride %d, padding %d",
      words[direction], c->n, c->ic, c->ih, c->iw, c->oc, c->oh, c->ow, c->k, c->stride, c->pad);
}

/* What a convolution works on; its layouts are fixed or left open. */
typedef struct
{
  P2pDnnlLayout *src, *weights, *bias, *dst;
} ConvLayouts;

static ConvLayouts
conv_layouts (P2pDnnlDirection direction, const P2pDnnlConv *c, const P2pDnnlLayout *src,
    const P2pDnnlLayout *weights, const P2pDnnlLayout *dst)
{
  return (ConvLayouts){
    src ? p2p_dnnl_layout_copy (src) : p2p_dnnl_layout_any (c->n, c->ic, c->ih, c->iw),
    weights ? p2p_dnnl_layout_copy (weights) : p2p_dnnl_layout_any (c->oc, c->ic, c->k, c->k),
    direction == P2P_DNNL_FORWARD && c->bias ? p2p_dnnl_layout_plain (1, &c->oc) : NULL,
    dst ? p2p_dnnl_layout_copy (dst) : p2p_dnnl_layout_any (c->n, c->oc, c->oh, c->ow),
  };
}

static void
conv_layouts_clear (ConvLayouts *l)
{
  p2p_dnnl_layout_free (l->src);
  p2p_dnnl_layout_free (l->weights);
  p2p_dnnl_layout_free (l->bias);
  p2p_dnnl_layout_free (l->dst);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (ConvLayouts, conv_layouts_clear)

static dnnl_prop_kind_t
kind_of (P2pDnnlDirection direction, const P2pDnnlConv *c)
{
  return direction == P2P_DNNL_BACKWARD_DATA      ? dnnl_backward_data
         : direction == P2P_DNNL_BACKWARD_WEIGHTS ? dnnl_backward_weights
         : c->scoring                             ? dnnl_forward_inference
                                                  : dnnl_forward_training;
}

static P2pDnnlConvDesc
conv_desc (P2pDnnlDirection direction, const P2pDnnlConv *c, const ConvLayouts *l)
{
  return (P2pDnnlConvDesc){ .kind = kind_of (direction, c),
    .src = P2P_DNNL_MD (l->src->md),
    .weights = P2P_DNNL_MD (l->weights->md),
    .bias = l->bias ? P2P_DNNL_MD (l->bias->md) : NULL,
    .dst = P2P_DNNL_MD (l->dst->md),
    .strides = { c->stride, c->stride },
    .left = { c->pad, c->pad },
    .right = { c->pad_h, c->pad_w } };
}

/* The backward directions want a forward descriptor as a hint; NULL: there is none. */
static dnnl_primitive_desc_t
forward_hint (P2pDnnlEngine *engine, const P2pDnnlConv *conv)
{
  P2pDnnlConv c = *conv;
  c.scoring = c.bias = FALSE;
  g_auto (ConvLayouts) layouts = conv_layouts (P2P_DNNL_FORWARD, &c, NULL, NULL, NULL);
  const P2pDnnlConvDesc desc = conv_desc (P2P_DNNL_FORWARD, &c, &layouts);
  dnnl_primitive_desc_t pd = NULL;
  return p2p_dnnl_conv_pd (&pd, engine->engine, &desc, NULL, NULL) == dnnl_success ? pd : NULL;
}

P2pDnnlPrimitive *
p2p_dnnl_conv_new (P2pDnnlEngine *engine, P2pDnnlDirection direction, const P2pDnnlConv *conv,
    const P2pDnnlLayout *src, const P2pDnnlLayout *weights, const P2pDnnlLayout *dst,
    GError **error)
{
  g_autofree char *what = describe_conv (direction, conv);
  g_autoptr (P2pDnnlPrimitive) p = prim_new (engine);
  g_auto (ConvLayouts) layouts = conv_layouts (direction, conv, src, weights, dst);
  const P2pDnnlConvDesc desc = conv_desc (direction, conv, &layouts);
  g_auto (dnnl_primitive_attr_t) attr = make_attr (FALSE);
  g_auto (dnnl_primitive_desc_t) hint =
      direction == P2P_DNNL_FORWARD ? NULL : forward_hint (engine, conv);
  if (!ok (p2p_dnnl_conv_pd (&p->pd, engine->engine, &desc, hint, attr), "a descriptor", what,
          error))
    return NULL;
  p->layout[P2P_DNNL_BIAS] = p2p_dnnl_layout_copy (layouts.bias);
  return finish_prim (p, queries[direction], conv_args[direction], what, error)
             ? g_steal_pointer (&p)
             : NULL;
}

P2pDnnlPrimitive *
p2p_dnnl_reorder_new (P2pDnnlEngine *engine, const P2pDnnlLayout *src, const P2pDnnlLayout *dst,
    gboolean add, GError **error)
{
  static const dnnl_query_t query[P2P_DNNL_N_ROLES] = { dnnl_query_src_md, dnnl_query_undef,
    dnnl_query_undef, dnnl_query_dst_md, dnnl_query_scratchpad_md };
  static const int arg[P2P_DNNL_N_ROLES] = { DNNL_ARG_FROM, 0, 0, DNNL_ARG_TO,
    DNNL_ARG_SCRATCHPAD };
  g_autoptr (P2pDnnlPrimitive) p = prim_new (engine);
  g_auto (dnnl_primitive_attr_t) attr = make_attr (add);
  return ok (p2p_dnnl_reorder_pd (&p->pd, engine->engine, P2P_DNNL_MD (src->md),
                 P2P_DNNL_MD (dst->md), attr),
             "a descriptor", "a reorder", error)
                 && finish_prim (p, query, arg, "a reorder", error)
             ? g_steal_pointer (&p)
             : NULL;
}

void
p2p_dnnl_primitive_free (P2pDnnlPrimitive *prim)
{
  if (!prim)
    return;
  for (int i = 0; i < prim->n_args; i++)
    dnnl_memory_destroy (prim->args[i].memory);
  for (int r = 0; r < P2P_DNNL_N_ROLES; r++)
    p2p_dnnl_layout_free (prim->layout[r]);
  if (prim->primitive)
    dnnl_primitive_destroy (prim->primitive);
  if (prim->pd)
    dnnl_primitive_desc_destroy (prim->pd);
  g_free (prim);
}

const char *
p2p_dnnl_primitive_name (const P2pDnnlPrimitive *prim)
{
  return prim->name;
}

const P2pDnnlLayout *
p2p_dnnl_primitive_layout (const P2pDnnlPrimitive *prim, P2pDnnlRole role)
{
  return prim->layout[role];
}

gboolean
p2p_dnnl_primitive_bind (P2pDnnlPrimitive *prim, P2pDnnlRole role, void *data, GError **error)
{
  dnnl_memory_t memory = NULL;
  g_assert (prim->layout[role] && prim->n_args < P2P_DNNL_N_ROLES);
  if (!ok (dnnl_memory_create (&memory, P2P_DNNL_MD (prim->layout[role]->md), prim->engine, data),
          "a memory", prim->name, error))
    return FALSE;
  prim->args[prim->n_args++] = (dnnl_exec_arg_t){ prim->arg[role], memory };
  return TRUE;
}

void
p2p_dnnl_primitive_point (P2pDnnlPrimitive *prim, P2pDnnlRole role, void *data)
{
  for (int i = 0; i < prim->n_args; i++)
    if (prim->args[i].arg == prim->arg[role])
      dnnl_memory_set_data_handle (prim->args[i].memory, data);
}

void
p2p_dnnl_primitive_run (P2pDnnlPrimitive *prim)
{
  const dnnl_status_t status =
      dnnl_primitive_execute (prim->primitive, prim->stream, prim->n_args, prim->args);
  if (G_UNLIKELY (status != dnnl_success))
    g_critical ("oneDNN's %s failed with status %d", prim->name, (int) status);
}
