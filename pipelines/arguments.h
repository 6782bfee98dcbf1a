/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* The command line of a command: GOption, fed from the core's option table and
 * from entries of the command's own. Unambiguous beginnings of long options are
 * accepted, as the reference's argparse does; unknown ones are an error that
 * names the nearest. */

#include "command.h"
#include "core/p2p.h"

typedef struct
{
  P2pOptions options;
  char **rest;       /* what is no option; NULL-terminated */
  GHashTable *given; /* names of the options of the table that were given */
} P2pArguments;

/* USE: which defaults and rows of the table count. NAMES: only these rows,
 * NULL-terminated; or NULL: all of USE. OWN: ends with a row of zeros. FALSE
 * without an error: help was asked for and is printed. */
gboolean p2p_arguments_parse (P2pArguments *arguments, const P2pCommand *command, char **argv,
    guint use, const char *const *names, const GOptionEntry *own, GError **error);
void p2p_arguments_clear (P2pArguments *arguments);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (P2pArguments, p2p_arguments_clear)

gboolean p2p_arguments_given (const P2pArguments *arguments, const char *name);
/* OPTION becomes VALUE, as if it had been given. */
gboolean p2p_arguments_set (P2pArguments *arguments, const char *option, const char *value,
    GError **error);
/* At most one argument may be left: it, or NULL. */
gboolean p2p_arguments_single (const P2pArguments *arguments, const char **single, GError **error);
/* The data set: up to two folders as arguments, or --dataroot and --dataroot_B. */
gboolean p2p_arguments_folders (P2pArguments *arguments, GError **error);
