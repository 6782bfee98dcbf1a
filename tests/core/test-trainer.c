/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Claim: a run that was stopped and goes on equals the uninterrupted run bit by
 * bit; damaged checkpoints are passed over with a word; what cannot go on is
 * refused with the reason; folder, log and model files are as the manual says; no memory stays
 * behind. */

#include <glib/gstdio.h>
#include <math.h>
#include "error.h"
#include "leaks.h"
#include "run-folder.h"

static P2pTrainer *
open_run (const char *dir, const char *backend)
{
  g_auto (P2pOptions) o;
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) words = g_strsplit (backend, " ", 2); /* back-end and perhaps model */
  if (words[1])
    small_model_options (&o, dir, words[0], words[1]);
  else
    small_options (&o, dir, backend);
  P2pTrainer *t = p2p_trainer_new (&o, &error);
  g_assert_no_error (error);
  return t;
}

static void
run_and_save (const char *dir, const char *backend, guint64 steps)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (P2pTrainer) t = open_run (dir, backend);
  train_until (t, steps, &error);
  g_assert_no_error (error);
  p2p_trainer_save (t, &error);
  g_assert_no_error (error);
}

static void
test_resume (gconstpointer backend)
{
  g_autofree char *whole = g_dir_make_tmp ("p2p-XXXXXX", NULL);
  g_autofree char *parts = g_dir_make_tmp ("p2p-XXXXXX", NULL);
  run_and_save (whole, backend, 10);
  run_and_save (parts, backend, 3);
  run_and_save (parts, backend, 9);
  run_and_save (parts, backend, 10);
  g_autofree char *a = state_sum (whole, 10), *b = state_sum (parts, 10);
  g_assert_cmpstr (a, ==, b);
  remove_folder (whole);
  remove_folder (parts);
}

/* Pictures of another size are no use to a pool: it starts empty, and says so. */
static void
test_pool_of_another_size (void)
{
  g_autofree char *dir = g_dir_make_tmp ("p2p-XXXXXX", NULL);
  run_and_save (dir, "ref cycle_gan", 2);
  g_autoptr (GError) error = NULL;
  g_autoptr (P2pTrainer) t = open_run (dir, "ref cycle_gan");
  g_test_expect_message (NULL, G_LOG_LEVEL_MESSAGE,
      "*pool B starts empty*2 pictures*64x64*128x64*");
  g_test_expect_message (NULL, G_LOG_LEVEL_MESSAGE, "*pool A starts empty*");
  g_assert_true (p2p_trainer_prepare (t, 1, 64, 128, &error));
  g_test_assert_expected_messages ();
  g_clear_pointer (&t, p2p_trainer_free);
  remove_folder (dir);
}

static void
test_smaller_pool (void)
{
  g_autofree char *dir = g_dir_make_tmp ("p2p-XXXXXX", NULL);
  g_auto (P2pOptions) o;
  g_autoptr (GError) error = NULL;
  run_and_save (dir, "ref cycle_gan", 3);
  small_model_options (&o, dir, "ref", "cycle_gan");
  o.pool_size = 2;
  g_autoptr (P2pTrainer) t = p2p_trainer_new (&o, &error);
  g_assert_no_error (error);
  g_assert_nonnull (strstr (p2p_trainer_notes (t)[0], "held 3 pictures, of which it keeps 2"));
  g_assert_true (train_until (t, 5, &error));
  g_clear_pointer (&t, p2p_trainer_free);
  remove_folder (dir);
}

static void
damage (const char *path, gsize at, gboolean cut)
{
  g_autofree char *bytes = NULL;
  gsize size;
  g_assert_true (g_file_get_contents (path, &bytes, &size, NULL));
  bytes[MIN (at, size - 1)] ^= 1;
  g_assert_true (g_file_set_contents (path, bytes, cut ? (gssize) at : (gssize) size, NULL));
}

static void
test_damaged (void)
{
  g_autofree char *dir = g_dir_make_tmp ("p2p-XXXXXX", NULL);
  for (guint64 step = 1; step <= 5; step++)
    run_and_save (dir, "ref", step);
  g_autofree char *third = state_path (dir, 3), *fourth = state_path (dir, 4);
  g_autofree char *fifth = state_path (dir, 5), *second = state_path (dir, 2);
  g_assert_false (g_file_test (second, G_FILE_TEST_EXISTS)); /* the newest 3 are kept */
  damage (fifth, 9000, FALSE);
  damage (fourth, 9000, TRUE);
  {
    g_autoptr (P2pTrainer) t = open_run (dir, "ref");
    const char *const *notes = p2p_trainer_notes (t);
    g_assert_cmpuint (p2p_trainer_state (t)->progress.step, ==, 3);
    g_assert_nonnull (strstr (notes[0], fifth));
    g_assert_nonnull (strstr (notes[1], fourth));
    g_assert_nonnull (strstr (notes[2], "goes on from step 3"));
  }
  damage (third, 0, FALSE);
  g_auto (P2pOptions) o;
  g_autoptr (GError) error = NULL;
  small_options (&o, dir, "ref");
  g_assert_null (p2p_trainer_new (&o, &error));
  g_assert_error (error, P2P_ERROR, P2P_ERROR_DATA);
  remove_folder (dir);
}

static void
test_refused (void)
{
  g_autofree char *dir = g_dir_make_tmp ("p2p-XXXXXX", NULL);
  g_auto (P2pOptions) o;
  run_and_save (dir, "ref", 1);
  small_options (&o, dir, "ref");
  {
    g_autoptr (GError) error = NULL;
    g_autoptr (P2pTrainer) first = open_run (dir, "ref");
    g_assert_null (p2p_trainer_new (&o, &error));
    g_assert_error (error, P2P_ERROR, P2P_ERROR_CREATE);
    g_assert_nonnull (strstr (error->message, "in use by process"));
  }
  static const char *const wrong[][3] = { { "ngf", "4", "--ngf 2, not 4" },
    { "netG", "unet_99", "unet_256, unet_128, unet_64" }, { "norm", "group", "batch, instance" },
    { "model", "cyclone", "pix2pix" }, { "model", "test", "--model pix2pix, not test" },
    { "gan_mode", "none-such", "vanilla, lsgan" }, { "backend", "gpu", "ref" },
    { "direction", "atob", "AtoB, BtoA" }, { "load_size", "32", "64" },
    { "lr_policy", "magic", "linear" }, { "init_type", "zeros", "orthogonal" },
    { "name", "a/b", "name of a run" } };
  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++) {
    g_auto (P2pOptions) bad;
    g_autoptr (GError) error = NULL;
    p2p_options_copy (&o, &bad);
    const P2pOption *option = p2p_option_find (wrong[i][0], P2P_FOR_TRAIN, NULL);
    g_assert_true (p2p_option_set (&bad, option, wrong[i][1], NULL));
    g_assert_null (p2p_trainer_new (&bad, &error));
    g_assert_error (error, P2P_ERROR, P2P_ERROR_USAGE);
    g_test_message ("%s", error->message);
    g_assert_nonnull (strstr (error->message, wrong[i][2]));
  }
  remove_folder (dir);
}

/* The next sentence says WORDS; NULL: there is none. */
static void
expect_news (P2pTrainer *t, const char *words)
{
  gboolean warning = FALSE;
  g_autofree char *text = p2p_trainer_take_news (t, &warning);
  g_test_message ("%s", text ? text : "(no news)");
  g_assert_true (words ? text && warning && strstr (text, words) : !text);
}

/* One step on pictures of which one number is VALUE. */
static gboolean
step_with (P2pTrainer *t, float value, GError **error)
{
  g_autofree float *a = g_new0 (float, 3 * SIDE * SIDE), *b = g_new0 (float, 3 * SIDE * SIDE);
  P2pPosition at = p2p_trainer_next (t);
  at.n_samples = 7;
  a[77] = value;
  return p2p_trainer_prepare (t, 1, SIDE, SIDE, error)
         && p2p_trainer_step (t, 1, a, b, &at, 0, error);
}

static void
assert_finite_state (const char *dir, guint64 step)
{
  g_autofree char *path = state_path (dir, step);
  g_autoptr (P2pSafetensors) file = p2p_safetensors_open (path, NULL);
  for (guint i = 0; i < p2p_safetensors_n (file); i++) {
    const P2pTensorInfo *info = p2p_safetensors_at (file, i);
    g_autofree float *values = g_new (float, info->count);
    if (info->dtype != P2P_DTYPE_F32)
      continue;
    p2p_safetensors_read (file, info, values);
    for (gsize k = 0; k < info->count; k++)
      if (!(fabsf (values[k]) < 1e30f))
        g_error ("%s holds %g", info->name, (double) values[k]);
  }
}

/* A picture of numbers that nothing can be learnt from does no lasting harm, and is told. */
static void
test_bad_picture (gconstpointer data)
{
  static const float bad[] = { NAN, INFINITY, 1e24f, -3e38f };
  g_autoptr (GError) error = NULL;
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++) {
    g_autofree char *dir = g_dir_make_tmp ("p2p-XXXXXX", NULL), *log = NULL;
    g_autofree char *path = g_build_filename (dir, "run", "loss_log.txt", NULL);
    run_and_save (dir, data, 2);
    g_autoptr (P2pTrainer) t = open_run (dir, data);
    expect_news (t, NULL);
    g_assert_true (step_with (t, bad[i], &error));
    g_assert_true (train_until (t, 6, &error) && p2p_trainer_save (t, &error));
    assert_finite_state (dir, 6);
    g_assert_true (g_file_get_contents (path, &log, NULL, NULL));
    const guint64 left_out = p2p_trainer_state (t)->progress.left_out;
    g_test_message ("%g: %" G_GUINT64_FORMAT " updates left out", (double) bad[i], left_out);
    for (int k = 0; k < p2p_trainer_state (t)->n_losses; k++)
      g_assert_true (isfinite (p2p_trainer_state (t)->losses[k]));
    if (left_out > 0) {
      g_assert_nonnull (strstr (log, "left_out: "));
      expect_news (t, "of network ");
    }
    g_assert_true (isfinite (bad[i]) || left_out >= 2);
    g_clear_pointer (&t, p2p_trainer_free);
    g_autoptr (P2pTrainer) again = open_run (dir, data);
    g_assert_cmpuint (p2p_trainer_state (again)->progress.left_out, ==, left_out);
    remove_folder (dir);
  }
}

/* Each is said once. When nothing but such pictures come, the run ends; what is saved is good. */
static void
test_not_finite (void)
{
  g_autofree char *dir = g_dir_make_tmp ("p2p-XXXXXX", NULL);
  g_autoptr (GError) error = NULL;
  run_and_save (dir, "ref", 2);
  {
    g_autoptr (P2pTrainer) t = open_run (dir, "ref");
    guint steps = 1;
    while (step_with (t, NAN, &error))
      steps++;
    g_assert_error (error, P2P_ERROR, P2P_ERROR_DATA);
    g_assert_cmpuint (steps, ==, 100);
    expect_news (t, "network G");
    expect_news (t, "network D");
    expect_news (t, "in step 3 (epoch 1, sample 3): not a finite number");
    expect_news (t, NULL);
  }
  g_autoptr (P2pTrainer) again = open_run (dir, "ref");
  assert_finite_state (dir, p2p_trainer_state (again)->progress.step);
  g_clear_pointer (&again, p2p_trainer_free);
  remove_folder (dir);
}

/* Said once for each loss, with a cause. */
static void
test_large_loss (void)
{
  g_autofree char *dir = g_dir_make_tmp ("p2p-XXXXXX", NULL);
  g_auto (P2pOptions) o;
  g_autoptr (GError) error = NULL;
  small_options (&o, dir, "ref");
  o.lambda_l1 = 1e6;
  g_autoptr (P2pTrainer) t = p2p_trainer_new (&o, &error);
  g_assert_no_error (error);
  g_assert_true (train_until (t, 3, &error));
  expect_news (t, "loss G_L1 5");
  expect_news (t, NULL);
  g_clear_pointer (&t, p2p_trainer_free);
  remove_folder (dir);
}

static void
test_files (void)
{
  g_autofree char *dir = g_dir_make_tmp ("p2p-XXXXXX", NULL);
  g_autofree char *log = NULL, *options = NULL;
  g_autofree char *log_path = g_build_filename (dir, "run", "loss_log.txt", NULL);
  g_autofree char *opt_path = g_build_filename (dir, "run", "train_opt.txt", NULL);
  run_and_save (dir, "ref", 3);
  {
    g_autoptr (GError) error = NULL;
    g_autoptr (P2pTrainer) t = open_run (dir, "ref");
    g_assert_true (train_until (t, 5, &error)); /* not saved: the log runs ahead */
  }
  run_and_save (dir, "ref", 4);
  g_assert_true (g_file_get_contents (log_path, &log, NULL, NULL));
  g_auto (GStrv) lines = g_strsplit (log, "\n", -1);
  guint counted = 0;
  for (guint i = 0; lines[i]; i++)
    if (g_str_has_prefix (lines[i], "(epoch: ")) {
      g_autofree char *start = g_strdup_printf ("(epoch: 1, iters: %u, time: ", ++counted);
      g_assert_true (g_str_has_prefix (lines[i], start));
      g_assert_nonnull (strstr (lines[i], "G_GAN: "));
      g_assert_nonnull (strstr (lines[i], "D_fake: "));
    }
  g_assert_cmpuint (counted, ==, 4);
  g_assert_true (g_file_get_contents (opt_path, &options, NULL, NULL));
  g_assert_nonnull (strstr (options, "                     netG: unet_64"));
  g_assert_nonnull (strstr (options, "\t[default: unet_256]\n"));
  remove_folder (dir);
}

/* A run from the start: a step, its page, its files. */
static void
live_once (gpointer model)
{
  g_autofree char *dir = g_dir_make_tmp ("p2p-XXXXXX", NULL);
  g_auto (P2pOptions) o;
  g_autoptr (GError) error = NULL;
  small_model_options (&o, dir, "ref", model);
  o.display_freq = 1;
  {
    g_autoptr (P2pTrainer) t = p2p_trainer_new (&o, &error);
    g_assert_no_error (error);
    g_assert_true (train_until (t, 1, &error));
    g_assert_true (p2p_trainer_save (t, &error));
  }
  {
    g_autoptr (P2pTrainer) again = p2p_trainer_new (&o, &error);
    g_assert_no_error (error);
  }
  remove_folder (dir);
}

static void
test_leaks (gconstpointer model)
{
  leaks_check (live_once, (gpointer) model, 6);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_data_func ("/trainer/resume/ref", "ref", test_resume);
  g_test_add_data_func ("/trainer/resume/ref/cycle_gan", "ref cycle_gan", test_resume);
  if (!g_str_equal (p2p_backend_find ("auto", NULL)->name, "ref")) {
    g_test_add_data_func ("/trainer/resume/auto", "auto", test_resume);
    g_test_add_data_func ("/trainer/resume/auto/cycle_gan", "auto cycle_gan", test_resume);
  }
  g_test_add_func ("/trainer/pool-of-another-size", test_pool_of_another_size);
  g_test_add_func ("/trainer/smaller-pool", test_smaller_pool);
  g_test_add_func ("/trainer/damaged", test_damaged);
  g_test_add_func ("/trainer/refused", test_refused);
  g_test_add_func ("/trainer/not-finite", test_not_finite);
  g_test_add_func ("/trainer/large-loss", test_large_loss);
  g_test_add_data_func ("/trainer/bad-picture/ref", "ref", test_bad_picture);
  g_test_add_data_func ("/trainer/bad-picture/auto", "auto cycle_gan", test_bad_picture);
  g_test_add_func ("/trainer/files", test_files);
  g_test_add_data_func ("/trainer/leaks/pix2pix", "pix2pix", test_leaks);
  g_test_add_data_func ("/trainer/leaks/cycle_gan", "cycle_gan", test_leaks);
  return g_test_run ();
}
