/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gst/gst.h>

#define GST_TYPE_P2P_DECODE (gst_p2p_decode_get_type ())
G_DECLARE_FINAL_TYPE (GstP2pDecode, gst_p2p_decode, GST, P2P_DECODE, GstElement)
GST_ELEMENT_REGISTER_DECLARE (p2pdecode)
