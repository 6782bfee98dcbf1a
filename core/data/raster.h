/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* What a file format has to know: a P2pCodec, which reads a file into a P2pRaster. Adding a
 * format: a file with a P2pCodec, and one word in this folder's meson.build. */

#include "data/picture.h"

/* Where a decoder puts what it reads. */
typedef struct
{
  P2pPicture *picture;   /* to be made; NULL: only the header is wanted */
  const P2pReading *how; /* it is to be made */
  int width, height;     /* of the picture that is made: a TIFF is turned by its codec */
  int channels;          /* that planes would get */
  int depth;             /* bits per sample of the file, 16 or more for floats */
  P2pTraits traits;
  guint64 work;    /* bytes that decoding takes besides the picture, where they are many */
  gint64 deadline; /* of this thread's processor time */
} P2pRaster;

typedef struct
{
  const char *endings[5]; /* of file names, as the reference spells them */
  const char *magic[6];   /* a file begins with one of these... */
  guint8 magic_length;    /* ... of that many bytes */
  const char *missing;    /* what it needs and this build has not; else NULL */
  /* BYTES begin with the magic. Fills the numbers of RASTER and its picture, if there is one.
   * What it leaves behind on failure is cleared by the caller. */
  gboolean (
      *read) (const guint8 *bytes, gsize size, const char *name, P2pRaster *raster, GError **error);
} P2pCodec;

/* Sets the numbers of RASTER if they are within limits: to be called before
 * anything else is done with what the header says. */
gboolean p2p_raster_set (P2pRaster *raster, guint64 width, guint64 height, guint64 channels,
    int depth, const char *name, GError **error);
/* Whether what the header says is within io/limits.h and HOW; only the size; all of it. */
gboolean p2p_reading_check_size (const P2pReading *how, guint64 width, guint64 height,
    const char *name, GError **error);
gboolean p2p_reading_check (const P2pReading *how, guint64 width, guint64 height, guint64 channels,
    const char *name, GError **error);
/* Allocates the picture, when there is memory enough for all that is to be done with it. */
gboolean p2p_raster_alloc (P2pRaster *raster, const char *name, GError **error);
/* P2P_ERROR_MEMORY: there is none left to decode NAME. */
void p2p_raster_no_memory (const char *name, GError **error);
/* One row of integers into planes: CHANNELS
 * interleaved samples per pixel, of which the first `raster->channels` count,
 * each divided by MAX. */
void p2p_raster_put_bytes (P2pRaster *raster, int y, const guint8 *samples, int channels,
    guint max);
void p2p_raster_put_words (P2pRaster *raster, int y, const guint16 *samples, int channels,
    guint max);
/* Line Y of an RGB picture. */
guint8 *p2p_raster_line (const P2pRaster *raster, int y);
/* FALSE with ERROR set when decoding has taken longer than p2p_decode_limit;
 * asked once per row. */
gboolean p2p_raster_in_time (const P2pRaster *raster, const char *name, GError **error);

/* In microseconds: P2P_LIMIT_DECODE_SECONDS. A test may set it to less. */
extern gint64 p2p_decode_limit;

/* Ink to light as Pillow does it: each of N pixels C M Y K -> R G B. INVERTED: the
 * samples are 255 - ink, as Adobe writes them into JPEG files. */
void p2p_cmyk_to_rgb (const guint8 *cmyk, gboolean inverted, guint8 *rgb, int n);
