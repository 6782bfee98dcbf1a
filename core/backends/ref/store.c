/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "ref.h"

#include <math.h>
#include <string.h>

P2pStore *
p2p_ref_store_new (P2pDevice *device, const P2pParams *params, gboolean train, GError **error)
{
  RefStore *s = g_new0 (RefStore, 1);
  s->store = (P2pStore){ device, params, train };
  for (int part = 0; part < 4; part++) {
    s->part[part] = g_new0 (float *, params->n);
    for (guint i = 0; i < params->n; i++) {
      if (part > 0 && !(train && params->list[i].trainable))
        continue;
      s->part[part][i] = p2p_ref_floats (params->list[i].count, error);
      if (!s->part[part][i]) {
        p2p_ref_store_free (&s->store);
        return NULL;
      }
    }
  }
  return &s->store;
}

void
p2p_ref_store_free (P2pStore *store)
{
  RefStore *s = (RefStore *) store;
  for (int part = 0; part < 4 && s->part[part]; part++) {
    for (guint i = 0; i < store->params->n; i++)
      g_free (s->part[part][i]);
    g_free (s->part[part]);
  }
  g_free (s);
}

void
p2p_ref_store_write (P2pStore *store, P2pStorePart part, guint index, const float *values)
{
  memcpy (((RefStore *) store)->part[part][index], values,
      store->params->list[index].count * sizeof (float));
}

void
p2p_ref_store_read (P2pStore *store, P2pStorePart part, guint index, float *values)
{
  memcpy (values, ((RefStore *) store)->part[part][index],
      store->params->list[index].count * sizeof (float));
}

static gboolean
are_gradients (const P2pStore *store)
{
  const RefStore *s = (const RefStore *) store;
  for (guint i = 0; i < store->params->n; i++)
    for (gsize j = 0; store->params->list[i].trainable && j < store->params->list[i].count; j++)
      if (!p2p_is_gradient (s->part[P2P_STORE_GRADIENT][i][j]))
        return FALSE;
  return TRUE;
}

void
p2p_ref_adam (P2pStore *store, const P2pAdam *a)
{
  RefStore *s = (RefStore *) store;
  if (!are_gradients (store)) {
    store->left_out++;
    return;
  }
  const float rate = (float) (a->lr / (1.0 - pow (a->beta1, (double) a->t)));
  const float inv_sqrt_c2 = (float) (1.0 / sqrt (1.0 - pow (a->beta2, (double) a->t)));
  for (guint i = 0; i < store->params->n; i++) {
    if (!store->params->list[i].trainable)
      continue;
    float *p = s->part[P2P_STORE_VALUE][i], *g = s->part[P2P_STORE_GRADIENT][i];
    float *m = s->part[P2P_STORE_M][i], *v = s->part[P2P_STORE_V][i];
    for (gsize j = 0; j < store->params->list[i].count; j++)
      p[j] = p2p_adam (p[j], g[j], &m[j], &v[j], a->beta1, a->beta2, rate, inv_sqrt_c2, a->eps);
  }
}
