/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Claim: the lifetimes of a plan's buffers reach from the first pass that touches them to the
 * last, no further; nothing is read that was not written; and memory may be used otherwise
 * outside of them: every number stays the same when it is. */

#include <math.h>
#include <string.h>
#include "backends/ref/ref.h"
#include "graph/net.h"

typedef struct
{
  const char *arch;
  P2pRole role;
  int side;
  P2pNorm norm;
  gboolean dropout, train, tangent;
} Case;

static const Case cases[] = {
  { "resnet_6blocks", P2P_ROLE_GENERATOR, 16, P2P_NORM_INSTANCE, TRUE, TRUE, FALSE },
  { "resnet_6blocks", P2P_ROLE_GENERATOR, 16, P2P_NORM_BATCH, FALSE, FALSE, FALSE },
  { "unet_64", P2P_ROLE_GENERATOR, 64, P2P_NORM_BATCH, TRUE, TRUE, FALSE },
  { "unet_64", P2P_ROLE_GENERATOR, 64, P2P_NORM_NONE, FALSE, TRUE, FALSE },
  { "basic", P2P_ROLE_DISCRIMINATOR, 32, P2P_NORM_BATCH, FALSE, TRUE, FALSE },
  { "basic", P2P_ROLE_DISCRIMINATOR, 32, P2P_NORM_INSTANCE, FALSE, TRUE, TRUE },
  { "basic", P2P_ROLE_DISCRIMINATOR, 32, P2P_NORM_NONE, FALSE, TRUE, TRUE },
  { "pixel", P2P_ROLE_DISCRIMINATOR, 8, P2P_NORM_INSTANCE, FALSE, TRUE, TRUE },
};

typedef struct
{
  P2pDevice *device;
  P2pNet *net;
  P2pExec *exec;
} Side;

static Side
open_side (const Case *c)
{
  g_autoptr (GError) error = NULL;
  const gboolean generator = c->role == P2P_ROLE_GENERATOR;
  const P2pNetOptions net = { .input_nc = 3,
    .output_nc = generator ? 3 : 1,
    .features = 2,
    .layers = 2,
    .norm = c->norm,
    .dropout = c->dropout };
  const P2pPlanOptions plan = { .train = c->train, .dropout = c->dropout, .tangent = c->tangent };
  const P2pShape shape = { 2, 3, c->side, c->side };
  Side s = { .device = p2p_device_open ("ref", 1, &error) };
  g_assert_no_error (error);
  s.net = p2p_net_new (s.device, p2p_arch_find (c->role, c->arch, NULL), &net, c->train, &error);
  g_assert_no_error (error);
  g_assert_true (p2p_net_init (s.net, "normal", 0.3f, 1, 1, &error));
  s.exec = p2p_net_plan (s.net, &shape, &plan, &error);
  g_assert_no_error (error);
  return s;
}

static void
close_side (Side *s)
{
  p2p_net_unplan (s->exec);
  p2p_net_free (s->net);
  p2p_device_close (s->device);
}

/* What a pass touches, as graph/plan.h says it. -1: nothing. */
typedef struct
{
  int reads[5], writes[3];
} Touched;

static Touched
touched_by (const P2pPass *p)
{
  const gboolean two = p->n_outputs > 1;
  const int x = p->x.buffer, dx = p->dx.buffer, added = p->accumulate ? dx : -1;
  const int y0 = p->y[0].buffer, y1 = two ? p->y[1].buffer : -1;
  const int dy0 = p->dy[0].buffer, dy1 = two ? p->dy[1].buffer : -1;
  switch (p->kind) {
    case P2P_PASS_PAD:
    case P2P_PASS_CONV:
      return (Touched){ { x, -1, -1, -1, -1 }, { y0, -1, -1 } };
    case P2P_PASS_NORM:
      return (Touched){ { x, p->add.buffer, -1, -1, -1 }, { y0, y1, p->stats } };
    case P2P_PASS_PAD_BACKWARD:
    case P2P_PASS_CONV_DATA:
      return (Touched){ { dy0, added, -1, -1, -1 }, { dx, -1, -1 } };
    case P2P_PASS_CONV_WEIGHTS:
      return (Touched){ { x, dy0, -1, -1, -1 }, { -1, -1, -1 } };
    case P2P_PASS_NORM_BACKWARD:
      return (Touched){ { x, dy0, dy1, p->stats, added }, { dx, -1, -1 } };
    case P2P_PASS_NORM_TANGENT:
      return (Touched){ { x, p->v.buffer, dy0, p->stats, -1 }, { y0, dx, -1 } };
  }
  g_assert_not_reached ();
}

static gboolean
is_border (const P2pBuffer *b)
{
  return b->kind != P2P_BUFFER_VALUE && b->kind != P2P_BUFFER_GRADIENT
         && b->kind != P2P_BUFFER_STATS;
}

static void
touch (P2pBuffer *b, int pass)
{
  b->first = MIN (b->first, pass);
  b->last = pass;
}

static void
test_lifetimes (gconstpointer data)
{
  Side s = open_side (data);
  const P2pPlan *plan = s.exec->plan;
  g_autofree P2pBuffer *own = g_new (P2pBuffer, plan->n_buffers);
  g_autofree gboolean *written = g_new0 (gboolean, plan->n_buffers);
  for (int i = 0; i < plan->n_buffers; i++) {
    own[i] = (P2pBuffer){ .kind = plan->buffers[i].kind, .first = G_MAXINT, .last = -1 };
    written[i] = own[i].kind == P2P_BUFFER_INPUT || own[i].kind == P2P_BUFFER_DY
                 || own[i].kind == P2P_BUFFER_V;
  }
  for (int i = 0; i < p2p_plan_n_passes (plan); i++) {
    const P2pPass *p = p2p_plan_pass (plan, i);
    const Touched touched = touched_by (p);
    /* The first writer of a gradient overwrites, later ones add. */
    if (p->dx.buffer >= 0 && p->kind != P2P_PASS_NORM_TANGENT)
      g_assert_cmpint (p->accumulate, ==, written[p->dx.buffer]);
    for (guint k = 0; k < G_N_ELEMENTS (touched.reads); k++)
      if (touched.reads[k] >= 0) {
        g_assert_true (written[touched.reads[k]]);
        touch (&own[touched.reads[k]], i);
      }
    for (guint k = 0; k < G_N_ELEMENTS (touched.writes); k++)
      if (touched.writes[k] >= 0) {
        written[touched.writes[k]] = TRUE;
        touch (&own[touched.writes[k]], i);
      }
  }
  g_test_message ("%d passes, %d buffers", p2p_plan_n_passes (plan), plan->n_buffers);
  for (int i = 0; i < plan->n_buffers; i++) {
    g_assert_cmpint (plan->buffers[i].first, ==, own[i].first);
    g_assert_cmpint (plan->buffers[i].last, ==, own[i].last);
  }
  close_side (&s);
}

/* NaN into what pass I may not rely on: buffers that it is the first to touch, by their lifetime,
 * and those whose last pass is over. */
static void
spoil (const Side *s, int i)
{
  for (int k = 0; k < s->exec->plan->n_buffers; k++) {
    const P2pBuffer *b = &s->exec->plan->buffers[k];
    float *values = ((RefExec *) s->exec)->buffers[k];
    if (!is_border (b) && (i <= b->first || i > b->last))
      for (gsize n = 0; n < p2p_shape_count (&b->shape); n++)
        values[n] = NAN;
  }
}

/* All lists of the plan, one pass after the other. */
static void
run (const Side *s, gboolean spoilt)
{
  static void (*const functions[]) (const RefCall *) = {
    [P2P_PASS_PAD] = p2p_ref_pad,
    [P2P_PASS_CONV] = p2p_ref_conv,
    [P2P_PASS_NORM] = p2p_ref_norm,
    [P2P_PASS_PAD_BACKWARD] = p2p_ref_pad_backward,
    [P2P_PASS_CONV_DATA] = p2p_ref_conv_data,
    [P2P_PASS_CONV_WEIGHTS] = p2p_ref_conv_weights,
    [P2P_PASS_NORM_BACKWARD] = p2p_ref_norm_backward,
    [P2P_PASS_NORM_TANGENT] = p2p_ref_norm_tangent,
  };
  const P2pPlan *plan = s->exec->plan;
  for (int i = 0; i < p2p_plan_n_passes (plan); i++) {
    const P2pPass *p = p2p_plan_pass (plan, i);
    const RefCall call = { (RefExec *) s->exec, (RefStore *) s->net->store, p,
      P2P_WANT_DX | P2P_WANT_DW, i >= plan->n_forward + plan->n_backward };
    if (spoilt)
      spoil (s, i);
    functions[p->kind](&call);
  }
}

static void
fill (P2pTensor *tensor, double step)
{
  if (tensor->data)
    for (gsize i = 0; i < p2p_shape_count (&tensor->shape); i++)
      tensor->data[i] = (float) sin (step * (double) (i + 1));
}

static void
expect_same (const char *what, const float *found, const float *expected, gsize n)
{
  double sum = 0;
  for (gsize i = 0; i < n; i++) {
    sum += fabs (expected[i]);
    if (memcmp (&found[i], &expected[i], sizeof (float)) != 0)
      g_error ("%s[%zu] is %g instead of %g", what, i, found[i], expected[i]);
  }
  g_assert_true (isfinite (sum) && n > 0);
}

static void
test_reuse (gconstpointer data)
{
  Side s[2] = { open_side (data), open_side (data) };
  for (int i = 0; i < 2; i++) {
    fill (&s[i].exec->x, 0.7);
    fill (&s[i].exec->dy, 0.3);
    fill (&s[i].exec->v, 1.1);
    run (&s[i], i == 0);
  }
  const P2pExec *found = s[0].exec, *expected = s[1].exec;
  const P2pParams *params = s[0].net->params;
  expect_same ("y", found->y.data, expected->y.data, p2p_shape_count (&found->y.shape));
  if (found->plan->options.train)
    expect_same ("dx", found->dx.data, expected->dx.data, p2p_shape_count (&found->dx.shape));
  for (guint i = 0; found->plan->options.train && i < params->n; i++)
    if (params->list[i].trainable)
      expect_same (params->list[i].name, ((RefStore *) found->store)->part[P2P_STORE_GRADIENT][i],
          ((RefStore *) expected->store)->part[P2P_STORE_GRADIENT][i], params->list[i].count);
  close_side (&s[0]);
  close_side (&s[1]);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    const Case *c = &cases[i];
    const char *use = c->tangent ? "penalty" : c->train ? "train" : "infer";
    g_autofree char *lifetimes =
        g_strdup_printf ("/plan/lifetimes/%s/%s/%s", c->arch, p2p_norm_name (c->norm), use);
    g_autofree char *reuse =
        g_strdup_printf ("/plan/reuse/%s/%s/%s", c->arch, p2p_norm_name (c->norm), use);
    g_test_add_data_func (lifetimes, c, test_lifetimes);
    g_test_add_data_func (reuse, c, test_reuse);
  }
  return g_test_run ();
}
