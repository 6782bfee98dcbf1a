/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "data/dataset.h"

#include "data/contents.h"
#include "error.h"
#include "io/limits.h"
#include "rng.h"

#include <dirent.h>
#include <errno.h>
#include <string.h>
#include <sys/stat.h>

typedef struct
{
  GPtrArray *found;   /* full paths */
  GPtrArray *folders; /* still to be read */
  guint limit;        /* of pictures */
  guint others;       /* files that are no pictures by name */
  char *example;      /* one of those */
} Walk;

/* Folders are entered, links to folders are not; anything else counts by its
 * name alone: a broken file is found out when it is decoded. */
static void
take_entry (Walk *walk, const char *dir, const struct dirent *entry)
{
  g_autofree char *path = g_build_filename (dir, entry->d_name, NULL);
  unsigned char type = entry->d_type;
  struct stat st;
  if (type == DT_UNKNOWN && lstat (path, &st) == 0)
    type = S_ISDIR (st.st_mode) ? DT_DIR : S_ISLNK (st.st_mode) ? DT_LNK : DT_REG;
  if (type == DT_DIR) {
    g_ptr_array_add (walk->folders, g_steal_pointer (&path));
  } else if (!p2p_is_picture_name (entry->d_name)) {
    if (walk->others++ == 0)
      walk->example = g_strdup (entry->d_name);
  } else if (type != DT_LNK || !p2p_is_folder (path)) {
    g_ptr_array_add (walk->found, g_steal_pointer (&path));
  }
}

static gboolean
read_folder (Walk *walk, const char *dir, GError **error)
{
  const struct dirent *entry;
  DIR *handle = opendir (dir);
  int err = errno;
  if (handle) {
    while (errno = 0, (entry = readdir (handle)))
      if (walk->found->len > walk->limit)
        break;
      else if (strcmp (entry->d_name, ".") != 0 && strcmp (entry->d_name, "..") != 0)
        take_entry (walk, dir, entry);
    err = errno;
    closedir (handle);
  }
  if (handle && err == 0)
    return TRUE;
  p2p_error_from_errno (error, err, "listing folder", dir);
  if (err == EACCES)
    g_prefix_error (error, "check the rights of the data set: ");
  return FALSE;
}

static gboolean
walk_all (Walk *walk, const char *dir, GError **error)
{
  g_ptr_array_add (walk->folders, g_strdup (dir));
  while (walk->folders->len > 0) {
    g_autofree char *next = g_ptr_array_steal_index_fast (walk->folders, walk->folders->len - 1);
    if (!read_folder (walk, next, error))
      return FALSE;
    if (walk->found->len > walk->limit) {
      g_set_error (error, P2P_ERROR, P2P_ERROR_DATA,
          "more than %u pictures below %s; try its sub-folders one at a time", walk->limit, dir);
      return FALSE;
    }
  }
  return TRUE;
}

static void
set_nothing_found (const Walk *walk, const char *dir, GError **error)
{
  g_autofree char *others = walk->others
                                ? g_strdup_printf ("; it holds %u other files, \"%s\" for one",
                                    walk->others, walk->example)
                                : g_strdup ("; it is empty");
  g_autofree char *endings = p2p_picture_endings ();
  g_set_error (error, P2P_ERROR, P2P_ERROR_NO_INPUT,
      "no picture below %s (looked for names ending in %s)%s: check the path or add pictures", dir,
      endings, others);
}

GPtrArray *
p2p_list_pictures_up_to (const char *dir, guint max, guint limit, GError **error)
{
  g_autoptr (GPtrArray) found = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GPtrArray) folders = g_ptr_array_new_with_free_func (g_free);
  Walk walk = { .found = found, .folders = folders, .limit = limit };
  g_autofree char *example = NULL;
  gboolean ok;
  if (!p2p_is_folder (dir)) {
    p2p_error_no_folder (error, dir);
    return NULL;
  }
  ok = walk_all (&walk, dir, error);
  example = walk.example;
  if (ok && found->len == 0)
    set_nothing_found (&walk, dir, error);
  if (!ok || found->len == 0)
    return NULL;
  g_ptr_array_sort (found, p2p_compare_names);
  if (max > 0 && max < found->len)
    g_ptr_array_set_size (found, (int) max);
  return g_steal_pointer (&found);
}

GPtrArray *
p2p_list_pictures (const char *dir, guint max, GError **error)
{
  return p2p_list_pictures_up_to (dir, max, P2P_LIMIT_LISTED_FILES, error);
}

guint32 *
p2p_epoch_order (guint64 seed, guint64 epoch, guint32 n, gboolean serial)
{
  guint32 *order = g_new (guint32, MAX (n, 1));
  P2pRng rng;
  p2p_rng_init (&rng, seed, P2P_RNG_ORDER, epoch);
  for (guint32 i = 0; i < n; i++)
    order[i] = i;
  /* Fisher and Yates. */
  for (guint32 left = serial ? 0 : n; left > 1; left--) {
    const guint32 pick = p2p_rng_below (&rng, left), last = order[left - 1];
    order[left - 1] = order[pick];
    order[pick] = last;
  }
  return order;
}
