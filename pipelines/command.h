/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* A command of p2p: one file, one const record, one line in the list of main.c. */

#include <glib.h>

typedef struct
{
  const char *name;
  const char *arguments; /* as in the usage line: "DATAROOT" */
  const char *summary;
  const char *examples; /* whole lines; for --help */
  gboolean
      stops_early; /* after a signal the work is not done: the exit status is 128 + its number */
  /* ARGV: NULL-terminated, ARGV[0] the command's name. What stops it is an error,
   * whose code becomes the exit status. */
  gboolean (*run) (char **argv, GError **error);
} P2pCommand;

extern const P2pCommand p2p_command_train, p2p_command_test, p2p_command_live, p2p_command_demo,
    p2p_command_list, p2p_command_convert, p2p_command_check;
