/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "named.h"

#include <string.h>
#include "error.h"

#define MAX_COMPARED 100 /* letters: what is longer is no misspelling */

static const char *
name_of (gconstpointer record)
{
  return *(const char *const *) record;
}

static gboolean
same_letter (char a, char b)
{
  return g_ascii_tolower (a == '-' ? '_' : a) == g_ascii_tolower (b == '-' ? '_' : b);
}

/* How many letters must be changed, added, left out or exchanged with their neighbour. */
static guint
distance (const char *a, const char *b)
{
  const gsize n = strlen (a), m = strlen (b), width = m + 1;
  g_autofree guint *d = g_new (guint, (n + 1) * width);
  for (gsize i = 0; i <= n; i++)
    for (gsize j = 0; j <= m; j++) {
      guint *here = &d[i * width + j];
      *here = (guint) MAX (i, j);
      if (i == 0 || j == 0)
        continue;
      *here = MIN (here[-1], here[-(gssize) width]) + 1;
      *here = MIN (*here, here[-(gssize) width - 1] + !same_letter (a[i - 1], b[j - 1]));
      if (i > 1 && j > 1 && same_letter (a[i - 1], b[j - 2]) && same_letter (a[i - 2], b[j - 1]))
        *here = MIN (*here, here[-2 * (gssize) width - 2] + 1);
    }
  return d[n * width + m];
}

static gboolean
begins (const char *word, const char *beginning)
{
  gsize i = 0;
  while (beginning[i] && word[i] && same_letter (word[i], beginning[i]))
    i++;
  return i > 1 && !beginning[i];
}

const char *
p2p_nearest_word (const char *const *words, const char *word)
{
  const gsize length = strlen (word);
  guint best = length > MAX_COMPARED ? 0 : (guint) (length + 1) / 3 + 1;
  const char *nearest = NULL;
  for (; *words; words++) {
    const guint d = best == 0                          ? G_MAXUINT
                    : begins (*words, word)            ? 1
                    : strlen (*words) > length * 2 + 2 ? G_MAXUINT
                                                       : distance (word, *words);
    if (d < best) {
      best = d;
      nearest = *words;
    }
  }
  return nearest;
}

static void
set_unknown (const char *word, const char *what, const char *const *words, GError **error)
{
  g_autofree char *names = g_strjoinv (", ", (char **) words);
  const char *nearest = p2p_nearest_word (words, word);
  g_set_error (error, P2P_ERROR, P2P_ERROR_USAGE, "%s \"%s\"; use one of: %s%s%s%s", what, word,
      names, nearest ? " (did you mean " : "", nearest ? nearest : "", nearest ? "?)" : "");
}

gconstpointer
p2p_find_named (gconstpointer records, const char *name, const char *what, GError **error)
{
  for (gconstpointer const *r = records; *r; r++)
    if (g_str_equal (name_of (*r), name))
      return *r;
  g_autoptr (GPtrArray) words = g_ptr_array_new ();
  for (gconstpointer const *r = records; *r; r++)
    g_ptr_array_add (words, (gpointer) name_of (*r));
  g_ptr_array_add (words, NULL);
  set_unknown (name, what, (const char *const *) words->pdata, error);
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
  set_unknown (word, what, words, error);
  return -1;
}
