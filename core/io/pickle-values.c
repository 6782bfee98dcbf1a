/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "io/pickle-values.h"

#include "error.h"

#include <string.h>

gboolean
p2p_pth_refuse (const char *name, GError **error, const char *format, ...)
{
  g_autofree char *what = NULL;
  va_list args;
  va_start (args, format);
  what = g_strdup_vprintf (format, args);
  va_end (args);
  g_set_error (error, P2P_ERROR, P2P_ERROR_DATA,
      "%s is not a usable .pth file: %s; fetch it again or use another", name, what);
  return FALSE;
}

gboolean
p2p_pickle_is (const P2pPickleValue *value, const char *text)
{
  return value->kind == P2P_PICKLE_TEXT && value->n == strlen (text)
         && memcmp (value->u.text, text, value->n) == 0;
}

const P2pPickleValue *
p2p_pickle_lookup (const P2pPickleValue *dict, const char *key)
{
  for (guint i = 0; dict->kind == P2P_PICKLE_DICT && i < dict->n; i += 2)
    if (p2p_pickle_is (dict->u.items[i], key))
      return dict->u.items[i + 1];
  return NULL;
}

static guint
hash_storage (gconstpointer data)
{
  const P2pPickleStorage *s = data;
  guint hash = 5381;
  for (guint i = 0; i < s->key_length; i++)
    hash = hash * 33 + (guint8) s->key[i];
  return hash;
}

static gboolean
equal_storages (gconstpointer a, gconstpointer b)
{
  const P2pPickleStorage *x = a, *y = b;
  return x->key_length == y->key_length && memcmp (x->key, y->key, x->key_length) == 0;
}

GHashTable *
p2p_pickle_storage_table (void)
{
  return g_hash_table_new (hash_storage, equal_storages);
}
