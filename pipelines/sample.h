/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* Pictures that come out of a pipeline: RGB video, or planes (application/x-p2p-planes). */

#include <gst/video/video.h>
#include "core/p2p.h"

typedef struct
{
  P2pPicture picture; /* the sample's own: do not clear it */
  GstVideoFrame frame;
  GstMapInfo map;
  GstBuffer *buffer;
} P2pSampleView;

/* FALSE: SAMPLE holds no picture. It must outlive VIEW. */
gboolean p2p_sample_map (GstSample *sample, P2pSampleView *view);
void p2p_sample_unmap (P2pSampleView *view);
