/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gst/base/gstpushsrc.h>

#define GST_TYPE_P2P_DATASET_SRC (gst_p2p_dataset_src_get_type ())
G_DECLARE_FINAL_TYPE (GstP2pDatasetSrc, gst_p2p_dataset_src, GST, P2P_DATASET_SRC, GstPushSrc)
GST_ELEMENT_REGISTER_DECLARE (p2pdatasetsrc)
