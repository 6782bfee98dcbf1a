/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* Pictures between elements. RGB travels as raw video; planes (core/data/picture.h) as buffers of
 * channels * height * width floats in the machine's byte order, channel after channel, dense. */

#include <gst/video/video.h>
#include "core/p2p.h"

#define P2P_PLANES_CAPS                                                                            \
  "application/x-p2p-planes, width = (int) [ 1, max ], height = (int) [ 1, max ], "                \
  "channels = (int) [ 1, 512 ], framerate = (fraction) 0/1"

/* What the caps of a pad say. */
typedef struct
{
  P2pFormat format;
  int channels;       /* 0: no caps yet */
  GstVideoInfo video; /* of RGB; of planes only size and frame rate */
} P2pMedia;

/* Pictures without a frame rate. */
P2pMedia p2p_media_of (P2pFormat format, int width, int height, int channels);
/* FALSE where CAPS are of neither kind, or not fixed. */
gboolean p2p_media_from_caps (P2pMedia *media, const GstCaps *caps);
GstCaps *p2p_media_to_caps (const P2pMedia *media);
gboolean p2p_media_is_equal (const P2pMedia *a, const P2pMedia *b);
/* Bytes of a buffer. */
gsize p2p_media_size (const P2pMedia *media);

/* The picture in a buffer while that is mapped. */
typedef struct
{
  P2pPicture picture; /* do not clear it */
  GstVideoFrame frame;
  GstMapInfo map;
  GstBuffer *buffer;
} P2pMapped;

gboolean p2p_media_map (const P2pMedia *media, GstBuffer *buffer, GstMapFlags flags,
    P2pMapped *mapped, GError **error);
void p2p_media_unmap (P2pMapped *mapped);

/* A buffer with columns X to X + WIDTH of PICTURE. NULL: no memory. */
GstBuffer *p2p_media_cut (const P2pPicture *picture, int x, int width, GError **error);
/* A buffer that has PICTURE's data; PICTURE is empty then. NULL: no memory, where its rows are not
 * as long as those of video. */
GstBuffer *p2p_media_wrap (P2pPicture *picture, GError **error);
