/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* Which implementation computes a convolution, in which layouts. */

#include "conv-special.h"

/* The primitive behind a pass: which buffers its src and dst are. */
typedef struct
{
  P2pDnnlDirection direction;
  P2pDnnlConv conv;
  int buffer[P2P_DNNL_N_ROLES]; /* P2P_DNNL_SRC and P2P_DNNL_DST */
  P2pDnnlRole output;
} P2pCpuConvProblem;

P2pCpuConvProblem p2p_cpu_conv_problem (const P2pCpuExec *exec, const P2pPass *pass);
/* How BUFFER lies in memory. */
P2pDnnlLayout *p2p_cpu_conv_buffer_layout (const P2pCpuExec *exec, int buffer);
/* oneDNN's best. NULL with ERROR set where it has none. */
P2pDnnlPrimitive *p2p_cpu_conv_choose (const P2pCpuExec *exec, const P2pCpuConvProblem *problem,
    GError **error);

/* The kernel of our own that serves PASS better; NULL: none. */
const P2pCpuSpecialConv *p2p_cpu_conv_special (const P2pCpuExec *exec, const P2pPass *pass);
/* What it asks of the weights of PASS. */
P2pDnnlLayout *p2p_cpu_conv_special_layout (const P2pCpuExec *exec, const P2pPass *pass,
    const P2pCpuSpecialConv *special);

/* Lets the weights of PASS take the layout that its convolutions like best. */
gboolean p2p_cpu_conv_adopt_weights (P2pCpuExec *exec, const P2pPass *pass, GError **error);
