/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* Which pictures of A and of B are one sample, by their pair meta. */

#include <gst/gst.h>
#include "core/p2p.h"

/* Where A and B are different files, a bad one is missing on its side only: the older of two that
 * are not the same sample has no partner. 0: A, 1: B; -1: neither, or they are no such files. */
int p2p_match_odd_file (GstBuffer *a, GstBuffer *b);
/* Where the pair stands: as its meta says or, without one, NEXT. FALSE when A and B are not a
 * pair. */
gboolean p2p_match_locate (GstBuffer *a, GstBuffer *b, const P2pPosition *next,
    P2pPosition *position, GError **error);
