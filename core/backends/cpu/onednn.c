/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "onednn.h"

#include <string.h>
#include <dnnl.h>
#include "error.h"

#if DNNL_VERSION_MAJOR < 3
#define P2P_DNNL_HANDLES 0
typedef const dnnl_memory_desc_t *P2pDnnlMdArg;
#else
#define P2P_DNNL_HANDLES 1
typedef const_dnnl_memory_desc_t P2pDnnlMdArg;
#endif

struct _P2pDnnlEngine
{
  dnnl_engine_t engine;
  dnnl_stream_t stream;
};

/* In 2.x a descriptor is a struct, in 3.x a handle. */
struct _P2pDnnlLayout
{
  dnnl_memory_desc_t d;
};

struct _P2pDnnlPrimitive
{
  dnnl_engine_t engine;
  dnnl_stream_t stream;
  dnnl_primitive_desc_t pd;
  dnnl_primitive_t primitive;
  P2pDnnlLayout *md[P2P_DNNL_N_ROLES];
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

const char *
p2p_dnnl_version (void)
{
  static char text[32];
  const dnnl_version_t *v = dnnl_version ();
  g_snprintf (text, sizeof text, "oneDNN %d.%d.%d", v->major, v->minor, v->patch);
  return text;
}

P2pDnnlEngine *
p2p_dnnl_engine_new (GError **error)
{
  P2pDnnlEngine *e = g_new0 (P2pDnnlEngine, 1);
  if (ok (dnnl_engine_create (&e->engine, dnnl_cpu, 0), "an engine", "this processor", error)
      && ok (dnnl_stream_create (&e->stream, e->engine, dnnl_stream_default_flags), "a stream",
          "this processor", error))
    return e;
  p2p_dnnl_engine_free (e);
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

/* --- the two versions --- */

#if P2P_DNNL_HANDLES

#define MD(md) ((md)->d)

static P2pDnnlLayout *
md_by_tag (int rank, const dnnl_dims_t dims, dnnl_format_tag_t tag)
{
  dnnl_memory_desc_t d;
  if (dnnl_memory_desc_create_with_tag (&d, rank, dims, dnnl_f32, tag) != dnnl_success)
    return NULL;
  P2pDnnlLayout *md = g_new0 (P2pDnnlLayout, 1);
  md->d = d;
  return md;
}

static P2pDnnlLayout *
md_clone (P2pDnnlMdArg from)
{
  P2pDnnlLayout *md = g_new0 (P2pDnnlLayout, 1);
  dnnl_memory_desc_clone (&md->d, from);
  return md;
}

void
p2p_dnnl_layout_free (P2pDnnlLayout *md)
{
  if (md)
    dnnl_memory_desc_destroy (md->d);
  g_free (md);
}

static dnnl_status_t
conv_pd (dnnl_primitive_desc_t *pd, dnnl_engine_t engine, P2pDnnlDirection direction,
    const P2pDnnlConv *c, const P2pDnnlLayout *src, const P2pDnnlLayout *weights,
    const P2pDnnlLayout *bias, const P2pDnnlLayout *dst, const_dnnl_primitive_desc_t hint,
    const_dnnl_primitive_attr_t attr)
{
  const dnnl_dims_t strides = { c->stride, c->stride }, dense = { 0, 0 };
  const dnnl_dims_t left = { c->pad, c->pad }, right = { c->pad_h, c->pad_w };
  if (direction == P2P_DNNL_BACKWARD_DATA)
    return dnnl_convolution_backward_data_primitive_desc_create (pd, engine,
        dnnl_convolution_direct, src->d, weights->d, dst->d, strides, dense, left, right, hint,
        attr);
  if (direction == P2P_DNNL_BACKWARD_WEIGHTS)
    return dnnl_convolution_backward_weights_primitive_desc_create (pd, engine,
        dnnl_convolution_direct, src->d, weights->d, NULL, dst->d, strides, dense, left, right,
        hint, attr);
  return dnnl_convolution_forward_primitive_desc_create (pd, engine,
      c->scoring ? dnnl_forward_inference : dnnl_forward_training, dnnl_convolution_direct, src->d,
      weights->d, bias ? bias->d : NULL, dst->d, strides, dense, left, right, attr);
}

static dnnl_status_t
reorder_pd (dnnl_primitive_desc_t *pd, dnnl_engine_t engine, const P2pDnnlLayout *src,
    const P2pDnnlLayout *dst, const_dnnl_primitive_attr_t attr)
{
  return dnnl_reorder_primitive_desc_create (pd, src->d, engine, dst->d, engine, attr);
}

static dnnl_status_t
append_sum (dnnl_post_ops_t ops)
{
  return dnnl_post_ops_append_sum (ops, 1.0f, 0, dnnl_data_type_undef);
}

#else

#define MD(md) (&(md)->d)

static P2pDnnlLayout *
md_by_tag (int rank, const dnnl_dims_t dims, dnnl_format_tag_t tag)
{
  P2pDnnlLayout *md = g_new0 (P2pDnnlLayout, 1);
  if (dnnl_memory_desc_init_by_tag (&md->d, rank, dims, dnnl_f32, tag) == dnnl_success)
    return md;
  g_free (md);
  return NULL;
}

static P2pDnnlLayout *
md_clone (P2pDnnlMdArg from)
{
  P2pDnnlLayout *md = g_new0 (P2pDnnlLayout, 1);
  md->d = *from;
  return md;
}

void
p2p_dnnl_layout_free (P2pDnnlLayout *md)
{
  g_free (md);
}

static dnnl_status_t
conv_pd (dnnl_primitive_desc_t *pd, dnnl_engine_t engine, P2pDnnlDirection direction,
    const P2pDnnlConv *c, const P2pDnnlLayout *src, const P2pDnnlLayout *weights,
    const P2pDnnlLayout *bias, const P2pDnnlLayout *dst, const_dnnl_primitive_desc_t hint,
    const_dnnl_primitive_attr_t attr)
{
  const dnnl_dims_t strides = { c->stride, c->stride };
  const dnnl_dims_t left = { c->pad, c->pad }, right = { c->pad_h, c->pad_w };
  dnnl_convolution_desc_t d;
  dnnl_status_t status;
  if (direction == P2P_DNNL_BACKWARD_DATA)
    status = dnnl_convolution_backward_data_desc_init (&d, dnnl_convolution_direct, &src->d,
        &weights->d, &dst->d, strides, left, right);
  else if (direction == P2P_DNNL_BACKWARD_WEIGHTS)
    status = dnnl_convolution_backward_weights_desc_init (&d, dnnl_convolution_direct, &src->d,
        &weights->d, NULL, &dst->d, strides, left, right);
  else
    status = dnnl_convolution_forward_desc_init (&d,
        c->scoring ? dnnl_forward_inference : dnnl_forward_training, dnnl_convolution_direct,
        &src->d, &weights->d, bias ? &bias->d : NULL, &dst->d, strides, left, right);
  return status != dnnl_success ? status : dnnl_primitive_desc_create (pd, &d, attr, engine, hint);
}

static dnnl_status_t
reorder_pd (dnnl_primitive_desc_t *pd, dnnl_engine_t engine, const P2pDnnlLayout *src,
    const P2pDnnlLayout *dst, const_dnnl_primitive_attr_t attr)
{
  return dnnl_reorder_primitive_desc_create (pd, &src->d, engine, &dst->d, engine, attr);
}

static dnnl_status_t
append_sum (dnnl_post_ops_t ops)
{
  return dnnl_post_ops_append_sum (ops, 1.0f);
}

#endif

/* --- layouts --- */

P2pDnnlLayout *
p2p_dnnl_layout_plain (int rank, const int *dims)
{
  static const dnnl_format_tag_t tags[] = { dnnl_a, dnnl_ab, dnnl_abc, dnnl_abcd };
  dnnl_dims_t d;
  g_assert (rank >= 1 && rank <= 4);
  for (int i = 0; i < rank; i++)
    d[i] = dims[i];
  return md_by_tag (rank, d, tags[rank - 1]);
}

P2pDnnlLayout *
p2p_dnnl_layout_blocked (int n, int c, int h, int w, int block)
{
  const dnnl_dims_t dims = { n, c, h, w };
  if (block == 1)
    return md_by_tag (4, dims, dnnl_nchw);
  if (block == 8)
    return md_by_tag (4, dims, dnnl_nChw8c);
  if (block == 16)
    return md_by_tag (4, dims, dnnl_nChw16c);
  return block == c ? md_by_tag (4, dims, dnnl_nhwc) : NULL;
}

P2pDnnlLayout *
p2p_dnnl_layout_weights (int o, int i, int k, int block)
{
  const dnnl_dims_t dims = { o, i, k, k };
  return md_by_tag (4, dims, block == 8 ? dnnl_OIhw8i8o : dnnl_OIhw16i16o);
}

static P2pDnnlLayout *
md_any (int a, int b, int c, int d)
{
  const dnnl_dims_t dims = { a, b, c, d };
  return md_by_tag (4, dims, dnnl_format_tag_any);
}

P2pDnnlLayout *
p2p_dnnl_layout_copy (const P2pDnnlLayout *md)
{
  return md ? md_clone (MD (md)) : NULL;
}

gboolean
p2p_dnnl_layout_equal (const P2pDnnlLayout *a, const P2pDnnlLayout *b)
{
  return dnnl_memory_desc_equal (MD (a), MD (b)) != 0;
}

gsize
p2p_dnnl_layout_size (const P2pDnnlLayout *md)
{
  return dnnl_memory_desc_get_size (MD (md));
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
    P2pDnnlMdArg md = dnnl_primitive_desc_query_md (p->pd, query[r], 0);
    if (md && (r != P2P_DNNL_SCRATCH || dnnl_memory_desc_get_size (md) > 0))
      p->md[r] = md_clone (md);
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
    append_sum (ops);
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

typedef struct
{
  P2pDnnlLayout *src, *weights, *bias, *dst;
} ConvMds;

static ConvMds
conv_mds (P2pDnnlDirection direction, const P2pDnnlConv *c, const P2pDnnlLayout *src,
    const P2pDnnlLayout *weights, const P2pDnnlLayout *dst)
{
  return (ConvMds){
    src ? p2p_dnnl_layout_copy (src) : md_any (c->n, c->ic, c->ih, c->iw),
    weights ? p2p_dnnl_layout_copy (weights) : md_any (c->oc, c->ic, c->k, c->k),
    direction == P2P_DNNL_FORWARD && c->bias ? p2p_dnnl_layout_plain (1, &c->oc) : NULL,
    dst ? p2p_dnnl_layout_copy (dst) : md_any (c->n, c->oc, c->oh, c->ow),
  };
}

static void
conv_mds_clear (ConvMds *m)
{
  p2p_dnnl_layout_free (m->src);
  p2p_dnnl_layout_free (m->weights);
  p2p_dnnl_layout_free (m->bias);
  p2p_dnnl_layout_free (m->dst);
}

/* The backward directions want a forward descriptor as a hint. */
static dnnl_primitive_desc_t
forward_hint (P2pDnnlEngine *engine, const P2pDnnlConv *conv)
{
  P2pDnnlConv c = *conv;
  c.scoring = c.bias = FALSE;
  ConvMds m = conv_mds (P2P_DNNL_FORWARD, &c, NULL, NULL, NULL);
  dnnl_primitive_desc_t pd = NULL;
  if (conv_pd (&pd, engine->engine, P2P_DNNL_FORWARD, &c, m.src, m.weights, NULL, m.dst, NULL, NULL)
      != dnnl_success)
    pd = NULL;
  conv_mds_clear (&m);
  return pd;
}

P2pDnnlPrimitive *
p2p_dnnl_conv_new (P2pDnnlEngine *engine, P2pDnnlDirection direction, const P2pDnnlConv *conv,
    const P2pDnnlLayout *src, const P2pDnnlLayout *weights, const P2pDnnlLayout *dst,
    GError **error)
{
  g_autofree char *what = describe_conv (direction, conv);
  P2pDnnlPrimitive *p = prim_new (engine);
  ConvMds m = conv_mds (direction, conv, src, weights, dst);
  dnnl_primitive_attr_t attr = make_attr (FALSE);
  dnnl_primitive_desc_t hint = direction == P2P_DNNL_FORWARD ? NULL : forward_hint (engine, conv);
  gboolean done = ok (conv_pd (&p->pd, engine->engine, direction, conv, m.src, m.weights, m.bias,
                          m.dst, hint, attr),
      "a descriptor", what, error);
  if (done) {
    p->md[P2P_DNNL_BIAS] = p2p_dnnl_layout_copy (m.bias);
    done = finish_prim (p, queries[direction], conv_args[direction], what, error);
  }
  if (hint)
    dnnl_primitive_desc_destroy (hint);
  dnnl_primitive_attr_destroy (attr);
  conv_mds_clear (&m);
  if (done)
    return p;
  p2p_dnnl_primitive_free (p);
  return NULL;
}

P2pDnnlPrimitive *
p2p_dnnl_reorder_new (P2pDnnlEngine *engine, const P2pDnnlLayout *src, const P2pDnnlLayout *dst,
    gboolean add, GError **error)
{
  static const dnnl_query_t query[P2P_DNNL_N_ROLES] = { dnnl_query_src_md, dnnl_query_undef,
    dnnl_query_undef, dnnl_query_dst_md, dnnl_query_scratchpad_md };
  static const int arg[P2P_DNNL_N_ROLES] = { DNNL_ARG_FROM, 0, 0, DNNL_ARG_TO,
    DNNL_ARG_SCRATCHPAD };
  P2pDnnlPrimitive *p = prim_new (engine);
  dnnl_primitive_attr_t attr = make_attr (add);
  gboolean done =
      ok (reorder_pd (&p->pd, engine->engine, src, dst, attr), "a descriptor", "a reorder", error)
      && finish_prim (p, query, arg, "a reorder", error);
  dnnl_primitive_attr_destroy (attr);
  if (done)
    return p;
  p2p_dnnl_primitive_free (p);
  return NULL;
}

void
p2p_dnnl_primitive_free (P2pDnnlPrimitive *prim)
{
  if (!prim)
    return;
  for (int i = 0; i < prim->n_args; i++)
    dnnl_memory_destroy (prim->args[i].memory);
  for (int r = 0; r < P2P_DNNL_N_ROLES; r++)
    p2p_dnnl_layout_free (prim->md[r]);
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
p2p_dnnl_primitive_md (const P2pDnnlPrimitive *prim, P2pDnnlRole role)
{
  return prim->md[role];
}

gboolean
p2p_dnnl_primitive_bind (P2pDnnlPrimitive *prim, P2pDnnlRole role, void *data, GError **error)
{
  dnnl_memory_t memory = NULL;
  g_assert (prim->md[role] && prim->n_args < P2P_DNNL_N_ROLES);
  if (!ok (dnnl_memory_create (&memory, MD (prim->md[role]), prim->engine, data), "a memory",
          prim->name, error))
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
