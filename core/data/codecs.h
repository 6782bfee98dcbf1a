/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* Between picture.c, planes.c and the file formats; nobody else includes this,
 * but for p2p_picture_check_size(). Adding a format: a file with a P2pCodec, and
 * one word in this folder's meson.build. */

#include "data/picture.h"
#include "data/planes.h"

/* Where a decoder puts what it reads. At most one of the two pictures is there:
 * `picture` wants what Pillow's convert ("RGB") gives, `planes` everything the
 * file holds; without either only the header is wanted. */
typedef struct
{
  P2pPicture *picture;
  P2pPlanes *planes;
  gboolean deep;     /* for planes, or their numbers: the samples of all channels are limited */
  int width, height; /* after turning, if the format turns */
  int channels;      /* that planes would get */
  int depth;         /* bits per sample of the file, 32 or more for floats */
  gint64 deadline;   /* of this thread's processor time */
} P2pTarget;

typedef struct
{
  const char *title;      /* "PNG" */
  const char *endings[5]; /* of file names, as the reference spells them */
  const char *magic[6];   /* a file begins with one of these... */
  guint8 magic_length;    /* ... of that many bytes */
  /* BYTES begin with the magic. Fills the numbers of TARGET and what it asks for.
   * What it leaves behind on failure is cleared by the caller. */
  gboolean (
      *read) (const guint8 *bytes, gsize size, const char *name, P2pTarget *target, GError **error);
} P2pCodec;

/* Ends with NULL. */
extern const P2pCodec *const p2p_codecs[];

/* Finds the codec by the first bytes and lets it read. */
gboolean p2p_codec_read (const guint8 *bytes, gsize size, const char *name, P2pTarget *target,
    GError **error);

/* Whether a picture of that size is within io/limits.h; NAME may be NULL. */
gboolean p2p_picture_check_size (guint64 width, guint64 height, const char *name, GError **error);

/* Sets the numbers of TARGET if they are within io/limits.h: to be called before
 * anything else is done with what the header says. */
gboolean p2p_target_set (P2pTarget *target, guint64 width, guint64 height, guint64 channels,
    int depth, const char *name, GError **error);
/* Allocates the picture or the planes. */
gboolean p2p_target_alloc (P2pTarget *target, const char *name, GError **error);
/* One row (or N samples of it from x = 0) of integers into the planes: CHANNELS
 * interleaved samples per pixel, of which the first `target->channels` count,
 * each divided by MAX. */
void p2p_target_put_bytes (P2pTarget *target, int y, const guint8 *samples, int channels,
    guint max);
void p2p_target_put_words (P2pTarget *target, int y, const guint16 *samples, int channels,
    guint max);
/* FALSE with ERROR set when decoding has taken longer than p2p_decode_limit;
 * asked once per row. */
gboolean p2p_target_in_time (const P2pTarget *target, const char *name, GError **error);

/* In microseconds: P2P_LIMIT_DECODE_SECONDS. A test may set it to less. */
extern gint64 p2p_decode_limit;

/* Ink to light as Pillow does it: each of N pixels C M Y K -> R G B. INVERTED: the
 * samples are 255 - ink, as Adobe writes them into JPEG files. */
void p2p_cmyk_to_rgb (const guint8 *cmyk, gboolean inverted, guint8 *rgb, int n);
