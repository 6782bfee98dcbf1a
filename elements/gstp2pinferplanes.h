/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gst/base/gstbasetransform.h>

#define GST_TYPE_P2P_INFER_PLANES (gst_p2p_infer_planes_get_type ())
G_DECLARE_FINAL_TYPE (GstP2pInferPlanes, gst_p2p_infer_planes, GST, P2P_INFER_PLANES,
    GstBaseTransform)
GST_ELEMENT_REGISTER_DECLARE (p2pinferplanes)
