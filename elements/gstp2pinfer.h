/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gst/gst.h>

#define GST_TYPE_P2P_INFER (gst_p2p_infer_get_type ())
G_DECLARE_FINAL_TYPE (GstP2pInfer, gst_p2p_infer, GST, P2P_INFER, GstBin)

GST_ELEMENT_REGISTER_DECLARE (p2pinfer);
