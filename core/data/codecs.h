/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* Between picture.c and the file formats; nobody else includes this. A decoder
 * is called with bytes that begin like its format, fills an empty PICTURE and
 * leaves it empty when it fails. */

#include "data/picture.h"

gboolean p2p_jpeg_decode (const guint8 *bytes, gsize size, const char *name, P2pPicture *picture,
    GError **error);
gboolean p2p_jpeg_probe (const guint8 *bytes, gsize size, const char *name, int *width, int *height,
    GError **error);
gboolean p2p_png_decode (const guint8 *bytes, gsize size, const char *name, P2pPicture *picture,
    GError **error);
gboolean p2p_png_probe (const guint8 *bytes, gsize size, const char *name, int *width, int *height,
    GError **error);

/* Whether a picture of that size is within io/limits.h; NAME may be NULL. */
gboolean p2p_picture_check_size (guint64 width, guint64 height, const char *name, GError **error);
