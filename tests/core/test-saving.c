/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Claim: model files appear when and under the names that the reference gives them,
 * the last epoch's too; a run begins with them when asked, from any of them; what a
 * schedule remembers survives a stop. */

#include "error.h"
#include "run-folder.h"

static P2pTrainer *
open_with (const char *dir, const char *const settings[][2], GError **error)
{
  g_auto (P2pOptions) o;
  small_options (&o, dir, "ref");
  for (guint i = 0; settings[i][0]; i++)
    g_assert_true (p2p_option_set (&o, p2p_option_find (settings[i][0], P2P_FOR_TRAIN, NULL),
        settings[i][1], NULL));
  return p2p_trainer_new (&o, error);
}

static void
run_with (const char *dir, const char *const settings[][2], guint64 steps)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (P2pTrainer) t = open_with (dir, settings, &error);
  g_assert_no_error (error);
  train_until (t, steps, &error);
  g_assert_no_error (error);
}

static gboolean
is_there (const char *dir, const char *name)
{
  g_autofree char *path = g_build_filename (dir, "run", name, NULL);
  return g_file_test (path, G_FILE_TEST_IS_REGULAR);
}

/* An epoch has 7 samples. */
static void
test_labels (void)
{
  static const char *const settings[][2] = { { "n_epochs", "3" }, { "n_epochs_decay", "0" },
    { "save_epoch_freq", "2" }, { "save_latest_freq", "5" }, { "save_by_iter", "1" },
    { "save_format", "both" }, { NULL } };
  static const char *const there[] = { "2", "3", "iter_5", "iter_10", "iter_15", "iter_20",
    "latest" };
  static const char *const not_there[] = { "1", "iter_7", "iter_21" };
  g_autofree char *dir = g_dir_make_tmp ("p2p-XXXXXX", NULL);
  run_with (dir, settings, 21);
  for (guint i = 0; i < G_N_ELEMENTS (there); i++)
    for (guint k = 0; k < 4; k++) {
      g_autofree char *name = g_strdup_printf ("%s_net_%s.%s", there[i], k & 1 ? "D" : "G",
          k & 2 ? "pth" : "safetensors");
      g_test_message ("%s", name);
      g_assert_true (is_there (dir, name));
    }
  for (guint i = 0; i < G_N_ELEMENTS (not_there); i++) {
    g_autofree char *name = g_strdup_printf ("%s_net_G.safetensors", not_there[i]);
    g_assert_false (is_there (dir, name));
  }
  remove_folder (dir);
}

/* The first and the last picture of an epoch may have been unreadable. */
static void
test_bad_last_picture (void)
{
  static const char *const settings[][2] = { { "n_epochs", "3" }, { "save_epoch_freq", "1" },
    { NULL } };
  g_autofree char *dir = g_dir_make_tmp ("p2p-XXXXXX", NULL);
  g_autofree float *a = g_new0 (float, 3 * SIDE * SIDE);
  g_autoptr (GError) error = NULL;
  {
    g_autoptr (P2pTrainer) t = open_with (dir, settings, &error);
    const P2pPosition first = { 1, 5, 7 }, second = { 2, 1, 7 };
    g_assert_true (p2p_trainer_prepare (t, 1, SIDE, SIDE, &error));
    g_assert_true (p2p_trainer_step (t, 1, a, a, &first, 0, &error));
    g_assert_false (is_there (dir, "1_net_G.safetensors"));
    g_assert_true (p2p_trainer_step (t, 1, a, a, &second, 0, &error));
    g_assert_true (is_there (dir, "1_net_G.safetensors"));
  }
  remove_folder (dir);
}

static gboolean
has_note (const P2pTrainer *t, const char *text)
{
  for (const char *const *note = p2p_trainer_notes (t); *note; note++)
    if (strstr (*note, text))
      return TRUE;
  return FALSE;
}

static void
expect_begin (const char *dir, const char *const settings[][2], const char *note)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (P2pTrainer) t = open_with (dir, settings, &error);
  g_assert_no_error (error);
  g_assert_true (has_note (t, note));
  g_assert_cmpuint (p2p_trainer_state (t)->progress.step, ==, 0);
}

static void
test_begin_with (void)
{
  static const char *const train[][2] = { { "n_epochs", "2" }, { "n_epochs_decay", "0" },
    { "save_epoch_freq", "1" }, { "save_latest_freq", "4" }, { "save_by_iter", "1" }, { NULL } };
  static const char *const older[][2] = { { "continue_train", "1" }, { "epoch", "1" }, { NULL } };
  static const char *const iter[][2] = { { "continue_train", "1" }, { "load_iter", "8" },
    { NULL } };
  static const char *const iter_to_3[][2] = { { "continue_train", "1" }, { "load_iter", "8" },
    { "steps", "3" }, { NULL } };
  static const char *const missing[][2] = { { "continue_train", "1" }, { "epoch", "9" }, { NULL } };
  static const char *const latest[][2] = { { "continue_train", "1" }, { "epoch_count", "3" },
    { NULL } };
  static const char *const other[][2] = { { "continue_train", "1" }, { "epoch", "1" },
    { "ngf", "4" }, { NULL } };
  static const char *const plain[][2] = { { NULL } };
  g_autofree char *dir = g_dir_make_tmp ("p2p-XXXXXX", NULL);
  g_autofree char *state = g_build_filename (dir, "run", "state", NULL);
  g_autoptr (GError) no_file = NULL, no_fit = NULL;
  run_with (dir, train, 14);
  expect_begin (dir, older, "begins with the networks 1_net_*");
  expect_begin (dir, iter, "begins with the networks iter_8_net_*");
  expect_begin (dir, iter, "begins with the networks iter_8_net_*");
  /* Once it has a checkpoint of its own, the same command goes on. */
  run_with (dir, iter_to_3, 3);
  {
    g_autoptr (GError) error = NULL;
    g_autoptr (P2pTrainer) t = open_with (dir, iter, &error);
    g_assert_no_error (error);
    g_assert_true (has_note (t, "goes on from step 3"));
  }
  g_assert_null (open_with (dir, missing, &no_file));
  g_assert_error (no_file, P2P_ERROR, P2P_ERROR_NO_INPUT);
  g_assert_nonnull (strstr (no_file->message, "9_net_G"));
  g_assert_null (open_with (dir, other, &no_fit));
  g_assert_error (no_fit, P2P_ERROR, P2P_ERROR_USAGE);
  g_test_message ("%s", no_fit->message);
  /* As a folder of the reference is: networks, no state. */
  remove_folder (state); /* run.1 holds what was before */
  expect_begin (dir, latest, "begins with the networks latest_net_*");
  expect_begin (dir, plain, "they are now in");
  remove_folder (dir);
}

/* The SHA-256 of each file in FOLDER, by its path below that; no temporary thing, no lock. */
static void
sum_all (const char *folder, const char *below, GHashTable *sums)
{
  g_autofree char *path = g_build_filename (folder, below, NULL);
  g_autoptr (GDir) contents = g_dir_open (path, 0, NULL);
  const char *name;
  while ((name = g_dir_read_name (contents))) {
    g_autofree char *one = g_build_filename (below, name, NULL);
    g_autofree char *whole = g_build_filename (folder, one, NULL), *bytes = NULL;
    gsize size;
    if (g_file_test (whole, G_FILE_TEST_IS_DIR))
      sum_all (folder, one, sums);
    else if (!g_str_equal (name, "run.lock") && g_file_get_contents (whole, &bytes, &size, NULL))
      g_hash_table_insert (sums, g_steal_pointer (&one),
          g_compute_checksum_for_data (G_CHECKSUM_SHA256, (guchar *) bytes, size));
  }
}

static GHashTable *
sums_of (const char *dir, const char *name)
{
  GHashTable *sums = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_autofree char *folder = g_build_filename (dir, name, NULL);
  sum_all (folder, "", sums);
  return sums;
}

/* Everything that was in BEFORE is there under its name, with its bytes. */
static void
assert_kept (GHashTable *before, const char *dir, const char *name)
{
  g_autoptr (GHashTable) now = sums_of (dir, name);
  GHashTableIter iter;
  gpointer file, sum;
  g_hash_table_iter_init (&iter, before);
  while (g_hash_table_iter_next (&iter, &file, &sum)) {
    g_test_message ("%s", (char *) file);
    g_assert_cmpstr (g_hash_table_lookup (now, file), ==, sum);
  }
}

/* A run that begins with older files writes over newer ones: they, checkpoints, log, options and
 * page stay, as a run of its own. One that makes no step keeps them once. */
static void
test_kept (void)
{
  static const char *const train[][2] = { { "n_epochs", "3" }, { "n_epochs_decay", "0" },
    { "save_epoch_freq", "1" }, { "display_freq", "7" }, { "update_html_freq", "7" }, { NULL } };
  static const char *const older[][2] = { { "continue_train", "1" }, { "epoch", "1" },
    { "epoch_count", "2" }, { "display_freq", "7" }, { "update_html_freq", "7" }, { NULL } };
  static const char *const begun[][2] = { { "continue_train", "1" }, { NULL } };
  static const char *const first[][2] = { { "name", "run.1" }, { NULL } };
  g_autofree char *dir = g_dir_make_tmp ("p2p-XXXXXX", NULL);
  g_autofree char *state = g_build_filename (dir, "run", "state", NULL);
  g_autofree char *second = g_build_filename (dir, "run.2", NULL);
  g_autofree char *third = g_build_filename (dir, "run.3", NULL);
  run_with (dir, train, 21);
  g_autoptr (GHashTable) before = sums_of (dir, "run");
  g_assert_true (g_hash_table_contains (before, "3_net_D.safetensors"));
  g_assert_true (g_hash_table_contains (before, "web/images/epoch003_fake_B.png"));
  for (guint i = 0; i < 2; i++)
    expect_begin (dir, older, i ? "begins with the networks 1_net_*" : "is kept in");
  g_assert_false (g_file_test (second, G_FILE_TEST_EXISTS));
  g_assert_true (is_there (dir, "3_net_G.safetensors")); /* for p2p test --epoch 3 */
  run_with (dir, older, 14);
  assert_kept (before, dir, "run.1");
  g_autoptr (GHashTable) after = sums_of (dir, "run");
  g_assert_cmpstr (g_hash_table_lookup (after, "3_net_G.safetensors"), !=,
      g_hash_table_lookup (before, "3_net_G.safetensors"));
  /* As a folder of the reference is. */
  remove_folder (state);
  run_with (dir, begun, 7);
  g_hash_table_remove_all (before);
  GHashTableIter iter;
  gpointer file, sum;
  g_hash_table_iter_init (&iter, after);
  while (g_hash_table_iter_next (&iter, &file, &sum))
    if (!g_str_has_prefix (file, "state"))
      g_hash_table_insert (before, g_strdup (file), g_strdup (sum));
  assert_kept (before, dir, "run.2");
  g_assert_false (g_file_test (third, G_FILE_TEST_EXISTS));
  {
    g_autoptr (GError) error = NULL;
    g_autoptr (P2pTrainer) t = open_with (dir, first, &error);
    g_assert_no_error (error);
    g_assert_true (has_note (t, "goes on from step 21"));
  }
  remove_folder (dir);
}

/* Beginning with a file means beginning with its numbers. */
static void
test_same_numbers (void)
{
  static const char *const train[][2] = { { "n_epochs", "1" }, { "n_epochs_decay", "0" },
    { NULL } };
  static const char *const again[][2] = { { "continue_train", "1" }, { "epoch", "1" },
    { "lr", "0" }, { NULL } };
  g_autofree char *dir = g_dir_make_tmp ("p2p-XXXXXX", NULL);
  g_autofree char *epoch = g_build_filename (dir, "run", "1_net_G.safetensors", NULL);
  g_autofree char *latest = g_build_filename (dir, "run", "latest_net_G.safetensors", NULL);
  run_with (dir, train, 7);
  {
    g_autoptr (GError) error = NULL;
    g_autoptr (P2pTrainer) t = open_with (dir, again, &error);
    g_assert_true (train_until (t, 1, &error));
    g_assert_true (p2p_trainer_save (t, &error));
  }
  g_autoptr (P2pSafetensors) a = p2p_safetensors_open (epoch, NULL);
  g_autoptr (P2pSafetensors) b = p2p_safetensors_open (latest, NULL);
  const char *const name = "model.model.0.weight";
  const P2pTensorInfo *ta = p2p_safetensors_find (a, name), *tb = p2p_safetensors_find (b, name);
  g_assert_cmpmem (ta->data, ta->count * 4, tb->data, tb->count * 4);
  remove_folder (dir);
}

/* Two looks in an epoch of 7: at 3 and 6; the first of an epoch is written, later ones when
 * update_html_freq is due. */
static void
test_page (void)
{
  static const char *const settings[][2] = { { "n_epochs", "2" }, { "n_epochs_decay", "0" },
    { "display_freq", "3" }, { "update_html_freq", "3" }, { NULL } };
  static const char *const without[][2] = { { "n_epochs", "1" }, { "n_epochs_decay", "0" },
    { "no_html", "1" }, { "display_freq", "1" }, { NULL } };
  g_autofree char *dir = g_dir_make_tmp ("p2p-XXXXXX", NULL), *page = NULL;
  g_autofree char *path = g_build_filename (dir, "run", "web", "index.html", NULL);
  run_with (dir, without, 7);
  g_assert_false (is_there (dir, "web/index.html"));
  remove_folder (dir);
  run_with (dir, settings, 14);
  g_assert_true (is_there (dir, "web/images/epoch001_real_A.png"));
  g_assert_true (is_there (dir, "web/images/epoch002_fake_B.png"));
  g_assert_true (g_file_get_contents (path, &page, NULL, NULL));
  g_assert_nonnull (strstr (page, "Experiment name = run"));
  const char *newer = strstr (page, "epoch002_real_B"), *older = strstr (page, "epoch001_real_B");
  g_assert_nonnull (newer);
  g_assert_nonnull (older);
  g_assert_true (newer < older);
  remove_folder (dir);
}

/* By default there is one of them. A format that is asked for later is there at once. */
static void
test_formats (void)
{
  static const char *const train[][2] = { { "n_epochs", "1" }, { "n_epochs_decay", "0" },
    { NULL } };
  static const char *const both[][2] = { { "save_format", "both" }, { NULL } };
  g_autofree char *dir = g_dir_make_tmp ("p2p-XXXXXX", NULL);
  run_with (dir, train, 7);
  g_assert_true (is_there (dir, "latest_net_G.safetensors"));
  g_assert_true (is_there (dir, "1_net_D.safetensors"));
  g_assert_false (is_there (dir, "latest_net_G.pth"));
  g_assert_false (is_there (dir, "1_net_D.pth"));
  run_with (dir, both, 7);
  g_assert_true (is_there (dir, "latest_net_G.pth"));
  remove_folder (dir);
}

/* A folder as the reference leaves it. */
static void
test_pth_alone (void)
{
  static const char *const train[][2] = { { "n_epochs", "1" }, { "n_epochs_decay", "0" },
    { "save_format", "pth" }, { NULL } };
  static const char *const again[][2] = { { "continue_train", "1" }, { "epoch_count", "2" },
    { NULL } };
  g_autofree char *dir = g_dir_make_tmp ("p2p-XXXXXX", NULL);
  g_autofree char *state = g_build_filename (dir, "run", "state", NULL);
  run_with (dir, train, 7);
  g_assert_true (is_there (dir, "latest_net_D.pth"));
  g_assert_false (is_there (dir, "latest_net_D.safetensors"));
  remove_folder (state);
  expect_begin (dir, again, "begins with the networks latest_net_*");
  remove_folder (dir);
}

static void
test_plateau_resumes (void)
{
  static const char *const settings[][2] = { { "lr_policy", "plateau" }, { "lr_metric", "G_GAN" },
    { "n_epochs", "40" }, { "lr", "0" }, { NULL } };
  g_autofree char *dir = g_dir_make_tmp ("p2p-XXXXXX", NULL);
  P2pScheduleState first, second;
  {
    g_autoptr (GError) error = NULL;
    g_autoptr (P2pTrainer) t = open_with (dir, settings, &error);
    g_assert_true (train_until (t, 17, &error));
    g_assert_true (p2p_trainer_save (t, &error));
    first = p2p_trainer_state (t)->progress.schedule;
  }
  g_autoptr (GError) error = NULL;
  g_autoptr (P2pTrainer) t = open_with (dir, settings, &error);
  g_assert_no_error (error);
  second = p2p_trainer_state (t)->progress.schedule;
  g_assert_cmpmem (&first, sizeof first, &second, sizeof second);
  g_assert_cmpuint (second.epoch, ==, 3);
  g_assert_cmpuint (second.count, ==, 3);
  g_assert_cmpfloat (second.best, <, 100);
  g_clear_pointer (&t, p2p_trainer_free);
  remove_folder (dir);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/saving/labels", test_labels);
  g_test_add_func ("/saving/bad-last-picture", test_bad_last_picture);
  g_test_add_func ("/saving/begin-with", test_begin_with);
  g_test_add_func ("/saving/kept", test_kept);
  g_test_add_func ("/saving/same-numbers", test_same_numbers);
  g_test_add_func ("/saving/formats", test_formats);
  g_test_add_func ("/saving/pth-alone", test_pth_alone);
  g_test_add_func ("/saving/page", test_page);
  g_test_add_func ("/saving/plateau-resumes", test_plateau_resumes);
  return g_test_run ();
}
