/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Claim: the gradient penalty is what its formula says, and what is added to the
 * gradients of the parameters is its derivative: by numeric differences on ref,
 * by PyTorch's numbers (tests/data/make-penalty.py) and by ref on every back-end.
 * A batch norm is refused with the reason. Training with it draws the length of
 * the gradient to 1, and the same seed gives the same bits. */

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include "error.h"
#include "io/safetensors.h"
#include "graph/net.h"
#include "rng.h"
#include "usable.h"

#define LAMBDA 10.0f

typedef struct
{
  P2pDevice *device;
  P2pNet *net;
  P2pExec *exec;
} Side;

typedef struct
{
  const P2pArch *arch;
  P2pNorm norm;
  int features, layers;
  P2pShape shape;
} Case;

static float *
draw (gsize n, guint64 seed, double scale)
{
  float *values = g_new (float, n);
  P2pRng rng;
  p2p_rng_init (&rng, seed, P2P_RNG_TEST, 0);
  for (gsize i = 0; i < n; i++)
    values[i] = (float) (scale * p2p_rng_normal (&rng));
  return values;
}

/* Weights so that the gradient is neither tiny nor huge, biases that matter; with
 * few enough digits that small powers of two are added without rounding. */
static void
write_parameters (const Side *s)
{
  for (guint i = 0; i < s->net->params->n; i++) {
    const P2pParam *p = &s->net->params->list[i];
    const double fan = p->kind == P2P_PARAM_WEIGHT ? (double) (p->count / (gsize) p->dims[0]) : 9;
    g_autofree float *values = draw (p->count, 300 + i, 1.3 / sqrt (fan));
    for (gsize k = 0; k < p->count; k++)
      values[k] = ldexpf (roundf (ldexpf (values[k], 18)), -18);
    s->device->backend->store_write (s->net->store, P2P_STORE_VALUE, i, values);
  }
}

static Side
open_side (const Case *c, const char *backend, int threads)
{
  g_autoptr (GError) error = NULL;
  Side s = { .device = p2p_device_open (backend, threads, &error) };
  const P2pNetOptions net = { .input_nc = c->shape.c,
    .output_nc = 1,
    .features = c->features,
    .layers = c->layers,
    .norm = c->norm };
  const P2pPlanOptions plan = { .train = TRUE, .tangent = TRUE };
  g_assert_no_error (error);
  s.net = p2p_net_new (s.device, c->arch, &net, TRUE, &error);
  g_assert_no_error (error);
  write_parameters (&s);
  s.exec = p2p_net_plan (s.net, &c->shape, &plan, &error);
  g_assert_no_error (error);
  const gsize n_x = p2p_shape_count (&c->shape), n_y = p2p_shape_count (&s.exec->y.shape);
  g_autofree float *x = draw (n_x, 1, 0.7), *ones = g_new (float, n_y);
  for (gsize i = 0; i < n_y; i++)
    ones[i] = 1;
  s.device->backend->upload (&s.exec->x, x);
  s.device->backend->upload (&s.exec->dy, ones);
  return s;
}

static void
close_side (Side *s)
{
  p2p_net_unplan (s->exec);
  p2p_net_free (s->net);
  p2p_device_close (s->device);
}

/* The penalty from the gradient, in double precision. */
static double
penalty_of (const Side *s)
{
  const P2pBackend *b = s->device->backend;
  const gsize n = p2p_shape_count (&s->exec->dx.shape), pictures = (gsize) s->exec->dx.shape.n;
  g_autofree float *g = g_new (float, n);
  double sum = 0;
  b->forward (s->exec);
  b->backward (s->exec, P2P_WANT_DX, FALSE);
  b->download (&s->exec->dx, g);
  for (gsize i = 0; i < pictures; i++) {
    double square = 0;
    for (gsize k = 0; k < n / pictures; k++)
      square += (double) g[i * n / pictures + k] * g[i * n / pictures + k];
    sum += (sqrt (square) - 1) * (sqrt (square) - 1);
  }
  return LAMBDA * sum / (double) pictures;
}

/* Sets the gradients of the parameters to START, adds the penalty's, returns its value. */
static float
differentiate (const Side *s, float start)
{
  const P2pBackend *b = s->device->backend;
  const P2pPenaltyCall call = { &s->exec->dx, 1, LAMBDA, 3, &s->exec->v };
  float losses[P2P_MAX_LOSSES];
  for (guint i = 0; i < s->net->params->n; i++) {
    g_autofree float *values = g_new (float, s->net->params->list[i].count);
    for (gsize k = 0; k < s->net->params->list[i].count; k++)
      values[k] = start;
    b->store_write (s->net->store, P2P_STORE_GRADIENT, i, values);
  }
  b->forward (s->exec);
  b->backward (s->exec, P2P_WANT_DX, FALSE);
  b->penalty (s->device, &call);
  b->tangent (s->exec);
  b->losses_read (s->device, losses);
  return losses[3];
}

static float *
read_part (const Side *s, P2pStorePart part, guint i)
{
  float *values = g_new (float, s->net->params->list[i].count);
  s->device->backend->store_read (s->net->store, part, i, values);
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

static double
largest_gradient (const Side *s)
{
  double max = 0;
  for (guint i = 0; i < s->net->params->n; i++) {
    g_autofree float *g = read_part (s, P2P_STORE_GRADIENT, i);
    max = MAX (max, largest (g, s->net->params->list[i].count));
  }
  return max;
}

/* --- numeric differences --- */

/* Number K of parameter I of a side, about to be moved. */
typedef struct
{
  const Side *side;
  guint i;
  gsize k;
  float *values, kept;
} Number;

static double
penalty_at (const Number *m, double e)
{
  m->values[m->k] = (float) (m->kept + e);
  m->side->device->backend->store_write (m->side->net->store, P2P_STORE_VALUE, m->i, m->values);
  return penalty_of (m->side);
}

/* The penalty jumps where a weight's change carries a pixel over the kink of a
 * leaky ReLU. So differences are taken to both sides, to the left and to the
 * right, all of second order, for several sizes; the best one counts. */
static void
check_number (const Number *m, double slope, double size)
{
  double best = INFINITY, numeric = 0;
  for (double e = ldexp (1, -8); e > 1e-5 && best > 1e-4 * size; e /= 2) {
    const double p = penalty_at (m, 0), right = penalty_at (m, e), left = penalty_at (m, -e);
    const double found[] = { (right - left) / (2 * e),
      (4 * right - 3 * p - penalty_at (m, 2 * e)) / (2 * e),
      (3 * p + penalty_at (m, -2 * e) - 4 * left) / (2 * e) };
    for (int j = 0; j < 3; j++)
      if (fabs (found[j] - slope) < best) {
        best = fabs (found[j] - slope);
        numeric = found[j];
      }
  }
  penalty_at (m, 0);
  if (best > 1e-3 * size)
    g_error ("%s[%zu]: derivative %g, by differences %g (largest %g)",
        m->side->net->params->list[m->i].name, m->k, slope, numeric, size);
}

static void
test_numeric (gconstpointer data)
{
  Side s = open_side (data, "ref", 1);
  const double value = differentiate (&s, 0), size = largest_gradient (&s);
  g_assert_cmpfloat (fabs (value - penalty_of (&s)), <, 1e-5 * value);
  g_assert_cmpfloat (size, >, 1e-2);
  for (guint i = 0; i < s.net->params->n; i++) {
    const gsize count = s.net->params->list[i].count;
    g_autofree float *values = read_part (&s, P2P_STORE_VALUE, i);
    g_autofree float *g = read_part (&s, P2P_STORE_GRADIENT, i);
    const double own = MAX (largest (g, count), 0.02 * size);
    for (gsize k = 0; k < 6; k++) {
      const gsize at = (k * 7919 + 3) % count;
      const Number number = { &s, i, at, values, values[at] };
      check_number (&number, g[at], own);
    }
  }
  close_side (&s);
}

/* --- against other numbers --- */

static void
compare (const Side *s, guint i, const float *expected, float start, double size, double bound)
{
  const P2pParam *p = &s->net->params->list[i];
  g_autofree float *g = read_part (s, P2P_STORE_GRADIENT, i);
  const double least = bound * MAX (largest (expected, p->count), 0.05 * size);
  for (gsize k = 0; k < p->count; k++)
    if (!(fabs ((double) g[k] - start - expected[k]) <= least))
      g_error ("%s[%zu] is %g instead of %g (bound %g)", p->name, k, g[k] - start, expected[k],
          least);
}

static void
test_against_ref (gconstpointer data)
{
  const Case *c = data;
  Side ref = open_side (c, "ref", 1);
  const double value = differentiate (&ref, 0), size = largest_gradient (&ref);
  for (const P2pBackend *const *b = p2p_backends (); *b; b++)
    for (int threads = 1; threads <= 2 && (*b)->probe (NULL); threads++) {
      Side s = open_side (c, (*b)->name, threads);
      for (int round = 0; round < 2; round++) {
        const float start = round ? 0.25f : 0;
        g_assert_cmpfloat (fabs (differentiate (&s, start) - value), <, 2e-5 * value);
        for (guint i = 0; i < ref.net->params->n; i++) {
          g_autofree float *expected = read_part (&ref, P2P_STORE_GRADIENT, i);
          compare (&s, i, expected, start, size, 2e-4);
        }
      }
      close_side (&s);
    }
  close_side (&ref);
}

static void
load_case (const P2pSafetensors *file, Case *c)
{
  const P2pTensorInfo *x = p2p_safetensors_find (file, "x");
  g_assert_nonnull (x);
  g_assert_cmpint (x->rank, ==, 4);
  c->arch = p2p_arch_find (P2P_ROLE_DISCRIMINATOR, p2p_safetensors_metadata (file, "netD"), NULL);
  g_assert_true (p2p_norm_parse (p2p_safetensors_metadata (file, "norm"), &c->norm, NULL));
  c->features = atoi (p2p_safetensors_metadata (file, "features"));
  c->layers = atoi (p2p_safetensors_metadata (file, "layers"));
  c->shape = (P2pShape){ (int) x->dims[0], (int) x->dims[1], (int) x->dims[2], (int) x->dims[3] };
}

static float *
read_tensor (const P2pSafetensors *file, const char *prefix, const char *name, gsize count)
{
  g_autofree char *full = g_strconcat (prefix, name, NULL);
  g_autoptr (GError) error = NULL;
  float *values = g_new (float, count);
  p2p_safetensors_floats (file, full, count, values, &error);
  g_assert_no_error (error);
  return values;
}

static void
check_file (const P2pSafetensors *file, const char *backend)
{
  Case c;
  load_case (file, &c);
  Side s = open_side (&c, backend, 2);
  g_autofree float *x = read_tensor (file, "", "x", p2p_shape_count (&c.shape));
  g_autofree float *value = read_tensor (file, "", "penalty", 1);
  double size = 0;
  s.device->backend->upload (&s.exec->x, x);
  for (guint i = 0; i < s.net->params->n; i++) {
    const P2pParam *p = &s.net->params->list[i];
    g_autofree float *values = read_tensor (file, "", p->name, p->count);
    g_autofree float *g = read_tensor (file, "grad.", p->name, p->count);
    s.device->backend->store_write (s.net->store, P2P_STORE_VALUE, i, values);
    size = MAX (size, largest (g, p->count));
  }
  g_assert_cmpfloat (fabs (differentiate (&s, 0) / value[0] - 1), <, 1e-5);
  for (guint i = 0; i < s.net->params->n; i++) {
    const P2pParam *p = &s.net->params->list[i];
    g_autofree float *g = read_tensor (file, "grad.", p->name, p->count);
    compare (&s, i, g, 0, size, 2e-5);
  }
  close_side (&s);
}

static void
test_pytorch (void)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "data", "penalty", NULL);
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  int n = 0;
  g_assert_nonnull (dir);
  for (const char *name; (name = g_dir_read_name (dir)); n++) {
    g_autofree char *full = g_build_filename (path, name, NULL);
    g_autoptr (GError) error = NULL;
    g_autoptr (P2pSafetensors) file = p2p_safetensors_open (full, &error);
    g_assert_no_error (error);
    for (const P2pBackend *const *b = p2p_backends (); *b; b++)
      if ((*b)->probe (NULL)) {
        g_test_message ("%s on %s", name, (*b)->name);
        check_file (file, (*b)->name);
      }
  }
  g_assert_cmpint (n, >=, 5);
}

/* --- cases --- */

/* What no discriminator has: reflection, a transposed convolution, an activation
 * before a convolution, a norm in the last row. */
static void
emit_odd (GArray *rows, const P2pNetOptions *o)
{
  P2pRow *row = p2p_rows_add (rows, "a", "a", P2P_CONV, o->features, 3, 1, 1);
  row->pad_mode = P2P_PAD_REFLECT;
  row->bias = TRUE;
  row->norm = o->norm;
  row = p2p_rows_add (rows, "b", "b", P2P_CONV_T, o->features, 4, 2, 1);
  row->pre = P2P_ACT_RELU;
  row->bias = TRUE;
  row = p2p_rows_add (rows, "c", "c", P2P_CONV, 2 * o->features, 3, 2, 2);
  row->pad_mode = P2P_PAD_REFLECT;
  row->post = P2P_ACT_LEAKY;
  row = p2p_rows_add (rows, "d", "d", P2P_CONV, 3, 3, 1, 1);
  row->bias = TRUE;
  row->norm = o->norm;
  row->post = P2P_ACT_LEAKY;
}

static const P2pArch odd = { "odd", "", P2P_ROLE_DISCRIMINATOR, emit_odd, 1 };

static void
add_case (const char *kind, const Case *c, GTestDataFunc test)
{
  g_autofree char *path = g_strdup_printf ("/penalty/%s/%s-%d/%s/%d-%dx%dx%d", kind, c->arch->name,
      c->layers, p2p_norm_name (c->norm), c->features, c->shape.n, c->shape.c, c->shape.h);
  g_test_add_data_func_full (path, g_memdup2 (c, sizeof *c), test, g_free);
}

static void
add_cases (void)
{
  static const struct
  {
    const char *name;
    int layers, side;
  } nets[] = { { "n_layers", 1, 24 }, { "n_layers", 2, 25 }, { "basic", 3, 40 }, { "pixel", 0, 9 },
    { NULL, 0, 8 } };
  for (guint i = 0; i < G_N_ELEMENTS (nets); i++)
    for (int instance = 0; instance < 2; instance++)
      for (int n = 1; n <= 2; n++) {
        Case c = { nets[i].name ? p2p_arch_find (P2P_ROLE_DISCRIMINATOR, nets[i].name, NULL) : &odd,
          instance ? P2P_NORM_INSTANCE : P2P_NORM_NONE, 4, nets[i].layers,
          { n, n == 1 ? 6 : 3, nets[i].side, nets[i].side + 3 } };
        add_case ("numeric", &c, test_numeric);
        add_case ("against-ref", &c, test_against_ref);
        c.features = 16;
        add_case ("against-ref", &c, test_against_ref);
      }
}

static void
test_refused (void)
{
  g_autoptr (GArray) rows = g_array_new (FALSE, TRUE, sizeof (P2pRow));
  const P2pNetOptions net = { .input_nc = 3, .features = 4, .layers = 1, .norm = P2P_NORM_BATCH };
  const P2pPlanOptions options = { .train = TRUE, .tangent = TRUE };
  const P2pShape shape = { 1, 3, 24, 24 };
  g_autoptr (GError) error = NULL, tanh_error = NULL;
  const P2pArch *arch = p2p_arch_find (P2P_ROLE_DISCRIMINATOR, "n_layers", NULL);
  arch->emit (rows, &net);
  g_assert_null (p2p_plan_new (rows, &shape, &options, &error));
  g_assert_error (error, P2P_ERROR, P2P_ERROR_USAGE);
  g_assert_nonnull (strstr (error->message, "statistics couple the pictures"));
  g_assert_nonnull (strstr (error->message, "use the norm instance or none"));
  for (guint i = 0; i < rows->len; i++)
    g_array_index (rows, P2pRow, i).norm = P2P_NORM_NONE;
  g_array_index (rows, P2pRow, rows->len - 1).post = P2P_ACT_TANH;
  g_assert_null (p2p_plan_new (rows, &shape, &options, &tanh_error));
  g_assert_error (tanh_error, P2P_ERROR, P2P_ERROR_USAGE);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (const P2pBackend *const *b = p2p_backends (); *b; b++)
    usable_or_skipped (*b, "penalty");
  add_cases ();
  g_test_add_func ("/penalty/pytorch", test_pytorch);
  g_test_add_func ("/penalty/refused", test_refused);
  return g_test_run ();
}
