/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "data/asked.h"

#include <string.h>
#include "data/places.h"
#include "shell-word.h"

static void
add_words (GString *s, const char *before, const char *word)
{
  g_autofree char *quoted = p2p_shell_word (word);
  g_string_append_printf (s, "%s%s %s", *before ? " " : "", before, quoted);
}

char *
p2p_asked_again (const P2pAsked *asked, const char *a, const char *b, const char *phase)
{
  GString *s = g_string_new (asked->command);
  add_words (s, "", a);
  if (b && *b)
    add_words (s, asked->second, b);
  if (phase && !g_str_equal (phase, asked->phase))
    add_words (s, "--phase", phase);
  return g_string_free (g_string_append (s, asked->options), FALSE);
}

char *
p2p_asked_one_side (const P2pAsked *asked, const char *folder, char kind)
{
  const char last = *folder ? folder[strlen (folder) - 1] : '\0';
  const char letter[] = { last == 'A' || last == 'B' ? last : kind, '\0' };
  g_autofree char *side = p2p_place_fill_in (asked->one_side, letter);
  g_autofree char *line = p2p_asked_again (asked, folder, NULL, NULL);
  return g_strconcat (line, side, NULL);
}
