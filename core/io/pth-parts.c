/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "io/pth-parts.h"

void
p2p_pth_parts_init (P2pPthParts *pth, const void *bytes, gsize size, P2pMap *map, const char *name)
{
  *pth = (P2pPthParts){ .name = g_strdup (name),
    .bytes = bytes,
    .size = size,
    .map = map,
    .places = p2p_pickle_storage_table () };
}

void
p2p_pth_parts_clear (P2pPthParts *pth)
{
  g_hash_table_unref (pth->places);
  p2p_pickle_free (pth->pickle);
  g_free (pth->text);
  g_free (pth->name);
}

void
p2p_pth_set_place (P2pPthParts *pth, const P2pPickleStorage *storage, gsize place)
{
  g_hash_table_insert (pth->places, (gpointer) storage, GSIZE_TO_POINTER (place + 1));
}

gsize
p2p_pth_place (const P2pPthParts *pth, const P2pPickleStorage *storage)
{
  return GPOINTER_TO_SIZE (g_hash_table_lookup (pth->places, storage)) - 1;
}

gboolean
p2p_pth_storage_size (const P2pPickleStorage *storage, gsize *size)
{
  return g_size_checked_mul (size, (gsize) storage->count, p2p_dtype_size (storage->dtype));
}
