/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* Pictures with everything their file holds (`--keep_depth`): 16 bit, floats,
 * alpha, any number of channels. The 8 bit RGB road of data/picture.h is the
 * reference's; this one is ours, for those whom clipping hurts.
 *
 * The way of a picture: p2p_planes_load() or _decode(), p2p_planes_resize_bicubic(),
 * p2p_planes_crop_flip(), p2p_planes_to_network(); back: p2p_planes_from_network(),
 * p2p_planes_save(). */

#include <glib.h>

/* data: channel after channel, each `height` rows of `width` floats, nothing
 * between them. Integers of the file are divided by the largest value of their
 * depth (0 .. 1; signed ones -1 .. 1), floats are as in the file. */
typedef struct
{
  int width, height, channels;
  int depth; /* bits per sample of the file: 1 to 64; floats have 16, 32 or 64 */
  float *data;
} P2pPlanes;

/* Contents undefined; `depth` becomes 32. P2P_ERROR_DATA beyond the limits of
 * io/limits.h (size, channels, samples in all), P2P_ERROR_MEMORY. */
gboolean p2p_planes_alloc (P2pPlanes *planes, int width, int height, int channels, GError **error);
void p2p_planes_clear (P2pPlanes *planes);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (P2pPlanes, p2p_planes_clear)

/* Decodes the file in BYTES, of any kind that p2p_picture_decode() reads. Grey
 * stays one channel, alpha is a channel (2 or 4), palettes become RGB, CMYK becomes
 * RGB (8 bit), a TIFF has as many channels as samples. Transparent colours (tRNS) of
 * PNG are not alpha. NAME appears in messages. PLANES is empty after a failure. */
gboolean p2p_planes_decode (const guint8 *bytes, gsize size, const char *name, P2pPlanes *planes,
    GError **error);
/* The same from the header alone. Any of the results may be NULL. */
gboolean p2p_planes_probe (const guint8 *bytes, gsize size, const char *name, int *width,
    int *height, int *channels, GError **error);
/* Reads and decodes a file. */
gboolean p2p_planes_load (const char *path, P2pPlanes *planes, GError **error);

/* FALSE where a float is infinite or no number, which would spoil any network that sees it. */
gboolean p2p_planes_are_finite (const P2pPlanes *planes);

/* Pillow's bicubic for mode "F", channel by channel: its weights in double, sums
 * in double, no rounding to integers and no clipping. DST is allocated here and must
 * not be SRC. A side that does not change is not filtered. */
gboolean p2p_planes_resize_bicubic (const P2pPlanes *src, int width, int height, P2pPlanes *dst,
    GError **error);
/* Allocates DST, WIDTH x HEIGHT: the rectangle at (x, y) of SRC; what lies outside
 * is 0. FLIP mirrors left and right. DST must not be SRC. */
gboolean p2p_planes_crop_flip (const P2pPlanes *src, int x, int y, int width, int height,
    gboolean flip, P2pPlanes *dst, GError **error);

/* For networks: each of N floats x * 2 - 1 in place, in float32, which for bytes
 * gives what p2p_pixels_to_planes() gives; and back, (x + 1) / 2, nothing clipped. */
void p2p_planes_to_network (float *data, gsize n);
void p2p_planes_from_network (float *data, gsize n);

/* The ending of the file that p2p_planes_save() is best given for CHANNELS channels:
 * ".png" up to 4, ".tif" beyond. */
const char *p2p_planes_ending (int channels);
/* Writes PLANES to PATH, to a temporary file first, then renamed. 1 to 4 channels
 * (grey, grey + alpha, RGB, RGB + alpha): a 16 bit PNG, values clamped to 0 .. 1 and
 * rounded. More channels, or a PATH ending in .tif or .tiff: a TIFF of 32 bit
 * floats, exact. */
gboolean p2p_planes_save (const P2pPlanes *planes, const char *path, GError **error);
