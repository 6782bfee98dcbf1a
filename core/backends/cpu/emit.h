/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* One emitter for each kind of pass: adds the steps that execute PASS, number AT of
 * its plan. */

#include "exec.h"

gboolean p2p_cpu_emit_conv (P2pCpuExec *exec, const P2pPass *pass, int at, GError **error);
void p2p_cpu_emit_norm (P2pCpuExec *exec, const P2pPass *pass, int at);
void p2p_cpu_emit_norm_backward (P2pCpuExec *exec, const P2pPass *pass, int at);
void p2p_cpu_emit_pad (P2pCpuExec *exec, const P2pPass *pass, int at);
void p2p_cpu_emit_tangent (P2pCpuExec *exec, const P2pPass *pass, int at);
