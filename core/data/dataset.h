/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* Which files a folder gives, in which order, and what is cut out of them. All
 * of it is a pure function of (seed, epoch, sample): resuming, threads and
 * queues change nothing. */

#include <glib.h>

/* Recursively, every file below DIR whose name ends in .jpg .JPG .jpeg .JPEG
 * .png .PNG .ppm .PPM .bmp .BMP .tif .TIF .tiff .TIFF, sorted by code point of the path, then cut to MAX entries (0: all).
 * Links to folders are not followed. Returns full paths. P2P_ERROR_NO_INPUT when
 * DIR is missing or holds no picture: the message says what was looked for and
 * what is there instead. */
GPtrArray *p2p_list_pictures (const char *dir, guint max, GError **error);

/* The folder of a side-by-side data set: DATAROOT/PHASE. When that is missing
 * the error names what DATAROOT does hold and what would work. */
char *p2p_aligned_folder (const char *dataroot, const char *phase, GError **error);

/* The order of one epoch: a permutation of 0 .. n - 1 (the identity if SERIAL).
 * Free with g_free(). */
guint32 *p2p_epoch_order (guint64 seed, guint64 epoch, guint32 n, gboolean serial);

/* How a picture is brought to training size. */
typedef struct
{
  int load_size, crop_size;
  gboolean resize, crop, flip; /* what `preprocess` and no_flip allow */
  gboolean scale_width;        /* instead of resize: width load_size, height in proportion */
} P2pTransform;

/* From the reference's words: resize_and_crop, crop, scale_width,
 * scale_width_and_crop, none. P2P_ERROR_USAGE lists them. */
gboolean p2p_transform_parse (const char *preprocess, int load_size, int crop_size,
    gboolean no_flip, P2pTransform *transform, GError **error);

/* What happens to the picture WIDTH x HEIGHT of sample SAMPLE in EPOCH: resize to
 * width x height, cut crop_width x crop_height out at x, y (it may reach past the
 * edge: black), mirror if flip. Both halves of a pair get the same answer for the
 * same numbers. `none` rounds each side to the nearest multiple of 4, half to even. */
typedef struct
{
  int width, height;
  int x, y, crop_width, crop_height;
  gboolean flip;
} P2pCut;

gboolean p2p_transform_cut (const P2pTransform *transform, guint64 seed, guint64 epoch,
    guint64 sample, int width, int height, P2pCut *cut, GError **error);
