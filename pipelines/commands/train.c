/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* p2p train: finds out what the folder holds, fills in the launch file for it, runs it, and says
 * how it goes. */

#include <string.h>
#include "arguments.h"
#include "choice.h"
#include "console.h"
#include "keep-depth.h"
#include "kept.h"
#include "display.h"
#include "remarks.h"
#include "training.h"

typedef struct
{
  P2pArguments arguments;
  P2pChoice choice;
  P2pTraining training;
} Train;

static void
train_clear (Train *train)
{
  p2p_arguments_clear (&train->arguments);
  p2p_choice_clear (&train->choice);
  p2p_training_clear (&train->training);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Train, train_clear)

/* What can be said before anything is built. */
static gboolean
choose (Train *train, GError **error)
{
  P2pOptions *o = &train->arguments.options;
  if (!p2p_arguments_folders (&train->arguments, error)
      || !p2p_kept_take (&train->arguments, error))
    return FALSE;
  if (!*o->dataroot) {
    g_set_error (error, P2P_ERROR, P2P_ERROR_USAGE,
        "no data set: use p2p train FOLDER, where FOLDER/train holds pairs of pictures, A left and "
        "B right of each, or FOLDER/trainA and FOLDER/trainB two kinds (or try p2p demo, which "
        "needs "
        "none)");
    return FALSE;
  }
  if (!p2p_choice_make (&train->choice, &train->arguments, error)
      || !p2p_keep_depth_choose (&train->arguments, error))
    return FALSE;
  train->training.launch = p2p_training_launch (o, error);
  return train->training.launch != NULL;
}

static const char *
preview_for (gboolean show)
{
  const char *why;
  if (!show)
    return NULL;
  if (p2p_display_usable (&why))
    return "t. ! queue max-size-buffers=1 leaky=downstream ! videoconvert "
           "! autovideosink sync=false";
  p2p_console_say ("%s: training goes on without the window", why);
  return NULL;
}

/* The model files of the networks that translate; FALSE: they are not there. */
static gboolean
print_models (const P2pOptions *o)
{
  const P2pRecipe *recipe = p2p_recipe_find (o->model, NULL);
  g_autoptr (GHashTable) said = g_hash_table_new (g_str_hash, g_str_equal);
  for (const P2pView *v = recipe->views; v->name; v++) {
    if (!v->net || !g_hash_table_add (said, (gpointer) v->net))
      continue;
    g_autofree char *path = p2p_net_file_path (o, "latest", v->net);
    if (!g_file_test (path, G_FILE_TEST_EXISTS))
      return FALSE;
    p2p_console_print ("model: %s", path);
  }
  return TRUE;
}

/* The folder to test on: the first of these that is there. AS_PAIRS: it does not look like the pairs
 * that it is. */
static const char *
phase_to_test (const P2pOptions *o, gboolean *as_pairs)
{
  static const char *const phases[] = { "test", "val", "valid" };
  const P2pDatasetMode *mode = p2p_dataset_mode_find (o->dataset_mode, NULL);
  *as_pairs = FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (phases); i++) {
    g_auto (P2pLayout) layout = { .as_stored = o->ignore_orientation };
    if (p2p_layout_find (o->dataroot, o->dataroot_b, phases[i], NULL, &layout, NULL)) {
      *as_pairs = mode->sides == P2P_SIDES_HALVES && layout.mode->sides != P2P_SIDES_HALVES;
      return phases[i];
    }
  }
  return o->phase;
}

/* What to type for the results: the folders and what else must be said again. */
static char *
test_command (const P2pOptions *o, const char *at)
{
  g_autofree char *a = p2p_shell_word (o->dataroot), *b = p2p_shell_word (o->dataroot_b);
  gboolean as_pairs;
  g_autofree char *pairs = g_strconcat (" --dataset_mode ", o->dataset_mode, NULL);
  g_autofree char *name = p2p_shell_word (o->name);
  g_autofree char *word = p2p_shell_word (phase_to_test (o, &as_pairs));
  const gboolean usual = g_str_equal (word, "test");
  return g_strdup_printf ("p2p test %s --dataroot %s%s%s%s%s%s%s%s", name, a,
      *o->dataroot_b ? " --dataroot_B " : "", *o->dataroot_b ? b : "", usual ? "" : " --phase ",
      usual ? "" : word, as_pairs ? pairs : "", at, o->keep_depth ? " --keep_depth" : "");
}

static void
say_what_next (const P2pOptions *o, const P2pTraining *training)
{
  const gboolean usual = g_str_equal (o->checkpoints_dir, "./checkpoints");
  g_autofree char *folder = p2p_shell_word (o->checkpoints_dir);
  g_autofree char *at = usual ? g_strdup ("") : g_strdup_printf (" --checkpoints_dir %s", folder);
  g_autofree char *test = test_command (o, at);
  p2p_complaints_summarise (&training->complaints);
  if (p2p_runner_signal ()) {
    p2p_console_say ("stopped after step %" G_GUINT64_FORMAT
                     ", everything is saved in %s/%s; the same command goes on from there",
        training->track.step, o->checkpoints_dir, o->name);
    return;
  }
  if (!print_models (o)) /* nothing was trained, the trainer has said why */
    return;
  p2p_console_say ("next:\n  %s", test);
  if (o->keep_depth)
    return;
  g_autofree char *name = p2p_shell_word (o->name);
  p2p_console_say ("  p2p live %s%s --source FILE --out window", name, at);
  if (p2p_recipe_find (o->model, NULL)->n_generators > 1)
    return;
  g_autofree char *path = p2p_net_file_path (o, "latest", "G");
  g_autofree char *model = g_strconcat ("model=", path, NULL);
  g_autofree char *property = p2p_shell_word (model);
  p2p_console_say ("  gst-launch-1.0 filesrc location=FILE ! p2pinfer %s ! autovideosink",
      property);
}

/* Behind it comes the error that ended the run. */
static void
say_saved (const P2pOptions *o, const P2pTraining *training)
{
  if (training->saved > 0)
    p2p_console_say ("step %" G_GUINT64_FORMAT " is saved in %s/%s; the same command goes on from "
                     "there",
        training->saved, o->checkpoints_dir, o->name);
}

static gboolean
print_pipeline (const char *launch, P2pLaunchValues *values, GError **error)
{
  g_autofree char *text = p2p_launch_text (launch, values, error);
  if (text)
    p2p_console_print ("%s", text);
  return text != NULL;
}

static gboolean
run (char **argv, GError **error)
{
  gboolean show = FALSE, print = FALSE;
  const GOptionEntry own[] = { { "show", 0, 0, G_OPTION_ARG_NONE, &show,
                                   "Show what the network makes of the pictures in a window",
                                   NULL },
    { "print", 0, 0, G_OPTION_ARG_NONE, &print, "Print the pipeline instead of running it", NULL },
    { NULL } };
  g_auto (Train) train = { 0 };
  P2pTraining *training = &train.training;
  P2pOptions *o = &train.arguments.options;
  if (!p2p_arguments_parse (&train.arguments, &p2p_command_train, argv, P2P_FOR_TRAIN, NULL, own,
          error)
      || !choose (&train, error) || !p2p_launch_init (error))
    return FALSE;
  p2p_remarks_say (&train.arguments, P2P_FOR_TRAIN);
  g_autofree char *text = p2p_choice_text (&train.choice, o);
  p2p_console_say ("%s", text);
  g_autoptr (P2pLaunchValues) values = p2p_training_values (o);
  const char *preview = preview_for (show);
  if (preview)
    p2p_launch_piece (values, "preview", "%s", preview);
  if (print)
    return print_pipeline (training->launch, values, error);
  training->name = o->name;
  training->log = p2p_console_wants_log ();
  training->options = o;
  if (!p2p_training_run (training, values, error)) {
    say_saved (o, training);
    return FALSE;
  }
  say_what_next (o, training);
  return TRUE;
}

const P2pCommand p2p_command_train = {
  .name = "train",
  .arguments = "DATAROOT [DATAROOT_B]",
  .summary = "Trains on a folder of pictures: pairs side by side, or two kinds in two folders",
  .examples =
      "  p2p train facades --name facades --direction BtoA     # facades/train: A and B side by "
      "side\n"
      "  p2p train horse2zebra --name horses                   # trainA and trainB: cycle_gan\n"
      "  p2p train photos drawings --name two                  # any two folders\n"
      "  p2p train maps --name maps --netG unet_128 --load_size 143 --crop_size 128 --show\n"
      "What the folder holds decides about model and dataset_mode unless you name them; p2p check\n"
      "FOLDER tells beforehand. Ctrl-C saves and stops; the same command again goes on exactly "
      "where\n"
      "it was",
  .stops_early = TRUE,
  .run = run,
};
