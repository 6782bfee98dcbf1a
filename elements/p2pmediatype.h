/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* Picture files by GStreamer's media types. */

#include <gst/gst.h>

#define P2P_PICTURE_CAPS                                                                           \
  "image/jpeg; image/png; image/bmp; image/tiff; image/gif; image/webp; image/x-portable-pixmap; " \
  "image/x-portable-graymap; image/x-portable-bitmap"

/* What BUFFER begins like, whatever the file is called; NULL: like none of them. Static. */
const char *p2p_media_type_of_picture (GstBuffer *buffer);
