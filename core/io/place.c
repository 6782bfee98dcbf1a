/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "io/place.h"

#include "error.h"
#include "io/limits.h"

#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define SUM_LENGTH 8 /* of the number in a name that was cut */

/* Cuts NAME to MAX bytes, not within a letter, and tells it from others that begin alike. */
static void
shorten (char **name, gsize max)
{
  g_autofree char *sum = g_compute_checksum_for_string (G_CHECKSUM_SHA256, *name, -1);
  gsize end = max - SUM_LENGTH - 1;
  while (end > 1 && ((guchar) (*name)[end] & 0xC0) == 0x80)
    end--;
  char *cut = g_strdup_printf ("%.*s~%.*s", (int) end, *name, SUM_LENGTH, sum);
  g_free (*name);
  *name = cut;
}

char *
p2p_place_word (const char *text, gsize max)
{
  char *name = g_strdup (*text ? text : "_");
  for (char *c = name; *c; c++)
    if (*c == '/' || g_ascii_iscntrl (*c))
      *c = '_';
  if (g_str_equal (name, ".") || g_str_equal (name, ".."))
    *name = '_';
  if (strlen (name) > max)
    shorten (&name, max);
  return name;
}

gboolean
p2p_place_is_word (const char *text)
{
  g_autofree char *word = p2p_place_word (text, P2P_PLACE_NAME_MAX);
  return g_str_equal (word, text);
}

char *
p2p_place_under (const char *root, ...)
{
  GString *path = g_string_new (root);
  const char *part;
  va_list parts;
  va_start (parts, root);
  while ((part = va_arg (parts, const char *)) != NULL) {
    g_autofree char *word = p2p_place_word (part, P2P_PLACE_NAME_MAX);
    if (path->len > 0 && path->str[path->len - 1] != '/')
      g_string_append_c (path, '/');
    g_string_append (path, word);
  }
  va_end (parts);
  return g_string_free (path, FALSE);
}

static const char *
kind_of (mode_t mode)
{
  static const struct
  {
    mode_t type;
    const char *words;
  } kinds[] = { { S_IFDIR, "a folder" }, { S_IFLNK, "a link" }, { S_IFIFO, "a pipe" },
    { S_IFSOCK, "a socket" }, { S_IFREG, "a file" } };
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    if ((mode & S_IFMT) == kinds[i].type)
      return kinds[i].words;
  return "a device";
}

/* FALSE, always. */
static gboolean
refuse (const char *path, mode_t mode, const char *wanted, GError **error)
{
  g_set_error (error, P2P_ERROR, P2P_ERROR_CREATE,
      "%s is %s, and %s belongs there; move it away, or use another folder or name", path,
      kind_of (mode), wanted);
  return FALSE;
}

gboolean
p2p_place_folder (const char *path, GError **error)
{
  struct stat st;
  const int err = mkdir (path, 0777) == 0 ? 0 : errno;
  if (err != 0 && err != EEXIST) {
    p2p_error_from_errno (error, err, "making the folder", path);
    return FALSE;
  }
  if (err == 0 || (lstat (path, &st) == 0 && S_ISDIR (st.st_mode)))
    return TRUE;
  return refuse (path, st.st_mode, "a folder", error);
}

int
p2p_place_open (const char *path, int flags, GError **error)
{
  struct stat st;
  /* Looked at before it is opened too: opening can already do something to a device. */
  if (lstat (path, &st) == 0 && !S_ISREG (st.st_mode)) {
    refuse (path, st.st_mode, "a file", error);
    return -1;
  }
  const int fd = open (path, flags | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC, 0666);
  if (fd < 0 || fstat (fd, &st) != 0) {
    p2p_error_from_errno (error, errno, "opening", path);
    if (fd >= 0)
      close (fd);
    return -1;
  }
  if (S_ISREG (st.st_mode))
    return fd;
  refuse (path, st.st_mode, "a file", error);
  close (fd);
  return -1;
}

/* SIZE bytes, or those that there are: the file may become shorter meanwhile. */
static char *
read_all (int fd, gsize size, const char *path, GError **error)
{
  g_autofree char *text = g_malloc (size + 1);
  gsize done = 0;
  ssize_t n = 1;
  while (done < size && n != 0) {
    n = read (fd, text + done, size - done);
    if (n < 0 && errno != EINTR) {
      p2p_error_from_errno (error, errno, "reading", path);
      return NULL;
    }
    done += n > 0 ? (gsize) n : 0;
  }
  text[done] = '\0';
  return g_steal_pointer (&text);
}

char *
p2p_place_read (const char *path, GError **error)
{
  struct stat st;
  char *text = NULL;
  const int fd = p2p_place_open (path, O_RDONLY, error);
  if (fd < 0)
    return NULL;
  if (fstat (fd, &st) != 0)
    p2p_error_from_errno (error, errno, "reading", path);
  else if (st.st_size > P2P_LIMIT_TEXT_FILE)
    g_set_error (error, P2P_ERROR, P2P_ERROR_DATA,
        "%s has %" G_GOFFSET_FORMAT " bytes, more than %u that are read; move it away", path,
        (goffset) st.st_size, P2P_LIMIT_TEXT_FILE);
  else
    text = read_all (fd, (gsize) st.st_size, path, error);
  close (fd);
  return text;
}

gboolean
p2p_place_takes_file (const char *path, GError **error)
{
  struct stat st;
  return lstat (path, &st) != 0 || S_ISREG (st.st_mode) || S_ISLNK (st.st_mode)
         || refuse (path, st.st_mode, "a file", error);
}

/* Folders of any other name are somebody's own. */
static gboolean
is_name_of_file (const char *name)
{
  static const char *const endings[] = { ".safetensors", ".pth", ".txt", ".html", ".lock", ".png" };
  for (guint i = 0; i < G_N_ELEMENTS (endings); i++)
    if (g_str_has_suffix (name, endings[i]))
      return TRUE;
  return FALSE;
}

gboolean
p2p_place_is_clean (const char *folder, GError **error)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;
  while (dir && (name = g_dir_read_name (dir))) {
    g_autofree char *path = g_build_filename (folder, name, NULL);
    if (is_name_of_file (name) && !p2p_place_takes_file (path, error))
      return FALSE;
  }
  return TRUE;
}
