/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
/* --help-as man: the page of a command, in roff. */

#include "known.h"

#include <stdio.h>
#include <string.h>

/* TEXT with what roff would take for its own written otherwise. */
static void
print_text (const char *text)
{
  const char *line = text;
  for (const char *c = text; *c; c++) {
    if (c == line && strchr (".'", *c))
      fputs ("\\&", stdout);
    if (*c == '\\')
      fputs ("\\e", stdout);
    else if (*c == '-')
      fputs ("\\-", stdout);
    else
      putchar (*c == P2P_HARD_SPACE ? ' ' : *c);
    if (*c == '\n')
      line = c + 1;
  }
}

static void
print_option (const P2pKnownOption *o)
{
  fputs (".TP\n\\fB", stdout);
  print_text ("--");
  print_text (o->name);
  fputs ("\\fR", stdout);
  if (o->placeholder)
    printf ("=\\fI%s\\fR", o->placeholder);
  putchar ('\n');
  print_text (o->help);
  for (char **word = o->words; word && *word; word++) {
    fputs (word == o->words ? "\n.br\nOne of \\fB" : ", \\fB", stdout);
    print_text (*word);
    fputs ("\\fR", stdout);
  }
  fputs (o->words ? ".\n" : "\n", stdout);
}

static void
print_part (const GPtrArray *list, P2pPart part, const char *title)
{
  gboolean begun = FALSE;
  for (guint i = 0; i < list->len; i++) {
    const P2pKnownOption *o = list->pdata[i];
    if (o->part != part)
      continue;
    if (!begun)
      printf (".SH %s\n", title);
    begun = TRUE;
    print_option (o);
  }
}

/* Lines with two spaces before them are commands, all else is said about them. */
static void
print_examples (const char *examples)
{
  g_auto (GStrv) lines = g_strsplit (examples, "\n", -1);
  gboolean commands = FALSE;
  fputs (".SH EXAMPLES\n", stdout);
  for (char **line = lines; *line; line++) {
    const gboolean command = g_str_has_prefix (*line, "  ");
    if (command != commands)
      fputs (command ? ".nf\n" : ".fi\n.PP\n", stdout);
    commands = command;
    print_text (command ? *line + 2 : *line);
    putchar ('\n');
  }
  if (commands)
    fputs (".fi\n", stdout);
}

void
p2p_manual_print (const P2pKnown *known)
{
  const P2pCommand *c = known->command;
  g_autoptr (GPtrArray) list = p2p_known_list (known);
  printf (".TH P2P\\-%s 1 \"\" \"p2p " P2P_VERSION "\" \"User Commands\"\n.SH NAME\n", c->name);
  printf ("p2p\\-%s \\- ", c->name);
  print_text (c->summary);
  printf ("\n.SH SYNOPSIS\n.B p2p %s\n[\\fIOPTION\\fR...]", c->name);
  if (*c->arguments)
    printf (" \\fI%s\\fR", c->arguments);
  putchar ('\n');
  if (c->examples)
    print_examples (c->examples);
  print_part (list, P2P_PART_OWN, "OPTIONS OF THIS COMMAND");
  print_part (list, P2P_PART_EVERYDAY, "OPTIONS");
  print_part (list, P2P_PART_OTHER, "ALL OTHER OPTIONS");
  print_part (list, P2P_PART_NOTHING, "OPTIONS FOR THE REFERENCE'S SAKE");
  fputs (".SH HELP\n.TP\n.B \\-\\-help\nThe everyday options.\n.TP\n.B \\-\\-help\\-all\nAll "
         "of them.\n.SH SEE ALSO\n.BR p2p (1),\nwhere exit statuses and files are.\n",
      stdout);
}
