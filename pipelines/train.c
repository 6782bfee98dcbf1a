/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* p2p train: fills in launch/train.launch, runs it, and says how it goes. */

#include <string.h>
#include "arguments.h"
#include "console.h"
#include "display.h"
#include "training.h"

static gboolean
choose_dataroot (P2pArguments *arguments, GError **error)
{
  P2pOptions *o = &arguments->options;
  const char *argument;
  if (!p2p_arguments_single (arguments, &argument, error))
    return FALSE;
  if (argument && *o->dataroot) {
    g_set_error (error, P2P_ERROR, P2P_ERROR_USAGE,
        "the data set is given twice, as %s and as --dataroot %s; use one", argument, o->dataroot);
    return FALSE;
  }
  if (argument) {
    g_free (o->dataroot);
    o->dataroot = g_strdup (argument);
  }
  if (*o->dataroot)
    return TRUE;
  g_set_error (error, P2P_ERROR, P2P_ERROR_USAGE,
      "no data set: use p2p train FOLDER, where FOLDER/train holds pairs of pictures, A left and B "
      "right of each (or try p2p demo, which needs none)");
  return FALSE;
}

/* What can be said before anything is built. */
static gboolean
check (P2pOptions *o, GError **error)
{
  if (!p2p_options_resolve (o, error) || !p2p_options_check (o, error))
    return FALSE;
  g_autofree char *folder = p2p_aligned_folder (o->dataroot, o->phase, error);
  return folder != NULL;
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

static void
say_what_next (const P2pOptions *o, const P2pTraining *training)
{
  const char *folder = o->checkpoints_dir;
  const gboolean usual = g_str_equal (folder, "./checkpoints");
  g_autofree char *at = usual ? g_strdup ("") : g_strdup_printf (" --checkpoints_dir %s", folder);
  if (p2p_runner_interrupted ()) {
    p2p_console_say ("stopped after step %" G_GUINT64_FORMAT
                     ", everything is saved in %s/%s; the same command goes on from there",
        training->track.step, folder, o->name);
    return;
  }
  p2p_console_print ("model: %s/%s/latest_net_G.safetensors", folder, o->name);
  p2p_console_say ("next:\n"
                   "  p2p test %s --dataroot %s%s\n"
                   "  p2p live %s%s --source FILE --out window\n"
                   "  gst-launch-1.0 filesrc location=FILE ! p2pinfer "
                   "model=%s/%s/latest_net_G.safetensors ! autovideosink",
      o->name, o->dataroot, at, o->name, at, folder, o->name);
}

static gboolean
run (char **argv, GError **error)
{
  gboolean show = FALSE, print = FALSE;
  const GOptionEntry own[] = { { "show", 0, 0, G_OPTION_ARG_NONE, &show,
                                   "Show A | G(A) | B in a window while training", NULL },
    { "print", 0, 0, G_OPTION_ARG_NONE, &print, "Print the pipeline instead of running it", NULL },
    { NULL } };
  g_auto (P2pArguments) arguments = { 0 };
  g_auto (P2pTraining) training = { 0 };
  P2pOptions *o = &arguments.options;
  if (!p2p_arguments_parse (&arguments, &p2p_command_train, argv, P2P_FOR_TRAIN, NULL, own, error)
      || !choose_dataroot (&arguments, error) || !check (o, error) || !p2p_launch_init (error))
    return FALSE;
  g_autoptr (P2pLaunchValues) values = p2p_training_values (o);
  const char *preview = preview_for (show);
  if (preview)
    p2p_launch_piece (values, "preview", "%s", preview);
  if (print) {
    g_autofree char *text = p2p_launch_text ("train", values, error);
    if (text)
      p2p_console_print ("%s", text);
    return text != NULL;
  }
  training.name = o->name;
  training.log = p2p_console_wants_log ();
  if (!p2p_training_run (&training, values, error))
    return FALSE;
  say_what_next (o, &training);
  return TRUE;
}

const P2pCommand p2p_command_train = {
  .name = "train",
  .arguments = "DATAROOT",
  .summary = "Trains on a folder of pairs of pictures, side by side in DATAROOT/train",
  .examples =
      "  p2p train facades --name facades --direction BtoA\n"
      "  p2p train maps --name maps --netG unet_128 --load_size 143 --crop_size 128 --show\n"
      "Ctrl-C saves and stops; the same command again goes on exactly where it was",
  .run = run,
};
