/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* Between tiff.c, which fetches rows of samples through libtiff, and tiff-rows.c,
 * which makes pixels of them. */

#include "data/raster.h"

#include <tiffio.h>

typedef struct
{
  int width, height; /* in the file, before turning */
  int bits, format;  /* of a sample: SAMPLEFORMAT_UINT, _INT or _IEEEFP */
  int samples;       /* per pixel */
  int photometric;   /* YCbCr counts as RGB: libtiff converts */
  int orientation;   /* 1 to 8 */
  gboolean alpha, premultiplied;
  const guint16 *palette[3];

  P2pRaster *raster;
  double *values;   /* a row of samples */
  guint8 *gathered; /* four bytes per pixel, when colours come one after the other */
} P2pTiffRows;

/* How many channels the planes get. */
int p2p_tiff_channels (const P2pTiffRows *rows);
/* NULL, or why RASTER cannot have what the file holds, and what to do. */
const char *p2p_tiff_unsuitable (const P2pTiffRows *rows);
/* SEPARATE: each call of p2p_tiff_put() will bring one sample per pixel, all pixels
 * with sample 0 first. */
gboolean p2p_tiff_rows_alloc (P2pTiffRows *rows, gboolean separate);
void p2p_tiff_rows_clear (P2pTiffRows *rows);
/* N pixels from (x, y) on: DATA holds COUNT samples for each, beginning with number
 * FIRST, packed as libtiff gives them. */
void p2p_tiff_put (P2pTiffRows *rows, const guint8 *data, int x, int y, int n, int first,
    int count);
