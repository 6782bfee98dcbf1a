/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Adam, number by number in the private layout: it does not matter where a
 * weight stands. First g is looked at, 4 bytes a number; then p, g, m, v are read and p, m, v
 * written once: 28 bytes. */

#include "store.h"

#include <math.h>
#include <string.h>

/* The largest size of N gradients as the bits of a float: of that order too, and NaN above all. */
P2P_CLONES_ARCH static gint32
largest (const float *g, gsize n)
{
  gint32 most = 0;
  for (gsize i = 0; i < n; i++) {
    gint32 bits;
    memcpy (&bits, &g[i], sizeof bits);
    bits &= 0x7fffffff;
    most = MAX (most, bits);
  }
  return most;
}

P2P_CLONES_ARCH static void
update (float *restrict p, const float *restrict g, float *restrict m, float *restrict v, gsize n,
    const P2pAdam *a, float rate, float inv_sqrt_c2)
{
  const float b1 = a->beta1, b2 = a->beta2, eps = a->eps;
  for (gsize i = 0; i < n; i++)
    p[i] = p2p_adam (p[i], g[i], &m[i], &v[i], b1, b2, rate, inv_sqrt_c2, eps);
}

/* The share of one thread of COUNT numbers, in whole cache lines. */
static void
share (gsize count, gsize *begin, gsize *end)
{
  const gsize line = P2P_CPU_ALIGN / sizeof (float);
  const gsize each =
      p2p_cpu_round_up ((count + omp_get_num_threads () - 1) / omp_get_num_threads (), line);
  *begin = MIN (count, each * omp_get_thread_num ());
  *end = MIN (count, *begin + each);
}

static gboolean
are_gradients (const P2pStore *store)
{
  const P2pCpuStore *s = (const P2pCpuStore *) store;
  gint32 most = 0;
  float size;
#pragma omp parallel reduction(max : most)
  for (guint i = 0; i < store->params->n; i++) {
    const P2pCpuParam *p = &s->params[i];
    gsize begin, end;
    if (!store->params->list[i].trainable)
      continue;
    share (p->count, &begin, &end);
    const gint32 here = largest (p->data[P2P_STORE_GRADIENT] + begin, end - begin);
    most = MAX (most, here);
  }
  memcpy (&size, &most, sizeof size);
  return p2p_is_gradient (size);
}

guint64
p2p_cpu_left_out (const P2pStore *store)
{
  return store->left_out;
}

void
p2p_cpu_adam (P2pStore *store, const P2pAdam *a)
{
  P2pCpuStore *s = (P2pCpuStore *) store;
  const float rate = (float) (a->lr / (1.0 - pow (a->beta1, (double) a->t)));
  const float inv_sqrt_c2 = (float) (1.0 / sqrt (1.0 - pow (a->beta2, (double) a->t)));
  p2p_cpu_enter (store->device);
  if (!are_gradients (store)) {
    store->left_out++;
    return;
  }
#pragma omp parallel
  for (guint i = 0; i < store->params->n; i++) {
    const P2pCpuParam *p = &s->params[i];
    gsize begin, end;
    if (!store->params->list[i].trainable)
      continue;
    share (p->count, &begin, &end);
    update (p->data[P2P_STORE_VALUE] + begin, p->data[P2P_STORE_GRADIENT] + begin,
        p->data[P2P_STORE_M] + begin, p->data[P2P_STORE_V] + begin, end - begin, a, rate,
        inv_sqrt_c2);
  }
}
