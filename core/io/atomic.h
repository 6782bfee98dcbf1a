/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* Files that are either the old one or the new one, whole, whatever happens
 * while they are written: a temporary file in the same folder, room reserved,
 * written, fsync, close, rename, fsync of the folder. Any failure removes the
 * temporary file and leaves the old one as it was. All operations go through a
 * table of functions, which a test replaces to fail or record them. */

#include <glib.h>
#include <sys/statvfs.h>
#include <sys/types.h>

typedef struct
{
  int (*open) (const char *path, int flags, mode_t mode);
  ssize_t (*pwrite) (int fd, const void *bytes, size_t size, off_t offset);
  int (*fallocate) (int fd, off_t size); /* returns an errno value, like posix_fallocate() */
  int (*fsync) (int fd);
  int (*close) (int fd);
  int (*rename) (const char *from, const char *to);
  int (*unlink) (const char *path);
  ssize_t (*pread) (int fd, void *bytes, size_t size, off_t offset); /* of io/map.h */
  int (*statvfs) (const char *path, struct statvfs *st);
} P2pFileOps;

extern const P2pFileOps p2p_file_ops_system;
/* The table in force; tests set it, everybody else leaves it alone. */
extern const P2pFileOps *p2p_file_ops;
/* All SIZE bytes, through the table. An errno value, or 0. */
int p2p_file_write_at (int fd, const void *bytes, gsize size, gsize offset);

typedef struct _P2pAtomicFile P2pAtomicFile;

/* SIZE: what will be written in all (reserved at once, so that a full disk is
 * noticed before anything is lost). P2P_ERROR_IO says how much is needed and free. */
P2pAtomicFile *p2p_atomic_open (const char *path, gsize size, GError **error);
gboolean p2p_atomic_write (P2pAtomicFile *file, const void *bytes, gsize size, GError **error);
/* Overwrites earlier bytes. */
gboolean p2p_atomic_patch (P2pAtomicFile *file, gsize offset, const void *bytes, gsize size,
    GError **error);
/* Makes it so, or fails and removes the temporary file. Frees FILE either way. */
gboolean p2p_atomic_commit (P2pAtomicFile *file, GError **error);
/* Gives up: removes the temporary file and frees FILE. NULL is fine. */
void p2p_atomic_abort (P2pAtomicFile *file);
/* The process ends now, whatever its threads do: removes all temporary files of it. Nothing can be
 * written after this. */
void p2p_atomic_give_up (void);
gboolean p2p_atomic_write_all (const char *path, const void *bytes, gsize size, GError **error);
/* Bytes that are free where the folder or file PATH is; G_MAXUINT64: nobody knows. */
guint64 p2p_atomic_room (const char *path);
/* Removes temporary files that a killed process left in DIR. */
void p2p_atomic_sweep (const char *dir);
