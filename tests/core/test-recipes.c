/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Claim: every model shows what its views say and starts its networks from
 * different values; the gradients of a cycle_gan step are the derivatives of its
 * printed losses, whether passes are shared or not; a pool gives each picture
 * away as the paper says, and the same again from the same state; models that
 * only translate are not trained; plans that share memory compute what plans with
 * memory of their own do. */

#include <math.h>
#include <string.h>
#include "gan-formulas.h"
#include "error.h"
#include "losses/loss.h"
#include "small-job.h"
#include "usable.h"

/* --- records --- */

static gboolean
has_net (const P2pJob *job, const char *name)
{
  for (int i = 0; i < job->n_nets; i++)
    if (g_str_equal (job->nets[i].name, name))
      return TRUE;
  return FALSE;
}

static void
check_views (const P2pJob *job)
{
  int shown = 0;
  for (const P2pView *v = job->recipe->views; v->name; v++) {
    gboolean known = !v->net && (g_str_equal (v->from, "A") || g_str_equal (v->from, "B"));
    if (v->in_training && job->options->lambda_identity <= 0)
      continue;
    g_assert_true (!v->net || has_net (job, v->net));
    for (const P2pView *w = job->recipe->views; w->name; w++)
      known = known || g_str_equal (w->name, v->from);
    g_assert_true (known);
    g_assert_cmpint (shown, <, job->n_shown);
    g_assert_cmpstr (job->shown[shown++].name, ==, v->name);
  }
  g_assert_cmpint (shown, ==, job->n_shown);
}

static void
check_values_differ (const P2pJob *job)
{
  const P2pBackend *b = job->device->backend;
  for (int i = 0; i + 1 < job->n_nets; i++) {
    const P2pNet *one = job->nets[i].net, *two = job->nets[i + 1].net;
    const gsize n = MIN (one->params->list[0].count, two->params->list[0].count);
    g_autofree float *x = g_new (float, one->params->list[0].count);
    g_autofree float *y = g_new (float, two->params->list[0].count);
    b->store_read (one->store, P2P_STORE_VALUE, 0, x);
    b->store_read (two->store, P2P_STORE_VALUE, 0, y);
    g_assert_false (memcmp (x, y, n * sizeof (float)) == 0);
  }
}

static void
test_model (gconstpointer recipe)
{
  const P2pRecipe *r = recipe;
  Work work;
  float losses[P2P_MAX_LOSSES];
  start (&work, r->name, 2, NULL);
  check_views (work.job);
  check_values_differ (work.job);
  upload_random (work.job, 1);
  p2p_job_step (work.job, 1, 1, 2e-4);
  p2p_job_losses (work.job, losses);
  g_assert_nonnull (r->losses[0]);
  for (int i = 0; r->losses[i]; i++)
    g_assert_true (isfinite (losses[i]) && losses[i] != 0);
  stop (&work);
}

/* All that are trained. */
static void
add_models (void)
{
  guint trained = 0;
  for (const P2pRecipe *const *r = p2p_recipes (); *r; r++) {
    if (!(*r)->losses)
      continue;
    g_autofree char *path = g_strconcat ("/recipes/model/", (*r)->name, NULL);
    g_test_add_data_func (path, *r, test_model);
    trained++;
  }
  g_assert_cmpuint (trained, >=, 3);
}

static void
test_only_translates (void)
{
  g_auto (P2pOptions) o;
  g_autoptr (GError) error = NULL;
  p2p_options_init (&o, P2P_FOR_TRAIN);
  set (&o, "model", "test");
  g_assert_true (p2p_options_resolve (&o, &error));
  g_assert_cmpstr (o.net_g, ==, "resnet_9blocks");
  g_assert_cmpstr (o.dataset_mode, ==, "single");
  g_assert_null (p2p_job_new (&o, &error));
  g_assert_error (error, P2P_ERROR, P2P_ERROR_USAGE);
  g_assert_nonnull (strstr (error->message, "use p2p test"));
}

static void
test_colour_visuals (void)
{
  Work work;
  start (&work, "colorization", 1, NULL);
  const P2pViewTensor *v = work.job->shown;
  g_assert_null (v[0].chroma);
  for (int i = 1; i < 3; i++) {
    g_assert_cmpint (v[i].tensor->shape.c, ==, 1);
    g_assert_cmpint (v[i].chroma->shape.c, ==, 2);
  }
  g_assert_true (v[1].chroma == work.job->real_b && v[2].chroma != work.job->real_b);
  stop (&work);
}

/* --- derivatives --- */

/* The part of the printed losses that NET's gradient is of. */
static double
total_loss (P2pJob *job, int net)
{
  static const int generators[] = { 1, 2, 3, 5, 6, 7 };
  float losses[P2P_MAX_LOSSES];
  double sum = 0;
  p2p_job_step (job, 1, 1, 0); /* rate 0: no weight changes */
  p2p_job_losses (job, losses);
  if (net >= 2)
    return losses[net == 2 ? 0 : 4];
  for (guint i = 0; i < G_N_ELEMENTS (generators); i++)
    sum += losses[generators[i]];
  return sum;
}

/* Moves all weights of a net by E times a direction. */
static double
loss_beside (P2pJob *job, int net, float *const *values, float *const *direction, double e)
{
  P2pNet *of = job->nets[net].net;
  for (guint i = 0; i < of->params->n; i++) {
    const gsize n = of->params->list[i].count;
    g_autofree float *moved = g_new (float, n);
    if (!of->params->list[i].trainable)
      continue;
    for (gsize k = 0; k < n; k++)
      moved[k] = (float) (values[i][k] + e * direction[i][k]);
    of->store->device->backend->store_write (of->store, P2P_STORE_VALUE, i, moved);
  }
  return total_loss (job, net);
}

/* Along the gradient, each weight's share of it drawn at random. */
static void
check_net (P2pJob *job, int net)
{
  const P2pNet *of = job->nets[net].net;
  const P2pBackend *b = job->device->backend;
  const guint n = of->params->n;
  g_autofree float **values = g_new0 (float *, n), **direction = g_new0 (float *, n);
  double slope = 0, length = 0, best = INFINITY, numeric = 0;
  P2pRng rng;
  p2p_rng_init (&rng, 9, P2P_RNG_TEST, (guint64) net);
  total_loss (job, net);
  for (guint i = 0; i < n; i++) {
    const gsize count = of->params->list[i].count;
    if (!of->params->list[i].trainable)
      continue;
    g_autofree float *g = g_new (float, count);
    values[i] = g_new (float, count);
    direction[i] = g_new (float, count);
    b->store_read (of->store, P2P_STORE_VALUE, i, values[i]);
    b->store_read (of->store, P2P_STORE_GRADIENT, i, g);
    for (gsize k = 0; k < count; k++) {
      direction[i][k] = (float) (g[k] * (0.5 + p2p_rng_double (&rng)));
      slope += (double) g[k] * direction[i][k];
      length += (double) g[k] * g[k];
    }
  }
  /* Kinks and curvature: the step that agrees best counts. */
  for (double e = 1e-2 / sqrt (length); e * sqrt (length) > 1e-6 && best > 2e-3; e /= 3) {
    const double above = loss_beside (job, net, values, direction, e);
    const double found = (above - loss_beside (job, net, values, direction, -e)) / (2 * e);
    if (fabs (found / slope - 1) < best) {
      best = fabs (found / slope - 1);
      numeric = found;
    }
  }
  loss_beside (job, net, values, direction, 0);
  g_test_message ("%s: slope %g, by differences %g", job->nets[net].name, slope, numeric);
  g_assert_cmpfloat (length, >, 0);
  g_assert_cmpfloat (best, <, 1e-2);
  for (guint i = 0; i < n; i++) {
    g_free (values[i]);
    g_free (direction[i]);
  }
}

static void
test_gradients (gconstpointer norm)
{
  const char *const settings[][11] = {
    { "norm", norm, "pool_size", "0", "lambda_A", "3", NULL },
    { "norm", norm, "pool_size", "0", "lambda_identity", "0", "direction", "BtoA", "input_nc", "1",
        NULL },
  };
  for (guint i = 0; i < G_N_ELEMENTS (settings); i++) {
    Work work;
    start (&work, "cycle_gan", 2, settings[i]);
    upload_random (work.job, 4);
    for (int net = 0; net < work.job->n_nets; net++)
      check_net (work.job, net);
    stop (&work);
  }
}

static void
test_no_identity (void)
{
  static const char *const settings[] = { "lambda_identity", "0", NULL };
  float losses[P2P_MAX_LOSSES];
  Work work;
  start (&work, "cycle_gan", 1, settings);
  check_views (work.job);
  upload_random (work.job, 2);
  p2p_job_step (work.job, 1, 1, 2e-4);
  p2p_job_losses (work.job, losses);
  g_assert_cmpfloat (losses[3], ==, 0);
  g_assert_cmpfloat (losses[7], ==, 0);
  g_assert_cmpfloat (losses[2], >, 0);
  stop (&work);
}

/* A short last batch plans again; the pools go on. */
static void
test_short_batch (void)
{
  g_autoptr (GError) error = NULL;
  Work work;
  start (&work, "cycle_gan", 2, NULL);
  upload_random (work.job, 1);
  p2p_job_step (work.job, 1, 1, 2e-4);
  g_autofree float *before = g_new (float, 3 * SIDE * SIDE),
                   *after = g_new (float, 3 * SIDE * SIDE);
  p2p_pool_read (work.job->pools[0], 1, before);
  g_assert_true (p2p_job_build (work.job, 1, SIDE, SIDE, &error));
  upload_random (work.job, 2);
  p2p_job_step (work.job, 1, 2, 2e-4);
  p2p_pool_read (work.job->pools[0], 1, after);
  for (int i = 0; i < 2; i++)
    g_assert_cmpint (p2p_pool_count (work.job->pools[i]), ==, 3);
  g_assert_cmpmem (before, 3 * SIDE * SIDE * sizeof (float), after,
      3 * SIDE * SIDE * sizeof (float));
  stop (&work);
}

/* --- pools --- */

#define SIZE 5
#define BATCH 2

typedef struct
{
  P2pDevice *device;
  P2pPool *pool;
  P2pTensor in, out; /* [BATCH, 1, 2, 3] */
} Bath;

static void
fill_bath (Bath *bath, const char *backend, int size)
{
  g_autoptr (GError) error = NULL;
  const P2pShape shape = { BATCH, 1, 2, 3 };
  bath->device = p2p_device_open (backend, 1, &error);
  g_assert_no_error (error);
  bath->device->seed = 11;
  bath->pool = p2p_pool_new ("A", 0, size);
  const P2pBackend *b = bath->device->backend;
  g_assert_true (b->tensor_alloc (bath->device, &shape, &bath->in, &error));
  g_assert_true (b->tensor_alloc (bath->device, &shape, &bath->out, &error));
}

static void
drain_bath (Bath *bath)
{
  p2p_pool_free (bath->pool);
  bath->device->backend->tensor_clear (&bath->in);
  bath->device->backend->tensor_clear (&bath->out);
  p2p_device_close (bath->device);
}

/* Pictures are their own number, six times; RESULT: the numbers that come back. */
static void
ask (Bath *bath, guint64 step, int *result)
{
  float values[BATCH * 6];
  for (int i = 0; i < BATCH * 6; i++)
    values[i] = (float) (step * BATCH) + (float) (i / 6);
  bath->device->step = step;
  bath->device->backend->upload (&bath->in, values);
  p2p_pool_query (bath->pool, &bath->in, &bath->out);
  bath->device->backend->download (&bath->out, values);
  for (int i = 0; i < BATCH * 6; i++) {
    g_assert_cmpfloat (values[i], ==, values[i / 6 * 6]);
    result[i / 6] = (int) values[i];
  }
}

static void
test_pool (gconstpointer backend)
{
  Bath bath;
  int got[BATCH], held = 0, old = 0;
  g_autoptr (GHashTable) inside = g_hash_table_new (NULL, NULL);
  fill_bath (&bath, backend, SIZE);
  g_assert_true (p2p_pool_prepare (bath.pool, bath.device, 1, 2, 3, NULL));
  for (guint64 step = 1; step <= 500; step++) {
    ask (&bath, step, got);
    for (int i = 0; i < BATCH; i++) {
      const int new = (int) step *BATCH + i;
      if (held < SIZE) {
        g_assert_cmpint (got[i], ==, new);
        g_hash_table_add (inside, GINT_TO_POINTER (new));
        held++;
      } else if (got[i] != new) { /* an old one, which leaves */
        g_assert_true (g_hash_table_remove (inside, GINT_TO_POINTER (got[i])));
        g_hash_table_add (inside, GINT_TO_POINTER (new));
        old++;
      }
    }
    g_assert_cmpint (p2p_pool_count (bath.pool), ==, held);
  }
  g_assert_cmpint (old, >, 430); /* half of 995; 4 deviations are 63 */
  g_assert_cmpint (old, <, 565);
  drain_bath (&bath);
}

static void
test_pool_restored (gconstpointer backend)
{
  Bath one, two;
  int a[BATCH], b[BATCH];
  g_autoptr (GError) error = NULL;
  fill_bath (&one, backend, SIZE);
  fill_bath (&two, backend, SIZE);
  g_assert_true (p2p_pool_prepare (one.pool, one.device, 1, 2, 3, NULL));
  for (guint64 step = 1; step <= 20; step++)
    ask (&one, step, a);
  const P2pShape shape = p2p_pool_shape (one.pool);
  float *values = p2p_pool_restore (two.pool, &shape, SIZE, &error);
  g_assert_no_error (error);
  for (int i = 0; i < SIZE; i++)
    p2p_pool_read (one.pool, i, values + 6 * i);
  g_assert_true (p2p_pool_prepare (two.pool, two.device, 1, 2, 3, NULL));
  for (guint64 step = 21; step <= 60; step++) {
    ask (&one, step, a);
    ask (&two, step, b);
    g_assert_cmpmem (a, sizeof a, b, sizeof b);
  }
  drain_bath (&one);
  drain_bath (&two);
}

static void
test_no_pool (void)
{
  Bath bath;
  int got[BATCH];
  fill_bath (&bath, "ref", 0);
  g_assert_true (p2p_pool_prepare (bath.pool, bath.device, 1, 2, 3, NULL));
  for (guint64 step = 1; step < 10; step++) {
    ask (&bath, step, got);
    for (int i = 0; i < BATCH; i++)
      g_assert_cmpint (got[i], ==, (int) step * BATCH + i);
  }
  g_assert_cmpint (p2p_pool_count (bath.pool), ==, 0);
  drain_bath (&bath);
}

/* --- spaces --- */

typedef struct
{
  gsize n_y, n_dx, n_dw;
  float *y, *dx, *dw;
} Outcome;

static float *
copy_of (const P2pTensor *tensor, gsize *n)
{
  *n = p2p_shape_count (&tensor->shape);
  float *values = g_new (float, *n);
  tensor->device->backend->download (tensor, values);
  return values;
}

static Outcome
go_through (const P2pNet *net, P2pExec *exec, guint64 seed)
{
  const P2pBackend *b = exec->store->device->backend;
  g_autofree float *x = g_new (float, p2p_shape_count (&exec->x.shape));
  Outcome o = { .n_dw = net->params->list[0].count };
  P2pRng rng;
  p2p_rng_init (&rng, seed, P2P_RNG_TEST, 1);
  for (gsize i = 0; i < p2p_shape_count (&exec->x.shape); i++)
    x[i] = (float) p2p_rng_normal (&rng);
  b->upload (&exec->x, x);
  b->forward (exec);
  o.y = copy_of (&exec->y, &o.n_y);
  b->copy (&exec->dy, 0, &exec->y, 0, exec->y.shape.c, FALSE);
  b->backward (exec, P2P_WANT_DX | P2P_WANT_DW, FALSE);
  o.dx = copy_of (&exec->dx, &o.n_dx);
  o.dw = g_new (float, o.n_dw);
  b->store_read (exec->store, P2P_STORE_GRADIENT, 0, o.dw);
  return o;
}

static void
compare (Outcome a, Outcome b)
{
  g_assert_cmpmem (a.y, a.n_y * sizeof (float), b.y, b.n_y * sizeof (float));
  g_assert_cmpmem (a.dx, a.n_dx * sizeof (float), b.dx, b.n_dx * sizeof (float));
  g_assert_cmpmem (a.dw, a.n_dw * sizeof (float), b.dw, b.n_dw * sizeof (float));
  g_free (a.y);
  g_free (a.dx);
  g_free (a.dw);
  g_free (b.y);
  g_free (b.dx);
  g_free (b.dw);
}

/* The second plan is larger than the first, so that what they share moves; they run in turns. */
static void
test_spaces (gconstpointer backend)
{
  const char *const settings[] = { "backend", backend, "ngf", "16", NULL };
  g_autoptr (GError) error = NULL;
  Work work;
  start (&work, "pix2pix", 1, settings);
  P2pJob *job = work.job;
  P2pNet *net = job->nets[0].net;
  P2pExec *shared[3], *own[3];
  for (int i = 0; i < 3; i++) {
    const P2pShape shape = { i == 1 ? 2 : 1, 3, SIDE, i == 2 ? 2 * SIDE : SIDE };
    shared[i] = p2p_job_add_exec_in (job, net, shape, FALSE, 3, &error);
    own[i] = p2p_job_add_exec (job, net, shape, FALSE, &error);
    g_assert_no_error (error);
  }
  for (int i = 0; i < 9; i++) {
    const int k = (5 * i + i / 3) % 3;
    compare (go_through (net, own[k], (guint64) i), go_through (net, shared[k], (guint64) i));
  }
  stop (&work);
}

/* --- adversarial losses --- */

static double
mean_of (const P2pTensor *y, int first, int n, double (*f) (double y))
{
  const P2pTensor part = p2p_tensor_pictures (y, first, n);
  const gsize count = p2p_shape_count (&part.shape);
  g_autofree float *values = g_new (float, count);
  double sum = 0;
  part.device->backend->download (&part, values);
  for (gsize i = 0; i < count; i++)
    sum += f ((double) values[i]);
  return sum / (double) count;
}

static double
loss_named (P2pJob *job, const char *name)
{
  float losses[P2P_MAX_LOSSES];
  p2p_job_losses (job, losses);
  for (int i = 0; job->losses[i]; i++)
    if (g_str_equal (job->losses[i], name))
      return (double) losses[i];
  g_error ("%s prints no loss %s", job->recipe->name, name);
}

/* Without a learning rate D is the same in both turns, and its verdicts are still there at the
 * end of the step: G's turn asks for g, D's for d. */
static void
test_turns (void)
{
  for (const P2pGanMode *const *m = p2p_gan_modes (); *m; m++) {
    const GanFormula *f = gan_formula ((*m)->name);
    if (!f) /* test-numbers says so */
      continue;
    const char *const settings[] = { "gan_mode", (*m)->name, "init_gain", "1", NULL };
    Work work;
    start (&work, "pix2pix", 2, settings);
    upload_random (work.job, 1);
    p2p_job_step (work.job, 1, 1, 0);
    const P2pTensor *y = &work.job->execs[1]->y; /* D on A and the fake picture */
    g_assert_cmpfloat_with_epsilon (loss_named (work.job, "G_GAN"), mean_of (y, 0, 2, f->g), 1e-4);
    g_assert_cmpfloat_with_epsilon (loss_named (work.job, "D_fake"), mean_of (y, 0, 2, f->d_fake),
        1e-4);
    stop (&work);
    start (&work, "cycle_gan", 2, settings);
    upload_random (work.job, 1);
    p2p_job_step (work.job, 1, 1, 0);
    y = &work.job->execs[2]->y; /* D_A on fake pictures, G's turn */
    g_assert_cmpfloat_with_epsilon (loss_named (work.job, "G_A"), mean_of (y, 0, 2, f->g), 1e-4);
    y = &work.job->execs[3]->y; /* D_A on real and pooled ones */
    g_assert_cmpfloat_with_epsilon (loss_named (work.job, "D_A"),
        (mean_of (y, 0, 2, f->d_real) + mean_of (y, 2, 2, f->d_fake)) / 2, 1e-4);
    stop (&work);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  add_models ();
  g_test_add_func ("/recipes/only-translates", test_only_translates);
  g_test_add_func ("/recipes/colour-visuals", test_colour_visuals);
  g_test_add_func ("/recipes/no-identity", test_no_identity);
  g_test_add_func ("/recipes/short-batch", test_short_batch);
  g_test_add_data_func ("/recipes/gradients/instance", "instance", test_gradients);
  g_test_add_data_func ("/recipes/gradients/batch", "batch", test_gradients);
  g_test_add_data_func ("/recipes/gradients/none", "none", test_gradients);
  for (const P2pBackend *const *b = p2p_backends (); *b; b++) {
    if (!usable_or_skipped (*b, "recipes"))
      continue;
    g_autofree char *use = g_strconcat ("/recipes/pool/", (*b)->name, NULL);
    g_autofree char *restore = g_strconcat ("/recipes/pool-restored/", (*b)->name, NULL);
    g_autofree char *spaces = g_strconcat ("/recipes/spaces/", (*b)->name, NULL);
    g_test_add_data_func (spaces, (*b)->name, test_spaces);
    g_test_add_data_func (use, (*b)->name, test_pool);
    g_test_add_data_func (restore, (*b)->name, test_pool_restored);
  }
  g_test_add_func ("/recipes/no-pool", test_no_pool);
  g_test_add_func ("/recipes/turns", test_turns);
  return g_test_run ();
}
