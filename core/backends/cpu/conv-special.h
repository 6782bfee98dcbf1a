/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* Convolutions of special shapes, for which oneDNN is weak and we have kernels of
 * our own. Each is a const record in the file of its name. */

#include "exec.h"

typedef struct
{
  /* Does it serve PASS? */
  gboolean (*fits) (const P2pCpuExec *exec, const P2pPass *pass);
  /* Weights, or the gradient that is written, in blocks of the device's width
   * (p2p_dnnl_layout_weights); otherwise plain. */
  gboolean blocked;
  /* Adds the step. PLACE: of the weights, or of their gradient. */
  void (*emit) (P2pCpuExec *exec, const P2pPass *pass, int at, P2pCpuPlace place);
} P2pCpuSpecialConv;

extern const P2pCpuSpecialConv
    /* Few outputs: y of a CONV or CONV_T, or dx, in plain layout. */
    p2p_cpu_conv_thin,
    /* Few outputs and stride 1, backward. */
    p2p_cpu_conv_few,
    /* Gradient of weights around a picture of one pixel. */
    p2p_cpu_conv_outer,
    /* 3x3, stride 1, all directions. */
    p2p_cpu_conv_winograd;
