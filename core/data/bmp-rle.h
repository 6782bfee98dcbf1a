/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* Of bmp.c only. */

#include <glib.h>

/* RLE8 or RLE4 to one palette index per byte, rows of WIDTH bytes in the file's
 * order. What is skipped is index 0. NULL when the data end early, run past the
 * picture, or memory is short. Free with g_free(). */
guint8 *p2p_bmp_unpack_rle (const guint8 *data, gsize size, int width, int height, gboolean rle4);
