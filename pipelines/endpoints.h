/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* The two ends of a live pipeline, from what the user typed. */

#include "output.h"
#include "pictures.h"

typedef struct
{
  char *piece;           /* of a launch line: up to what p2pinfer reads */
  gboolean live;         /* a camera or the like: it has no end, and may be silent */
  gboolean still;        /* one picture */
  P2pPictures *pictures; /* to be fed into the piece's "pictures"; NULL: it reads for itself */
  char *opens;           /* what opens a film (of the piece the first part); NULL: it is none */
  char *file;            /* its path, or NULL */
} P2pSource;

/* A film or picture file, a folder of pictures, numbered pictures (%04d), a URI, a camera (/dev/videoN
 * or N) or "test". */
gboolean p2p_source_parse (P2pSource *source, const char *text, GError **error);
void p2p_source_clear (P2pSource *source);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (P2pSource, p2p_source_clear)

typedef struct
{
  char *piece; /* encodes, and of a film muxes as "mux" and writes */
  gboolean window;
  P2pOutput *output;        /* of which the piece's "files" gives the pictures; NULL: a window */
  const char *muxer;        /* of a film */
  const char *const *sound; /* of a film: encoders for its sound, the best first; ends with NULL */
} P2pSink;

/* "window"; a file whose ending says its format; a folder, or a name with %04d, for pictures. LIVE: so
 * is the source, frames may get lost. Nothing is written yet: p2p_output_open(). */
gboolean p2p_sink_parse (P2pSink *sink, const char *text, gboolean live, GError **error);
void p2p_sink_clear (P2pSink *sink);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (P2pSink, p2p_sink_clear)
