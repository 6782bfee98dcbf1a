/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* The two ends of a live pipeline, from what the user typed. */

#include <glib.h>

typedef struct
{
  char *piece;    /* of a launch line */
  gboolean live;  /* a camera or the like: it has no end */
  gboolean still; /* one picture, as far as the name says */
} P2pSource;

/* A file, a URI, a camera (/dev/videoN or N) or "test". */
gboolean p2p_source_parse (P2pSource *source, const char *text, GError **error);
void p2p_source_clear (P2pSource *source);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (P2pSource, p2p_source_clear)

typedef struct
{
  char *piece;
  gboolean window;
  gboolean still; /* one picture, then the end */
} P2pSink;

/* "window", or a file whose extension says its format. */
gboolean p2p_sink_parse (P2pSink *sink, const char *text, GError **error);
void p2p_sink_clear (P2pSink *sink);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (P2pSink, p2p_sink_clear)
