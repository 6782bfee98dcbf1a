/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "named.h"

#include "error.h"

static const char *
name_of (gconstpointer record)
{
  return *(const char *const *) record;
}

static void
set_unknown (const char *word, const char *what, const char *names, GError **error)
{
  g_set_error (error, P2P_ERROR, P2P_ERROR_USAGE, "%s \"%s\"; use one of: %s", what, word, names);
}

gconstpointer
p2p_find_named (gconstpointer records, const char *name, const char *what, GError **error)
{
  for (gconstpointer const *r = records; *r; r++)
    if (g_str_equal (name_of (*r), name))
      return *r;
  g_autofree char *names = p2p_names_of (records);
  set_unknown (name, what, names, error);
  return NULL;
}

char *
p2p_names_of (gconstpointer records)
{
  GString *names = g_string_new (NULL);
  for (gconstpointer const *r = records; *r; r++)
    g_string_append_printf (names, "%s%s", names->len ? ", " : "", name_of (*r));
  return g_string_free (names, FALSE);
}

int
p2p_find_word (const char *const *words, const char *word, const char *what, GError **error)
{
  for (int i = 0; words[i]; i++)
    if (g_str_equal (words[i], word))
      return i;
  g_autofree char *names = g_strjoinv (", ", (char **) words);
  set_unknown (word, what, names, error);
  return -1;
}
