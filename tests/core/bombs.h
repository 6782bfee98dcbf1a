/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* Makers of picture files that ask for much: of test-bombs.c. */

#include <glib.h>

GByteArray *bomb_png (guint32 width, guint32 height, int depth, int colour_type,
    gboolean interlaced);
/* One chunk of KIND (four letters) behind what is in PNG. */
void bomb_png_chunk (GByteArray *png, const char *kind, const void *bytes, gsize size);
/* Image data: SIZE zeros, compressed; then the end. */
void bomb_png_finish (GByteArray *png, gsize size);
/* PREFIX, then SIZE zeros, compressed. */
GByteArray *bomb_deflated (const char *prefix, gsize prefix_size, gsize size);

typedef struct
{
  guint16 tag, type; /* 3 short, 4 long, 1 byte */
  guint32 count, value;
} BombTag;

/* A TIFF of one directory and PIXELS bytes of zeros behind it, at the end. NEXT: where
 * the following directory is said to be. */
GByteArray *bomb_tiff (const BombTag *tags, int n, gsize pixels, guint32 next);
/* WIDTH x HEIGHT, and so on, uncompressed in one strip. */
GByteArray *bomb_plain_tiff (guint32 width, guint32 height, guint32 samples, guint32 more_tags);

GByteArray *bomb_bmp (guint32 width, guint32 height, int bits, guint32 compression, guint32 colours,
    const void *data, gsize size);
