/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "exec.h"

/* Gives every region without a place of its own its offset; returns the size of
 * the arena in bytes. REGIONS: P2pCpuRegion. */
gsize p2p_cpu_arena_arrange (GArray *regions);
/* The arena of EXEC, arranged, stands at BASE now: regions, and the operands of
 * primitives that are bound, are told. */
void p2p_cpu_arena_place (P2pCpuExec *exec, float *base);
