/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "data/raster.h"

/* Looks at the first directory of a TIFF before libtiff does: whether it lies in the
 * file, how many entries it has, and whether size and number of samples are within
 * what RASTER may have. libtiff makes its tables while it opens a file, larger than the file
 * if it says so. Tells RASTER whether a second page follows. */
gboolean p2p_tiff_scan (const guint8 *bytes, gsize size, const char *name, P2pRaster *raster,
    GError **error);
