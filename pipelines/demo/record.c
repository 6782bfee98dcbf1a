/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "demo/record.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include "core/p2p.h"

#define RECORD ".p2p-demo"
#define SUM_LENGTH 64 /* of a SHA-256 in hexadecimal digits */

struct _P2pDemoRecord
{
  char *root, *path;
  GHashTable *sums; /* of names relative to root */
};

static void
read_line (P2pDemoRecord *record, const char *line)
{
  if (strlen (line) > SUM_LENGTH + 2 && strspn (line, "0123456789abcdef") == SUM_LENGTH)
    g_hash_table_insert (record->sums, g_strdup (line + SUM_LENGTH + 2),
        g_strndup (line, SUM_LENGTH));
}

P2pDemoRecord *
p2p_demo_record_open (const char *root)
{
  P2pDemoRecord *record = g_new0 (P2pDemoRecord, 1);
  record->root = g_strdup (root);
  record->path = p2p_place_under (root, RECORD, NULL);
  record->sums = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_autofree char *text = p2p_place_read (record->path, NULL);
  g_auto (GStrv) lines = text ? g_strsplit (text, "\n", -1) : NULL;
  for (guint i = 0; lines && lines[i]; i++)
    read_line (record, lines[i]);
  return record;
}

void
p2p_demo_record_free (P2pDemoRecord *record)
{
  if (!record)
    return;
  g_free (record->root);
  g_free (record->path);
  g_hash_table_unref (record->sums);
  g_free (record);
}

static gboolean
save (const P2pDemoRecord *record, GError **error)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (GList) names =
      g_list_sort (g_hash_table_get_keys (record->sums), (GCompareFunc) strcmp);
  for (const GList *name = names; name; name = name->next)
    g_string_append_printf (text, "%s  %s\n",
        (const char *) g_hash_table_lookup (record->sums, name->data), (const char *) name->data);
  return p2p_atomic_write_all (record->path, text->str, text->len, error);
}

/* NULL if PATH is no regular file that can be read. Free with g_free(). */
static char *
sum_of (const char *path)
{
  g_autoptr (GChecksum) sum = g_checksum_new (G_CHECKSUM_SHA256);
  const int fd = p2p_place_open (path, O_RDONLY, NULL);
  guchar bytes[1 << 16];
  ssize_t n = -1;
  if (fd < 0)
    return NULL;
  while ((n = read (fd, bytes, sizeof bytes)) > 0)
    g_checksum_update (sum, bytes, n);
  close (fd);
  return n == 0 ? g_strdup (g_checksum_get_string (sum)) : NULL;
}

/* Calls EACH with the name of all that is no folder at or below NAME, until it says FALSE. */
static gboolean
walk (P2pDemoRecord *record, const char *name,
    gboolean (*each) (P2pDemoRecord *record, const char *name, const char *path, gpointer user),
    gpointer user)
{
  g_autofree char *path = g_build_filename (record->root, name, NULL);
  struct stat st;
  if (lstat (path, &st) != 0)
    return TRUE;
  if (!S_ISDIR (st.st_mode))
    return each (record, name, path, user);
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  const char *leaf;
  gboolean go_on = TRUE;
  while (go_on && dir && (leaf = g_dir_read_name (dir))) {
    g_autofree char *below = g_build_filename (name, leaf, NULL);
    go_on = walk (record, below, each, user);
  }
  return go_on && dir;
}

static gboolean
is_ours (P2pDemoRecord *record, const char *name, const char *path, gpointer user)
{
  char **foreign = user;
  const char *then = g_hash_table_lookup (record->sums, name);
  g_autofree char *now = then ? sum_of (path) : NULL;
  if (now && g_str_equal (then, now))
    return TRUE;
  *foreign = g_strdup (name);
  return FALSE;
}

static gboolean
remove_one (P2pDemoRecord *record, const char *name, const char *path, gpointer user)
{
  if (g_unlink (path) == 0)
    g_hash_table_remove (record->sums, name);
  return TRUE;
}

static gboolean
add_one (P2pDemoRecord *record, const char *name, const char *path, gpointer user)
{
  char *sum = sum_of (path);
  if (sum)
    g_hash_table_insert (record->sums, g_strdup (name), sum);
  return TRUE;
}

/* Nothing at or below PLACE but ours; FOREIGN: what else there is. */
static gboolean
is_free (P2pDemoRecord *record, const char *place, char **foreign)
{
  g_autofree char *path = g_build_filename (record->root, place, NULL);
  if (!strchr (place, '.') || !g_file_test (path, G_FILE_TEST_IS_DIR))
    return walk (record, place, is_ours, foreign);
  *foreign = g_strdup (place); /* a folder where a file belongs */
  return FALSE;
}

/* "data" to "data-2", "progress.png" to "progress-2.png". */
static char *
numbered (const char *name, guint number)
{
  const char *dot = strrchr (name, '.');
  const int stem = (int) (dot ? dot - name : (gssize) strlen (name));
  return number == 1 ? g_strdup (name)
                     : g_strdup_printf ("%.*s-%u%s", stem, name, number, name + stem);
}

char *
p2p_demo_record_clear (P2pDemoRecord *record, const char *name, char **foreign)
{
  *foreign = NULL;
  for (guint i = 1;; i++) {
    g_autofree char *place = numbered (name, i), *other = NULL;
    if (is_free (record, place, &other)) {
      walk (record, place, remove_one, NULL);
      return g_steal_pointer (&place);
    }
    if (!*foreign)
      *foreign = other ? g_steal_pointer (&other) : g_strdup (place);
  }
}

gboolean
p2p_demo_record_add (P2pDemoRecord *record, const char *place, GError **error)
{
  walk (record, place, add_one, NULL);
  return save (record, error);
}
