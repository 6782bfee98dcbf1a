/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Claim: a step with lambda_gp takes the gradient where gp_type says, with an alpha
 * of its own for each picture and step; the same seed gives the same bits, whatever
 * the type; a run with gan_mode wgangp keeps the gradient's length near gp_constant,
 * while without the penalty it does not; its losses are finite and GP is among
 * them; what cannot work is refused with the reason. */

#include <math.h>
#include "error.h"
#include "recipes/recipe.h"
#include "run-folder.h"
#include "usable.h"

static const char *const types[] = { "mixed", "real", "fake" };

static void
set (P2pOptions *o, const char *name, const char *value)
{
  g_autoptr (GError) error = NULL;
  const P2pOption *option = p2p_option_find (name, P2P_FOR_TRAIN, &error);
  g_assert_no_error (error);
  g_assert_true (p2p_option_set (o, option, value, &error));
}

static void
penalty_options (P2pOptions *o, const char *dir, const char *backend)
{
  small_options (o, dir, backend);
  set (o, "gan_mode", "wgangp");
  set (o, "norm", "instance");
  set (o, "lambda_gp", "10");
  set (o, "threads", "2");
  g_assert_true (p2p_options_resolve (o, NULL));
}

static P2pJob *
open_job (const P2pOptions *o, int n)
{
  g_autoptr (GError) error = NULL;
  const gsize count = (gsize) n * 3 * SIDE * SIDE;
  g_autofree float *a = g_new (float, count), *b = g_new (float, count);
  P2pJob *job = p2p_job_new (o, &error);
  P2pRng rng;
  g_assert_no_error (error);
  g_assert_true (p2p_job_init (job, 5, &error));
  g_assert_true (p2p_job_build (job, n, SIDE, SIDE, &error));
  p2p_rng_init (&rng, 1, P2P_RNG_TEST, 9);
  for (gsize i = 0; i < count; i++) {
    a[i] = (float) (2 * p2p_rng_double (&rng) - 1);
    b[i] = 0.5f * a[i] + 0.2f;
  }
  p2p_job_upload (job, a, b);
  return job;
}

static P2pExec *
penalty_exec (const P2pJob *job)
{
  for (int i = 0; i < job->n_execs; i++)
    if (job->execs[i]->plan->options.tangent)
      return job->execs[i];
  return NULL;
}

static float *
download (const P2pTensor *t)
{
  float *values = g_new (float, p2p_shape_count (&t->shape));
  t->device->backend->download (t, values);
  return values;
}

/* --- where --- */

static void
check_place (const P2pJob *job, const char *type, int n, guint64 step)
{
  const P2pExec *exec = penalty_exec (job);
  const gsize count = 3 * SIDE * SIDE;
  g_autofree float *x = download (&exec->x), *a = download (job->real_a);
  g_autofree float *real = download (job->real_b), *fake = download (job->shown[1].tensor);
  g_assert_cmpstr (job->shown[1].name, ==, "fake_B");
  for (int i = 0; i < n; i++) {
    const float alpha = g_str_equal (type, "real") ? 1
                        : g_str_equal (type, "fake")
                            ? 0
                            : p2p_between (7, step, exec->plan->options.stream, (guint) i);
    const float *of = x + (gsize) i * 2 * count;
    g_assert_cmpmem (of, count * sizeof (float), a + i * count, count * sizeof (float));
    for (gsize k = 0; k < count; k++) {
      const double between = alpha * real[i * count + k] + (1 - alpha) * fake[i * count + k];
      g_assert_cmpfloat (fabs (of[count + k] - between), <, 1e-5);
    }
  }
}

static void
test_place (gconstpointer backend)
{
  for (guint i = 0; i < G_N_ELEMENTS (types); i++) {
    g_auto (P2pOptions) o;
    penalty_options (&o, "", backend);
    set (&o, "gp_type", types[i]);
    g_autoptr (P2pJob) job = open_job (&o, 2);
    for (guint64 step = 1; step <= 2; step++) {
      p2p_job_step (job, 7, step, 1e-3);
      check_place (job, types[i], 2, step);
    }
  }
}

static void
test_alpha (void)
{
  double sum = 0, square = 0;
  const int n = 4000;
  for (int i = 0; i < n; i++) {
    const double alpha = p2p_between (3, (guint64) (i / 4), 2, (guint) (i % 4));
    g_assert_true (alpha >= 0 && alpha < 1);
    sum += alpha;
    square += alpha * alpha;
  }
  g_assert_cmpfloat (fabs (sum / n - 0.5), <, 0.02);
  g_assert_cmpfloat (fabs (square / n - 1.0 / 3), <, 0.02);
  g_assert_true (p2p_between (3, 1, 2, 0) != p2p_between (3, 1, 3, 0));
  g_assert_true (p2p_between (3, 1, 2, 0) != p2p_between (4, 1, 2, 0));
}

/* --- same bits --- */

static guint
sum_of_bits (const P2pJob *job)
{
  GString *all = g_string_new (NULL);
  for (int n = 0; n < job->n_nets; n++)
    for (guint i = 0; i < job->nets[n].net->params->n; i++) {
      const gsize count = job->nets[n].net->params->list[i].count;
      g_autofree float *values = g_new (float, count);
      job->device->backend->store_read (job->nets[n].net->store, P2P_STORE_VALUE, i, values);
      g_string_append_len (all, (const char *) values, (gssize) (count * sizeof (float)));
    }
  guint hash = 5381;
  for (gsize i = 0; i < all->len; i++)
    hash = 33 * hash + (guchar) all->str[i];
  g_string_free (all, TRUE);
  return hash;
}

static void
test_repeat (gconstpointer backend)
{
  guint sums[G_N_ELEMENTS (types)][2];
  for (guint i = 0; i < G_N_ELEMENTS (types); i++)
    for (int run = 0; run < 2; run++) {
      g_auto (P2pOptions) o;
      penalty_options (&o, "", backend);
      set (&o, "gp_type", types[i]);
      g_autoptr (P2pJob) job = open_job (&o, 2);
      for (guint64 step = 1; step <= 3; step++)
        p2p_job_step (job, 7, step, 1e-3);
      sums[i][run] = sum_of_bits (job);
    }
  for (guint i = 0; i < G_N_ELEMENTS (types); i++) {
    g_assert_cmpuint (sums[i][0], ==, sums[i][1]);
    g_assert_cmpuint (sums[i][0], !=, sums[(i + 1) % G_N_ELEMENTS (types)][0]);
  }
}

/* --- training --- */

/* Mean over pictures of the gradient's length at the last step. */
static double
mean_length (const P2pJob *job)
{
  const P2pTensor *dx = &penalty_exec (job)->dx;
  const gsize count = p2p_shape_count (&dx->shape) / (gsize) dx->shape.n;
  g_autofree float *g = download (dx);
  double sum = 0;
  for (int n = 0; n < dx->shape.n; n++) {
    double square = 0;
    for (gsize k = 0; k < count; k++)
      square += (double) g[n * count + k] * g[n * count + k];
    sum += sqrt (square);
  }
  return sum / dx->shape.n;
}

/* How far from 1 the lengths of the last steps of a run are, on average. */
static double
distance_after (const char *backend, const char *norm, const char *lambda, double *first)
{
  g_auto (P2pOptions) o;
  double sum = 0;
  penalty_options (&o, "", backend);
  set (&o, "lambda_gp", lambda);
  set (&o, "norm", norm);
  g_autoptr (P2pJob) job = open_job (&o, 2);
  for (guint64 step = 1; step <= 200; step++) {
    float losses[P2P_MAX_LOSSES];
    p2p_job_step (job, 7, step, 2e-3);
    p2p_job_losses (job, losses);
    for (int i = 0; job->losses[i]; i++)
      g_assert_true (isfinite (losses[i]));
    const double off = fabs (mean_length (job) - 1);
    if (step == 1)
      *first = off;
    if (step > 190)
      sum += off / 10;
  }
  return sum;
}

static void
test_training (gconstpointer backend)
{
  static const char *const norms[] = { "instance", "none" };
  for (guint i = 0; i < G_N_ELEMENTS (norms); i++) {
    double first, first_without;
    const double with = distance_after (backend, norms[i], "10", &first);
    const double without = distance_after (backend, norms[i], "1e-6", &first_without);
    g_test_message ("%s on %s: |length - 1| from %g to %g, without a penalty from %g to %g",
        norms[i], (const char *) backend, first, with, first_without, without);
    g_assert_cmpfloat (with, <, 0.2);
    g_assert_cmpfloat (with, <, 0.3 * first);
    g_assert_cmpfloat (with, <, 0.3 * without);
  }
}

static void
test_trainer (void)
{
  g_autofree char *dir = g_dir_make_tmp ("p2p-XXXXXX", NULL);
  g_auto (P2pOptions) o;
  g_autoptr (GError) error = NULL;
  penalty_options (&o, dir, "auto");
  {
    g_autoptr (P2pTrainer) t = p2p_trainer_new (&o, &error);
    g_assert_no_error (error);
    g_assert_true (train_until (t, 12, &error));
    const P2pTrainerState *s = p2p_trainer_state (t);
    g_assert_cmpint (s->n_losses, ==, 5);
    g_assert_cmpstr (s->names[4], ==, "GP");
    g_assert_true (isfinite (s->losses[4]) && s->losses[4] > 0);
  }
  g_autofree char *path = g_build_filename (dir, "run", "loss_log.txt", NULL), *log = NULL;
  g_assert_true (g_file_get_contents (path, &log, NULL, NULL));
  g_assert_nonnull (strstr (log, " GP: "));
  remove_folder (dir);
}

/* --- refused --- */

static void
expect_refusal (const char *option, const char *value, const char *words)
{
  g_auto (P2pOptions) o;
  g_autoptr (GError) error = NULL;
  penalty_options (&o, "", "ref");
  set (&o, option, value);
  g_assert_null (p2p_job_new (&o, &error));
  g_assert_error (error, P2P_ERROR, P2P_ERROR_USAGE);
  g_assert_nonnull (strstr (error->message, words));
}

static void
test_refused (void)
{
  expect_refusal ("norm", "batch", "the statistics of a batch couple its pictures");
  expect_refusal ("norm", "batch", "use --norm instance or --norm none");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (const P2pBackend *const *b = p2p_backends (); *b; b++)
    if (usable_or_skipped (*b, "wgangp")) {
      const char *name = (*b)->name;
      g_autofree char *place = g_strdup_printf ("/wgangp/place/%s", name);
      g_autofree char *repeat = g_strdup_printf ("/wgangp/repeat/%s", name);
      g_test_add_data_func (place, name, test_place);
      g_test_add_data_func (repeat, name, test_repeat);
    }
  g_test_add_data_func ("/wgangp/training", p2p_backend_find ("auto", NULL)->name, test_training);
  g_test_add_func ("/wgangp/alpha", test_alpha);
  g_test_add_func ("/wgangp/trainer", test_trainer);
  g_test_add_func ("/wgangp/refused", test_refused);
  return g_test_run ();
}
