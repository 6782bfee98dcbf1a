/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* p2p: trains image-to-image networks and translates pictures and video with
 * them. This file finds the command; each command is a file of its own. */

#include <locale.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include "command.h"
#include "console.h"
#include "core/p2p.h"
#include "runner.h"

static const P2pCommand *const commands[] = { &p2p_command_demo, &p2p_command_check,
  &p2p_command_train, &p2p_command_test, &p2p_command_live, &p2p_command_convert,
  &p2p_command_list };

static void
print_help (void)
{
  puts ("Usage: p2p COMMAND [OPTION...]\n\n"
        "Trains networks that turn one kind of picture into another (pix2pix, CycleGAN,\n"
        "colorization) and translates pictures and video with them.\n\n"
        "Commands:");
  for (guint i = 0; i < G_N_ELEMENTS (commands); i++)
    printf ("  %-7s %s\n", commands[i]->name, commands[i]->summary);
  puts ("\nFirst steps:\n"
        "  p2p demo                                   # everything, in two minutes, without data\n"
        "  p2p check facades                          # what is in this folder, and what to type\n"
        "  p2p train facades --name facades --direction BtoA\n"
        "  p2p test facades --dataroot facades\n"
        "  p2p live facades --source clip.mp4 --out window\n\n"
        "Coming from pytorch-CycleGAN-and-pix2pix: python train.py and python test.py become p2p "
        "train\n"
        "and p2p test, with the same options; --gpu_ids and the like are understood too. Models "
        ".pth\n"
        "are read as they are.\n\n"
        "p2p COMMAND --help shows the everyday options of a command, --help-all all of them,\n"
        "p2p --version the version.");
}

static const P2pCommand *
find (const char *name, GError **error)
{
  static const char *names[G_N_ELEMENTS (commands) + 1];
  for (guint i = 0; i < G_N_ELEMENTS (commands); i++)
    names[i] = commands[i]->name;
  const int found = p2p_find_word (names, name, "unknown command", error);
  return found < 0 ? NULL : commands[found];
}

static int
run (char **argv)
{
  g_autoptr (GError) error = NULL;
  const P2pCommand *command = find (argv[0], &error);
  g_autofree char *name = command ? g_strconcat ("p2p ", command->name, NULL) : g_strdup ("p2p");
  g_set_prgname (name);
  if (command && command->run (argv, &error)) {
    if (!command->stops_early || !p2p_runner_signal ())
      return 0;
    /* Threads may be at work still, on what nobody waits for. */
    fflush (NULL);
    _exit (128 + p2p_runner_signal ());
  }
  p2p_console_error (error->message);
  return error->domain == P2P_ERROR ? error->code : P2P_ERROR_USAGE;
}

int
main (int argc, char **argv)
{
  /* Who reads what is said may go; the work goes on. */
  signal (SIGPIPE, SIG_IGN);
  setlocale (LC_ALL, "");
  setlocale (LC_NUMERIC, "C");
  argv++;
  if (*argv
      && (g_str_equal (*argv, "--version") || g_str_equal (*argv, "-V")
          || g_str_equal (*argv, "version"))) {
    puts ("p2p " P2P_VERSION);
    return 0;
  }
  if (*argv && g_str_equal (*argv, "help") && argv[1]) {
    char *help[] = { argv[1], "--help", NULL };
    return run (help);
  }
  if (!*argv || g_str_equal (*argv, "--help") || g_str_equal (*argv, "-h")
      || g_str_equal (*argv, "help")) {
    print_help ();
    return 0;
  }
  return run (argv);
}
