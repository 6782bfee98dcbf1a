/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "p2pworker.h"

void
p2p_worker_init (P2pWorker *w)
{
  *w = (P2pWorker){ 0 };
  g_mutex_init (&w->lock);
  g_cond_init (&w->cond);
}

void
p2p_worker_clear (P2pWorker *w)
{
  p2p_worker_stop (w);
  g_mutex_clear (&w->lock);
  g_cond_clear (&w->cond);
}

static gpointer
run (gpointer data)
{
  P2pWorker *w = data;
  g_mutex_lock (&w->lock);
  while (!w->quit) {
    if (!w->work) {
      g_cond_wait (&w->cond, &w->lock);
      continue;
    }
    const P2pWork work = w->work;
    gpointer task = w->data;
    g_mutex_unlock (&w->lock);
    work (task);
    g_mutex_lock (&w->lock);
    w->work = NULL;
    g_cond_broadcast (&w->cond);
  }
  g_mutex_unlock (&w->lock);
  return NULL;
}

void
p2p_worker_start (P2pWorker *w)
{
  g_mutex_lock (&w->lock);
  w->quit = FALSE;
  w->thread = g_thread_new ("p2p-compute", run, w);
  g_mutex_unlock (&w->lock);
}

void
p2p_worker_stop (P2pWorker *w)
{
  g_mutex_lock (&w->lock);
  while (w->taken)
    g_cond_wait (&w->cond, &w->lock);
  GThread *thread = g_steal_pointer (&w->thread);
  w->quit = TRUE;
  g_cond_broadcast (&w->cond);
  g_mutex_unlock (&w->lock);
  if (thread)
    g_thread_join (thread);
}

gboolean
p2p_worker_call (P2pWorker *w, P2pWork work, gpointer data)
{
  g_mutex_lock (&w->lock);
  while (w->thread && w->taken)
    g_cond_wait (&w->cond, &w->lock);
  const gboolean there = w->thread != NULL;
  if (there) {
    w->taken = TRUE;
    w->work = work;
    w->data = data;
    g_cond_broadcast (&w->cond);
    while (w->work)
      g_cond_wait (&w->cond, &w->lock);
    w->taken = FALSE;
    g_cond_broadcast (&w->cond);
  }
  g_mutex_unlock (&w->lock);
  return there;
}
