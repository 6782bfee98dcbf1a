/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "io/pth.h"

#include "error.h"
#include "io/limits.h"
#include "io/pth-legacy.h"
#include "io/pth-zip.h"

#include <string.h>

/* Numbers are handed out as they stand in the file. */
G_STATIC_ASSERT (G_BYTE_ORDER == G_LITTLE_ENDIAN);

struct _P2pPth
{
  P2pPthParts parts;
  P2pPthLayout layout;
  P2pTensorInfo *infos;
  const P2pPickleTensor **tensors;
  guint n;
  GPtrArray *names;
  void *cached; /* the storage that was read last for a part of it */
  gsize cached_place;
};

P2pPthLayout
p2p_pth_sniff (const void *bytes, gsize size)
{
  static const guint8 magic[] = { 0x80, 2, 0x8a, 10, 0x6c, 0xfc, 0x9c, 0x46, 0xf9, 0x20, 0x6a, 0xa8,
    0x50, 0x19, '.' };
  if (size >= 4 && memcmp (bytes, "PK\3\4", 4) == 0)
    return P2P_PTH_ZIP;
  if (size >= sizeof magic && memcmp (bytes, magic, sizeof magic) == 0)
    return P2P_PTH_LEGACY;
  return P2P_PTH_NONE;
}

/* ---- the tensors ---- */

static gboolean
holds_tensors (const P2pPickleValue *value)
{
  for (guint i = 1; value && value->kind == P2P_PICKLE_DICT && i < value->n; i += 2)
    if (value->u.items[i]->kind == P2P_PICKLE_TENSOR)
      return TRUE;
  return FALSE;
}

/* The dictionary itself, or inside what others save around it. */
static const P2pPickleValue *
find_dict (const P2pPth *pth, GError **error)
{
  static const char *const wraps[] = { "state_dict", "model", "model_state_dict" };
  const P2pPickleValue *root = p2p_pickle_root (pth->parts.pickle);
  if (holds_tensors (root))
    return root;
  for (guint i = 0; i < G_N_ELEMENTS (wraps); i++) {
    const P2pPickleValue *inner = p2p_pickle_lookup (root, wraps[i]);
    if (holds_tensors (inner))
      return inner;
  }
  p2p_pth_refuse (pth->parts.name, error, "it holds no dictionary of tensors (a state_dict)");
  return NULL;
}

static gboolean
add_tensor (P2pPth *pth, GHashTable *seen, const P2pPickleValue *key, const P2pPickleValue *value,
    GError **error)
{
  g_autofree char *name =
      key->kind == P2P_PICKLE_TEXT ? g_strndup (key->u.text, key->n) : g_strdup ("");
  g_autofree char *shown = g_strescape (name, NULL);
  P2pTensorInfo *info = &pth->infos[pth->n];
  if (strlen (name) != key->n || !p2p_tensor_name_ok (name))
    return p2p_pth_refuse (pth->parts.name, error, "\"%.60s\" cannot be the name of a tensor",
        shown);
  if (value->kind != P2P_PICKLE_TENSOR)
    return p2p_pth_refuse (pth->parts.name, error, "its entry \"%.60s\" is no tensor", shown);
  if (!g_hash_table_add (seen, name))
    return p2p_pth_refuse (pth->parts.name, error, "it has two tensors \"%.60s\"", shown);
  const P2pPickleTensor *t = value->u.tensor;
  info->name = name;
  info->dtype = t->storage->dtype;
  info->rank = t->rank;
  memcpy (info->dims, t->dims, sizeof info->dims);
  info->count = t->count;
  pth->tensors[pth->n++] = t;
  g_ptr_array_add (pth->names, g_steal_pointer (&name));
  return TRUE;
}

static gboolean
list_tensors (P2pPth *pth, GError **error)
{
  const P2pPickleValue *dict = find_dict (pth, error);
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  if (!dict)
    return FALSE;
  if (dict->n / 2 > P2P_LIMIT_TENSORS)
    return p2p_pth_refuse (pth->parts.name, error, "it has more than %d tensors",
        P2P_LIMIT_TENSORS);
  pth->infos = g_new0 (P2pTensorInfo, dict->n / 2);
  pth->tensors = g_new0 (const P2pPickleTensor *, dict->n / 2);
  for (guint i = 0; i + 1 < dict->n; i += 2)
    if (!add_tensor (pth, seen, dict->u.items[i], dict->u.items[i + 1], error))
      return FALSE;
  return TRUE;
}

P2pPth *
p2p_pth_parse (const void *bytes, gsize size, P2pMap *map, const char *name, GError **error)
{
  g_autoptr (P2pPth) pth = g_new0 (P2pPth, 1);
  gboolean ok;
  p2p_pth_parts_init (&pth->parts, bytes, size, map, name);
  pth->layout = p2p_pth_sniff (bytes, size);
  pth->names = g_ptr_array_new_with_free_func (g_free);
  if (pth->layout == P2P_PTH_ZIP)
    ok = p2p_pth_open_zip (&pth->parts, error);
  else if (pth->layout == P2P_PTH_LEGACY)
    ok = p2p_pth_open_legacy (&pth->parts, error);
  else
    ok = p2p_pth_refuse (pth->parts.name, error, "it does not begin as torch.save begins a file");
  return ok && list_tensors (pth, error) ? g_steal_pointer (&pth) : NULL;
}

void
p2p_pth_free (P2pPth *pth)
{
  if (!pth)
    return;
  p2p_pth_close_zip (&pth->parts);
  p2p_pth_parts_clear (&pth->parts);
  g_ptr_array_unref (pth->names);
  g_free (pth->cached);
  g_free (pth->infos);
  g_free (pth->tensors);
  g_free (pth);
}

guint
p2p_pth_n (const P2pPth *pth)
{
  return pth->n;
}

const P2pTensorInfo *
p2p_pth_at (const P2pPth *pth, guint i)
{
  return i < pth->n ? &pth->infos[i] : NULL;
}

/* ---- their bytes ---- */

static gboolean
is_row_major (const P2pPickleTensor *t)
{
  gint64 stride = 1;
  for (int i = t->rank - 1; i >= 0; i--) {
    if (t->dims[i] > 1 && t->strides[i] != stride)
      return FALSE;
    stride *= t->dims[i];
  }
  return TRUE;
}

/* FROM: the bytes of the storage. */
static void
gather (const P2pPickleTensor *t, const guint8 *from, guint8 *to)
{
  const gsize size = p2p_dtype_size (t->storage->dtype);
  gint64 at[8] = { 0 }, place = t->offset;
  if (is_row_major (t)) {
    memcpy (to, from + (gsize) t->offset * size, t->count * size);
    return;
  }
  for (gsize i = 0; i < t->count; i++, to += size) {
    memcpy (to, from + (gsize) place * size, size);
    for (int d = t->rank - 1; d >= 0; d--) {
      place += t->strides[d];
      if (++at[d] < t->dims[d])
        break;
      place -= t->strides[d] * t->dims[d];
      at[d] = 0;
    }
  }
}

/* The storage at PLACE of the archive, kept for the tensors that share it. */
static gboolean
fetch_storage (P2pPth *pth, const P2pPickleStorage *s, gsize place, GError **error)
{
  gsize size = 0;
  if (pth->cached && pth->cached_place == place)
    return TRUE;
  g_clear_pointer (&pth->cached, g_free);
  if (p2p_pth_storage_size (s, &size))
    pth->cached = g_try_malloc (MAX (size, 1));
  if (!pth->cached) {
    g_set_error (error, P2P_ERROR, P2P_ERROR_MEMORY,
        "no memory to read %s (%" G_GSIZE_FORMAT " bytes for one storage); use a smaller network",
        pth->parts.name, size);
    return FALSE;
  }
  if (p2p_pth_read_entry (&pth->parts, place, pth->cached, size, error)) {
    pth->cached_place = place;
    return TRUE;
  }
  g_clear_pointer (&pth->cached, g_free);
  return FALSE;
}

gboolean
p2p_pth_read (P2pPth *pth, guint i, void *bytes, GError **error)
{
  const P2pPickleTensor *t = pth->tensors[i];
  const gsize place = p2p_pth_place (&pth->parts, t->storage);
  const gsize size = t->count * p2p_dtype_size (t->storage->dtype);
  if (t->count == 0)
    return TRUE;
  if (pth->layout == P2P_PTH_LEGACY) {
    gather (t, pth->parts.bytes + place, bytes);
    return TRUE;
  }
  if (is_row_major (t) && t->count == (gsize) t->storage->count)
    return p2p_pth_read_entry (&pth->parts, place, bytes, size, error);
  if (!fetch_storage (pth, t->storage, place, error))
    return FALSE;
  gather (t, pth->cached, bytes);
  return TRUE;
}
