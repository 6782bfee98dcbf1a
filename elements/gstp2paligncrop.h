/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gst/gst.h>

#define GST_TYPE_P2P_ALIGN_CROP (gst_p2p_align_crop_get_type ())
G_DECLARE_FINAL_TYPE (GstP2pAlignCrop, gst_p2p_align_crop, GST, P2P_ALIGN_CROP, GstElement)
GST_ELEMENT_REGISTER_DECLARE (p2paligncrop)
