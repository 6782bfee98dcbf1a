/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "exec.h"

/* MASK becomes 0 or 1 / (1 - rate) everywhere, as PASS drops out in this step. */
void p2p_cpu_dropout (const P2pCpuExec *exec, const P2pPass *pass, const P2pCpuView *mask);
