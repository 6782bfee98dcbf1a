/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* p2p: trains image-to-image networks and translates pictures and video with
 * them. This file finds the command; each command is a file of its own. */

#include <fcntl.h>
#include <locale.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include "command.h"
#include "console.h"
#include "core/p2p.h"
#include "overview.h"
#include "runner.h"

static const P2pCommand *const commands[] = { &p2p_command_demo, &p2p_command_check,
  &p2p_command_train, &p2p_command_test, &p2p_command_live, &p2p_command_convert, &p2p_command_list,
  NULL };

static const P2pCommand *
find (const char *name, GError **error)
{
  return p2p_find_named (commands, name, "unknown command", error);
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
  if (!error) /* help was asked for */
    return 0;
  p2p_console_error (error->message);
  return error->domain == P2P_ERROR ? error->code : P2P_ERROR_USAGE;
}

static gboolean
is_word (const char *word, const char *const *words)
{
  return word && g_strv_contains (words, word);
}

/* TRUE if it is about p2p as a whole. */
static gboolean
answer (char **argv)
{
  static const char *const version[] = { "--version", "-V", "version", NULL };
  static const char *const help[] = { "--help", "--help-all", "-h", "help", NULL };
  if (is_word (*argv, version))
    puts ("p2p " P2P_VERSION);
  else if (!*argv || is_word (*argv, help))
    p2p_overview_help (commands);
  else if (!g_str_equal (*argv, "--help-as"))
    return FALSE;
  else if (g_strcmp0 (argv[1], "man") == 0)
    p2p_overview_manual (commands);
  else
    p2p_overview_completion (commands, argv[1] ? argv[1] : "bash");
  return TRUE;
}

/* Where one of the three is closed the next file that is opened, a checkpoint perhaps, would take its
 * place, and what is said would be written into it. */
static void
hold_standard_streams (void)
{
  int fd;
  do
    fd = open ("/dev/null", O_RDWR);
  while (fd >= 0 && fd <= STDERR_FILENO);
  if (fd >= 0)
    close (fd);
}

int
main (int argc, char **argv)
{
  hold_standard_streams ();
  /* Who reads what is said may go, a file may be as large as it may be; the work goes on. */
  signal (SIGPIPE, SIG_IGN);
  signal (SIGXFSZ, SIG_IGN);
  setlocale (LC_ALL, "");
  setlocale (LC_NUMERIC, "C");
  argv++;
  if (*argv && g_str_equal (*argv, "help") && argv[1]) {
    char *help[] = { argv[1], "--help", NULL };
    return run (help);
  }
  return answer (argv) ? 0 : run (argv);
}
