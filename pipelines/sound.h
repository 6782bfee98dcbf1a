/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* How the sound of a film comes into the film that is made of it: as it is where the container takes
 * it, encoded anew elsewhere. */

#include "endpoints.h"

/* What stands in a launch line between the sound in its container and the muxer of SINK: "" or elements
 * with a link behind each. NULL with WHY: it cannot be kept. Free both with g_free(). */
char *p2p_sound_piece (const GstCaps *sound, const P2pSink *sink, char **why);
