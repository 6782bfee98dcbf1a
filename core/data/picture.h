/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* Pictures in memory, and their way from a file to a network and back:
 * p2p_picture_load() or _decode(), _to_grey(), _resize(), _crop_flip(),
 * p2p_picture_to_network() (data/colours.h); p2p_picture_from_network(), p2p_picture_save().
 *
 * They have one of two formats:
 *   RGB     what the reference's loader gives, bit for bit: decoded as Pillow does with
 *           convert ("RGB") (libjpeg-turbo's slow integer DCT and fancy upsampling; palette
 *           expanded; alpha dropped without compositing; 16 bit colour cut to its high byte; 16
 *           and 32 bit and float grey clipped at 255; first page only). EXIF orientation is obeyed,
 *           which the reference does not do (P2pReading.as_stored does as it)
 *   PLANES  everything the file holds (`--keep_depth`): 16 bit, floats, alpha, any number of
 *           channels; ours, for those whom clipping hurts */

#include <glib.h>

typedef enum
{
  P2P_FORMAT_RGB,   /* 8 bit, interleaved: `data` */
  P2P_FORMAT_PLANES /* channel after channel, nothing between them: `planes` */
} P2pFormat;

typedef struct
{
  P2pFormat format;
  int width, height;
  int channels; /* RGB: 3 */
  int depth;    /* bits per sample of the file: 1 to 64; floats have 16, 32 or 64. RGB: 8 */
  int stride;   /* bytes from row to row, top first; planes have no gaps */
  union
  {
    guint8 *data;
    /* Integers of the file are divided by the largest value of their depth (0 .. 1; signed
     * ones -1 .. 1), floats are as in the file. */
    float *planes;
  };
} P2pPicture;

/* Contents undefined; `depth` of planes becomes 32. RGB has 3 channels, whatever CHANNELS says.
 * P2P_ERROR_MEMORY, or P2P_ERROR_DATA beyond the limits of io/limits.h. */
gboolean p2p_picture_alloc (P2pPicture *picture, P2pFormat format, int width, int height,
    int channels, GError **error);
void p2p_picture_clear (P2pPicture *picture);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (P2pPicture, p2p_picture_clear)
/* Pictures whose pixels belong to somebody else: not to be cleared. */
P2pPicture p2p_picture_of_rgb (guint8 *data, int stride, int width, int height);
P2pPicture p2p_picture_of_planes (float *planes, int width, int height, int channels);

/* Whether a picture of that size may be at all, as io/limits.h says; NAME may be NULL. */
gboolean p2p_picture_check_size (guint64 width, guint64 height, const char *name, GError **error);
/* The same, and for planes the number of channels and of samples in all. */
gboolean p2p_picture_check (P2pFormat format, guint64 width, guint64 height, guint64 channels,
    const char *name, GError **error);

/* How a file is read. */
typedef struct
{
  P2pFormat format;
  gboolean as_stored; /* not turned by its EXIF orientation; TIFF is always turned, as by Pillow */
  guint64 max_pixels; /* that a file may have; 0: P2P_LIMIT_PICTURE_PIXELS */
} P2pReading;

/* With all else as it usually is. */
extern const P2pReading p2p_read_rgb, p2p_read_planes;

/* What a file says of its picture besides the pixels. */
typedef struct
{
  gboolean floats;  /* samples are no integers */
  gboolean alpha;   /* a channel of it */
  gboolean clear;   /* some colours are transparent */
  gboolean inks;    /* CMYK */
  gboolean profile; /* colours of its own: an ICC profile that is not sRGB */
  guint frames;     /* or pages: 0 or 1, or how many; 2 where nobody has counted them */
  int orientation;  /* of EXIF, 1 to 8; 0 counts as 1 */
} P2pTraits;

/* What the header says. */
typedef struct
{
  int width, height; /* as it is read: turned or not */
  int channels;      /* that planes have */
  int depth;         /* bits per sample, 16, 32 or 64 for floats */
  P2pTraits traits;
} P2pHeader;
/* FALSE where a float is infinite or no number, which would spoil any network that sees it. */
gboolean p2p_picture_is_finite (const P2pPicture *picture);

/* Decodes the JPEG, PNG, PPM, BMP, TIFF, GIF or WebP file in BYTES (the kind is told from its
 * first bytes, never from a name). In planes grey stays one channel, alpha is a channel (2 or
 * 4), palettes become RGB, CMYK becomes RGB (8 bit), a TIFF has as many channels as samples.
 * Transparent colours (tRNS) of PNG are not alpha. Damaged, truncated or oversized files fail
 * with P2P_ERROR_DATA and a reason; NAME appears in the message; PICTURE is empty then. */
gboolean p2p_picture_decode (const guint8 *bytes, gsize size, const char *name,
    const P2pReading *how, P2pPicture *picture, GError **error);
/* The same without the pixels. */
gboolean p2p_picture_probe (const guint8 *bytes, gsize size, const char *name,
    const P2pReading *how, P2pHeader *header, GError **error);
/* Whether a file that begins with these BYTES, 16 or more, looks like a picture that can be decoded. */
gboolean p2p_picture_is_known (const guint8 *bytes, gsize size);
/* The bytes of a file, undecoded: a regular file within the size limit. Never blocks on a
 * pipe. NULL with ERROR set; free with g_free(). */
guint8 *p2p_picture_read (const char *path, gsize *size, GError **error);
/* Reads and decodes a file: a regular file within the size limit. */
gboolean p2p_picture_load (const char *path, const P2pReading *how, P2pPicture *picture,
    GError **error);

/* Turns and mirrors PICTURE, which belongs to its caller, as the number of an EXIF ORIENTATION says
 * (1 to 8; 1 and less: not at all). FALSE with P2P_ERROR_MEMORY only. */
gboolean p2p_picture_turn (P2pPicture *picture, int orientation, GError **error);

/* The ending of the file that p2p_picture_save() is best given for CHANNELS channels:
 * ".png" up to 4, ".tif" beyond. */
const char *p2p_picture_ending (int channels);
/* Writes PICTURE to PATH, to a temporary file first, then renamed. RGB: an 8 bit PNG. Planes of 1
 * to 4 channels (grey, grey + alpha, RGB, RGB + alpha): a 16 bit PNG, values clamped to 0 .. 1
 * and rounded. More channels, or a PATH ending in .tif or .tiff: a TIFF of 32 bit floats, exact. */
gboolean p2p_picture_save (const P2pPicture *picture, const char *path, GError **error);

/* RGB, and planes of 3 or 4 channels. */
gboolean p2p_picture_has_colour (P2pFormat format, int channels);
/* SRC, which has colour, to grey by Pillow's weights into DST of the same size. RGB: (19595 R +
 * 38470 G + 7471 B + 32768) >> 16, Pillow's "L", in all three channels; DST may be SRC. Planes: DST
 * has one channel, and nothing is rounded. The reference does this before it resizes. */
void p2p_picture_to_grey (const P2pPicture *src, P2pPicture *dst);

/* Pillow's bicubic, SRC into all of DST, which is allocated and has the format and channels
 * of SRC. A side that does not change is not filtered. FALSE with P2P_ERROR_MEMORY only. */
gboolean p2p_picture_resize (const P2pPicture *src, P2pPicture *dst, GError **error);

/* Fills DST, likewise, with the rectangle of its size at (X, Y) of SRC; what lies outside SRC
 * becomes 0. FLIP mirrors left and right. */
void p2p_picture_crop_flip (const P2pPicture *src, int x, int y, gboolean flip, P2pPicture *dst);

/* RGB bytes to a network's planes [c, h, w]: v / 255, then (v - 0.5) / 0.5,
 * each in float32. c is 3, or 1: grey by (19595 R + 38470 G + 7471 B + 32768) >> 16. */
void p2p_pixels_to_planes (const guint8 *rgb, int stride, int width, int height, int channels,
    float *planes);
/* And back: (x + 1) / 2 * 255 in float32, clamped, cut off (not rounded) as the
 * reference does. channels 3, or 1: grey in all three. Of 2 only the first is shown, as grey; of
 * more than 3 the first three. */
void p2p_planes_to_pixels (const float *planes, int channels, int width, int height, guint8 *rgb,
    int stride);
