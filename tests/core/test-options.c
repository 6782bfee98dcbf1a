/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Claim: options have the reference's names and, for each model, its defaults; they
 * are found by beginnings and by their names of old; what contradicts itself or does
 * not exist is refused with what would do; the dump is as the reference writes it. */

#include <string.h>
#include "error.h"
#include "named.h"
#include "options/options.h"
#include "recipes/recipe.h"

static char *
value_of (const P2pOptions *o, const char *name)
{
  const P2pOption *option = p2p_option_find (name, P2P_FOR_TRAIN | P2P_FOR_TEST, NULL);
  g_assert_nonnull (option);
  return p2p_option_get (o, option);
}

static gboolean
set (P2pOptions *o, const char *name, const char *value, GError **error)
{
  const P2pOption *option = p2p_option_find (name, P2P_FOR_TRAIN | P2P_FOR_TEST, error);
  return option && p2p_option_set (o, option, value, error);
}

static void
expect (const P2pOptions *o, const char *name, const char *value)
{
  g_autofree char *is = value_of (o, name);
  g_test_message ("%s %s", name, is);
  g_assert_cmpstr (is, ==, value);
}

static void
test_models (void)
{
  static const struct
  {
    const char *model, *net_g, *norm, *mode, *gan, *pool, *in, *out, *no_dropout;
  } rows[] = {
    { "pix2pix", "unet_256", "batch", "aligned", "vanilla", "0", "3", "3", "False" },
    { "cycle_gan", "resnet_9blocks", "instance", "unaligned", "lsgan", "50", "3", "3", "True" },
    { "colorization", "unet_256", "batch", "colorization", "vanilla", "0", "1", "2", "False" },
    { "test", "resnet_9blocks", "instance", "single", "lsgan", "50", "3", "3", "False" },
  };
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_auto (P2pOptions) o;
    p2p_options_init (&o, P2P_FOR_TRAIN);
    g_assert_true (set (&o, "model", rows[i].model, NULL));
    g_assert_true (p2p_options_resolve (&o, NULL));
    expect (&o, "netG", rows[i].net_g);
    expect (&o, "norm", rows[i].norm);
    expect (&o, "dataset_mode", rows[i].mode);
    expect (&o, "gan_mode", rows[i].gan);
    expect (&o, "pool_size", rows[i].pool);
    expect (&o, "input_nc", rows[i].in);
    expect (&o, "output_nc", rows[i].out);
    expect (&o, "no_dropout", rows[i].no_dropout);
    g_assert_true (p2p_options_check (&o, NULL));
  }
}

/* What the user says wins, and resolving twice changes nothing. */
static void
test_explicit (void)
{
  g_auto (P2pOptions) o;
  p2p_options_init (&o, P2P_FOR_TRAIN);
  g_assert_true (set (&o, "model", "cycle_gan", NULL));
  g_assert_true (set (&o, "netG", "unet_128", NULL));
  g_assert_true (set (&o, "pool_size", "7", NULL));
  g_assert_true (set (&o, "dropout", "on", NULL));
  g_assert_true (set (&o, "norm", "syncbatch", NULL));
  g_assert_true (set (&o, "suffix", "{model}_{netG}_size{load_size}", NULL));
  for (int i = 0; i < 2; i++)
    g_assert_true (p2p_options_resolve (&o, NULL));
  expect (&o, "netG", "unet_128");
  expect (&o, "pool_size", "7");
  expect (&o, "no_dropout", "False");
  expect (&o, "norm", "batch");
  expect (&o, "name", "experiment_name_cycle_gan_unet_128_size286");
}

static void
test_model_by_data (void)
{
  static const char *const rows[][2] = { { "unaligned", "cycle_gan" }, { "aligned", "pix2pix" },
    { "paired", "pix2pix" }, { "single", "test" }, { "colorization", "colorization" } };
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_auto (P2pOptions) o;
    p2p_options_init (&o, P2P_FOR_TRAIN);
    g_assert_true (set (&o, "dataset_mode", rows[i][0], NULL));
    g_assert_true (p2p_options_resolve (&o, NULL));
    expect (&o, "model", rows[i][1]);
    expect (&o, "dataset_mode", rows[i][0]);
  }
}

static void
test_names (void)
{
  static const char *const found[][2] = { { "lambda_L", "lambda_L1" }, { "direct", "direction" },
    { "niter", "n_epochs" }, { "niter_decay", "n_epochs_decay" }, { "fineSize", "crop_size" },
    { "loadSize", "load_size" }, { "which_direction", "direction" }, { "batchSize", "batch_size" },
    { "which_model_netG", "netG" }, { "save_by", "save_by_iter" }, { "net-g", "netG" },
    { "lambda-l1", "lambda_L1" }, { "load-size", "load_size" }, { "n-layers", "n_layers_D" },
    { "no_lsgan", "gan_mode" }, { "display_single_pane_ncols", "display_ncols" } };
  static const char *const refused[][2] = { { "lambda", "full name" }, { "lambda_L2", "lambda_L1" },
    { "lerning-rate", "none is near" }, { "foo", "none is near" }, { "net", "full name" },
    { "NetG", "netG" }, { "btach_size", "nearest is --batch_size" },
    { "batchsize", "nearest is --batch_size" }, { "lr_polcy", "nearest is --lr_policy" } };
  for (guint i = 0; i < G_N_ELEMENTS (found); i++)
    g_assert_cmpstr (p2p_option_find (found[i][0], P2P_FOR_TRAIN, NULL)->name, ==, found[i][1]);
  for (guint i = 0; i < G_N_ELEMENTS (refused); i++) {
    g_autoptr (GError) error = NULL;
    g_assert_null (p2p_option_find (refused[i][0], P2P_FOR_TRAIN, &error));
    g_assert_error (error, P2P_ERROR, P2P_ERROR_USAGE);
    g_test_message ("%s", error->message);
    g_assert_nonnull (strstr (error->message, refused[i][1]));
  }
  g_assert_null (p2p_option_find ("lr", P2P_FOR_TEST, NULL)); /* as in the reference */
}

/* Words of the reference before 2019. */
static void
test_older (void)
{
  const char *value = NULL;
  g_auto (P2pOptions) o;
  p2p_options_init (&o, P2P_FOR_TRAIN | P2P_FOR_TEST);
  g_assert_cmpstr (p2p_option_present_name ("no_lsgan", &value), ==, "gan_mode");
  g_assert_cmpstr (value, ==, "vanilla");
  g_assert_true (set (&o, "lr_policy", "lambda", NULL));
  expect (&o, "lr_policy", "linear");
  g_assert_true (set (&o, "ntest", "inf", NULL));
  expect (&o, "num_test", "0");
}

/* A word that is none of a list: the one that was meant, or none. */
static void
test_nearest (void)
{
  static const char *const words[] = { "train", "test", "unet_256", "unet_128", "resnet_9blocks",
    "AtoB", "BtoA", NULL };
  static const char *const rows[][2] = { { "trian", "train" }, { "tests", "test" },
    { "tset", "test" }, { "unet256", "unet_256" }, { "unet-128", "unet_128" },
    { "resnet", "resnet_9blocks" }, { "atob", "AtoB" }, { "foo", NULL }, { "BA", NULL },
    { "", NULL }, { "x", NULL } };
  g_autofree char *huge = g_strnfill (100000, 'x');
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    g_assert_cmpstr (p2p_nearest_word (words, rows[i][0]), ==, rows[i][1]);
  g_assert_null (p2p_nearest_word (words, huge));
}

static void
test_refused (void)
{
  static const struct
  {
    const char *options[4][2], *words;
  } rows[] = {
    { { { "dropout", "on" }, { "no_dropout", "1" } }, "contradict" },
    { { { "input_nc", "5" } }, "--keep_depth" },
    { { { "model", "cycle_gan" }, { "output_nc", "1" } }, "--lambda_identity 0" },
    { { { "model", "colorization" }, { "input_nc", "3" } }, "leave --input_nc" },
    { { { "lr_policy", "plateau" }, { "lr_metric", "G_L2" } }, "G_L1" },
    { { { "lr_order", "oldest" } }, "newest, classic" },
    { { { "netG", "unet256" } }, "did you mean unet_256?" },
    { { { "lr_policy", "cosin" } }, "did you mean cosine?" },
    { { { "norm_stats", "foo" } }, "one of: batch" },
    { { { "gp_type", "fakes" } }, "mixed, real, fake" },
    { { { "save_format", "onnx" } }, "safetensors" },
    { { { "dataset_mode", "aligned_" } }, "unaligned" },
    { { { "load_size", "100" } }, "256" },
  };
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_auto (P2pOptions) o;
    g_autoptr (GError) error = NULL;
    p2p_options_init (&o, P2P_FOR_TRAIN);
    for (guint k = 0; rows[i].options[k][0]; k++)
      g_assert_true (set (&o, rows[i].options[k][0], rows[i].options[k][1], NULL));
    g_assert_false (p2p_options_resolve (&o, &error) && p2p_options_check (&o, &error));
    g_assert_error (error, P2P_ERROR, P2P_ERROR_USAGE);
    g_test_message ("%s", error->message);
    g_assert_nonnull (strstr (error->message, rows[i].words));
  }
}

static void
test_values (void)
{
  static const char *const wrong[][3] = { { "batch_size", "0", "from 1 to" },
    { "batch_size", "two", "whole number" }, { "lr", "-1", "from 0" }, { "lr", "nan", "a number" },
    { "pool_size", "-1", "from 0" }, { "print_freq", "inf", "whole number" } };
  g_auto (P2pOptions) o;
  p2p_options_init (&o, P2P_FOR_TRAIN);
  expect (&o, "lambda_L1", "100.0");
  expect (&o, "lr", "0.0002");
  g_assert_true (set (&o, "lr", "1e-06", NULL));
  expect (&o, "lr", "1e-06");
  g_assert_true (set (&o, "max_dataset_size", "inf", NULL));
  expect (&o, "max_dataset_size", "0");
  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++) {
    g_autoptr (GError) error = NULL;
    g_assert_false (set (&o, wrong[i][0], wrong[i][1], &error));
    g_assert_error (error, P2P_ERROR, P2P_ERROR_USAGE);
    g_assert_nonnull (strstr (error->message, wrong[i][2]));
  }
}

static void
test_notes (void)
{
  g_auto (P2pOptions) o;
  p2p_options_init (&o, P2P_FOR_TRAIN);
  g_auto (GStrv) none = p2p_options_notes (&o, P2P_FOR_TRAIN);
  g_assert_cmpuint (g_strv_length (none), ==, 0);
  g_assert_true (set (&o, "display_id", "-1", NULL));
  g_assert_true (set (&o, "display_port", "9000", NULL));
  g_assert_true (set (&o, "gpu_ids", "0,1", NULL));
  g_auto (GStrv) notes = p2p_options_notes (&o, P2P_FOR_TRAIN);
  g_assert_cmpuint (g_strv_length (notes), ==, 2); /* visdom is one matter */
  g_assert_nonnull (strstr (notes[0], "--gpu_ids"));
  g_assert_true (set (&o, "gp_type", "real", NULL));
  g_assert_true (set (&o, "lr_metric", "G_L1", NULL));
  g_auto (GStrv) idle = p2p_options_notes (&o, P2P_FOR_TRAIN);
  g_assert_cmpuint (g_strv_length (idle), ==, 4);
}

/* Options that this model has no use for. */
static void
test_foreign (void)
{
  static const struct
  {
    const char *model, *option, *value, *note; /* NULL: none */
  } rows[] = {
    { "pix2pix", "lambda_A", "100",
        "--lambda_A does nothing with --model pix2pix: cycle_gan reads it" },
    { "pix2pix", "pool_size", "50", "--pool_size does nothing" },
    { "pix2pix", "pool_size", "0", NULL },
    { "cycle_gan", "lambda_A", "100", NULL },
    { "cycle_gan", "lambda_L1", "10", "--lambda_L1 does nothing with --model cycle_gan: pix2pix" },
    { "colorization", "lambda_L1", "10", NULL },
    { "colorization", "n_layers_D", "4", "--n_layers_D does nothing without --netD n_layers" },
    { "pix2pix", "lr_decay_iters", "4", "--lr_decay_iters does nothing without --lr_policy step" },
  };
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_auto (P2pOptions) o;
    p2p_options_init (&o, P2P_FOR_TRAIN);
    g_assert_true (set (&o, "model", rows[i].model, NULL));
    g_assert_true (set (&o, rows[i].option, rows[i].value, NULL));
    g_assert_true (p2p_options_resolve (&o, NULL));
    g_auto (GStrv) notes = p2p_options_notes (&o, P2P_FOR_TRAIN);
    g_assert_cmpuint (g_strv_length (notes), ==, rows[i].note ? 1 : 0);
    if (rows[i].note)
      g_assert_true (g_str_has_prefix (notes[0], rows[i].note));
  }
}

static void
test_dump (void)
{
  g_auto (P2pOptions) o;
  p2p_options_init (&o, P2P_FOR_TEST);
  g_assert_true (set (&o, "model", "pix2pix", NULL));
  g_assert_true (set (&o, "ngf", "32", NULL));
  g_assert_true (p2p_options_resolve (&o, NULL));
  g_autofree char *text = p2p_options_dump (&o, P2P_FOR_TEST);
  g_assert_true (g_str_has_prefix (text, "----------------- Options ---------------\n"));
  g_assert_true (g_str_has_suffix (text, "\n----------------- End -------------------\n"));
  g_assert_nonnull (strstr (text, "\n                      ngf: 32                            "
                                  "\t[default: 64]\n"));
  g_assert_nonnull (strstr (text, "\n                     netG: unet_256                      \n"));
  g_assert_nonnull (strstr (text, "\n                load_size: 256                           \n"));
  g_assert_nonnull (strstr (text, "\n                  isTrain: False                         \n"));
  g_assert_nonnull (strstr (text, "\n         max_dataset_size: inf "));
  g_assert_null (strstr (text, "lambda_L1"));
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  for (guint i = 2; lines[i][0] != '-'; i++) {
    const char *a = lines[i - 1] + strspn (lines[i - 1], " "),
               *b = lines[i] + strspn (lines[i], " ");
    g_assert_cmpint (strncmp (a, b, strcspn (a, ":")), <=, 0);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/options/models", test_models);
  g_test_add_func ("/options/explicit", test_explicit);
  g_test_add_func ("/options/model-by-data", test_model_by_data);
  g_test_add_func ("/options/names", test_names);
  g_test_add_func ("/options/refused", test_refused);
  g_test_add_func ("/options/values", test_values);
  g_test_add_func ("/options/notes", test_notes);
  g_test_add_func ("/options/older", test_older);
  g_test_add_func ("/options/nearest", test_nearest);
  g_test_add_func ("/options/foreign", test_foreign);
  g_test_add_func ("/options/dump", test_dump);
  return g_test_run ();
}
