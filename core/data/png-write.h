/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* Of picture.c and planes-save.c only. */

#include <glib.h>

typedef struct
{
  int width, height;
  int channels; /* 1 grey, 2 grey + alpha, 3 RGB, 4 RGB + alpha */
  int depth;    /* 8 or 16; rows of 16 bit samples have the most significant byte first */
  /* Fills ROW with line Y. */
  void (*get_row) (gconstpointer data, int y, guint8 *row);
  gconstpointer data;
} P2pPngSource;

/* Writes a PNG to a temporary file, then renames it. */
gboolean p2p_png_write (const P2pPngSource *source, const char *path, GError **error);
