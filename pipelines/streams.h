/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* What is in a film, before anything is done with it. */

#include <gst/gst.h>

typedef struct
{
  char *video;    /* media type of the first video, as in its container ("video/x-h264") */
  GstCaps *sound; /* of the first sound; NULL: there is none */
  guint n_videos, n_sounds, n_others;
} P2pStreams;

/* OPENS: the first part of a launch line, which opens the film NAME. SECONDS: to wait for it; 0: for
 * ever. FALSE where nothing can be made of it, or the user has interrupted (then without an error). */
gboolean p2p_streams_look (P2pStreams *streams, const char *opens, const char *name, guint seconds,
    GError **error);
void p2p_streams_clear (P2pStreams *streams);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (P2pStreams, p2p_streams_clear)
