/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "options.h"

#include <math.h>
#include <string.h>
#include "backend.h"
#include "data/dataset.h"
#include "error.h"
#include "losses/loss.h"
#include "net.h"
#include "recipes/recipe.h"
#include "train/schedule.h"

#define AT(field) G_STRUCT_OFFSET (P2pOptions, field)
#define TEXT(field, value) P2P_OPTION_STRING, AT (field), value, 0, 0
#define INT(field, value, min, max) P2P_OPTION_INT, AT (field), value, min, max
#define BIG(field, value, min) P2P_OPTION_INT64, AT (field), value, min, 9e15
#define REAL(field, value, min, max) P2P_OPTION_DOUBLE, AT (field), value, min, max
#define FLAG(field) P2P_OPTION_FLAG, AT (field), "0", 0, 1

#define TRAIN P2P_FOR_TRAIN
#define BOTH (P2P_FOR_TRAIN | P2P_FOR_TEST)
#define TRAINER (P2P_FOR_TRAIN | P2P_FOR_TRAINER)
#define ALL (P2P_FOR_TRAIN | P2P_FOR_TEST | P2P_FOR_TRAINER)
#define EVERYDAY P2P_EVERYDAY
#define NET P2P_DEFINES_NET

static const P2pOption table[] = {
  { "dataroot", "dataroot", TEXT (dataroot, ""), BOTH | EVERYDAY,
      "folder of the data set: pairs side by side in DATAROOT/train, DATAROOT/test" },
  { "name", "run-name", TEXT (name, "experiment_name"), ALL | EVERYDAY,
      "name of the run: its files go to CHECKPOINTS_DIR/NAME" },
  { "model", "model", TEXT (model, "pix2pix"), TRAINER | P2P_FOR_TEST | EVERYDAY | NET,
      "what is trained (see p2p list)" },
  { "direction", "direction", TEXT (direction, "AtoB"), ALL | EVERYDAY | NET,
      "AtoB or BtoA; A is the left half" },
  { "netG", "net-g", TEXT (net_g, "unet_256"), ALL | EVERYDAY | NET, "generator (see p2p list)" },
  { "netD", "net-d", TEXT (net_d, "basic"), TRAINER | NET, "discriminator (see p2p list)" },
  { "batch_size", "batch-size", INT (batch_size, "1", 1, 1024), TRAINER | EVERYDAY,
      "pairs per optimisation step" },
  { "load_size", "load-size", INT (load_size, "286", 1, 32768), BOTH | EVERYDAY,
      "pictures are resized to this side" },
  { "crop_size", "crop-size", INT (crop_size, "256", 1, 32768), BOTH | EVERYDAY,
      "then cut to this side" },
  { "n_epochs", "n-epochs", INT (n_epochs, "100", 0, 1000000), TRAINER | EVERYDAY,
      "epochs at the initial learning rate" },
  { "n_epochs_decay", "n-epochs-decay", INT (n_epochs_decay, "100", 0, 1000000), TRAINER | EVERYDAY,
      "epochs during which the learning rate falls to zero" },
  { "steps", "steps", BIG (steps, "0", 0), TRAINER | EVERYDAY,
      "stop after this many optimisation steps in all; 0: after the epochs" },
  { "seed", "seed", BIG (seed, "0", 0), ALL | EVERYDAY,
      "everything random follows from it: same seed, same run" },
  { "backend", "backend", TEXT (backend, "auto"), ALL | EVERYDAY,
      "back-end (see p2p list); auto: the first that works here" },
  { "threads", "threads", INT (threads, "0", 0, 1024), ALL | EVERYDAY,
      "compute threads; 0: one per core" },
  { "checkpoints_dir", "checkpoints-dir", TEXT (checkpoints_dir, "./checkpoints"), ALL,
      "folder of all runs" },
  { "phase", "phase", TEXT (phase, "train"), BOTH, "sub-folder of DATAROOT" },
  { "dataset_mode", "dataset-mode", TEXT (dataset_mode, "aligned"), BOTH,
      "aligned: A and B side by side in one picture" },
  { "preprocess", "preprocess", TEXT (preprocess, "resize_and_crop"), BOTH,
      "resize_and_crop, crop, scale_width, scale_width_and_crop or none" },
  { "no_flip", "no-flip", FLAG (no_flip), BOTH, "never mirror pictures" },
  { "serial_batches", "serial-batches", FLAG (serial_batches), BOTH, "do not shuffle" },
  { "num_threads", "num-threads", INT (num_threads, "4", 0, 256), BOTH,
      "threads that decode pictures; 0 counts as 1" },
  { "max_dataset_size", "max-dataset-size", BIG (max_dataset_size, "0", 0), BOTH,
      "use the first so many files; 0: all" },
  { "input_nc", "input-nc", INT (input_nc, "3", 1, 3), ALL | NET,
      "channels of the generator's input: 3, or 1 for grey" },
  { "output_nc", "output-nc", INT (output_nc, "3", 1, 3), ALL | NET,
      "channels of the generator's output: 3, or 1 for grey" },
  { "ngf", "ngf", INT (ngf, "64", 1, 1024), ALL | NET, "base width of the generator" },
  { "ndf", "ndf", INT (ndf, "64", 1, 1024), TRAINER | NET, "base width of the discriminator" },
  { "n_layers_D", "n-layers-d", INT (n_layers_d, "3", 0, 8), TRAINER | NET,
      "layers of the discriminator n_layers" },
  { "norm", "norm", TEXT (norm, "batch"), ALL | NET, "batch, instance or none" },
  { "no_dropout", "no-dropout", FLAG (no_dropout), ALL | NET, "no dropout in the generator" },
  { "init_type", "init-type", TEXT (init_type, "normal"), TRAINER,
      "normal, xavier, kaiming or orthogonal" },
  { "init_gain", "init-gain", REAL (init_gain, "0.02", 0, 100), TRAINER,
      "deviation of normal, gain of xavier and orthogonal" },
  { "gan_mode", "gan-mode", TEXT (gan_mode, "vanilla"), TRAINER, "vanilla, lsgan or wgangp" },
  { "lambda_gp", "lambda-gp", REAL (lambda_gp, "0", 0, 1e6), TRAINER,
      "weight of the gradient penalty on the discriminator, usually 10 with wgangp; 0: none" },
  { "gp_type", "gp-type", TEXT (gp_type, "mixed"), TRAINER,
      "where the gradient is taken: at real pictures, fake ones, or mixed between the two" },
  { "gp_constant", "gp-constant", REAL (gp_constant, "1", 0, 1e6), TRAINER,
      "length that the penalty draws the gradient to" },
  { "lambda_L1", "lambda-l1", REAL (lambda_l1, "100", 0, 1e6), TRAINER | EVERYDAY,
      "weight of the L1 loss" },
  { "lr", "lr", REAL (lr, "0.0002", 0, 10), TRAINER | EVERYDAY, "learning rate of Adam" },
  { "beta1", "beta1", REAL (beta1, "0.5", 0, 0.9999), TRAINER, "Adam's first decay rate" },
  { "lr_policy", "lr-policy", TEXT (lr_policy, "linear"), TRAINER,
      "how the learning rate falls (see p2p list)" },
  { "epoch_count", "epoch-count", INT (epoch_count, "1", 1, 1000000), TRAINER,
      "number of the first epoch of a new run" },
  { "print_freq", "print-freq", BIG (print_freq, "100", 1), TRAINER,
      "samples between two lines of losses" },
  { "save_latest_freq", "save-latest-freq", BIG (save_latest_freq, "5000", 1), TRAINER,
      "samples between two checkpoints" },
  { "save_epoch_freq", "save-epoch-freq", BIG (save_epoch_freq, "5", 1), TRAINER,
      "epochs between two model files that are kept for good" },
  { "keep", "keep", INT (keep, "3", 1, 1000), TRAINER, "checkpoints kept" },
  { "continue_train", "continue-train", FLAG (continue_train), TRAIN,
      "accepted: a run always goes on from its newest checkpoint" },
  { "results_dir", "results-dir", TEXT (results_dir, "./results/"), P2P_FOR_TEST | EVERYDAY,
      "folder of the results" },
  { "epoch", "epoch", TEXT (epoch, "latest"), P2P_FOR_TEST, "which model file: EPOCH_net_G" },
  { "num_test", "num-test", INT (num_test, "0", 0, 100000000), P2P_FOR_TEST | EVERYDAY,
      "translate the first so many pictures; 0: all" },
  { "eval", "eval", FLAG (eval), P2P_FOR_TEST, "no dropout and running statistics in batch norms" },
};

const P2pOption *
p2p_options_table (guint *n)
{
  *n = G_N_ELEMENTS (table);
  return table;
}

static gpointer
field_of (P2pOptions *options, const P2pOption *option)
{
  return G_STRUCT_MEMBER_P (options, option->offset);
}

static gboolean
parse_number (const P2pOption *o, const char *text, double *value, GError **error)
{
  char *end = NULL;
  *value = g_ascii_strtod (text, &end);
  const gboolean whole = o->type == P2P_OPTION_DOUBLE || *value == floor (*value);
  if (*text && !*end && isfinite (*value) && whole && *value >= o->min && *value <= o->max)
    return TRUE;
  g_set_error (error, P2P_ERROR, P2P_ERROR_USAGE,
      "--%s cannot be \"%s\"; use %s from %.10g to %.10g", o->name, text,
      o->type == P2P_OPTION_DOUBLE ? "a number" : "a whole number", o->min, o->max);
  return FALSE;
}

gboolean
p2p_option_set (P2pOptions *options, const P2pOption *option, const char *text, GError **error)
{
  gpointer field = field_of (options, option);
  double value = 0;
  if (option->type == P2P_OPTION_STRING) {
    g_free (*(char **) field);
    *(char **) field = g_strdup (text);
    return TRUE;
  }
  if (!parse_number (option, text, &value, error))
    return FALSE;
  if (option->type == P2P_OPTION_INT || option->type == P2P_OPTION_FLAG)
    *(int *) field = (int) value;
  else if (option->type == P2P_OPTION_INT64)
    *(gint64 *) field = (gint64) value;
  else
    *(double *) field = value;
  return TRUE;
}

char *
p2p_option_get (const P2pOptions *options, const P2pOption *option)
{
  gpointer field = field_of ((P2pOptions *) options, option);
  switch (option->type) {
    case P2P_OPTION_STRING:
      return g_strdup (*(char **) field);
    case P2P_OPTION_INT64:
      return g_strdup_printf ("%" G_GINT64_FORMAT, *(gint64 *) field);
    case P2P_OPTION_DOUBLE:
      return g_strdup_printf ("%.10g", *(double *) field);
    case P2P_OPTION_FLAG:
      return g_strdup (*(int *) field ? "True" : "False");
    default:
      return g_strdup_printf ("%d", *(int *) field);
  }
}

/* Testing differs from training in three defaults, as in the reference. */
static const char *
default_for (const P2pOption *option, guint use)
{
  if (use & P2P_FOR_TEST) {
    if (option->offset == AT (load_size))
      return "256";
    if (option->offset == AT (phase))
      return "test";
  }
  return option->value;
}

void
p2p_options_init (P2pOptions *options, guint use)
{
  memset (options, 0, sizeof *options);
  for (guint i = 0; i < G_N_ELEMENTS (table); i++) {
    g_autoptr (GError) error = NULL;
    if (!p2p_option_set (options, &table[i], default_for (&table[i], use), &error))
      g_error ("%s", error->message);
  }
}

void
p2p_options_clear (P2pOptions *options)
{
  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    if (table[i].type == P2P_OPTION_STRING)
      g_clear_pointer ((char **) field_of (options, &table[i]), g_free);
}

void
p2p_options_copy (const P2pOptions *from, P2pOptions *to)
{
  *to = *from;
  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    if (table[i].type == P2P_OPTION_STRING)
      *(char **) field_of (to, &table[i]) = p2p_option_get (from, &table[i]);
}

/* Levenshtein's distance, two rows at a time. */
static guint
distance (const char *a, const char *b)
{
  const gsize n = strlen (b);
  g_autofree guint *row = g_new (guint, n + 1);
  for (gsize j = 0; j <= n; j++)
    row[j] = (guint) j;
  for (gsize i = 0; a[i]; i++) {
    guint diagonal = row[0];
    row[0] = (guint) i + 1;
    for (gsize j = 0; j < n; j++) {
      const guint change = diagonal + (g_ascii_tolower (a[i]) != g_ascii_tolower (b[j]));
      diagonal = row[j + 1];
      row[j + 1] = MIN (change, MIN (row[j], diagonal) + 1);
    }
  }
  return row[n];
}

const P2pOption *
p2p_option_find (const char *name, guint use, GError **error)
{
  const P2pOption *begun = NULL, *nearest = NULL;
  guint n_begun = 0, best = G_MAXUINT;
  for (guint i = 0; i < G_N_ELEMENTS (table); i++) {
    if (!(table[i].uses & use))
      continue;
    if (g_str_equal (table[i].name, name))
      return &table[i];
    if (g_str_has_prefix (table[i].name, name)) {
      begun = &table[i];
      n_begun++;
    }
    const guint d = distance (name, table[i].name);
    if (d < best) {
      best = d;
      nearest = &table[i];
    }
  }
  if (n_begun == 1)
    return begun;
  if (n_begun > 1)
    g_set_error (error, P2P_ERROR, P2P_ERROR_USAGE,
        "--%s could be several options; use the full name, such as --%s", name, begun->name);
  else
    g_set_error (error, P2P_ERROR, P2P_ERROR_USAGE,
        "unknown option --%s; the nearest is --%s (run with --help-all for all of them)", name,
        nearest->name);
  return NULL;
}

static gboolean
check_word (const char *option, const char *value, const char *const *valid, GError **error)
{
  if (g_strv_contains (valid, value))
    return TRUE;
  g_autofree char *names = g_strjoinv (", ", (char **) valid);
  g_set_error (error, P2P_ERROR, P2P_ERROR_USAGE, "--%s cannot be \"%s\"; use one of: %s", option,
      value, names);
  return FALSE;
}

gboolean
p2p_options_check (const P2pOptions *o, GError **error)
{
  static const char *const directions[] = { "AtoB", "BtoA", NULL };
  static const char *const modes[] = { "aligned", NULL };
  P2pNorm norm;
  P2pTransform transform;
  return p2p_recipe_find (o->model, error) && p2p_arch_find (P2P_ROLE_GENERATOR, o->net_g, error)
         && p2p_arch_find (P2P_ROLE_DISCRIMINATOR, o->net_d, error)
         && p2p_norm_parse (o->norm, &norm, error) && p2p_gan_mode_find (o->gan_mode, error)
         && p2p_schedule_find (o->lr_policy, error) && p2p_backend_find (o->backend, error)
         && check_word ("direction", o->direction, directions, error)
         && check_word ("dataset_mode", o->dataset_mode, modes, error)
         && check_word ("init_type", o->init_type, p2p_init_types (), error)
         && p2p_transform_parse (o->preprocess, o->load_size, o->crop_size, o->no_flip, &transform,
             error);
}

static int
by_name (gconstpointer a, gconstpointer b)
{
  return strcmp ((*(const P2pOption *const *) a)->name, (*(const P2pOption *const *) b)->name);
}

char *
p2p_options_dump (const P2pOptions *options, guint use)
{
  g_autoptr (GPtrArray) rows = g_ptr_array_new ();
  GString *s = g_string_new ("----------------- Options ---------------\n");
  g_auto (P2pOptions) defaults;
  p2p_options_init (&defaults, use);
  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    if (table[i].uses & use)
      g_ptr_array_add (rows, (gpointer) &table[i]);
  g_ptr_array_sort (rows, by_name);
  for (guint i = 0; i < rows->len; i++) {
    const P2pOption *row = g_ptr_array_index (rows, i);
    g_autofree char *value = p2p_option_get (options, row);
    g_autofree char *usual = p2p_option_get (&defaults, row);
    g_string_append_printf (s, "%25s: %-30s", row->name, value);
    if (!g_str_equal (value, usual))
      g_string_append_printf (s, "\t[default: %s]", usual);
    g_string_append_c (s, '\n');
  }
  g_string_append (s, "----------------- End -------------------\n");
  return g_string_free (s, FALSE);
}
