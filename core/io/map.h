/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* The bytes of a regular file, read into memory of our own: whoever truncates or
 * overwrites the file meanwhile makes an error of it, never a signal. They are read as
 * far as is asked for, from the front, and stay where they are. */

#include <glib.h>

typedef struct
{
  const guint8 *bytes; /* never NULL: an empty file has "" */
  gsize size;          /* of the file; zeros where it is not read yet */
  gsize filled;        /* read so far */
  int fd;
  gint64 changed; /* the file's time when it was opened */
  char *path;
} P2pMap;

/* Opens the file and reads at most FIRST bytes. P2P_ERROR_NO_INPUT, _PERMISSION, _IO,
 * _MEMORY, or _DATA for what is not a regular file. Never waits (for the other end of a
 * pipe). */
gboolean p2p_map_open (P2pMap *map, const char *path, gsize first, GError **error);
/* Reads until UPTO bytes are there. P2P_ERROR_DATA when the file became shorter or, once all
 * is read, was written to since it was opened. */
gboolean p2p_map_fill (P2pMap *map, gsize upto, GError **error);
/* Zeroed is empty. */
void p2p_map_close (P2pMap *map);
/* These bytes are done with for good and need not stay in our memory, or a model would be
 * there twice while it is loaded. BYTES must lie in a map. */
void p2p_map_let_go (const void *bytes, gsize size);
