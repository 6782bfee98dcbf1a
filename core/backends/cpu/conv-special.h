/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "conv.h"

/* Own kernels where oneDNN is weak. Each `fits` says whether its kernel serves a
 * pass; `emit` then adds the step. */

/* Few outputs: y of a CONV or CONV_T, or dx, in plain layout; plain weights at PLACE. */
gboolean p2p_cpu_conv_thin_fits (const P2pCpuExec *exec, const P2pPass *pass);
void p2p_cpu_conv_thin_emit (P2pCpuExec *exec, const P2pPass *pass, int at, P2pCpuPlace place);

/* Few outputs and stride 1, backward. Plain weights, or their gradient, at PLACE. */
gboolean p2p_cpu_conv_few_fits (const P2pCpuExec *exec, const P2pPass *pass);
void p2p_cpu_conv_few_emit (P2pCpuExec *exec, const P2pPass *pass, int at, P2pCpuPlace place);

/* 3x3, stride 1, all directions. Weights in blocks (p2p_dnnl_layout_weights) at PLACE: the
 * parameter's gradient itself or what it is read from. */
gboolean p2p_cpu_conv_winograd_fits (const P2pCpuExec *exec, const P2pPass *pass);
void p2p_cpu_conv_winograd_emit (P2pCpuExec *exec, const P2pPass *pass, int at, P2pCpuPlace place);

/* Gradient of weights around a picture of one pixel. The gradient, and so all of
 * the parameter, must be in blocks (p2p_dnnl_layout_weights). */
gboolean p2p_cpu_conv_outer_fits (const P2pCpuExec *exec, const P2pPass *pass);
void p2p_cpu_conv_outer_emit (P2pCpuExec *exec, const P2pPass *pass, int at);
