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

/* What lies around dictionaries of tensors: dictionaries and lists, some of them several times. */
typedef struct
{
  P2pPth *pth;
  GArray *infos; /* P2pTensorInfo */
  GPtrArray *tensors;
  GHashTable *seen;
  guint visited;
} Walk;

static gboolean
add_tensor (Walk *walk, const char *name, const P2pPickleTensor *t, GError **error)
{
  P2pPth *pth = walk->pth;
  g_autofree char *shown = g_strescape (name, NULL);
  P2pTensorInfo info = { .dtype = t->storage->dtype, .rank = t->rank, .count = t->count };
  if (!p2p_tensor_name_ok (name))
    return p2p_pth_refuse (pth->parts.name, error, "\"%.60s\" cannot be the name of a tensor",
        shown);
  info.name = g_strdup (name);
  g_ptr_array_add (pth->names, (gpointer) info.name);
  if (!g_hash_table_add (walk->seen, (gpointer) info.name))
    return p2p_pth_refuse (pth->parts.name, error, "it has two tensors \"%.60s\"", shown);
  memcpy (info.dims, t->dims, sizeof info.dims);
  g_array_append_val (walk->infos, info);
  g_ptr_array_add (walk->tensors, (gpointer) t);
  return TRUE;
}

static gboolean walk_into (Walk *walk, const char *prefix, const P2pPickleValue *value,
    GError **error);

/* KEY: NULL or no text for what has no name. */
static gboolean
walk_item (Walk *walk, const char *prefix, const P2pPickleValue *key, guint number,
    const P2pPickleValue *value, GError **error)
{
  const gboolean text = key && key->kind == P2P_PICKLE_TEXT;
  g_autofree char *word = text  ? g_strndup (key->u.text, key->n)
                          : key ? g_strdup ("")
                                : g_strdup_printf ("%u", number);
  g_autofree char *name = g_strconcat (prefix, *prefix ? "." : "", word, NULL);
  if (++walk->visited > 4 * P2P_LIMIT_TENSORS || walk->infos->len > P2P_LIMIT_TENSORS)
    return p2p_pth_refuse (walk->pth->parts.name, error,
        "it has more than %d tensors, or four times as many other values", P2P_LIMIT_TENSORS);
  if (value->kind == P2P_PICKLE_TENSOR && key)
    return add_tensor (walk, text ? name : "", value->u.tensor, error);
  /* Networks have names, and short ones; an optimizer's state has numbers. */
  return (key && !text) || strlen (name) > P2P_LIMIT_TENSOR_NAME
         || walk_into (walk, name, value, error);
}

/* Nested no deeper than P2P_LIMIT_PICKLE_NESTING, which the decoder saw to. Tensors of lists, which
 * have no names, and what is no tensor are passed over. */
static gboolean
walk_into (Walk *walk, const char *prefix, const P2pPickleValue *value, GError **error)
{
  const gboolean dict = value->kind == P2P_PICKLE_DICT;
  if (!dict && value->kind != P2P_PICKLE_LIST && value->kind != P2P_PICKLE_TUPLE)
    return TRUE;
  for (guint i = 0; i < value->n; i += dict ? 2 : 1)
    if (!walk_item (walk, prefix, dict ? value->u.items[i] : NULL, i,
            value->u.items[dict ? i + 1 : i], error))
      return FALSE;
  return TRUE;
}

static gboolean
list_tensors (P2pPth *pth, GError **error)
{
  Walk walk = { .pth = pth,
    .infos = g_array_new (FALSE, TRUE, sizeof (P2pTensorInfo)),
    .tensors = g_ptr_array_new (),
    .seen = g_hash_table_new (g_str_hash, g_str_equal) };
  gboolean ok = walk_into (&walk, "", p2p_pickle_root (pth->parts.pickle), error);
  if (ok && walk.infos->len == 0)
    ok =
        p2p_pth_refuse (pth->parts.name, error, "it holds no dictionary of tensors (a state_dict)");
  g_hash_table_unref (walk.seen);
  pth->n = walk.infos->len;
  pth->infos = (P2pTensorInfo *) g_array_free (walk.infos, FALSE);
  pth->tensors = (const P2pPickleTensor **) g_ptr_array_free (walk.tensors, FALSE);
  return ok;
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
