/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* A look inside a plan of the cpu back-end, for tests and benchmarks: what it
 * executes, step by step, and each step alone. */

#include "backend.h"
#include "kind.h"

typedef struct
{
  P2pCpuKind kind;
  P2pPassKind pass;
  int row;
  guint wants;       /* 0: forward; else it runs when the call wants one of these */
  gboolean optional; /* only in a backward call that accumulates */
  const char *name;  /* "jit:avx2"; own kernels begin with "p2p:" */
} P2pCpuPrimitive;

int p2p_cpu_exec_n_primitives (const P2pExec *exec);
P2pCpuPrimitive p2p_cpu_exec_primitive (const P2pExec *exec, int i);
/* Exactly what forward or backward would run there; its output is overwritten
 * (or accumulated) with whatever its inputs hold now. */
void p2p_cpu_exec_run_primitive (P2pExec *exec, int i);

/* Appends one line per primitive: kind, row, name and, with RUNS > 0, the median
 * time of that many runs. Returns the number of primitives. */
guint p2p_cpu_exec_describe (P2pExec *exec, int runs, GString *out);
/* Bytes of activations, gradients and scratch of a plan; plans of one space share them. */
gsize p2p_cpu_exec_bytes (const P2pExec *exec);
const char *p2p_cpu_kind_name (P2pCpuKind kind);
