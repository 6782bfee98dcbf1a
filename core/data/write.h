/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* Of save.c: the formats that are written, each to a temporary file first, then renamed. */

#include "data/picture.h"

/* RGB with 8 bits, planes of 1 to 4 channels with 16. */
gboolean p2p_write_png (const P2pPicture *picture, const char *path, GError **error);
/* Planes, as 32 bit floats. */
gboolean p2p_write_tiff (const P2pPicture *picture, const char *path, GError **error);
