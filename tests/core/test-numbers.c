/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Claim: the small pure functions are what their formulas say: Philox against the
 * authors' vectors, draws against their distributions, activations and losses
 * against closed forms and numeric derivatives, Adam against its definition, the
 * learning rate against the reference's table, initial values against theirs. */

#include <math.h>
#include "gan-formulas.h"
#include "graph/gaussian.h"
#include "graph/net.h"
#include "losses/loss.h"
#include "rng.h"
#include "options/options.h"
#include "schedules/schedule.h"

/* Known answers published with Random123. */
static void
test_philox (void)
{
  const P2pPhilox zero = p2p_philox (0, 0, 0, 0, 0);
  const P2pPhilox ones = p2p_philox (G_MAXUINT64, ~0u, ~0u, ~0u, ~0u);
  const guint32 for_zero[4] = { 0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8 };
  const guint32 for_ones[4] = { 0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd };
  for (int i = 0; i < 4; i++) {
    g_assert_cmphex (zero.v[i], ==, for_zero[i]);
    g_assert_cmphex (ones.v[i], ==, for_ones[i]);
  }
}

static void
test_draws (void)
{
  P2pRng rng;
  guint counts[7] = { 0 };
  double sum = 0;
  p2p_rng_init (&rng, 1, P2P_RNG_TEST, 0);
  for (int i = 0; i < 70000; i++)
    counts[p2p_rng_below (&rng, 7)]++;
  for (int i = 0; i < 7; i++)
    g_assert_cmpint (ABS ((int) counts[i] - 10000), <, 400);
  for (int i = 0; i < 100000; i++)
    sum += p2p_rng_double (&rng);
  g_assert_cmpfloat (fabs (sum / 100000 - 0.5), <, 0.005);
  guint kept = 0;
  for (guint32 block = 0; block < 25000; block++)
    kept += (guint) __builtin_popcount (p2p_dropout_keep (3, 1, 0, 2, block, 0.3f));
  g_assert_cmpfloat (fabs (kept / 100000.0 - 0.7), <, 0.006);
}

static void
test_normals (void)
{
  const gsize n = 1000003;
  g_autofree float *v = g_new (float, n), *w = g_new (float, 100);
  double m1 = 0, m2 = 0, m3 = 0, m4 = 0;
  p2p_gaussian_fill (9, 4, 0, 1, v, n);
  for (gsize i = 0; i < n; i++) {
    m1 += v[i];
    m2 += (double) v[i] * v[i];
    m3 += pow (v[i], 3);
    m4 += pow (v[i], 4);
  }
  g_assert_cmpfloat (fabs (m1 / (double) n), <, 0.004);
  g_assert_cmpfloat (fabs (m2 / (double) n - 1), <, 0.006);
  g_assert_cmpfloat (fabs (m3 / (double) n), <, 0.015);
  g_assert_cmpfloat (fabs (m4 / (double) n - 3), <, 0.04);
  /* The beginning of a long series is the short series. */
  p2p_gaussian_fill (9, 4, 0, 1, w, 100);
  g_assert_cmpmem (v, 100 * sizeof (float), w, 100 * sizeof (float));
}

static void
check_slope (const char *name, double above, double below, double h, double slope)
{
  if (!(fabs ((above - below) / (2 * h) - slope) <= 2e-3 * MAX (1, fabs (slope))))
    g_error ("%s: derivative %g, by differences %g", name, slope, (above - below) / (2 * h));
}

static void
test_pointwise (void)
{
  for (double v = -2.05; v < 2; v += 0.1) {
    const float h = 5e-3f, x = (float) v;
#define X(name, value, slope)                                                                      \
  check_slope (#name, p2p_act_##name (x + h), p2p_act_##name (x - h), h, p2p_act_slope_##name (x));
    P2P_ACTIVATIONS (X)
#undef X
    for (float t = 0; t <= 1; t++) {
#define X(name, value, slope)                                                                      \
  if (fabs (v - t) > 2 * h)                                                                        \
    check_slope (#name, p2p_loss_##name (x + h, t), p2p_loss_##name (x - h, t), h,                 \
        p2p_loss_slope_##name (x, t));
      P2P_POINTWISE_LOSSES (X)
#undef X
      const double sigmoid = 1 / (1 + exp (-v));
      g_assert_cmpfloat_with_epsilon (p2p_loss_bce (x, t),
          -(t * log (sigmoid) + (1 - t) * log (1 - sigmoid)), 1e-5);
      g_assert_cmpfloat_with_epsilon (p2p_loss_mse (x, t), (v - t) * (v - t), 1e-5);
    }
  }
  g_assert_cmpfloat (p2p_loss_slope_l1 (1, 1), ==, 0);
  g_assert_cmpfloat (p2p_act_leaky (-1), ==, -0.2f);
  g_assert_true (isfinite (p2p_loss_bce (-1e4f, 1)) && isfinite (p2p_loss_bce (1e4f, 0)));
}

static void
test_adam (void)
{
  double p = 0.7, m = 0, v = 0;
  float fp = 0.7f, fm = 0, fv = 0;
  for (int t = 1; t <= 20; t++) {
    const double g = sin (t), lr = 2e-3, b1 = 0.5, b2 = 0.999;
    m = b1 * m + (1 - b1) * g;
    v = b2 * v + (1 - b2) * g * g;
    p -= lr * (m / (1 - pow (b1, t))) / (sqrt (v / (1 - pow (b2, t))) + 1e-8);
    fp = p2p_adam (fp, (float) g, &fm, &fv, 0.5f, 0.999f, (float) (lr / (1 - pow (b1, t))),
        (float) (1 / sqrt (1 - pow (b2, t))), 1e-8f);
  }
  g_assert_cmpfloat_with_epsilon (fp, p, 1e-6);
}

/* What PyTorch's schedulers give for n_epochs 4, n_epochs_decay 3, lr_decay_iters 3, in the
 * newest order; the classic one is a step ahead. */
static void
test_schedule (void)
{
  static const struct
  {
    const char *name;
    double factors[14];
  } known[] = {
    { "linear", { 1, 1, 1, 1, 0.75, 0.5, 0.25, 0, 0, 0, 0, 0, 0, 0 } },
    { "step", { 1, 1, 1, 0.1, 0.1, 0.1, 0.01, 0.01, 0.01, 1e-3, 1e-3, 1e-3, 1e-4, 1e-4 } },
    { "plateau", { 1, 1, 1, 1, 1, 1, 1, 0.2, 0.2, 0.2, 0.2, 0.2, 0.2, 0.04 } },
    { "cosine", { 1, 0.853553391, 0.5, 0.146446609, 0, 0.146446609, 0.5, 0.853553391, 1,
                    0.853553391, 0.5, 0.146446609, 0, 0.146446609 } },
  };
  g_auto (P2pOptions) o;
  p2p_options_init (&o, P2P_FOR_TRAIN);
  o.n_epochs = 4;
  o.n_epochs_decay = o.lr_decay_iters = 3;
  for (int classic = 0; classic < 2; classic++) {
    g_free (o.lr_order);
    o.lr_order = g_strdup (classic ? "classic" : "newest");
    for (guint i = 0; i < G_N_ELEMENTS (known); i++) {
      const P2pSchedule *schedule = p2p_schedule_find (known[i].name, NULL);
      P2pScheduleState state;
      p2p_schedule_init (&state, 1);
      for (guint64 epoch = 1; epoch + (guint64) classic <= 14; epoch++)
        for (int again = 0; again < 2; again++)
          g_assert_cmpfloat_with_epsilon (p2p_schedule_rate (schedule, &o, epoch, &state) / o.lr,
              known[i].factors[epoch - 1 + (guint64) classic], 1e-9);
    }
  }
  g_assert_null (p2p_schedule_find ("exponential", NULL));
}

/* Where a run begins later, only linear counts the epochs before it. */
static void
test_schedule_from (void)
{
  g_auto (P2pOptions) o;
  P2pScheduleState linear, step;
  p2p_options_init (&o, P2P_FOR_TRAIN);
  o.n_epochs = o.n_epochs_decay = 10;
  o.epoch_count = 16;
  o.lr_decay_iters = 3;
  p2p_schedule_init (&linear, 16);
  p2p_schedule_init (&step, 16);
  for (guint64 epoch = 16; epoch <= 20; epoch++) {
    g_assert_cmpfloat_with_epsilon (p2p_schedule_rate (p2p_schedule_find ("linear", NULL), &o,
                                        epoch, &linear)
                                        / o.lr,
        1 - (double) (epoch - 10) / 11, 1e-12);
    g_assert_cmpfloat_with_epsilon (p2p_schedule_rate (p2p_schedule_find ("step", NULL), &o, epoch,
                                        &step)
                                        / o.lr,
        epoch < 19 ? 1 : 0.1, 1e-12);
  }
}

/* A metric that falls keeps the rate; one that does not costs a step after six epochs. */
static void
test_plateau_metric (void)
{
  const P2pSchedule *plateau = p2p_schedule_find ("plateau", NULL);
  g_auto (P2pOptions) o;
  P2pScheduleState state;
  p2p_options_init (&o, P2P_FOR_TRAIN);
  g_free (o.lr_metric);
  o.lr_metric = g_strdup ("G_L1");
  p2p_schedule_init (&state, 1);
  for (guint64 epoch = 1; epoch <= 20; epoch++) {
    g_assert_cmpfloat (p2p_schedule_rate (plateau, &o, epoch, &state), ==, o.lr);
    p2p_schedule_observe (&state, 2.0 / (double) epoch); /* their mean counts */
    p2p_schedule_observe (&state, 4.0 / (double) epoch);
  }
  for (guint64 epoch = 21; epoch <= 26; epoch++) {
    g_assert_cmpfloat (p2p_schedule_rate (plateau, &o, epoch, &state), ==, o.lr);
    p2p_schedule_observe (&state, 1);
  }
  g_assert_cmpfloat_with_epsilon (p2p_schedule_rate (plateau, &o, 27, &state), o.lr * 0.2, 1e-15);
}

static void
moments (const float *v, gsize n, double *mean, double *deviation)
{
  double sum = 0, square = 0;
  for (gsize i = 0; i < n; i++) {
    sum += v[i];
    square += (double) v[i] * v[i];
  }
  *mean = sum / (double) n;
  *deviation = sqrt (square / (double) n - *mean * *mean);
}

static void
test_init (void)
{
  const P2pParam w = { .name = "w",
    .kind = P2P_PARAM_WEIGHT,
    .rank = 4,
    .dims = { 64, 32, 4, 4 },
    .count = 64 * 32 * 16 };
  const P2pParam gamma = { .name = "g",
    .kind = P2P_PARAM_GAMMA,
    .rank = 1,
    .dims = { 4096, 1, 1, 1 },
    .count = 4096 };
  const struct
  {
    const char *type;
    double deviation;
  } cases[] = { { "normal", 0.02 }, { "xavier", 0.02 * sqrt (2.0 / (96 * 16)) },
    { "kaiming", sqrt (2.0 / (32 * 16)) }, { "orthogonal", 0.02 / sqrt (512) } };
  g_autofree float *v = g_new (float, w.count);
  double mean, deviation;
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_assert_true (p2p_param_init (&w, cases[i].type, 0.02f, 1, 0, v, NULL));
    moments (v, w.count, &mean, &deviation);
    g_assert_cmpfloat (fabs (mean), <, 0.03 * cases[i].deviation);
    g_assert_cmpfloat (fabs (deviation / cases[i].deviation - 1), <, 0.02);
  }
  /* The last one was orthogonal: rows of length 0.02 at right angles. */
  for (int a = 0; a < 64; a++)
    for (int b = 0; b <= a; b++) {
      double dot = 0;
      for (int k = 0; k < 512; k++)
        dot += (double) v[a * 512 + k] * v[b * 512 + k];
      g_assert_cmpfloat (fabs (dot - (a == b ? 0.0004 : 0)), <, 4e-8);
    }
  g_assert_true (p2p_param_init (&gamma, "xavier", 0.02f, 1, 0, v, NULL));
  moments (v, gamma.count, &mean, &deviation);
  g_assert_cmpfloat (fabs (mean - 1), <, 0.002);
  g_assert_cmpfloat (fabs (deviation / 0.02 - 1), <, 0.05);
}

static double
loss_of (P2pPointwise function, double y, double t)
{
  switch (function) {
#define X(name, value, slope)                                                                      \
  case P2P_LOSS_##name:                                                                            \
    return (double) p2p_loss_##name ((float) y, (float) t);
    P2P_POINTWISE_LOSSES (X)
#undef X
    default:
      g_assert_not_reached ();
  }
}

static double
slope_of (P2pPointwise function, double y, double t)
{
  switch (function) {
#define X(name, value, slope)                                                                      \
  case P2P_LOSS_##name:                                                                            \
    return (double) p2p_loss_slope_##name ((float) y, (float) t);
    P2P_POINTWISE_LOSSES (X)
#undef X
    default:
      g_assert_not_reached ();
  }
}

/* What any adversarial loss must do: D pushes its verdicts on real pictures up and on fake ones
 * down where it is undecided; G pushes up whatever D takes for fake, and has no region where it
 * learns nothing, as a margin of D's would give it. */
static void
test_gan_rules (gconstpointer data)
{
  const P2pGanMode *m = data;
  guint still = 0;
  g_assert_cmpfloat (slope_of (m->d, 0.5, m->real), <, 0);
  g_assert_cmpfloat (slope_of (m->d, 0.5, m->fake), >, 0);
  for (double y = -3; y <= 3; y += 0.25) {
    g_assert_true (y > 0.8 || slope_of (m->g, y, m->real) < 0);
    still += slope_of (m->g, y, m->real) == 0;
  }
  g_assert_cmpuint (still, <=, 1);
}

/* Both turns against what the papers say. */
static void
test_gan_formula (gconstpointer data)
{
  const P2pGanMode *m = data;
  const GanFormula *f = gan_formula (m->name);
  if (!f) {
    g_test_skip ("no formula in tests/core/gan-formulas.h");
    return;
  }
  for (double y = -3; y <= 3; y += 0.25) {
    g_assert_cmpfloat_with_epsilon (loss_of (m->d, y, m->real), f->d_real (y), 1e-5);
    g_assert_cmpfloat_with_epsilon (loss_of (m->d, y, m->fake), f->d_fake (y), 1e-5);
    g_assert_cmpfloat_with_epsilon (loss_of (m->g, y, m->real), f->g (y), 1e-5);
  }
}

static void
add_gan_tests (void)
{
  for (const P2pGanMode *const *m = p2p_gan_modes (); *m; m++) {
    g_autofree char *rules = g_strdup_printf ("/numbers/gan-rules/%s", (*m)->name);
    g_autofree char *formula = g_strdup_printf ("/numbers/gan-formulas/%s", (*m)->name);
    g_test_add_data_func (rules, *m, test_gan_rules);
    g_test_add_data_func (formula, *m, test_gan_formula);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/numbers/philox", test_philox);
  g_test_add_func ("/numbers/draws", test_draws);
  g_test_add_func ("/numbers/normals", test_normals);
  g_test_add_func ("/numbers/pointwise", test_pointwise);
  add_gan_tests ();
  g_test_add_func ("/numbers/adam", test_adam);
  g_test_add_func ("/numbers/schedule", test_schedule);
  g_test_add_func ("/numbers/schedule-from", test_schedule_from);
  g_test_add_func ("/numbers/plateau-metric", test_plateau_metric);
  g_test_add_func ("/numbers/init", test_init);
  return g_test_run ();
}
