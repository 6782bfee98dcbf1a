/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

/* How OpenMP's threads wait for each other. GCC's library lets them spin for milliseconds. On a
 * quiet machine that is right: most waits last microseconds. Where anything else wants the cores
 * (an encoder, a second network, another program) it ruins both: a step takes many times as long.
 * Its settings are read from the environment when it is loaded, long before a plugin is; but where
 * more threads exist than there are cores, it lets them spin for a microsecond only, then sleep.
 *
 * So a device looks how often the process lost a core that it wanted. When that is often, it brings
 * as many sleeping threads as make OpenMP's threads sleep too; some seconds later it sends them away
 * and looks again. */

typedef struct _P2pCpuWaiting P2pCpuWaiting;

/* For a team of THREADS that compute on CORES. NULL where there is nothing to decide: one thread
 * waits for nobody, and OMP_WAIT_POLICY or GOMP_SPINCOUNT in the environment is somebody's decision. */
P2pCpuWaiting *p2p_cpu_waiting_new (int threads, int cores);
/* Between two pieces of work; costs nothing worth to mention. NULL is fine. */
void p2p_cpu_waiting_look (P2pCpuWaiting *waiting);
/* NULL is fine. */
void p2p_cpu_waiting_free (P2pCpuWaiting *waiting);

/* For tests. The decision itself: NOW in microseconds, LOST cores since the process began. Returns
 * whether threads sleep. */
gboolean p2p_cpu_waiting_judge (P2pCpuWaiting *waiting, gint64 now, glong lost);
