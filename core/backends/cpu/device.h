/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <omp.h>
#include "backend.h"
#include "clones.h"
#include "memory.h"
#include "onednn.h"
#include "waiting.h"

/* Memory that the plans of one space (see P2pPlanOptions) share. */
typedef struct
{
  P2pCpuMap map;
  GPtrArray *execs; /* P2pCpuExec, not owned; NULL when nobody is there */
} P2pCpuSharedArena;

typedef struct
{
  P2pDevice device;
  P2pDnnlEngine *engine;
  P2pCpuWaiting *waiting;
  int block; /* channels in a block, the width of the vector registers: 8 or 16 */
  float losses[P2P_MAX_LOSSES];
  double *partial; /* P2P_CPU_PARTIALS sums of losses */
  P2pCpuSharedArena shared[P2P_MAX_SPACES];
} P2pCpuDevice;

/* Sums are made of parts of fixed size, so that results do not depend on the
 * number of threads; a loss has at most this many. */
#define P2P_CPU_PARTIALS 4096

/* Work on fewer floats than this is not worth a second thread: it takes some ten
 * microseconds, and waiting for a thread on a busy machine takes longer. */
#define P2P_CPU_SMALL 32768

/* OpenMP's number of threads is a state of the calling thread: every entry of
 * the record that computes or plans sets it first. */
static inline P2pCpuDevice *
p2p_cpu_enter (P2pDevice *device)
{
  omp_set_num_threads (device->threads);
  return (P2pCpuDevice *) device;
}
