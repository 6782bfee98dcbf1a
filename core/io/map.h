/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* The bytes of a regular file, mapped for reading. */

#include <glib.h>

typedef struct
{
  const guint8 *bytes; /* never NULL: an empty file has "" */
  gsize size;
} P2pMap;

/* P2P_ERROR_NO_INPUT, _PERMISSION, _IO, or _DATA for what is not a regular file.
 * Never waits (for the other end of a pipe). */
gboolean p2p_map_open (P2pMap *map, const char *path, GError **error);
void p2p_map_close (P2pMap *map);
/* These bytes were read and are done with: they need not stay in our memory, or a
 * model would be resident twice while it is loaded. BYTES must lie in a map. */
void p2p_map_let_go (const void *bytes, gsize size);
