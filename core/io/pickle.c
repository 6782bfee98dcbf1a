/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "io/pickle.h"

#include "io/limits.h"
#include "io/pickle-ops.h"

/* Heights are remembered, so that a value that many others hold is visited once;
 * one that is met again while it is being visited holds itself. */
static gboolean
check_nesting (const P2pPickle *p, P2pPickleValue *value, guint depth, GError **error)
{
  if (value->kind < P2P_PICKLE_TUPLE || value->kind > P2P_PICKLE_DICT)
    return TRUE;
  if (value->state == 1)
    return p2p_pth_refuse (p->name, error, "it holds a value that holds itself");
  if (depth + value->height > P2P_LIMIT_PICKLE_NESTING)
    return p2p_pth_refuse (p->name, error, "it is nested more than %d deep",
        P2P_LIMIT_PICKLE_NESTING);
  if (value->state == 2)
    return TRUE;
  value->state = 1;
  for (guint i = 0; i < value->n; i++) {
    P2pPickleValue *item = value->u.items[i];
    if (!check_nesting (p, item, depth + 1, error))
      return FALSE;
    value->height = MAX (value->height, (guint8) (item->height + 1));
  }
  value->state = 2;
  return TRUE;
}

static gboolean
run (P2pPickle *p, GError **error)
{
  const guint8 *op = p2p_pickle_take (p, 2, error);
  if (!op)
    return FALSE;
  if (op[0] != 0x80 || op[1] != 2)
    return p2p_pth_refuse (p->name, error,
        "it is not a pickle of protocol 2, as torch.save writes it");
  while ((p->op = p->at, op = p2p_pickle_take (p, 1, error))) {
    if (++p->ops > P2P_LIMIT_PICKLE_OPS)
      return p2p_pth_refuse (p->name, error, "it has more than %u operations",
          P2P_LIMIT_PICKLE_OPS);
    if (*op == '.')
      break;
    if (!p2p_pickle_step (p, *op, error))
      return FALSE;
  }
  if (!op || !p2p_pickle_top (p, 1, error))
    return FALSE;
  if (p->stack->len != 1)
    return p2p_pth_refuse (p->name, error, "its stack holds %u values at the end", p->stack->len);
  p->root = p->stack->pdata[0];
  return check_nesting (p, p->root, 0, error);
}

P2pPickle *
p2p_pickle_decode (const void *bytes, gsize size, gsize *used, const char *name, GError **error)
{
  g_autoptr (P2pPickle) p = g_new0 (P2pPickle, 1);
  gboolean ok;
  p->name = name;
  p->bytes = bytes;
  p->size = size;
  p->blocks = g_ptr_array_new_with_free_func (g_free);
  p->stack = g_ptr_array_sized_new (64); /* so that its end is a place even while it is empty */
  p->memo = g_ptr_array_new ();
  p->storages = g_ptr_array_new ();
  p->by_key = p2p_pickle_storage_table ();
  ok = run (p, error);
  if (ok && !used && p->at != size)
    ok = p2p_pth_refuse (p->name, error, "%" G_GSIZE_FORMAT " bytes follow its end", size - p->at);
  g_clear_pointer (&p->stack, g_ptr_array_unref);
  g_clear_pointer (&p->memo, g_ptr_array_unref);
  if (!ok)
    return NULL;
  if (used)
    *used = p->at;
  return g_steal_pointer (&p);
}

void
p2p_pickle_free (P2pPickle *p)
{
  if (!p)
    return;
  g_clear_pointer (&p->stack, g_ptr_array_unref);
  g_clear_pointer (&p->memo, g_ptr_array_unref);
  g_ptr_array_unref (p->storages);
  g_hash_table_unref (p->by_key);
  g_ptr_array_unref (p->blocks);
  g_free (p);
}

const P2pPickleValue *
p2p_pickle_root (const P2pPickle *p)
{
  return p->root;
}

guint
p2p_pickle_n_storages (const P2pPickle *p)
{
  return p->storages->len;
}

const P2pPickleStorage *
p2p_pickle_storage (const P2pPickle *p, guint i)
{
  return g_ptr_array_index (p->storages, i);
}

GHashTable *
p2p_pickle_storages (const P2pPickle *p)
{
  return p->by_key;
}
