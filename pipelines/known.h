/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* What a command knows: its own options and its rows of the core's table, as one list. From it come
 * the help, the man pages and what a shell completes. */

#include "command.h"
#include "core/p2p.h"

typedef struct
{
  const P2pCommand *command;
  guint use;                 /* rows of the table for this (P2pOptionUse) ... */
  const char *const *names;  /* ... or only these, NULL-terminated */
  const GOptionEntry *own;   /* ends with a row of zeros */
  const P2pOptions *options; /* the defaults */
} P2pKnown;

typedef enum
{
  P2P_PART_OWN,
  P2P_PART_EVERYDAY,
  P2P_PART_OTHER,
  P2P_PART_NOTHING /* for the reference's sake */
} P2pPart;

typedef enum
{
  P2P_VALUE_NONE,
  P2P_VALUE_ANY,
  P2P_VALUE_FILE,
  P2P_VALUE_FOLDER,
  P2P_VALUE_WORD /* one of `words` */
} P2pValue;

typedef struct
{
  const char *name; /* "netG" */
  P2pPart part;
  P2pValue kind;
  const char *placeholder; /* "FILE", or NULL */
  char *help; /* "generator [unet_256]"; what must not be parted is held by P2P_HARD_SPACE */
  char **words;
} P2pKnownOption;

#define P2P_HARD_SPACE '\001'

gboolean p2p_known_has (const P2pKnown *known, const P2pOption *option);
/* Of P2pKnownOption, in the order in which they are shown; unref it. */
GPtrArray *p2p_known_list (const P2pKnown *known);
/* Prints TEXT in lines of at most P2P_HELP_WIDTH columns, all but the first begun with INDENT spaces;
 * AT: where the first begins. */
void p2p_print_wrapped (const char *text, int at, int indent);

#define P2P_HELP_WIDTH 99

/* What a program is asked for in the place of its work. */
void p2p_help_print (const P2pKnown *known, gboolean all);
void p2p_manual_print (const P2pKnown *known);
/* The lines of a case of the shell's script, for "bash" or "zsh". */
void p2p_completion_print (const P2pKnown *known, const char *shell);
