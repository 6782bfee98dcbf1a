/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "train/rundir.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>
#include "error.h"
#include "io/atomic.h"

static gboolean
take_lock (P2pRunDir *dir, GError **error)
{
  g_autofree char *path = g_build_filename (dir->path, "run.lock", NULL);
  char holder[128] = "another process";
  dir->lock = open (path, O_RDWR | O_CREAT | O_CLOEXEC, 0666);
  if (dir->lock < 0) {
    p2p_error_from_errno (error, errno, "opening", path);
    return FALSE;
  }
  if (flock (dir->lock, LOCK_EX | LOCK_NB) != 0) {
    const ssize_t n = read (dir->lock, holder, sizeof holder - 1);
    if (n > 0)
      holder[n] = '\0';
    g_strchomp (holder);
    g_set_error (error, P2P_ERROR, P2P_ERROR_CREATE,
        "%s is in use by %s; wait for it, stop it, or use another --name", dir->path, holder);
    return FALSE;
  }
  g_autofree char *me =
      g_strdup_printf ("process %ld on %s\n", (long) getpid (), g_get_host_name ());
  if (ftruncate (dir->lock, 0) != 0 || write (dir->lock, me, strlen (me)) < 0) {
    p2p_error_from_errno (error, errno, "writing", path);
    return FALSE;
  }
  return TRUE;
}

P2pRunDir *
p2p_run_dir_open (const char *checkpoints_dir, const char *name, GError **error)
{
  if (!*name || strchr (name, '/') || g_str_equal (name, ".") || g_str_equal (name, "..")) {
    g_set_error (error, P2P_ERROR, P2P_ERROR_USAGE,
        "\"%s\" cannot be the name of a run; use a plain word, it becomes a folder", name);
    return NULL;
  }
  P2pRunDir *dir = g_new0 (P2pRunDir, 1);
  dir->lock = -1;
  dir->path = g_build_filename (checkpoints_dir, name, NULL);
  dir->state = g_build_filename (dir->path, "state", NULL);
  if (g_mkdir_with_parents (dir->state, 0777) != 0) {
    p2p_error_from_errno (error, errno, "making the folder", dir->state);
    p2p_run_dir_close (dir);
    return NULL;
  }
  if (!take_lock (dir, error)) {
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

static char *
free_name (const P2pRunDir *dir)
{
  for (guint i = 1;; i++) {
    g_autofree char *path = g_strdup_printf ("%s.%u", dir->state, i);
    if (!g_file_test (path, G_FILE_TEST_EXISTS))
      return g_steal_pointer (&path);
  }
}

gboolean
p2p_run_dir_began_with (const P2pRunDir *dir, const char *label)
{
  g_autofree char *begun = g_build_filename (dir->state, BEGUN, NULL), *text = NULL;
  return g_file_get_contents (begun, &text, NULL, NULL) && g_str_equal (text, label);
}

gboolean
p2p_run_dir_go_back (P2pRunDir *dir, const char *label, char **moved, GError **error)
{
  g_autofree char *begun = g_build_filename (dir->state, BEGUN, NULL);
  g_autoptr (GDir) contents = g_dir_open (dir->state, 0, NULL);
  *moved = NULL;
  if (contents && g_dir_read_name (contents)) {
    g_autofree char *aside = free_name (dir);
    if (rename (dir->state, aside) != 0 || g_mkdir_with_parents (dir->state, 0777) != 0) {
      p2p_error_from_errno (error, errno, "moving aside", dir->state);
      return FALSE;
    }
    *moved = g_steal_pointer (&aside);
  }
  return p2p_atomic_write_all (begun, label, strlen (label), error);
}
