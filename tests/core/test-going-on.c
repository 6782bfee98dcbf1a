/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Claim: a run that goes on keeps every option that nobody gives anew; each one that is given
 * otherwise is one line, refused, or said to come too late, whichever row of the table it is. The
 * files hold the options to the last bit, and what no step used stands nowhere. A place in one
 * data set is no place in another. */

#include "error.h"
#include "io/statedict.h"
#include "options/record.h"
#include "run-folder.h"

#include <unistd.h>

#define EPOCH 7 /* samples, see train_until() */

/* Words that are another choice; what is not here counts up. */
static const char *const others[][2] = { { "model", "cycle_gan" }, { "direction", "BtoA" },
  { "netG", "unet_128" }, { "netD", "pixel" }, { "norm", "none" }, { "dropout", "off" },
  { "init_type", "xavier" }, { "gan_mode", "lsgan" }, { "lr_policy", "step" },
  { "lr_order", "classic" }, { "lr_metric", "G_L1" }, { "gp_type", "real" }, { "backend", "auto" },
  { "dataset_mode", "paired" }, { "preprocess", "crop" }, { "phase", "val" },
  { "save_format", "pth" }, { "epoch", "3" }, { "gpu_ids", "1" }, { "load_size", "72" },
  { "crop_size", "32" }, { "input_nc", "1" }, { "output_nc", "1" }, { "beta1", "0.4" },
  { "threads", "1" }, { "pool_size", "5" }, { "lr", "0.00012345678901234567" } };

static char *
other_value (const P2pOptions *base, const P2pOption *option)
{
  g_autofree char *now = p2p_option_get (base, option);
  for (guint i = 0; i < G_N_ELEMENTS (others); i++)
    if (g_str_equal (others[i][0], option->name))
      return g_strdup (others[i][1]);
  if (option->type == P2P_OPTION_FLAG)
    return g_strdup (g_str_equal (now, "True") ? "False" : "True");
  if (option->type == P2P_OPTION_STRING)
    return g_strdup ("elsewhere");
  return g_strdup_printf ("%.10g", g_ascii_strtod (now, NULL) + 1);
}

static void
give (P2pOptions *o, const char *name, const char *value)
{
  g_autoptr (GError) error = NULL;
  const P2pOption *option = p2p_option_find (name, P2P_FOR_TRAIN, NULL);
  p2p_option_set (o, option, value, &error);
  g_assert_no_error (error);
  p2p_option_give (o, option);
}

/* Nothing but where the run is. */
static void
bare (P2pOptions *o, const char *dir)
{
  p2p_options_init (o, P2P_FOR_TRAIN);
  give (o, "checkpoints_dir", dir);
  give (o, "name", "run");
}

/* With a norm that goes with a penalty. */
static void
base (P2pOptions *o, const char *dir)
{
  small_options (o, dir, "ref");
  give (o, "norm", "instance");
}

static void
run (const P2pOptions *o, guint64 steps)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (P2pTrainer) t = p2p_trainer_new (o, &error);
  g_assert_no_error (error);
  g_assert_true (train_until (t, steps, &error));
  p2p_trainer_save (t, &error);
  g_assert_no_error (error);
}

static guint
count (const char *const *lines, const char *text)
{
  guint n = 0;
  for (; *lines; lines++)
    n += strstr (*lines, text) != NULL;
  return n;
}

/* What the trainer says, or why there is none, is about OPTION, and one line. */
static void
expect_said (const P2pOptions *o, const P2pOption *option, const char *value)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (P2pTrainer) t = p2p_trainer_new (o, &error);
  const char *const *notes = t ? p2p_trainer_notes (t) : NULL;
  const char *const *changes = t ? p2p_trainer_changes (t) : NULL;
  g_autofree char *name = g_strdup_printf ("--%s ", option->name);
  g_autofree char *line = g_strdup_printf ("%s: ", option->name);
  if (option->uses & P2P_DEFINES_NET || g_str_equal (option->name, "dropout")) {
    g_assert_error (error, P2P_ERROR, P2P_ERROR_USAGE);
    g_assert_nonnull (strstr (error->message, option->name));
    return;
  }
  g_assert_no_error (error);
  if (option->uses & P2P_NO_MEANING) {
    g_assert_cmpuint (count (notes, "has no meaning here"), ==, 1);
  } else if (!(option->uses & P2P_OF_CALL) && option->uses & (P2P_FIRST_VALUES | P2P_AT_BEGIN)) {
    g_assert_cmpuint (count (notes, name), ==, 1);
    g_assert_cmpuint (count (notes, "does nothing here"), ==, 1);
    g_assert_null (changes[0]);
  } else if (!(option->uses & P2P_OF_CALL)) {
    g_assert_cmpuint (g_strv_length ((char **) changes), ==, 1);
    g_assert_true (g_str_has_prefix (changes[0], line));
    g_assert_nonnull (strstr (changes[0], " -> "));
    g_assert_nonnull (strstr (changes[0], " from step 2 on"));
  }
}

/* These say themselves what they do. */
static void
expect_of_call (const P2pOptions *o, const char *name)
{
  static const char *const elsewhere[] = { "name", "suffix", "checkpoints_dir", NULL };
  static const char *const idle[] = { "epoch", "load_iter", "epoch_count", NULL };
  g_autoptr (GError) error = NULL;
  g_autoptr (P2pTrainer) t = p2p_trainer_new (o, &error);
  g_assert_no_error (error);
  const char *const *notes = p2p_trainer_notes (t);
  g_assert_cmpuint (p2p_trainer_state (t)->progress.step, ==,
      g_strv_contains (elsewhere, name) ? 0 : 2);
  g_assert_null (p2p_trainer_changes (t)[0]);
  if (g_strv_contains (idle, name)) {
    g_autofree char *option = g_strdup_printf ("--%s ", name);
    g_assert_cmpuint (count (notes, option), ==, 1);
  }
  if (g_str_equal (name, "verbose"))
    g_assert_cmpuint (count (notes, "[Network"), ==, 2);
}

static void
test_each_is_said (void)
{
  guint n;
  const P2pOption *table = p2p_options_table (&n);
  g_autofree char *dir = g_dir_make_tmp ("p2p-XXXXXX", NULL);
  g_autofree char *cwd = g_get_current_dir ();
  g_auto (P2pOptions) first;
  base (&first, dir);
  run (&first, 2);
  g_assert_cmpint (chdir (dir), ==, 0);
  for (guint i = 0; i < n; i++) {
    if (!(table[i].uses & P2P_FOR_TRAIN))
      continue;
    g_auto (P2pOptions) o;
    g_autofree char *value = other_value (&first, &table[i]);
    g_test_message ("--%s %s", table[i].name, value);
    bare (&o, dir);
    give (&o, table[i].name, value);
    if (table[i].uses & P2P_OF_CALL && !(table[i].uses & P2P_NO_MEANING))
      expect_of_call (&o, table[i].name);
    else
      expect_said (&o, &table[i], value);
  }
  g_assert_cmpint (chdir (cwd), ==, 0);
  remove_folder (dir);
}

static void
assert_kept (const P2pOption *option, const P2pOptions *then, const char *dir)
{
  g_auto (P2pOptions) o, back;
  g_autoptr (GError) error = NULL;
  g_autofree char *was = p2p_option_get (then, option);
  bare (&o, dir);
  {
    g_autoptr (P2pTrainer) t = p2p_trainer_new (&o, &error);
    g_assert_no_error (error);
    g_autofree char *is = p2p_option_get (p2p_trainer_options (t), option);
    g_assert_cmpstr (is, ==, was);
    if (option->type == P2P_OPTION_DOUBLE)
      g_assert_true (G_STRUCT_MEMBER (double, then, option->offset)
                     == G_STRUCT_MEMBER (double, p2p_trainer_options (t), option->offset));
    g_assert_null (p2p_trainer_changes (t)[0]);
  }
  bare (&back, dir); /* to the default, which somebody wants */
  p2p_option_give (&back, option);
  if (option->unset || option->uses & (P2P_FIRST_VALUES | P2P_AT_BEGIN)
      || g_str_equal (option->name, "dropout"))
    return;
  g_autoptr (P2pTrainer) t = p2p_trainer_new (&back, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (g_strv_length ((char **) p2p_trainer_changes (t)), ==, 1);
  g_assert_true (g_str_has_prefix (p2p_trainer_changes (t)[0], option->name));
}

/* Each option, trained with another value than its default: it stays. */
static void
test_each_is_kept (void)
{
  guint n;
  const P2pOption *table = p2p_options_table (&n);
  g_autofree char *cwd = g_get_current_dir ();
  for (guint i = 0; i < n; i++) {
    if (!(table[i].uses & P2P_FOR_TRAIN) || table[i].uses & (P2P_OF_CALL | P2P_DEFINES_NET)
        || g_str_equal (table[i].name, "backend"))
      continue;
    g_auto (P2pOptions) o, usual;
    g_autofree char *dir = g_dir_make_tmp ("p2p-XXXXXX", NULL);
    p2p_options_init (&usual, P2P_FOR_TRAIN);
    g_autofree char *value = other_value (&usual, &table[i]);
    g_assert_cmpint (chdir (dir), ==, 0);
    g_test_message ("--%s %s", table[i].name, value);
    base (&o, dir);
    give (&o, "crop_size", "32"); /* so that the default of load_size is large enough */
    give (&o, table[i].name, value);
    if (g_str_equal (table[i].name, "dataroot")) { /* is kept whole */
      g_autofree char *whole = g_build_filename (dir, value, NULL);
      give (&o, "dataroot", whole);
    }
    if (g_str_equal (table[i].name, "crop_size"))
      give (&o, "load_size", "286");
    if (g_str_equal (table[i].name, "dataroot_B"))
      continue; /* never without the other */
    run (&o, 1);
    if (!g_str_equal (table[i].name, "dataroot")) /* another one is refused */
      assert_kept (&table[i], &o, dir);
    remove_folder (dir);
  }
  g_assert_cmpint (chdir (cwd), ==, 0);
}

static char *
contents (const char *dir, const char *name)
{
  char *text = NULL;
  g_autofree char *path = g_build_filename (dir, "run", name, NULL);
  g_file_get_contents (path, &text, NULL, NULL);
  return text;
}

static void
test_history (void)
{
  g_autofree char *dir = g_dir_make_tmp ("p2p-XXXXXX", NULL), *text = NULL, *log = NULL;
  static const char line[] = "lambda_L1: 100 -> 10 from step 2 on\n";
  g_autoptr (GError) error = NULL;
  g_auto (P2pOptions) o, changed, later;
  base (&o, dir);
  run (&o, 2);
  bare (&changed, dir);
  give (&changed, "lambda_L1", "10");
  give (&changed, "print_freq", "1");
  { /* opened, but not one step made */
    g_autoptr (P2pTrainer) t = p2p_trainer_new (&changed, &error);
    g_assert_no_error (error);
  }
  text = contents (dir, "train_opt.txt");
  g_assert_null (strstr (text, " -> "));
  { /* a step that is not saved did not happen */
    g_autoptr (P2pTrainer) t = p2p_trainer_new (&changed, &error);
    g_assert_true (train_until (t, 3, &error));
  }
  bare (&later, dir);
  give (&later, "beta1", "0.25");
  run (&later, 3);
  g_free (text);
  text = contents (dir, "train_opt.txt");
  log = contents (dir, "loss_log.txt");
  g_assert_null (strstr (text, line));
  g_assert_null (strstr (log, line));
  g_assert_nonnull (strstr (text, "beta1: 0.5 -> 0.25 from step 2 on\n"));
  g_assert_nonnull (strstr (log, "beta1: 0.5 -> 0.25 from step 2 on\n"));
  run (&changed, 5);
  g_free (text);
  text = contents (dir, "train_opt.txt");
  g_assert_nonnull (strstr (text, "beta1: 0.5 -> 0.25 from step 2 on\nlambda_L1: 100 -> 10 from "
                                  "step 3 on\n"));
  g_assert_nonnull (strstr (text, "lambda_L1: 10.0"));
  remove_folder (dir);
}

static void
test_model_file (void)
{
  g_autofree char *dir = g_dir_make_tmp ("p2p-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (dir, "run", "latest_net_G.safetensors", NULL);
  g_autofree char *state = g_build_filename (dir, "run", "state", NULL);
  g_autoptr (GError) error = NULL;
  g_auto (P2pOptions) o, again, other;
  base (&o, dir);
  give (&o, "lambda_L1", "12.5");
  give (&o, "dataroot", "/home/somebody/pictures");
  run (&o, 1);
  {
    g_autoptr (P2pStateDict) file = p2p_state_dict_open (path, &error);
    g_assert_no_error (error);
    g_assert_cmpstr (p2p_state_dict_metadata (file, "option.lambda_L1"), ==, "12.5");
    g_assert_cmpstr (p2p_state_dict_metadata (file, "option.lr"), ==, "0.0002");
    g_assert_null (p2p_state_dict_metadata (file, "option.dataroot"));
  }
  remove_folder (state); /* what is left are the files of networks */
  bare (&again, dir);
  give (&again, "continue_train", "1");
  {
    g_autoptr (P2pTrainer) t = p2p_trainer_new (&again, &error);
    g_assert_no_error (error);
    g_assert_true (p2p_trainer_options (t)->lambda_l1 == 12.5);
    g_assert_cmpstr (p2p_trainer_options (t)->net_g, ==, "unet_64");
    g_assert_null (p2p_trainer_changes (t)[0]);
  }
  p2p_options_copy (&again, &other);
  give (&other, "lambda_L1", "3");
  give (&other, "init_type", "xavier");
  g_autoptr (P2pTrainer) t = p2p_trainer_new (&other, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (p2p_trainer_changes (t)[0], ==, "lambda_L1: 12.5 -> 3 from step 0 on");
  g_assert_cmpuint (count (p2p_trainer_notes (t), "--init_type xavier does nothing here"), ==, 1);
  g_clear_pointer (&t, p2p_trainer_free);
  remove_folder (dir);
}

/* PATH as the first version wrote it: of the options only those that define the networks. */
static void
make_older (const char *path)
{
  static const char *const kept[] = { "format", "backend", "threads", "step", "total", "epoch",
    "sample", "n_samples", "seed", "schedule.first", "schedule.epoch", "schedule.steps",
    "schedule.bad", "schedule.count", "schedule.sum", "schedule.best", "schedule.factor" };
  guint n;
  const P2pOption *table = p2p_options_table (&n);
  g_autoptr (GError) error = NULL;
  g_autoptr (P2pSafetensors) file = p2p_safetensors_open (path, &error);
  g_assert_no_error (error);
  g_autoptr (P2pSafetensorsWriter) writer = p2p_safetensors_writer_new ();
  p2p_safetensors_writer_metadata (writer, "format_version", "2");
  for (guint i = 0; i < G_N_ELEMENTS (kept); i++)
    p2p_safetensors_writer_metadata (writer, kept[i], p2p_safetensors_metadata (file, kept[i]));
  for (guint i = 0; i < n; i++)
    if (table[i].uses & P2P_DEFINES_NET) {
      g_autofree char *key = g_strconcat ("option.", table[i].name, NULL);
      p2p_safetensors_writer_metadata (writer, key, p2p_safetensors_metadata (file, key));
    }
  for (guint i = 0; i < p2p_safetensors_n (file); i++) {
    const P2pTensorInfo *t = p2p_safetensors_at (file, i);
    p2p_safetensors_writer_add (writer, t->name, t->dtype, t->rank, t->dims, t->data);
  }
  g_assert_true (p2p_safetensors_writer_save (writer, path, &error));
}

/* What is known is kept; that the rest is not known is said. */
static void
test_older_state (void)
{
  g_autofree char *dir = g_dir_make_tmp ("p2p-XXXXXX", NULL);
  g_autofree char *path = state_path (dir, 2);
  g_autoptr (GError) error = NULL;
  g_auto (P2pOptions) o, again;
  base (&o, dir);
  give (&o, "lambda_L1", "12.5");
  run (&o, 2);
  make_older (path);
  bare (&again, dir);
  give (&again, "beta1", "0.25");
  g_autoptr (P2pTrainer) t = p2p_trainer_new (&again, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (p2p_trainer_state (t)->progress.step, ==, 2);
  g_assert_cmpuint (count (p2p_trainer_notes (t), "do not say with which options"), ==, 1);
  g_assert_cmpstr (p2p_trainer_options (t)->net_g, ==, "unet_64");
  g_assert_true (p2p_trainer_options (t)->lambda_l1 == 100);
  g_assert_true (p2p_trainer_options (t)->beta1 == 0.25);
  g_assert_null (p2p_trainer_changes (t)[0]);
  g_clear_pointer (&t, p2p_trainer_free);
  remove_folder (dir);
}

/* A trainer of the run on another set, at what it does next. */
static P2pPosition
next_on (const char *dir, const char *fingerprint, guint64 n, const char *epochs, const char *said)
{
  g_auto (P2pOptions) o;
  g_autoptr (GError) error = NULL;
  P2pDataSet data = { .n_samples = n };
  g_strlcpy (data.fingerprint, fingerprint, sizeof data.fingerprint);
  bare (&o, dir);
  give (&o, "n_epochs", epochs);
  give (&o, "n_epochs_decay", "0");
  g_autoptr (P2pTrainer) t = p2p_trainer_new_on (&o, &data, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (count (p2p_trainer_notes (t), "the data set is another one"), ==, said != NULL);
  if (said)
    g_assert_cmpuint (count (p2p_trainer_notes (t), said), ==, 1);
  g_assert_false (p2p_trainer_finished (t));
  return p2p_trainer_next (t);
}

static void
assert_at (P2pPosition at, guint64 epoch, guint64 sample)
{
  g_assert_cmpuint (at.epoch, ==, epoch);
  g_assert_cmpuint (at.sample, ==, sample);
}

static void
test_other_data (void)
{
  g_autofree char *dir = g_dir_make_tmp ("p2p-XXXXXX", NULL);
  g_auto (P2pOptions) o;
  P2pDataSet data = { "aa", EPOCH };
  g_autoptr (GError) error = NULL;
  base (&o, dir);
  {
    g_autoptr (P2pTrainer) t = p2p_trainer_new_on (&o, &data, &error);
    g_assert_true (train_until (t, 3, &error) && p2p_trainer_save (t, &error));
  }
  assert_at (next_on (dir, "aa", EPOCH, "5", NULL), 1, 3);
  assert_at (next_on (dir, "", 0, "5", NULL), 1, 3); /* nobody knows: a live source */
  assert_at (next_on (dir, "bb", 2, "5", "(7 samples then, 2 now): epoch 2 begins"), 2, 0);
  assert_at (next_on (dir, "cc", EPOCH, "5", "(its files or their order): epoch 2 begins"), 2, 0);
  assert_at (next_on (dir, "bb", 2, "1", "epoch 1 begins with it"), 1, 0); /* the last one: anew */
  remove_folder (dir);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/going-on/each-is-said", test_each_is_said);
  g_test_add_func ("/going-on/each-is-kept", test_each_is_kept);
  g_test_add_func ("/going-on/history", test_history);
  g_test_add_func ("/going-on/model-file", test_model_file);
  g_test_add_func ("/going-on/older-state", test_older_state);
  g_test_add_func ("/going-on/other-data", test_other_data);
  return g_test_run ();
}
