/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "exec.h"

/* For plans with the option `space`: EXEC, whose regions are arranged, is placed in
 * the memory of its space, which grows, and moves, when need be. FALSE with
 * P2P_ERROR_MEMORY. */
gboolean p2p_cpu_shared_arena_join (P2pCpuExec *exec, GError **error);
void p2p_cpu_shared_arena_leave (P2pCpuExec *exec);
