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

/* The numbers of one trainable parameter that one thread sees to: whole cache lines. */
typedef struct
{
  float *data[4]; /* by P2pStorePart */
  gsize n;
} Share;

static Share
share_of (const P2pCpuParam *p)
{
  const gsize line = P2P_CPU_ALIGN / sizeof (float);
  const gsize each =
      p2p_cpu_round_up ((p->count + omp_get_num_threads () - 1) / omp_get_num_threads (), line);
  const gsize begin = MIN (p->count, each * omp_get_thread_num ());
  Share share = { .n = MIN (each, p->count - begin) };
  for (int part = 0; part < 4; part++)
    share.data[part] = p->data[part] + begin;
  return share;
}

/* This thread's share of parameter I, or of the next one that is trainable; I becomes that one's.
 * FALSE: there is none. */
static gboolean
find_share (const P2pStore *store, guint *i, Share *share)
{
  while (*i < store->params->n && !store->params->list[*i].trainable)
    *i += 1;
  if (*i == store->params->n)
    return FALSE;
  *share = share_of (&((const P2pCpuStore *) store)->params[*i]);
  return TRUE;
}

static gboolean
are_gradients (const P2pStore *store)
{
  Share share;
  gint32 most = 0;
  float size;
#pragma omp parallel private(share) reduction(max : most)
  for (guint i = 0; find_share (store, &i, &share); i++) {
    const gint32 here = largest (share.data[P2P_STORE_GRADIENT], share.n);
    most = MAX (most, here);
  }
  memcpy (&size, &most, sizeof size);
  return p2p_is_gradient (size);
}

void
p2p_cpu_adam (P2pStore *store, const P2pAdam *a)
{
  Share share;
  const float rate = (float) (a->lr / (1.0 - pow (a->beta1, (double) a->t)));
  const float inv_sqrt_c2 = (float) (1.0 / sqrt (1.0 - pow (a->beta2, (double) a->t)));
  p2p_cpu_enter (store->device);
  if (!are_gradients (store)) {
    store->left_out++;
    return;
  }
#pragma omp parallel private(share)
  for (guint i = 0; find_share (store, &i, &share); i++)
    update (share.data[P2P_STORE_VALUE], share.data[P2P_STORE_GRADIENT], share.data[P2P_STORE_M],
        share.data[P2P_STORE_V], share.n, a, rate, inv_sqrt_c2);
}
