/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Claim: every usable back-end computes what ref computes, for every kind of
 * row, at awkward and at usual numbers of channels: values, gradients, running
 * statistics, accumulation, Adam, plans for inference on the same parameters,
 * losses and copies; and no back-end leaves memory behind. */

#include <math.h>
#include <string.h>
#include "backend.h"
#include "error.h"
#include "leaks.h"
#include "rng.h"
#include "usable.h"

#define BOUND 1e-4 /* of the largest number in a tensor: sums in another order */

/* channels 0 stands for the case's width, -1 for its input's. */
typedef struct
{
  const char *name;
  int side;
  P2pRow rows[4];
} Net;

#define ROW(l, k, ch, ker, str, pd, ...)                                                           \
  {                                                                                                \
    .label = l, .key = l, .norm_key = l "n", .kind = k, .channels = ch, .kernel = ker,             \
    .stride = str, .pad = pd, __VA_ARGS__                                                          \
  }
#define BATCH .norm = P2P_NORM_BATCH
#define INSTANCE .norm = P2P_NORM_INSTANCE, .bias = TRUE
#define RELU .post = P2P_ACT_RELU
#define LEAKY .post = P2P_ACT_LEAKY
#define TANH .post = P2P_ACT_TANH
#define REFLECT .pad_mode = P2P_PAD_REFLECT

static const Net nets[] = {
  { "1x1", 9,
      { ROW ("a", P2P_CONV, 0, 1, 1, 0, .bias = TRUE, LEAKY),
          ROW ("b", P2P_CONV, 0, 1, 1, 0, BATCH, LEAKY), ROW ("c", P2P_CONV, 1, 1, 1, 0) } },
  { "3x3-zero", 8,
      { ROW ("a", P2P_CONV, 0, 3, 1, 1, .bias = TRUE, TANH),
          ROW ("b", P2P_CONV, 0, 3, 1, 1, BATCH, RELU),
          ROW ("c", P2P_CONV, 3, 3, 2, 1, .bias = TRUE) } },
  { "3x3-reflect-residual", 8,
      { ROW ("a", P2P_CONV, 0, 3, 2, 1, INSTANCE, RELU),
          ROW ("b", P2P_CONV, 0, 3, 1, 1, INSTANCE, RELU, REFLECT, .dropout = 0.5f),
          ROW ("c", P2P_CONV, 0, 3, 1, 1, INSTANCE, REFLECT, .add = "a"),
          ROW ("d", P2P_CONV, 3, 1, 1, 0, .bias = TRUE, TANH) } },
  { "3x3-large", 17,
      { ROW ("a", P2P_CONV, 0, 3, 1, 1, .bias = TRUE, LEAKY),
          ROW ("b", P2P_CONV, 0, 3, 1, 1, INSTANCE, RELU, REFLECT),
          ROW ("c", P2P_CONV, 0, 3, 1, 0, BATCH, RELU),
          ROW ("d", P2P_CONV, 1, 3, 1, 2, .bias = TRUE) } },
  { "7x7-reflect", 10,
      { ROW ("a", P2P_CONV, 0, 7, 1, 3, BATCH, RELU, REFLECT),
          ROW ("b", P2P_CONV, 3, 7, 1, 3, .bias = TRUE, TANH, REFLECT) } },
  { "out-pad", 6,
      { ROW ("a", P2P_CONV, 0, 3, 2, 1, BATCH, RELU),
          ROW ("b", P2P_CONV_T, 0, 3, 2, 1, INSTANCE, RELU, .out_pad = 1),
          ROW ("c", P2P_CONV_T, 2, 3, 2, 1, .bias = TRUE, TANH, .out_pad = 1) } },
  { "patch", 14,
      { ROW ("a", P2P_CONV, 0, 4, 2, 1, .bias = TRUE, LEAKY),
          ROW ("b", P2P_CONV, 0, 4, 1, 1, BATCH, LEAKY),
          ROW ("c", P2P_CONV, 1, 4, 1, 1, .bias = TRUE) } },
  { "skip", 8,
      { ROW ("a", P2P_CONV, 0, 4, 2, 1, BATCH),
          ROW ("b", P2P_CONV, 0, 4, 2, 1, BATCH, .pre = P2P_ACT_LEAKY),
          ROW ("c", P2P_CONV_T, 0, 4, 2, 1, BATCH, .pre = P2P_ACT_RELU, .concat = "a",
              .dropout = 0.5f),
          ROW ("d", P2P_CONV_T, 3, 4, 2, 1, .pre = P2P_ACT_RELU, .bias = TRUE, TANH) } },
  { "innermost", 4,
      { ROW ("a", P2P_CONV, 0, 4, 2, 1, .bias = TRUE),
          ROW ("b", P2P_CONV, 0, 4, 2, 1, .pre = P2P_ACT_LEAKY),
          ROW ("c", P2P_CONV_T, 0, 4, 2, 1, INSTANCE, .pre = P2P_ACT_RELU, .concat = "a"),
          ROW ("d", P2P_CONV_T, 1, 4, 2, 1, .pre = P2P_ACT_RELU, .bias = TRUE) } },
  { "bias-before-batch-norm", 7,
      { ROW ("a", P2P_CONV_T, 0, 3, 1, 1, BATCH, .bias = TRUE, LEAKY),
          ROW ("b", P2P_CONV, 0, 3, 1, 0, BATCH, .bias = TRUE, .dropout = 0.25f),
          ROW ("c", P2P_CONV_T, 4, 4, 2, 1, .bias = TRUE) } },
};

/* Channels of the input and of the middle, pictures. */
static const int sizes[][3] = { { 1, 3, 1 }, { 3, 6, 2 }, { 6, 13, 4 }, { 13, 64, 1 },
  { 64, 64, 2 }, { 64, 3, 1 }, { 8, 16, 4 }, { 3, 32, 1 } };

typedef struct
{
  const P2pBackend *backend;
  const Net *net;
  const int *size;
} Case;

/* One device, its parameters and a plan for training. */
typedef struct
{
  P2pDevice *device;
  P2pStore *store;
  P2pExec *exec;
} Side;

static float *
draw (gsize n, guint64 seed)
{
  float *values = g_new (float, n);
  P2pRng rng;
  p2p_rng_init (&rng, seed, P2P_RNG_TEST, 0);
  for (gsize i = 0; i < n; i++)
    values[i] = (float) p2p_rng_normal (&rng);
  return values;
}

static double
largest (const float *v, gsize n)
{
  double max = 0;
  for (gsize i = 0; i < n; i++)
    max = MAX (max, fabs (v[i]));
  return max;
}

static void
compare (const char *what, const float *found, const float *expected, gsize n, double least)
{
  const double bound = BOUND * MAX (largest (expected, n), least);
  for (gsize i = 0; i < n; i++)
    if (!(fabs ((double) found[i] - expected[i]) <= bound))
      g_error ("%s: number %zu of %zu is %g instead of %g (bound %g)", what, i, n, found[i],
          expected[i], bound);
}

static void
compare_tensors (const char *what, const P2pTensor *found, const P2pTensor *expected)
{
  const gsize n = p2p_shape_count (&expected->shape);
  g_autofree float *f = g_new (float, n), *e = g_new (float, n);
  g_assert_true (p2p_shape_equal (&found->shape, &expected->shape));
  found->device->backend->download (found, f);
  expected->device->backend->download (expected, e);
  compare (what, f, e, n, 0);
}

static float *
read_part (const Side *s, P2pStorePart part, guint i)
{
  float *values = g_new (float, s->store->params->list[i].count);
  s->device->backend->store_read (s->store, part, i, values);
  return values;
}

/* A bias in front of a norm has the gradient 0 and differs by rounding alone:
 * what counts is the size of gradients in this net. */
static void
compare_part (const char *what, const Side *found, const Side *expected, P2pStorePart part)
{
  const P2pParams *params = expected->store->params;
  double size = 0;
  for (int round = 0; round < 2; round++)
    for (guint i = 0; i < params->n; i++) {
      if (part != P2P_STORE_VALUE && !params->list[i].trainable)
        continue;
      g_autofree float *e = read_part (expected, part, i);
      if (round == 0) {
        size = MAX (size, largest (e, params->list[i].count));
        continue;
      }
      g_autofree float *f = read_part (found, part, i);
      g_autofree char *name = g_strdup_printf ("%s of %s", what, params->list[i].name);
      compare (name, f, e, params->list[i].count, 0.1 * size);
    }
}

static GArray *
rows_of (const Net *net, int width)
{
  GArray *rows = g_array_new (FALSE, TRUE, sizeof (P2pRow));
  for (guint i = 0; i < G_N_ELEMENTS (net->rows) && *net->rows[i].label; i++) {
    P2pRow row = net->rows[i];
    row.channels = row.channels ? row.channels : width;
    g_array_append_val (rows, row);
  }
  return rows;
}

static void
write_random (const Side *s, P2pStorePart part, guint64 seed)
{
  for (guint i = 0; i < s->store->params->n; i++) {
    const P2pParam *p = &s->store->params->list[i];
    if (part != P2P_STORE_VALUE && !p->trainable)
      continue;
    g_autofree float *values = draw (p->count, seed + i);
    const double fan = p->kind == P2P_PARAM_WEIGHT ? p->count / (double) p->dims[0] : 4;
    for (gsize k = 0; k < p->count; k++) {
      values[k] = (float) (values[k] / sqrt (fan));
      if (p->kind == P2P_PARAM_RUNNING_VAR || p->kind == P2P_PARAM_GAMMA)
        values[k] = 0.5f + fabsf (values[k]);
    }
    s->device->backend->store_write (s->store, part, i, values);
  }
}

static Side
open_side (const P2pBackend *backend, const P2pParams *params, gboolean train)
{
  g_autoptr (GError) error = NULL;
  Side s = { .device = backend->open (2, &error) };
  g_assert_no_error (error);
  s.device->seed = 42;
  s.device->step = 7;
  s.store = backend->store_new (s.device, params, train, &error);
  g_assert_no_error (error);
  write_random (&s, P2P_STORE_VALUE, 100);
  return s;
}

static void
plan_side (Side *s, const P2pPlan *plan)
{
  g_autoptr (GError) error = NULL;
  g_autofree float *x = draw (p2p_shape_count (&plan->input), 1);
  g_autofree float *dy = draw (p2p_shape_count (&plan->output), 2);
  s->exec = s->device->backend->exec_new (s->store, plan, &error);
  g_assert_no_error (error);
  s->device->backend->upload (&s->exec->x, x);
  if (plan->options.train)
    s->device->backend->upload (&s->exec->dy, dy);
}

static void
unplan_side (Side *s)
{
  s->device->backend->exec_free (s->exec);
  s->exec = NULL;
}

static void
close_side (Side *s)
{
  if (s->exec)
    unplan_side (s);
  s->device->backend->store_free (s->store);
  p2p_device_close (s->device);
}

static void
step (Side *s, guint wants, gboolean accumulate)
{
  s->device->backend->forward (s->exec);
  s->device->backend->backward (s->exec, wants, accumulate);
}

static void
train (Side *s, Side *ref)
{
  step (s, P2P_WANT_DX | P2P_WANT_DW, FALSE);
  step (ref, P2P_WANT_DX | P2P_WANT_DW, FALSE);
  compare_tensors ("y", &s->exec->y, &ref->exec->y);
  compare_tensors ("dx", &s->exec->dx, &ref->exec->dx);
  compare_part ("gradient", s, ref, P2P_STORE_GRADIENT);
  compare_part ("value after a forward", s, ref, P2P_STORE_VALUE);

  step (s, P2P_WANT_DW, TRUE);
  step (ref, P2P_WANT_DW, TRUE);
  compare_part ("accumulated gradient", s, ref, P2P_STORE_GRADIENT);

  /* A backward for dx alone leaves the gradients of parameters alone. */
  step (s, P2P_WANT_DX, FALSE);
  compare_tensors ("dx alone", &s->exec->dx, &ref->exec->dx);
  compare_part ("untouched gradient", s, ref, P2P_STORE_GRADIENT);
  ref->device->backend->forward (ref->exec);
}

/* All values and moments, one behind the other. */
static GArray *
everything (const Side *s)
{
  GArray *all = g_array_new (FALSE, FALSE, sizeof (float));
  for (guint i = 0; i < s->store->params->n; i++)
    for (int part = 0; part < 4; part++) {
      const P2pParam *p = &s->store->params->list[i];
      if (part == P2P_STORE_GRADIENT || (part != P2P_STORE_VALUE && !p->trainable))
        continue;
      g_autofree float *values = read_part (s, part, i);
      g_array_append_vals (all, values, p->count);
    }
  return all;
}

/* One gradient that is none, in any parameter, and the update is left out as a whole. */
static void
leave_out (Side *s)
{
  static const float bad[] = { NAN, -NAN, INFINITY, -INFINITY, 1e13f, -3e38f };
  const P2pBackend *b = s->device->backend;
  const P2pAdam adam = { 1e-2f, 0.5f, 0.999f, 1e-8f, 3 };
  const guint64 before = b->updates_left_out (s->store);
  guint64 n = 0;
  g_autoptr (GArray) kept = everything (s);
  for (guint i = 0; i < s->store->params->n; i++) {
    const P2pParam *p = &s->store->params->list[i];
    if (!p->trainable)
      continue;
    g_autofree float *gradient = read_part (s, P2P_STORE_GRADIENT, i);
    g_autofree float *spoilt = g_memdup2 (gradient, p->count * sizeof (float));
    spoilt[n * 7919 % p->count] = bad[n % G_N_ELEMENTS (bad)];
    b->store_write (s->store, P2P_STORE_GRADIENT, i, spoilt);
    b->adam (s->store, &adam);
    b->store_write (s->store, P2P_STORE_GRADIENT, i, gradient);
    n++;
  }
  g_autoptr (GArray) now = everything (s);
  g_assert_cmpmem (kept->data, kept->len * sizeof (float), now->data, now->len * sizeof (float));
  g_assert_cmpuint (b->updates_left_out (s->store) - before, ==, n);
  b->adam (s->store, &adam);
  g_assert_cmpuint (b->updates_left_out (s->store) - before, ==, n);
  g_autoptr (GArray) later = everything (s);
  g_assert_true (memcmp (kept->data, later->data, kept->len * sizeof (float)) != 0);
}

static void
update (Side *s, Side *ref)
{
  Side *const sides[] = { s, ref };
  for (int i = 0; i < 2; i++)
    for (guint64 t = 1; t <= 2; t++) {
      const P2pAdam adam = { 1e-2f, 0.5f, 0.999f, 1e-8f, t };
      write_random (sides[i], P2P_STORE_GRADIENT, 200 + t);
      sides[i]->device->backend->adam (sides[i]->store, &adam);
    }
  compare_part ("value after Adam", s, ref, P2P_STORE_VALUE);
  compare_part ("first moment", s, ref, P2P_STORE_M);
  leave_out (s);
  leave_out (ref);
  compare_part ("second moment", s, ref, P2P_STORE_V);
}

/* Plans for inference, on parameters that a plan for training has laid out or
 * not, with all three kinds of statistics. */
static void
infer (Side *s, Side *ref, const GArray *rows, const P2pShape *input)
{
  for (P2pStats stats = P2P_STATS_BATCH; stats <= P2P_STATS_IMAGE; stats++) {
    g_autoptr (GError) error = NULL;
    const P2pPlanOptions options = { .norm_stats = stats,
      .dropout = stats == P2P_STATS_IMAGE,
      .stream = 3 };
    g_autoptr (P2pPlan) plan = p2p_plan_new (rows, input, &options, &error);
    g_assert_no_error (error);
    plan_side (s, plan);
    plan_side (ref, plan);
    s->device->backend->forward (s->exec);
    ref->device->backend->forward (ref->exec);
    compare_tensors ("y of inference", &s->exec->y, &ref->exec->y);
    unplan_side (s);
    unplan_side (ref);
  }
}

static void
test_case (gconstpointer data)
{
  const Case *c = data;
  g_autoptr (GError) error = NULL;
  const P2pShape input = { c->size[2], c->size[0], c->net->side, c->net->side + 4 };
  const P2pPlanOptions options = { .train = TRUE, .dropout = TRUE, .stream = 1 };
  g_autoptr (GArray) rows = rows_of (c->net, c->size[1]);
  P2pParams *params = p2p_params_describe (rows, c->size[0]);
  g_autoptr (P2pPlan) plan = p2p_plan_new (rows, &input, &options, &error);
  g_assert_no_error (error);
  for (int infer_first = 0; infer_first < 2; infer_first++) {
    Side s = open_side (c->backend, params, TRUE);
    Side ref = open_side (p2p_backend_find ("ref", NULL), params, TRUE);
    if (infer_first)
      infer (&s, &ref, rows, &input);
    plan_side (&s, plan);
    plan_side (&ref, plan);
    train (&s, &ref);
    update (&s, &ref);
    unplan_side (&s);
    unplan_side (&ref);
    infer (&s, &ref, rows, &input);
    close_side (&s);
    close_side (&ref);
  }
  Side s = open_side (c->backend, params, FALSE);
  Side ref = open_side (p2p_backend_find ("ref", NULL), params, FALSE);
  infer (&s, &ref, rows, &input);
  close_side (&s);
  close_side (&ref);
  p2p_params_free (params);
}

/* --- what has no plan --- */

static P2pTensor
tensor_of (P2pDevice *device, const P2pShape *shape, guint64 seed)
{
  P2pTensor t;
  g_autoptr (GError) error = NULL;
  g_autofree float *values = draw (p2p_shape_count (shape), seed);
  g_assert_true (device->backend->tensor_alloc (device, shape, &t, &error));
  device->backend->upload (&t, values);
  return t;
}

static void
losses_of (P2pDevice *device, const P2pShape *shape, float values[P2P_MAX_LOSSES], P2pTensor *dy)
{
  G_STATIC_ASSERT (2 * P2P_N_LOSSES <= P2P_MAX_LOSSES);
  P2pTensor y = tensor_of (device, shape, 1), t = tensor_of (device, shape, 2);
  *dy = tensor_of (device, shape, 3);
  for (int f = 0; f < P2P_N_LOSSES; f++)
    for (int against = 0; against < 2; against++) {
      const P2pLossCall call = { f, &y, against ? &t : NULL, 1.0f, 2 * f + against, 0.5f,
        f == 1 && !against ? NULL : dy, 3.0f, f > 0 || against, FALSE };
      device->backend->loss (device, &call);
    }
  const P2pLossCall more = { P2P_LOSS_l1, &y, NULL, 0.25f, 0, 2.0f, NULL, 0, FALSE, TRUE };
  device->backend->loss (device, &more);
  device->backend->losses_read (device, values);
  device->backend->tensor_clear (&y);
  device->backend->tensor_clear (&t);
}

static void
test_losses (gconstpointer data)
{
  const P2pShape shapes[] = { { 2, 3, 65, 67 }, { 1, 1, 30, 30 }, { 1, 3, 256, 256 } };
  g_autoptr (P2pDevice) device = ((const P2pBackend *) data)->open (2, NULL);
  g_autoptr (P2pDevice) ref = p2p_device_open ("ref", 1, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (shapes); i++) {
    float found[P2P_MAX_LOSSES], expected[P2P_MAX_LOSSES];
    P2pTensor dy, ref_dy;
    losses_of (device, &shapes[i], found, &dy);
    losses_of (ref, &shapes[i], expected, &ref_dy);
    compare ("losses", found, expected, 2 * P2P_N_LOSSES, 0);
    compare_tensors ("dy", &dy, &ref_dy);
    device->backend->tensor_clear (&dy);
    ref->backend->tensor_clear (&ref_dy);
  }
}

static void
test_copy (gconstpointer data)
{
  const P2pShape from = { 2, 5, 9, 7 }, to = { 2, 6, 9, 7 };
  P2pDevice *devices[] = { ((const P2pBackend *) data)->open (2, NULL),
    p2p_device_open ("ref", 1, NULL) };
  P2pTensor dst[2];
  for (int i = 0; i < 2; i++) {
    P2pTensor src = tensor_of (devices[i], &from, 1);
    dst[i] = tensor_of (devices[i], &to, 2);
    devices[i]->backend->copy (&dst[i], 0, &src, 2, 3, FALSE);
    devices[i]->backend->copy (&dst[i], 4, &src, 0, 2, TRUE);
    devices[i]->backend->tensor_clear (&src);
  }
  compare_tensors ("copy", &dst[0], &dst[1]);
  for (int i = 0; i < 2; i++) {
    devices[i]->backend->tensor_clear (&dst[i]);
    p2p_device_close (devices[i]);
  }
}

/* Same seed, same number of threads: the same bits. */
static void
test_repeat (gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  const P2pShape input = { 2, 3, 16, 16 };
  const P2pPlanOptions options = { .train = TRUE, .dropout = TRUE };
  g_autoptr (GArray) rows = rows_of (&nets[7], 32);
  P2pParams *params = p2p_params_describe (rows, 3);
  g_autoptr (P2pPlan) plan = p2p_plan_new (rows, &input, &options, &error);
  float *dx[2];
  for (int i = 0; i < 2; i++) {
    Side s = open_side (data, params, TRUE);
    plan_side (&s, plan);
    step (&s, P2P_WANT_DX | P2P_WANT_DW, FALSE);
    dx[i] = g_new (float, p2p_shape_count (&input));
    s.device->backend->download (&s.exec->dx, dx[i]);
    close_side (&s);
  }
  g_assert_cmpmem (dx[0], p2p_shape_count (&input) * sizeof (float), dx[1],
      p2p_shape_count (&input) * sizeof (float));
  g_free (dx[0]);
  g_free (dx[1]);
  p2p_params_free (params);
}

/* --- what is left behind --- */

/* Everything that a device can be asked for, from opening to closing. */
static void
live_once (gpointer data)
{
  const P2pBackend *backend = data;
  g_autoptr (GError) error = NULL;
  const P2pShape input = { 2, 16, 16, 16 };
  const P2pPlanOptions options = { .train = TRUE, .dropout = TRUE };
  g_autoptr (GArray) rows = rows_of (&nets[7], 16);
  P2pParams *params = p2p_params_describe (rows, 16);
  g_autoptr (P2pPlan) plan = p2p_plan_new (rows, &input, &options, &error);
  g_assert_no_error (error);
  Side s = open_side (backend, params, TRUE);
  plan_side (&s, plan);
  step (&s, P2P_WANT_DX | P2P_WANT_DW, FALSE);
  for (guint i = 0; i < params->n; i++) { /* in the layout that the plan has chosen */
    g_autofree float *values = read_part (&s, P2P_STORE_VALUE, i);
    backend->store_write (s.store, P2P_STORE_VALUE, i, values);
  }
  close_side (&s);
  p2p_params_free (params);
}

static void
test_leaks (gconstpointer backend)
{
  leaks_check (live_once, (gpointer) backend, 20);
}

static void
skip_all (void)
{
  g_test_skip ("ref is the only back-end of this build; nothing is there to compare it with");
}

static void
add_leaks (const P2pBackend *backend)
{
  g_autofree char *path = g_strdup_printf ("/backend/%s/leaks", backend->name);
  g_test_add_data_func (path, backend, test_leaks);
}

static void
add_backend (const P2pBackend *backend)
{
  for (guint i = 0; i < G_N_ELEMENTS (nets); i++)
    for (guint k = 0; k < G_N_ELEMENTS (sizes); k++) {
      Case *c = g_new (Case, 1);
      *c = (Case){ backend, &nets[i], sizes[k] };
      g_autofree char *path = g_strdup_printf ("/backend/%s/%s/%d-%dx%d", backend->name,
          nets[i].name, sizes[k][0], sizes[k][1], sizes[k][2]);
      g_test_add_data_func_full (path, c, test_case, g_free);
    }
  g_autofree char *losses = g_strdup_printf ("/backend/%s/losses", backend->name);
  g_autofree char *copy = g_strdup_printf ("/backend/%s/copy", backend->name);
  g_autofree char *repeat = g_strdup_printf ("/backend/%s/repeat", backend->name);
  g_test_add_data_func (losses, backend, test_losses);
  g_test_add_data_func (copy, backend, test_copy);
  g_test_add_data_func (repeat, backend, test_repeat);
  add_leaks (backend);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  guint others = 0;
  for (const P2pBackend *const *b = p2p_backends (); *b; b++) {
    if (g_str_equal ((*b)->name, "ref")) {
      add_leaks (*b);
      continue;
    }
    others++;
    if (usable_or_skipped (*b, "backend"))
      add_backend (*b);
  }
  if (others == 0)
    g_test_add_func ("/backend/others", skip_all);
  return g_test_run ();
}
