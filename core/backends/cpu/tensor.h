/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* Border tensors, dense NCHW, and what is computed on them: each function is one of
 * P2pBackend, where its arguments are said. */

#include "device.h"

gboolean p2p_cpu_tensor_alloc (P2pDevice *device, const P2pShape *shape, P2pTensor *tensor,
    GError **error);
void p2p_cpu_tensor_clear (P2pTensor *tensor);
void p2p_cpu_tensor_upload (P2pTensor *tensor, const float *nchw);
void p2p_cpu_tensor_download (const P2pTensor *tensor, float *nchw);
void p2p_cpu_tensor_copy (P2pTensor *dst, int dst_c, const P2pTensor *src, int src_c, int channels,
    gboolean accumulate);

/* loss.c, penalty.c */
void p2p_cpu_loss (P2pDevice *device, const P2pLossCall *call);
void p2p_cpu_penalty (P2pDevice *device, const P2pPenaltyCall *call);
void p2p_cpu_blend (P2pDevice *device, const P2pBlendCall *call);
