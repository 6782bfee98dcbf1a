/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "numbered.h"

#include <string.h>

gboolean
p2p_numbered_parse (P2pNumbered *numbered, const char *path)
{
  const char *slash = strrchr (path, '/'), *base = slash ? slash + 1 : path;
  g_autoptr (GRegex) number = g_regex_new ("%(?:0([1-9]))?d", G_REGEX_RAW, 0, NULL);
  g_autoptr (GMatchInfo) match = NULL;
  int start, end;
  if (!g_regex_match (number, base, 0, &match) || !g_match_info_fetch_pos (match, 0, &start, &end))
    return FALSE;
  g_autofree char *digits = g_match_info_fetch (match, 1);
  if (g_match_info_next (match, NULL))
    return FALSE;
  numbered->before = g_strndup (path, (gsize) (base - path + start));
  numbered->after = g_strdup (base + end);
  numbered->digits = digits && *digits ? *digits - '0' : 1;
  return TRUE;
}

void
p2p_numbered_clear (P2pNumbered *numbered)
{
  g_clear_pointer (&numbered->before, g_free);
  g_clear_pointer (&numbered->after, g_free);
}

char *
p2p_numbered_name (const P2pNumbered *numbered, guint i)
{
  return g_strdup_printf ("%s%0*u%s", numbered->before, numbered->digits, i, numbered->after);
}

/* The length decides first: numbers have no zeros before them beyond their digits. */
static int
compare (gconstpointer a, gconstpointer b)
{
  const char *x = *(char *const *) a, *y = *(char *const *) b;
  const gsize n = strlen (x), m = strlen (y);
  return n < m ? -1 : n > m ? 1 : strcmp (x, y);
}

GPtrArray *
p2p_numbered_find (const P2pNumbered *numbered)
{
  g_autofree char *folder = g_path_get_dirname (numbered->before);
  const char *slash = strrchr (numbered->before, '/');
  g_autofree char *before = g_regex_escape_string (slash ? slash + 1 : numbered->before, -1);
  g_autofree char *after = g_regex_escape_string (numbered->after, -1);
  g_autofree char *pattern =
      g_strdup_printf ("^%s[0-9]{%d,10}%s$", before, numbered->digits, after);
  g_autoptr (GRegex) like = g_regex_new (pattern, G_REGEX_RAW, 0, NULL);
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  GPtrArray *files = g_ptr_array_new_with_free_func (g_free);
  const char *name;
  while (dir && like && (name = g_dir_read_name (dir)))
    if (g_regex_match (like, name, 0, NULL))
      g_ptr_array_add (files, slash ? g_build_filename (folder, name, NULL) : g_strdup (name));
  g_ptr_array_sort (files, compare);
  return files;
}
