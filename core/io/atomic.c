/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* The temporary file of DIR/NAME is DIR/.NAME.tmp.PID: in the same folder, so
 * that rename() replaces in one step, and naming its owner, so that a later
 * process can tell what a killed one left behind. */

#include "io/atomic.h"

#include "error.h"
#include "io/place.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

struct _P2pAtomicFile
{
  char *path, *folder, *temp;
  int fd;
  gsize size, written;
  gboolean failed; /* a write did: the file must not be committed */
};

static int
system_open (const char *path, int flags, mode_t mode)
{
  return open (path, flags, mode);
}

static int
system_fallocate (int fd, off_t size)
{
  return posix_fallocate (fd, 0, size);
}

const P2pFileOps p2p_file_ops_system = { .open = system_open,
  .pwrite = pwrite,
  .fallocate = system_fallocate,
  .fsync = fsync,
  .close = close,
  .rename = rename,
  .unlink = unlink,
  .pread = pread,
  .statvfs = statvfs };

const P2pFileOps *p2p_file_ops = &p2p_file_ops_system;

/* Temporary files of this process that are being written. Without it two
 * threads saving to one path would write into each other's file, and a sweep
 * could remove a file at work. */
static GMutex busy_lock;
static GHashTable *busy;
static gboolean given_up;

static gboolean
mark_busy (const char *temp)
{
  gboolean added;
  g_mutex_lock (&busy_lock);
  if (busy == NULL)
    busy = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  added = !given_up && g_hash_table_add (busy, g_strdup (temp));
  g_mutex_unlock (&busy_lock);
  return added;
}

static void
unmark_busy (const char *temp)
{
  g_mutex_lock (&busy_lock);
  g_hash_table_remove (busy, temp);
  g_mutex_unlock (&busy_lock);
}

static gboolean
is_busy (const char *temp)
{
  gboolean found;
  g_mutex_lock (&busy_lock);
  found = busy && g_hash_table_contains (busy, temp);
  g_mutex_unlock (&busy_lock);
  return found;
}

void
p2p_atomic_give_up (void)
{
  GHashTableIter iter;
  gpointer temp;
  g_mutex_lock (&busy_lock);
  given_up = TRUE;
  if (busy)
    g_hash_table_iter_init (&iter, busy);
  while (busy && g_hash_table_iter_next (&iter, &temp, NULL))
    p2p_file_ops->unlink (temp);
  g_mutex_unlock (&busy_lock);
}

/* One spelling, so that busy files are recognised. */
static char *
temp_path (const char *folder, const char *leaf)
{
  g_autofree char *path = g_build_filename (folder, leaf, NULL);
  return g_canonicalize_filename (path, NULL);
}

static char *
temp_leaf (const char *path)
{
  g_autofree char *tail = g_strdup_printf (".tmp.%ld", (long) getpid ());
  g_autofree char *whole = g_path_get_basename (path);
  g_autofree char *name = p2p_place_word (whole, P2P_PLACE_NAME_MAX - 1 - strlen (tail));
  return g_strconcat (".", name, tail, NULL);
}

static void
file_free (P2pAtomicFile *file)
{
  g_free (file->path);
  g_free (file->folder);
  g_free (file->temp);
  g_free (file);
}

guint64
p2p_atomic_room (const char *path)
{
  struct statvfs st;
  return p2p_file_ops->statvfs (path, &st) == 0 ? (guint64) st.f_bavail * st.f_frsize : G_MAXUINT64;
}

static void
set_disk_full (const P2pAtomicFile *file, GError **error)
{
  const guint64 bytes = p2p_atomic_room (file->folder);
  g_autofree char *needed = g_format_size (file->size);
  g_autofree char *room = bytes < G_MAXUINT64 ? g_format_size (bytes) : NULL;
  g_set_error (error, P2P_ERROR, P2P_ERROR_IO,
      "cannot write %s: no space left: it needs %s, %s are free; make room or use another folder",
      file->path, needed, room ? room : "an unknown number of bytes");
}

static void
set_error (const P2pAtomicFile *file, int err, const char *doing, GError **error)
{
  g_autoptr (GError) plain = NULL;
  if (err == ENOSPC) {
    set_disk_full (file, error);
    return;
  }
  p2p_error_from_errno (&plain, err, doing, file->path);
  g_set_error (error, P2P_ERROR, plain->code, "%s; the old file is kept, check the disk",
      plain->message);
}

static void
set_cannot_create (const P2pAtomicFile *file, int err, GError **error)
{
  const gboolean denied = err == EACCES || err == EPERM || err == EROFS;
  if (err == ENOSPC)
    set_disk_full (file, error);
  else
    g_set_error (error, P2P_ERROR, denied ? P2P_ERROR_PERMISSION : P2P_ERROR_CREATE,
        "cannot create %s: %s; %s %s", file->path, g_strerror (err),
        err == ENOENT ? "add the folder" : "check the folder", file->folder);
}

static int
create_temp (const P2pAtomicFile *file)
{
  const int flags = O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC;
  int fd = p2p_file_ops->open (file->temp, flags, 0666);
  /* Left by a dead process that had our number. */
  if (fd < 0 && errno == EEXIST && p2p_file_ops->unlink (file->temp) == 0)
    fd = p2p_file_ops->open (file->temp, flags, 0666);
  return fd;
}

static gboolean
reserve (P2pAtomicFile *file, GError **error)
{
  int err = 0;
  if (file->size > (gsize) G_MAXINT64)
    err = EFBIG;
  else if (file->size > 0)
    do
      err = p2p_file_ops->fallocate (file->fd, (off_t) file->size);
    while (err == EINTR);
  /* Not every file system can reserve; then a full disk shows later. */
  if (err == 0 || err == EOPNOTSUPP || err == EINVAL)
    return TRUE;
  set_error (file, err, "reserving room for", error);
  return FALSE;
}

P2pAtomicFile *
p2p_atomic_open (const char *path, gsize size, GError **error)
{
  P2pAtomicFile *file = g_new0 (P2pAtomicFile, 1);
  g_autofree char *leaf = temp_leaf (path);
  if (!p2p_place_takes_file (path, error)) {
    g_free (file);
    return NULL;
  }
  file->path = g_strdup (path);
  file->folder = g_path_get_dirname (path);
  file->temp = temp_path (file->folder, leaf);
  file->size = size;
  if (!mark_busy (file->temp)) {
    g_set_error (error, P2P_ERROR, P2P_ERROR_INTERNAL,
        "%s is being written by another thread of this process; try again", path);
    file_free (file);
    return NULL;
  }
  file->fd = create_temp (file);
  if (file->fd < 0) {
    set_cannot_create (file, errno, error);
    unmark_busy (file->temp);
    file_free (file);
    return NULL;
  }
  if (reserve (file, error))
    return file;
  p2p_atomic_abort (file);
  return NULL;
}

int
p2p_file_write_at (int fd, const void *bytes, gsize size, gsize offset)
{
  const guint8 *next = bytes;
  while (size > 0) {
    const ssize_t n = p2p_file_ops->pwrite (fd, next, size, (off_t) offset);
    if (n < 0 && errno == EINTR)
      continue;
    if (n <= 0)
      return n < 0 ? errno : EIO;
    next += n;
    offset += (gsize) n;
    size -= (gsize) n;
  }
  return 0;
}

static gboolean
write_at (P2pAtomicFile *file, gsize offset, const void *bytes, gsize size, GError **error)
{
  if (file->failed) {
    g_set_error (error, P2P_ERROR, P2P_ERROR_IO, "writing %s failed before; try again", file->path);
    return FALSE;
  }
  const int err = p2p_file_write_at (file->fd, bytes, size, offset);
  if (err == 0)
    return TRUE;
  file->failed = TRUE;
  set_error (file, err, "writing", error);
  return FALSE;
}

gboolean
p2p_atomic_write (P2pAtomicFile *file, const void *bytes, gsize size, GError **error)
{
  if (!write_at (file, file->written, bytes, size, error))
    return FALSE;
  file->written += size;
  return TRUE;
}

gboolean
p2p_atomic_patch (P2pAtomicFile *file, gsize offset, const void *bytes, gsize size, GError **error)
{
  if (offset > file->written || size > file->written - offset) {
    g_set_error (error, P2P_ERROR, P2P_ERROR_INTERNAL, "patching %s past its end; check the caller",
        file->path);
    file->failed = TRUE;
    return FALSE;
  }
  return write_at (file, offset, bytes, size, error);
}

/* Makes the rename itself survive a power failure. */
static gboolean
sync_folder (const P2pAtomicFile *file, GError **error)
{
  const int fd = p2p_file_ops->open (file->folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC, 0);
  int err = fd < 0 ? errno : 0;
  if (fd >= 0 && p2p_file_ops->fsync (fd) < 0)
    err = errno;
  if (fd >= 0 && p2p_file_ops->close (fd) < 0 && err == 0)
    err = errno;
  /* Some file systems cannot sync a folder and say so. */
  if (err == 0 || err == EINVAL || err == ENOTSUP)
    return TRUE;
  p2p_error_from_errno (error, err,
      "check the disk: the new file is in place but may not survive "
      "a power failure: syncing the folder of",
      file->path);
  return FALSE;
}

static gboolean
sync_and_close (P2pAtomicFile *file, GError **error)
{
  int fd;
  /* After a failed fsync the kernel may have dropped the data: no second try. */
  if (p2p_file_ops->fsync (file->fd) < 0) {
    set_error (file, errno, "syncing", error);
    return FALSE;
  }
  fd = file->fd;
  file->fd = -1;
  if (p2p_file_ops->close (fd) < 0) {
    set_error (file, errno, "closing", error);
    return FALSE;
  }
  return TRUE;
}

static gboolean
is_complete (const P2pAtomicFile *file, GError **error)
{
  if (!file->failed && file->written == file->size)
    return TRUE;
  g_set_error (error, P2P_ERROR, file->failed ? P2P_ERROR_IO : P2P_ERROR_INTERNAL,
      "%s is incomplete: %" G_GSIZE_FORMAT " of %" G_GSIZE_FORMAT " bytes written; try again",
      file->path, file->written, file->size);
  return FALSE;
}

gboolean
p2p_atomic_commit (P2pAtomicFile *file, GError **error)
{
  gboolean ok = is_complete (file, error) && sync_and_close (file, error);
  if (ok && p2p_file_ops->rename (file->temp, file->path) < 0) {
    set_error (file, errno, "renaming the new file to", error);
    ok = FALSE;
  }
  if (!ok) {
    p2p_atomic_abort (file);
    return FALSE;
  }
  ok = sync_folder (file, error);
  unmark_busy (file->temp);
  file_free (file);
  return ok;
}

void
p2p_atomic_abort (P2pAtomicFile *file)
{
  if (file == NULL)
    return;
  if (file->fd >= 0)
    p2p_file_ops->close (file->fd);
  p2p_file_ops->unlink (file->temp);
  unmark_busy (file->temp);
  file_free (file);
}

gboolean
p2p_atomic_write_all (const char *path, const void *bytes, gsize size, GError **error)
{
  P2pAtomicFile *file = p2p_atomic_open (path, size, error);
  if (file == NULL)
    return FALSE;
  if (!p2p_atomic_write (file, bytes, size, error)) {
    p2p_atomic_abort (file);
    return FALSE;
  }
  return p2p_atomic_commit (file, error);
}

/* The PID in ".NAME.tmp.PID", or 0. */
static pid_t
owner_of (const char *leaf)
{
  const char *tail = leaf[0] == '.' ? g_strrstr (leaf, ".tmp.") : NULL;
  guint64 pid = 0;
  if (tail == NULL || tail == leaf
      || !g_ascii_string_to_unsigned (tail + 5, 10, 1, G_MAXINT32, &pid, NULL))
    return 0;
  return (pid_t) pid;
}

void
p2p_atomic_sweep (const char *dir)
{
  g_autoptr (GDir) handle = g_dir_open (dir, 0, NULL);
  const char *leaf;
  while (handle && (leaf = g_dir_read_name (handle))) {
    const pid_t owner = owner_of (leaf);
    g_autofree char *path = temp_path (dir, leaf);
    const gboolean gone =
        owner == getpid () || (owner > 0 && kill (owner, 0) < 0 && errno == ESRCH);
    if (gone && !is_busy (path))
      p2p_file_ops->unlink (path);
  }
}
