/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "data/contents.h"

#include <string.h>
#include <sys/stat.h>
#include "data/codecs.h"
#include "error.h"

#define NAMES_SHOWN 8

gboolean
p2p_is_picture_name (const char *name)
{
  for (int i = 0; p2p_codecs[i]; i++)
    for (int k = 0; p2p_codecs[i]->endings[k]; k++)
      if (g_str_has_suffix (name, p2p_codecs[i]->endings[k]))
        return TRUE;
  return FALSE;
}

char *
p2p_picture_endings (void)
{
  GString *s = g_string_new (NULL);
  const char *last = NULL;
  for (int i = 0; p2p_codecs[i]; i++)
    for (int k = 0; p2p_codecs[i]->endings[k]; k++) {
      if (g_ascii_isupper (p2p_codecs[i]->endings[k][1]))
        continue;
      if (last)
        g_string_append_printf (s, "%s%s", s->len ? ", " : "", last);
      last = p2p_codecs[i]->endings[k];
    }
  g_string_append_printf (s, " or %s", last);
  return g_string_free (s, FALSE);
}

gboolean
p2p_is_folder (const char *path)
{
  struct stat st;
  return stat (path, &st) == 0 && S_ISDIR (st.st_mode);
}

int
p2p_compare_names (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

char *
p2p_pair_name (const char *dir, const char *path)
{
  gsize length = strlen (dir);
  while (length > 0 && dir[length - 1] == '/') /* "x//" lists as "x/1.png" */
    length--;
  const char *below = path + (strncmp (path, dir, length) == 0 ? length : 0);
  while (*below == '/')
    below++;
  const char *slash = strrchr (below, '/'), *dot = strrchr (below, '.');
  return dot && dot > (slash ? slash + 1 : below) ? g_strndup (below, (gsize) (dot - below))
                                                  : g_strdup (below);
}

void
p2p_contents_init (P2pContents *contents, const char *dir)
{
  g_autoptr (GDir) handle = g_dir_open (dir, 0, NULL);
  const char *name;
  *contents = (P2pContents){ .folders = g_ptr_array_new_with_free_func (g_free) };
  while (handle && (name = g_dir_read_name (handle))) {
    g_autofree char *path = g_build_filename (dir, name, NULL);
    if (p2p_is_folder (path))
      g_ptr_array_add (contents->folders, g_strdup (name));
    else if (p2p_is_picture_name (name))
      contents->pictures++;
  }
  g_ptr_array_sort (contents->folders, p2p_compare_names);
}

void
p2p_contents_clear (P2pContents *contents)
{
  g_clear_pointer (&contents->folders, g_ptr_array_unref);
}

gboolean
p2p_has_picture (const char *dir)
{
  g_auto (P2pContents) contents = { 0 };
  p2p_contents_init (&contents, dir);
  return contents.pictures > 0;
}

char *
p2p_contents_names (const P2pContents *contents)
{
  GString *text = g_string_new (NULL);
  const guint n = contents->folders->len, shown = MIN (n, NAMES_SHOWN);
  for (guint i = 0; i < shown; i++)
    g_string_append_printf (text, "%s%s", i ? ", " : "",
        (const char *) contents->folders->pdata[i]);
  if (n > shown)
    g_string_append_printf (text, " and %u more", n - shown);
  return g_string_free (text, FALSE);
}

/* The nearest folder above PATH that exists. */
static char *
nearest_parent (const char *path)
{
  char *parent = g_path_get_dirname (path);
  while (!p2p_is_folder (parent) && strcmp (parent, ".") != 0 && strcmp (parent, "/") != 0) {
    char *above = g_path_get_dirname (parent);
    g_free (parent);
    parent = above;
  }
  return parent;
}

void
p2p_error_no_folder (GError **error, const char *dir)
{
  g_autofree char *parent = nearest_parent (dir), *names = NULL;
  g_auto (P2pContents) around = { 0 };
  if (g_file_test (dir, G_FILE_TEST_EXISTS)) {
    g_set_error (error, P2P_ERROR, P2P_ERROR_NO_INPUT,
        "%s is a file, not a folder; use the folder that holds the pictures", dir);
    return;
  }
  p2p_contents_init (&around, parent);
  names = p2p_contents_names (&around);
  g_set_error (error, P2P_ERROR, P2P_ERROR_NO_INPUT,
      "there is no folder %s; %s has %s%s: check the spelling", dir, parent,
      names[0] ? "the folders " : "no folders", names);
}
