/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "io/pth-legacy.h"

#include <string.h>

#define MAGIC_SIZE 15 /* of the first pickle, which is matched byte by byte */
#define PROTOCOL 1001

/* The next pickle; AT moves behind it. */
static P2pPickle *
next_pickle (const P2pPthParts *pth, gsize *at, GError **error)
{
  gsize used = 0;
  P2pPickle *pickle =
      p2p_pickle_decode (pth->bytes + *at, pth->size - *at, &used, pth->name, error);
  *at += used;
  return pickle;
}

static gboolean
check_protocol (const P2pPthParts *pth, gsize *at, GError **error)
{
  g_autoptr (P2pPickle) pickle = next_pickle (pth, at, error);
  const P2pPickleValue *number = pickle ? p2p_pickle_root (pickle) : NULL;
  if (!number)
    return FALSE;
  if (number->kind == P2P_PICKLE_INT && number->u.number == PROTOCOL)
    return TRUE;
  return p2p_pth_refuse (pth->name, error, "it is not of protocol %d of torch.save", PROTOCOL);
}

static gboolean
check_machine (const P2pPthParts *pth, gsize *at, GError **error)
{
  g_autoptr (P2pPickle) pickle = next_pickle (pth, at, error);
  const P2pPickleValue *little =
      pickle ? p2p_pickle_lookup (p2p_pickle_root (pickle), "little_endian") : NULL;
  if (!pickle)
    return FALSE;
  if (little && little->kind == P2P_PICKLE_BOOL && little->u.number)
    return TRUE;
  return p2p_pth_refuse (pth->name, error, "its numbers are not little endian");
}

/* What must follow the pickles, against what does. */
static gboolean
check_size (const P2pPthParts *pth, gsize at, GError **error)
{
  gsize expected = at;
  for (guint i = 0; i < p2p_pickle_n_storages (pth->pickle); i++) {
    gsize size;
    if (!p2p_pth_storage_size (p2p_pickle_storage (pth->pickle, i), &size)
        || !g_size_checked_add (&size, size, 8) || !g_size_checked_add (&expected, expected, size))
      return p2p_pth_refuse (pth->name, error, "its storages are larger than any file");
  }
  if (expected > pth->size)
    return p2p_pth_refuse (pth->name, error,
        "cut short: %" G_GSIZE_FORMAT " bytes are missing (it has %" G_GSIZE_FORMAT
        " of %" G_GSIZE_FORMAT ")",
        expected - pth->size, pth->size, expected);
  if (expected < pth->size)
    return p2p_pth_refuse (pth->name, error,
        "%" G_GSIZE_FORMAT " bytes at its end belong to nothing", pth->size - expected);
  return TRUE;
}

/* The storage of this key, if it has no place yet. */
static const P2pPickleStorage *
find_storage (const P2pPthParts *pth, const P2pPickleValue *key)
{
  const P2pPickleStorage wanted = { .key = key->u.text, .key_length = key->n };
  gpointer known;
  if (key->kind != P2P_PICKLE_TEXT || g_hash_table_contains (pth->places, &wanted)
      || !g_hash_table_lookup_extended (p2p_pickle_storages (pth->pickle), &wanted, &known, NULL))
    return NULL;
  return known;
}

/* One place for every storage, in the order of the list of keys. */
static gboolean
find_storages (P2pPthParts *pth, const P2pPickleValue *keys, gsize at, GError **error)
{
  if (keys->kind != P2P_PICKLE_LIST || keys->n != p2p_pickle_n_storages (pth->pickle))
    return p2p_pth_refuse (pth->name, error, "its list of storages is not that of its tensors");
  for (guint i = 0; i < keys->n; i++) {
    const P2pPickleStorage *s = find_storage (pth, keys->u.items[i]);
    guint64 count;
    gsize size;
    if (!s || !p2p_pth_storage_size (s, &size))
      return p2p_pth_refuse (pth->name, error, "its list of storages is not that of its tensors");
    memcpy (&count, pth->bytes + at, 8);
    if (count != (guint64) s->count)
      return p2p_pth_refuse (pth->name, error,
          "the storage at byte %" G_GSIZE_FORMAT " has another size than announced", at);
    p2p_pth_set_place (pth, s, at + 8);
    at += 8 + size;
  }
  return TRUE;
}

gboolean
p2p_pth_open_legacy (P2pPthParts *pth, GError **error)
{
  gsize at = MAGIC_SIZE;
  g_autoptr (P2pPickle) keys = NULL;
  if (!p2p_map_fill (pth->map, pth->map->size, error) || !check_protocol (pth, &at, error)
      || !check_machine (pth, &at, error))
    return FALSE;
  pth->pickle = next_pickle (pth, &at, error);
  keys = pth->pickle ? next_pickle (pth, &at, error) : NULL;
  return keys && check_size (pth, at, error)
         && find_storages (pth, p2p_pickle_root (keys), at, error);
}
