/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "exec.h"

/* Executes the steps of a list of the plan, see P2pBackend. */
void p2p_cpu_forward (P2pExec *exec);
void p2p_cpu_backward (P2pExec *exec, guint wants, gboolean accumulate);
void p2p_cpu_tangent (P2pExec *exec);
