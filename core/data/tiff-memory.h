/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* A TIFF that lies in memory, for libtiff to read or to write. */

#include <glib.h>
#include <tiffio.h>

typedef struct
{
  guint8 *data; /* read: somebody else's, never changed; written: free with g_free() */
  gsize size, at;
  gsize room; /* of what is written */

  gboolean strict;  /* warnings of decoders that invent pixels count as damage */
  gboolean damaged; /* there was one */
  char reason[160]; /* the first thing libtiff complained about; or "" */
} P2pTiffMemory;

/* MODE as TIFFOpen() has it: "r" with `data` and `size` set, "w" with all 0. Both keep MEMORY until
 * TIFFClose(). MOST: bytes that libtiff may allocate at once, 0: any. NULL: `reason` says why. */
TIFF *p2p_tiff_open (P2pTiffMemory *memory, const char *name, const char *mode, gsize most);
