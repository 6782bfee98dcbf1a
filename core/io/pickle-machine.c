/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "io/pickle-machine.h"

#include "io/limits.h"

#include <string.h>

#define VALUES_PER_BLOCK 256

void *
p2p_pickle_alloc (P2pPickle *p, gsize size, GError **error)
{
  void *block = NULL;
  if (size <= P2P_LIMIT_PICKLE_OWNED - p->owned)
    block = g_try_malloc0 (MAX (size, 1));
  if (!block) {
    p2p_pth_refuse (p->name, error,
        "its description needs too much memory (at byte %" G_GSIZE_FORMAT ")", p->op);
    return NULL;
  }
  p->owned += size;
  g_ptr_array_add (p->blocks, block);
  return block;
}

P2pPickleValue *
p2p_pickle_new (P2pPickle *p, P2pPickleKind kind, GError **error)
{
  P2pPickleValue *value;
  if (p->n_fresh == 0) {
    p->fresh = p2p_pickle_alloc (p, VALUES_PER_BLOCK * sizeof (P2pPickleValue), error);
    if (!p->fresh)
      return NULL;
    p->n_fresh = VALUES_PER_BLOCK;
  }
  value = &p->fresh[--p->n_fresh];
  value->kind = (guint8) kind;
  return value;
}

gboolean
p2p_pickle_append (P2pPickle *p, P2pPickleValue *to, P2pPickleValue *const *values, guint n,
    GError **error)
{
  if (n > to->room - to->n) {
    const guint room = MAX (to->n + n, to->n * 2);
    P2pPickleValue **items = p2p_pickle_alloc (p, room * sizeof *items, error);
    if (!items)
      return FALSE;
    if (to->n > 0)
      memcpy (items, to->u.items, to->n * sizeof *items);
    to->u.items = items;
    to->room = room;
  }
  if (n > 0)
    memcpy (to->u.items + to->n, values, n * sizeof *values);
  to->n += n;
  return TRUE;
}

const guint8 *
p2p_pickle_take (P2pPickle *p, gsize n, GError **error)
{
  const guint8 *at = p->bytes + p->at;
  if (n > p->size - p->at) {
    p2p_pth_refuse (p->name, error,
        "cut short: its description ends in the middle, at byte %" G_GSIZE_FORMAT, p->size);
    return NULL;
  }
  p->at += n;
  return at;
}

P2pPickleValue **
p2p_pickle_top (P2pPickle *p, guint n, GError **error)
{
  P2pPickleValue **items = (P2pPickleValue **) p->stack->pdata + p->stack->len - n;
  gboolean ok = n <= p->stack->len;
  for (guint i = 0; ok && i < n; i++)
    ok = items[i]->kind != P2P_PICKLE_MARK;
  if (ok)
    return items;
  p2p_pth_refuse (p->name, error, "its stack is empty at byte %" G_GSIZE_FORMAT, p->op);
  return NULL;
}
