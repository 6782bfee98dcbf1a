/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "train/rundir.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>
#include "error.h"
#include "io/atomic.h"
#include "io/place.h"

/* How the text in a lock begins: it says who holds it. */
#define HOLDER "process "

static gboolean
take_lock (P2pRunDir *dir, GError **error)
{
  g_autofree char *path = p2p_place_under (dir->path, "run.lock", NULL);
  char holder[128] = "";
  dir->lock = p2p_place_open (path, O_RDWR | O_CREAT, error);
  if (dir->lock < 0)
    return FALSE;
  const gboolean held = flock (dir->lock, LOCK_EX | LOCK_NB) != 0;
  if (pread (dir->lock, holder, sizeof holder - 1, 0) < 0) {
    p2p_error_from_errno (error, errno, "reading", path);
    return FALSE;
  }
  g_strchomp (holder);
  if (held) {
    g_set_error (error, P2P_ERROR, P2P_ERROR_CREATE,
        "%s is in use by %s; wait for it, stop it, or use another --name", dir->path,
        *holder ? holder : "another process");
    return FALSE;
  }
  if (*holder && !g_str_has_prefix (holder, HOLDER)) {
    g_set_error (error, P2P_ERROR, P2P_ERROR_CREATE,
        "%s was not written by p2p and would be overwritten; move it away", path);
    return FALSE;
  }
  g_autofree char *me =
      g_strdup_printf (HOLDER "%ld on %s\n", (long) getpid (), g_get_host_name ());
  if (ftruncate (dir->lock, 0) != 0 || pwrite (dir->lock, me, strlen (me), 0) < 0) {
    p2p_error_from_errno (error, errno, "writing", path);
    return FALSE;
  }
  return TRUE;
}

/* What would hinder a save hours later is found now. The folder of the run itself may be a link to
 * another disk: it is the user's. */
static gboolean
make_folders (const P2pRunDir *dir, GError **error)
{
  if (g_mkdir_with_parents (dir->path, 0777) == 0)
    return p2p_place_folder (dir->state, error) && p2p_place_is_clean (dir->path, error)
           && p2p_place_is_clean (dir->state, error);
  p2p_error_from_errno (error, errno, "making the folder", dir->path);
  return FALSE;
}

static gboolean
check_name (const char *name, GError **error)
{
  if (p2p_place_is_word (name))
    return TRUE;
  g_set_error (error, P2P_ERROR, P2P_ERROR_USAGE,
      "\"%s\" cannot be the name of a run; use a plain word, it becomes a folder", name);
  return FALSE;
}

/* The nearest that there is of PATH and the folders above it; free with g_free(). */
static char *
nearest (const char *path)
{
  char *there = g_strdup (path);
  while (!g_file_test (there, G_FILE_TEST_EXISTS) && strcmp (there, ".") != 0) {
    char *above = g_path_get_dirname (there);
    g_free (there);
    there = above;
  }
  return there;
}

gboolean
p2p_run_dir_check (const char *checkpoints_dir, const char *name, GError **error)
{
  if (!check_name (name, error))
    return FALSE;
  g_autofree char *path = p2p_place_under (checkpoints_dir, name, NULL);
  g_autofree char *state = p2p_place_under (path, "state", NULL), *there = nearest (path);
  const gboolean folder = g_file_test (there, G_FILE_TEST_IS_DIR);
  if (!folder || access (there, W_OK | X_OK) != 0) {
    p2p_error_from_errno (error, folder ? EACCES : ENOTDIR, "making the folder", path);
    return FALSE;
  }
  return p2p_place_is_clean (path, error) && p2p_place_is_clean (state, error);
}

P2pRunDir *
p2p_run_dir_open (const char *checkpoints_dir, const char *name, GError **error)
{
  if (!check_name (name, error))
    return NULL;
  P2pRunDir *dir = g_new0 (P2pRunDir, 1);
  dir->lock = -1;
  dir->path = p2p_place_under (checkpoints_dir, name, NULL);
  dir->state = p2p_place_under (dir->path, "state", NULL);
  if (!make_folders (dir, error) || !take_lock (dir, error)) {
    p2p_run_dir_close (dir);
    return NULL;
  }
  p2p_atomic_sweep (dir->path);
  p2p_atomic_sweep (dir->state);
  return dir;
}

void
p2p_run_dir_close (P2pRunDir *dir)
{
  if (!dir)
    return;
  if (dir->lock >= 0)
    close (dir->lock);
  g_free (dir->path);
  g_free (dir->state);
  g_free (dir);
}

/* Which label the checkpoints in `state` began with. */
#define BEGUN "begun-from"

gboolean
p2p_run_dir_began_with (const P2pRunDir *dir, const char *label)
{
  g_autofree char *begun = p2p_place_under (dir->state, BEGUN, NULL);
  g_autofree char *text = p2p_place_read (begun, NULL);
  return text && g_str_equal (text, label);
}

/* --- setting a whole run aside --- */

static gboolean
is_model_file (const char *name)
{
  return strstr (name, "_net_")
         && (g_str_has_suffix (name, ".safetensors") || g_str_has_suffix (name, ".pth"));
}

/* What a run writes; other files in its folder are the user's. */
static gboolean
is_of_run (const char *name)
{
  static const char *const names[] = { "state", "web", "loss_log.txt", "train_opt.txt", NULL };
  return is_model_file (name) || g_strv_contains (names, name);
}

static gboolean
has_files (const char *path, gboolean (*is_wanted) (const char *name))
{
  g_autoptr (GDir) contents = g_dir_open (path, 0, NULL);
  const char *name;
  while (contents && (name = g_dir_read_name (contents)))
    if (is_wanted (name))
      return TRUE;
  return FALSE;
}

static gboolean
is_checkpoint (const char *name)
{
  return g_str_has_prefix (name, "step-");
}

/* Makes NAME.1, or the next that is free, beside the folder, on the same disk where that is a link. */
static char *
make_beside (const P2pRunDir *dir, GError **error)
{
  char *real = realpath (dir->path, NULL);
  g_autofree char *path = g_strdup (real ? real : dir->path);
  g_autofree char *name = g_path_get_basename (path), *folder = g_path_get_dirname (path);
  free (real);
  for (guint i = 1;; i++) {
    g_autofree char *numbered = g_strdup_printf ("%s.%u", name, i);
    g_autofree char *one = p2p_place_under (folder, numbered, NULL);
    if (mkdir (one, 0777) == 0)
      return g_steal_pointer (&one);
    if (errno != EEXIST) {
      p2p_error_from_errno (error, errno, "making a folder for what was trained before, beside",
          dir->path);
      return NULL;
    }
  }
}

static gboolean
move_all (const P2pRunDir *dir, const char *to, GError **error)
{
  g_autoptr (GDir) contents = g_dir_open (dir->path, 0, error);
  const char *name;
  while (contents && (name = g_dir_read_name (contents))) {
    g_autofree char *from = g_build_filename (dir->path, name, NULL);
    g_autofree char *there = g_build_filename (to, name, NULL);
    if (is_of_run (name) && rename (from, there) != 0) {
      p2p_error_from_errno (error, errno, "moving aside", from);
      return FALSE;
    }
  }
  return contents != NULL;
}

gboolean
p2p_run_dir_set_aside (P2pRunDir *dir, char **moved, GError **error)
{
  *moved = NULL;
  if (!has_files (dir->path, is_model_file) && !has_files (dir->state, is_checkpoint))
    return TRUE;
  g_autofree char *aside = make_beside (dir, error);
  if (!aside)
    return FALSE;
  if (!move_all (dir, aside, error) || !p2p_place_folder (dir->state, error))
    return FALSE;
  *moved = g_steal_pointer (&aside);
  return TRUE;
}

/* --- keeping what a run will write over --- */

/* A second name for FROM. What is written here later replaces a name, never the bytes of a file. */
static gboolean
keep_file (const char *from, const char *to, GError **error)
{
  g_autofree char *bytes = NULL;
  g_autoptr (GError) problem = NULL;
  gsize size;
  if (link (from, to) == 0)
    return TRUE;
  if (g_file_get_contents (from, &bytes, &size, &problem)) /* file systems without links */
    return p2p_atomic_write_all (to, bytes, size, error);
  g_set_error (error, P2P_ERROR, P2P_ERROR_IO, "keeping %s: %s", from, problem->message);
  return FALSE;
}

/* All that lies in FROM and IS_WANTED; NULL: everything. */
static gboolean
keep_all (const char *from, const char *to, gboolean (*is_wanted) (const char *name),
    GError **error)
{
  g_autoptr (GDir) contents = g_dir_open (from, 0, error);
  const char *name;
  gboolean ok = contents != NULL;
  while (ok && (name = g_dir_read_name (contents))) {
    g_autofree char *one = g_build_filename (from, name, NULL);
    g_autofree char *there = g_build_filename (to, name, NULL);
    if (is_wanted && !is_wanted (name))
      continue;
    if (g_file_test (one, G_FILE_TEST_IS_DIR) && !g_file_test (one, G_FILE_TEST_IS_SYMLINK))
      ok = p2p_place_folder (there, error) && keep_all (one, there, NULL, error);
    else
      ok = keep_file (one, there, error);
  }
  return ok;
}

static gboolean
is_kept (const char *name)
{
  return is_of_run (name) && !g_str_equal (name, "state");
}

/* Whether a model file has this one name only: what is in it would be lost. */
static gboolean
has_single_files (const char *path)
{
  g_autoptr (GDir) contents = g_dir_open (path, 0, NULL);
  const char *name;
  while (contents && (name = g_dir_read_name (contents))) {
    g_autofree char *one = g_build_filename (path, name, NULL);
    struct stat st;
    if (is_model_file (name) && lstat (one, &st) == 0 && st.st_nlink == 1)
      return TRUE;
  }
  return FALSE;
}

static gboolean
move_state (const P2pRunDir *dir, const char *to, GError **error)
{
  g_autofree char *there = g_build_filename (to, "state", NULL);
  if (rename (dir->state, there) == 0)
    return p2p_place_folder (dir->state, error);
  p2p_error_from_errno (error, errno, "moving aside", dir->state);
  return FALSE;
}

gboolean
p2p_run_dir_begin_with (P2pRunDir *dir, const char *label, char **kept, GError **error)
{
  g_autofree char *begun = p2p_place_under (dir->state, BEGUN, NULL), *aside = NULL;
  *kept = NULL;
  if (has_single_files (dir->path) || has_files (dir->state, is_checkpoint)) {
    aside = make_beside (dir, error);
    if (!aside || !keep_all (dir->path, aside, is_kept, error) || !move_state (dir, aside, error))
      return FALSE;
  }
  if (!p2p_atomic_write_all (begun, label, strlen (label), error))
    return FALSE;
  *kept = g_steal_pointer (&aside);
  return TRUE;
}
