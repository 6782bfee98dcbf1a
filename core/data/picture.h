/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* Pictures in memory and the pixel operations of the reference's loader, bit
 * for bit: decoding as Pillow does with convert ("RGB") (libjpeg-turbo's slow
 * integer DCT and fancy upsampling; palette expanded; alpha dropped without
 * compositing; 16 bit colour cut to its high byte; 16 and 32 bit and float grey
 * clipped at 255; first page only; EXIF orientation ignored), Pillow's bicubic resampling, crops that reach
 * past the edge filled with black, left-right flips. */

#include <glib.h>

/* 8 bit RGB, rows of `stride` bytes, top first. */
typedef struct
{
  int width, height, stride;
  guint8 *data;
} P2pPicture;

/* Allocates width x height, contents undefined. P2P_ERROR_MEMORY, or
 * P2P_ERROR_DATA beyond the limits of io/limits.h. */
gboolean p2p_picture_alloc (P2pPicture *picture, int width, int height, GError **error);
void p2p_picture_clear (P2pPicture *picture);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (P2pPicture, p2p_picture_clear)

/* Decodes the JPEG, PNG, PPM, BMP or TIFF file in BYTES (the kind is told from its
 * first bytes, never from a name). Damaged, truncated or oversized files fail with
 * P2P_ERROR_DATA and a reason; NAME appears in the message. */
gboolean p2p_picture_decode (const guint8 *bytes, gsize size, const char *name, P2pPicture *picture,
    GError **error);
/* The same without the pixels: width and height only, from the header. */
gboolean p2p_picture_probe (const guint8 *bytes, gsize size, const char *name, int *width,
    int *height, GError **error);
/* The bytes of a file, undecoded: a regular file within the size limit. Never blocks on a
 * pipe. NULL with ERROR set; free with g_free(). */
guint8 *p2p_picture_read (const char *path, gsize *size, GError **error);
/* Reads and decodes a file: a regular file within the size limit. */
gboolean p2p_picture_load (const char *path, P2pPicture *picture, GError **error);
/* Writes an 8 bit RGB PNG, to a temporary file first, then renamed. */
gboolean p2p_picture_save_png (const P2pPicture *picture, const char *path, GError **error);

/* Pillow's bicubic (a = -0.5, antialiased, 22 bit fixed point, horizontal pass
 * first, each pass rounded to 8 bit). PIXELS: rows of `stride` bytes with
 * CHANNELS interleaved 8 bit channels (1 to 4). A side that does not change is
 * not filtered. FALSE with P2P_ERROR_MEMORY only. */
gboolean p2p_resize_bicubic (const guint8 *src, int src_width, int src_height, int src_stride,
    guint8 *dst, int dst_width, int dst_height, int dst_stride, int channels, GError **error);

/* Grey in all three channels, in place: (19595 R + 38470 G + 7471 B + 32768) >> 16,
 * Pillow's "L". The reference does this before it resizes. */
void p2p_picture_to_grey (P2pPicture *picture);

/* Copies the WIDTH x HEIGHT rectangle at (x, y) of SRC into DST (at least that
 * large); what lies outside SRC becomes black. FLIP mirrors left and right. */
void p2p_crop_flip (const guint8 *src, int src_width, int src_height, int src_stride, int x, int y,
    gboolean flip, guint8 *dst, int width, int height, int dst_stride);

/* RGB bytes to planes, picture N of TENSOR [n, c, h, w]: v / 255, then (v - 0.5) / 0.5,
 * each in float32. c is 3, or 1: grey by (19595 R + 38470 G + 7471 B + 32768) >> 16. */
void p2p_pixels_to_planes (const guint8 *rgb, int stride, int width, int height, int channels,
    float *planes);
/* And back: (x + 1) / 2 * 255 in float32, clamped, cut off (not rounded) as the
 * reference does. channels 3, or 1: grey in all three. Of 2 only the first is shown, as grey; of
 * more than 3 the first three. */
void p2p_planes_to_pixels (const float *planes, int channels, int width, int height, guint8 *rgb,
    int stride);
