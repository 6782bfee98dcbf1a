/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* Is there a display that opens? Debian 12's autovideosink crashes without one (it
 * tries DirectFB then), and a DISPLAY may be set and yet closed to us, as for root
 * under sudo. So nobody may use autovideosink before asking here. */

#include <glib.h>

/* If not, WHY is half a sentence: "no display here ...". Owned. GStreamer must be
 * initialised (p2p_launch_init()). */
gboolean p2p_display_usable (const char **why);
