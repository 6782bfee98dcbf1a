/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* What files of several formats say about their pixels, in the same words. */

#include <glib.h>

/* The orientation, 1 to 8, in the EXIF of SIZE bytes (a small TIFF, with or without "Exif\0\0"
 * before it): how the picture is to be turned, in TIFF's numbers. 1 where it says nothing that can
 * be understood. */
int p2p_exif_orientation (const guint8 *exif, gsize size);
/* Whether an ICC profile, or its beginning, calls itself sRGB. */
gboolean p2p_icc_is_srgb (const guint8 *profile, gsize size);
