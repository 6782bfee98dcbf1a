/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
/* --help and --help-all. */

#include "known.h"

#include <stdio.h>
#include <string.h>

#define COLUMN 30 /* where the help of an option begins */

static void
print_option (const char *name, const char *placeholder, const char *help)
{
  g_autofree char *word =
      g_strdup_printf ("  --%s%s%s", name, placeholder ? "=" : "", placeholder ? placeholder : "");
  const int length = (int) strlen (word);
  if (length + 2 > COLUMN)
    printf ("%s\n%*s", word, COLUMN, "");
  else
    printf ("%-*s", COLUMN, word);
  p2p_print_wrapped (help, COLUMN, COLUMN);
}

static void
print_part (const GPtrArray *list, P2pPart part)
{
  for (guint i = 0; i < list->len; i++) {
    const P2pKnownOption *o = list->pdata[i];
    if (o->part == part)
      print_option (o->name, o->placeholder, o->help);
  }
}

static gboolean
has_part (const GPtrArray *list, P2pPart part)
{
  gboolean found = FALSE;
  for (guint i = 0; i < list->len && !found; i++)
    found = ((const P2pKnownOption *) list->pdata[i])->part == part;
  return found;
}

void
p2p_help_print (const P2pKnown *known, gboolean all)
{
  static const struct
  {
    P2pPart part;
    const char *title;
  } parts[] = { { P2P_PART_OTHER, "All other options:" },
    { P2P_PART_NOTHING, "Accepted for the reference's sake:" } };
  const P2pCommand *c = known->command;
  g_autoptr (GPtrArray) list = p2p_known_list (known);
  printf ("Usage:\n  p2p %s [OPTION...]%s%s\n\n", c->name, *c->arguments ? " " : "", c->arguments);
  printf ("%s.\n", c->summary);
  if (c->examples)
    printf ("\nExamples:\n%s\n", c->examples);
  puts ("\nOptions:");
  print_part (list, P2P_PART_OWN);
  print_part (list, P2P_PART_EVERYDAY);
  print_option ("help", NULL, "these options");
  print_option ("help-all", NULL, "all options");
  for (guint i = 0; all && i < G_N_ELEMENTS (parts); i++)
    if (has_part (list, parts[i].part)) {
      printf ("\n%s\n", parts[i].title);
      print_part (list, parts[i].part);
    }
}
