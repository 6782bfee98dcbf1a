/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* One thread that does what others ask of it, one thing at a time: a device of
 * the core is planned and used by one thread only, because the number of OpenMP
 * threads and a GPU's context are state of the calling thread. */

#include <glib.h>

typedef void (*P2pWork) (gpointer data);

typedef struct
{
  GMutex lock; /* of all that follows */
  GCond cond;
  GThread *thread; /* NULL: not started */
  gboolean taken, quit;
  P2pWork work; /* NULL: nothing to do */
  gpointer data;
} P2pWorker;

void p2p_worker_init (P2pWorker *worker);
void p2p_worker_clear (P2pWorker *worker);
void p2p_worker_start (P2pWorker *worker);
/* Waits for what is under way. */
void p2p_worker_stop (P2pWorker *worker);
/* Has WORK (DATA) done and waits for it; callers queue. FALSE when not started. */
gboolean p2p_worker_call (P2pWorker *worker, P2pWork work, gpointer data);
