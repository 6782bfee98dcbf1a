/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* Pictures with everything their file holds, between elements: buffers of
 * channels * height * width floats in the machine's byte order, channel after channel,
 * dense; values as P2pPlanes (core/data/planes.h) has them. */

#include <gst/video/video.h>
#include "core/p2p.h"

#define P2P_PLANES_CAPS                                                                            \
  "application/x-p2p-planes, width = (int) [ 1, max ], height = (int) [ 1, max ], "                \
  "channels = (int) [ 1, 512 ], framerate = (fraction) 0/1"

typedef struct
{
  int width, height, channels; /* channels 0: not planes */
} P2pPlanesInfo;

/* FALSE, and INFO all 0, where CAPS are not of planes, or not fixed. */
gboolean p2p_planes_info_from_caps (P2pPlanesInfo *info, const GstCaps *caps);
GstCaps *p2p_planes_info_to_caps (const P2pPlanesInfo *info);
/* Bytes of a buffer. */
gsize p2p_planes_info_size (const P2pPlanesInfo *info);
gboolean p2p_planes_info_is_equal (const P2pPlanesInfo *a, const P2pPlanesInfo *b);

/* Caps of RGB pictures or of planes. Of planes VIDEO has the size only, so that who asks for sizes
 * need not ask which of them it is. */
gboolean p2p_planes_or_video (P2pPlanesInfo *planes, GstVideoInfo *video, const GstCaps *caps);

/* A buffer that has PLANES' data; PLANES is empty then. */
GstBuffer *p2p_planes_wrap (P2pPlanes *planes);
/* PLANES becomes a view of the mapped buffer: read it, do not clear it, then unmap MAP. */
gboolean p2p_planes_view (const P2pPlanesInfo *info, GstBuffer *buffer, P2pPlanes *planes,
    GstMapInfo *map, GError **error);

/* A new buffer: FROM resized and cut as CUT says. GREY: pictures of 3 or 4 channels become
 * one, by Pillow's weights, before that; others stay as they are. OUT: what it holds. */
GstBuffer *p2p_planes_cut (const P2pPlanesInfo *info, GstBuffer *from, const P2pCut *cut,
    gboolean grey, P2pPlanesInfo *out, GError **error);
