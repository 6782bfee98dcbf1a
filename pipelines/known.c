/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "known.h"

#include <stdio.h>
#include <string.h>

gboolean
p2p_known_has (const P2pKnown *known, const P2pOption *option)
{
  return known->names ? g_strv_contains (known->names, option->name)
                      : (option->uses & known->use) != 0;
}

/* " [256]", or " [pix2pix unet_256, cycle_gan resnet_9blocks]" where models differ. */
static char *
default_text (const P2pOptions *options, const P2pOption *option)
{
  const P2pRecipe *const *r = p2p_recipes ();
  g_autoptr (GString) s = g_string_new (NULL);
  g_autofree char *value = p2p_option_get (options, option);
  const char *first = value;
  gboolean differ = FALSE;
  if (option->type == P2P_OPTION_FLAG || g_str_equal (option->name, "model"))
    return g_strdup ("");
  for (; option->unset && *r; r++) {
    const char *here = p2p_recipe_default (*r, option);
    first = s->len ? first : here;
    differ |= !g_str_equal (here, first);
    g_string_append_printf (s, "%s%s%c%s", s->len ? ", " : "", (*r)->name, P2P_HARD_SPACE, here);
  }
  return *first ? g_strdup_printf (" [%s]", differ ? s->str : first) : g_strdup ("");
}

static void
option_free (gpointer data)
{
  P2pKnownOption *o = data;
  g_free (o->help);
  g_strfreev (o->words);
  g_free (o);
}

static P2pPart
part_of (const P2pKnown *known, const P2pOption *row)
{
  return known->names || row->uses & P2P_EVERYDAY ? P2P_PART_EVERYDAY
         : row->uses & P2P_NO_MEANING             ? P2P_PART_NOTHING
                                                  : P2P_PART_OTHER;
}

static void
add_row (GPtrArray *list, const P2pKnown *known, const P2pOption *row)
{
  P2pKnownOption *o = g_new0 (P2pKnownOption, 1);
  g_autofree char *value = default_text (known->options, row);
  g_autofree char *names = p2p_option_names (row);
  const gboolean nothing = (row->uses & P2P_NO_MEANING) != 0;
  o->name = row->name;
  o->part = part_of (known, row);
  o->words = names ? g_strsplit (names, ", ", -1) : NULL;
  o->kind = row->type == P2P_OPTION_FLAG ? P2P_VALUE_NONE
            : o->words                   ? P2P_VALUE_WORD
            : row->uses & P2P_IS_PATH    ? P2P_VALUE_FOLDER
                                         : P2P_VALUE_ANY;
  o->placeholder = o->kind == P2P_VALUE_NONE        ? NULL
                   : o->kind == P2P_VALUE_FOLDER    ? "FOLDER"
                   : o->kind == P2P_VALUE_WORD      ? "NAME"
                   : row->type == P2P_OPTION_STRING ? "TEXT"
                                                    : "N";
  o->help = g_strconcat (nothing ? "no meaning here: " : "", p2p_option_help (row), value, NULL);
  g_ptr_array_add (list, o);
}

static void
add_own (GPtrArray *list, const GOptionEntry *e)
{
  P2pKnownOption *o = g_new0 (P2pKnownOption, 1);
  o->name = e->long_name;
  o->kind = e->arg == G_OPTION_ARG_NONE                  ? P2P_VALUE_NONE
            : e->arg != G_OPTION_ARG_FILENAME            ? P2P_VALUE_ANY
            : g_strcmp0 (e->arg_description, "DIR") == 0 ? P2P_VALUE_FOLDER
                                                         : P2P_VALUE_FILE;
  o->placeholder = e->arg == G_OPTION_ARG_NONE ? NULL : e->arg_description;
  o->help = g_strdup (e->description);
  g_ptr_array_add (list, o);
}

GPtrArray *
p2p_known_list (const P2pKnown *known)
{
  GPtrArray *list = g_ptr_array_new_with_free_func (option_free);
  guint n;
  const P2pOption *table = p2p_options_table (&n);
  for (const GOptionEntry *e = known->own; e->long_name; e++)
    if (!(e->flags & G_OPTION_FLAG_HIDDEN))
      add_own (list, e);
  for (P2pPart part = P2P_PART_EVERYDAY; part <= P2P_PART_NOTHING; part++)
    for (guint i = 0; i < n; i++)
      if (p2p_known_has (known, &table[i]) && part_of (known, &table[i]) == part)
        add_row (list, known, &table[i]);
  return list;
}

void
p2p_print_wrapped (const char *text, int at, int indent)
{
  g_auto (GStrv) words = g_strsplit (text, " ", -1);
  gboolean first = TRUE;
  for (char **word = words; *word; word++) {
    const int length = (int) g_utf8_strlen (*word, -1);
    if (!first && at + 1 + length > P2P_HELP_WIDTH) {
      printf ("\n%*s", indent, "");
      at = indent;
      first = TRUE;
    }
    at += length + !first;
    g_strdelimit (*word, (char[]){ P2P_HARD_SPACE, '\0' }, ' ');
    printf ("%s%s", first ? "" : " ", *word);
    first = FALSE;
  }
  putchar ('\n');
}
