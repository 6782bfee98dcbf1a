/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "waiting.h"

#include <omp.h>
#include <sys/resource.h>

#define INTERVAL (100 * G_TIME_SPAN_MILLISECOND) /* between two looks */
/* A thread that spins beside one that computes loses its core at the end of each slice, 100 times a
 * second and more; on a quiet machine that happens some 40 times. */
#define OFTEN 80 /* per second */
#define CHANCE 3 /* as many may come together without meaning anything */
/* Threads sleep for this long before they try again; twice as long each time that fails at once. */
#define SLEEP_LEAST G_TIME_SPAN_SECOND
#define SLEEP_MOST (16 * G_TIME_SPAN_SECOND)
#define AT_ONCE (2 * G_TIME_SPAN_SECOND)

struct _P2pCpuWaiting
{
  int team;         /* of sleepers, the first included */
  GThread *thread;  /* the first of a team that has met once and then sleeps; NULL: nobody sleeps */
  gint64 looked;    /* last look, us; 0: never */
  glong lost;       /* cores lost until then */
  gint64 changed;   /* when it was last decided to sleep or to spin, us */
  gint64 sleep_for; /* us */
  GMutex lock;      /* of the fields below */
  GCond cond;
  gboolean asleep, over;
};

static gpointer
sleep_on (gpointer data)
{
  P2pCpuWaiting *w = data;
  int met = 0; /* something to do: an empty region would be left out */
#pragma omp parallel num_threads(w->team) reduction(+ : met)
  met++;
  g_mutex_lock (&w->lock);
  w->asleep = TRUE;
  g_cond_broadcast (&w->cond);
  while (!w->over)
    g_cond_wait (&w->cond, &w->lock);
  g_mutex_unlock (&w->lock);
  return GINT_TO_POINTER (met);
}

/* No thread to be had: work goes on, only slower. */
static void
bring_sleepers (P2pCpuWaiting *w)
{
  w->asleep = w->over = FALSE;
  w->thread = g_thread_try_new ("p2p-sleepers", sleep_on, w, NULL);
  g_mutex_lock (&w->lock);
  while (w->thread && !w->asleep)
    g_cond_wait (&w->cond, &w->lock);
  g_mutex_unlock (&w->lock);
}

static void
dismiss_sleepers (P2pCpuWaiting *w)
{
  if (!w->thread)
    return;
  g_mutex_lock (&w->lock);
  w->over = TRUE;
  g_cond_broadcast (&w->cond);
  g_mutex_unlock (&w->lock);
  g_thread_join (g_steal_pointer (&w->thread));
}

P2pCpuWaiting *
p2p_cpu_waiting_new (int threads, int cores)
{
  if (threads < 2 || g_getenv ("OMP_WAIT_POLICY") || g_getenv ("GOMP_SPINCOUNT"))
    return NULL;
  P2pCpuWaiting *w = g_new0 (P2pCpuWaiting, 1);
  g_mutex_init (&w->lock);
  g_cond_init (&w->cond);
  /* Counted are the process's first thread and all that OpenMP started: of the device's team one
   * less than it has, and of the sleepers. */
  w->team = MAX (cores - threads, 0) + 2;
  w->sleep_for = SLEEP_LEAST;
  return w;
}

void
p2p_cpu_waiting_free (P2pCpuWaiting *w)
{
  if (!w)
    return;
  dismiss_sleepers (w);
  g_mutex_clear (&w->lock);
  g_cond_clear (&w->cond);
  g_free (w);
}

static void
spin (P2pCpuWaiting *w, gint64 now)
{
  dismiss_sleepers (w);
  w->changed = now;
}

static void
sleep_from (P2pCpuWaiting *w, gint64 now)
{
  const gboolean at_once = w->changed && now - w->changed < AT_ONCE;
  w->sleep_for = at_once ? MIN (2 * w->sleep_for, SLEEP_MOST) : SLEEP_LEAST;
  w->changed = now;
  bring_sleepers (w);
}

gboolean
p2p_cpu_waiting_judge (P2pCpuWaiting *w, gint64 now, glong lost)
{
  const gint64 passed = now - w->looked;
  const gboolean often = w->looked && lost - w->lost > CHANCE + OFTEN * passed / G_TIME_SPAN_SECOND;
  w->looked = now;
  w->lost = lost;
  if (!w->thread && often)
    sleep_from (w, now);
  else if (w->thread && now - w->changed >= w->sleep_for)
    spin (w, now);
  return w->thread != NULL;
}

void
p2p_cpu_waiting_look (P2pCpuWaiting *w)
{
  struct rusage usage;
  const gint64 now = w ? g_get_monotonic_time () : 0;
  if (w && now - w->looked >= INTERVAL && getrusage (RUSAGE_SELF, &usage) == 0)
    p2p_cpu_waiting_judge (w, now, usage.ru_nivcsw);
}
