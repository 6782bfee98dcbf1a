/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* Which package of Debian and its children has what GStreamer lacks. Never NULL, static. */

/* ELEMENT: the name of its factory. */
const char *p2p_package_of_element (const char *element);
/* TYPE: a media type of a container or of what is in one ("video/x-h264"), or the scheme of an
 * address ("rtsp"). */
const char *p2p_package_of_media (const char *type);
