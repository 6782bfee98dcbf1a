/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* The translating core of p2pinfer: RGB in, RGB of the same size out. p2pinfer
 * has the same properties and hands them on. */

#include <gst/video/gstvideofilter.h>
#include "p2pinfersettings.h"

#define GST_TYPE_P2P_INFER_CORE (gst_p2p_infer_core_get_type ())
G_DECLARE_FINAL_TYPE (GstP2pInferCore, gst_p2p_infer_core, GST, P2P_INFER_CORE, GstVideoFilter)

/* Counts a frame that was replaced by a newer one before it came here. Any thread. */
void gst_p2p_infer_core_add_dropped (GstP2pInferCore *core);
/* For how long live frames can be held back without loss when WAITING translated ones find room
 * behind it. Any thread. */
GstClockTime gst_p2p_infer_core_capacity (GstP2pInferCore *core, guint waiting);

GST_ELEMENT_REGISTER_DECLARE (p2pinfercore);
