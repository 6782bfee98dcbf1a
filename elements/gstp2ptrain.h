/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gst/base/gstaggregator.h>

#define GST_TYPE_P2P_TRAIN (gst_p2p_train_get_type ())
G_DECLARE_FINAL_TYPE (GstP2pTrain, gst_p2p_train, GST, P2P_TRAIN, GstAggregator)
GST_ELEMENT_REGISTER_DECLARE (p2ptrain)
