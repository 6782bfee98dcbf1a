/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
/* --help-as bash, --help-as zsh: what a shell completes, as lines of a case whose subject is the
 * command and the word before: 'train --netG') words unet_256 unet_128 ... */

#include "known.h"

#include <stdio.h>
#include <string.h>

/* In single quotes: TEXT may hold none, nor a colon that zsh takes for its own. */
static void
print_described (const char *name, const char *help)
{
  g_autofree char *text = g_strdup (help);
  g_strdelimit (text, (char[]){ P2P_HARD_SPACE, '\0' }, ' ');
  g_strdelimit (text, "'\\", ' ');
  g_strdelimit (text, ":", ' ');
  printf (" '--%s:%s'", name, text);
}

static void
print_options (const P2pKnown *known, const GPtrArray *list, gboolean described)
{
  printf ("    '%s -') _p2p_options", known->command->name);
  for (guint i = 0; i < list->len; i++) {
    const P2pKnownOption *o = list->pdata[i];
    if (o->part == P2P_PART_NOTHING)
      continue;
    if (described)
      print_described (o->name, o->help);
    else
      printf (" --%s", o->name);
  }
  fputs (described ? " '--help:everyday options' '--help-all:all options' ;;\n"
                   : " --help --help-all ;;\n",
      stdout);
}

static void
print_value (const P2pKnown *known, const P2pKnownOption *o)
{
  static const char *const kinds[] = { [P2P_VALUE_ANY] = "nothing",
    [P2P_VALUE_FILE] = "files",
    [P2P_VALUE_FOLDER] = "folders",
    [P2P_VALUE_WORD] = "words" };
  if (o->kind == P2P_VALUE_NONE)
    return;
  g_autofree char *words = o->words ? g_strjoinv (" ", o->words) : g_strdup ("");
  const gboolean run = g_str_equal (o->name, "name");
  printf ("    '%s --%s') _p2p_%s%s%s ;;\n", known->command->name, o->name,
      run ? "runs" : kinds[o->kind], *words ? " " : "", words);
}

void
p2p_completion_print (const P2pKnown *known, const char *shell)
{
  const char *arguments = known->command->arguments;
  g_autoptr (GPtrArray) list = p2p_known_list (known);
  for (guint i = 0; i < list->len; i++)
    print_value (known, list->pdata[i]);
  print_options (known, list, g_str_equal (shell, "zsh"));
  printf ("    '%s '*) _p2p_%s ;;\n", known->command->name,
      !*arguments                      ? "nothing"
      : strstr (arguments, "NAME")     ? "runs_and_files"
      : strstr (arguments, "DATAROOT") ? "folders"
                                       : "files");
}
