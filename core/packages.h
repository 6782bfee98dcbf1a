/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* Which package of Debian and its children has what GStreamer lacks. */

/* ELEMENT: the name of its factory. Static. */
const char *p2p_package_of_element (const char *element);
/* TYPE: a media type of a container or of what is in one ("video/x-h264"), or the scheme of an
 * address ("rtsp"). Static. */
const char *p2p_package_of_media (const char *type);
/* "NAME (TYPE) is not installed; try: ...". NAME and TYPE may be NULL. Free with g_free(). */
char *p2p_package_advice (const char *name, const char *type);
