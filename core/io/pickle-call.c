/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "io/pickle-call.h"

#include "io/limits.h"

#include <string.h>

static const struct
{
  const char *module, *name;
  int global;
} globals[] = {
  { "collections", "OrderedDict", P2P_GLOBAL_ORDERED_DICT },
  { "torch._utils", "_rebuild_tensor", P2P_GLOBAL_REBUILD_TENSOR },
  { "torch._utils", "_rebuild_tensor_v2", P2P_GLOBAL_REBUILD_TENSOR_V2 },
  { "torch._utils", "_rebuild_parameter", P2P_GLOBAL_REBUILD_PARAMETER },
  { "torch.nn.parameter", "Parameter", P2P_GLOBAL_PARAMETER },
  { "torch", "Size", P2P_GLOBAL_SIZE },
  { "torch", "FloatStorage", P2P_GLOBAL_STORAGE + P2P_DTYPE_F32 },
  { "torch", "HalfStorage", P2P_GLOBAL_STORAGE + P2P_DTYPE_F16 },
  { "torch", "BFloat16Storage", P2P_GLOBAL_STORAGE + P2P_DTYPE_BF16 },
  { "torch", "DoubleStorage", P2P_GLOBAL_STORAGE + P2P_DTYPE_F64 },
  { "torch", "LongStorage", P2P_GLOBAL_STORAGE + P2P_DTYPE_I64 },
  { "torch", "IntStorage", P2P_GLOBAL_STORAGE + P2P_DTYPE_I32 },
  { "torch", "BoolStorage", P2P_GLOBAL_STORAGE + P2P_DTYPE_BOOL },
};

static gboolean
same (const char *text, gsize length, const char *word)
{
  return length == strlen (word) && memcmp (text, word, length) == 0;
}

/* Words of a stranger, fit for a terminal. */
static char *
printable (const char *text, gsize length)
{
  g_autofree char *copy = g_strndup (text, MIN (length, 60));
  g_autofree char *valid = g_utf8_make_valid (copy, -1);
  return g_strescape (valid, NULL);
}

int
p2p_pickle_find_global (const P2pPickle *p, const char *module, gsize module_length,
    const char *name, gsize name_length, GError **error)
{
  for (guint i = 0; i < G_N_ELEMENTS (globals); i++)
    if (same (module, module_length, globals[i].module)
        && same (name, name_length, globals[i].name))
      return globals[i].global;
  g_autofree char *shown_module = printable (module, module_length);
  g_autofree char *shown_name = printable (name, name_length);
  p2p_pth_refuse (p->name, error,
      "the file wants to run %s.%s: refused (one that holds only values, as torch.save "
      "(net.state_dict "
      "(), ...) makes it, runs nothing)",
      shown_module, shown_name);
  return -1;
}

/* ---- storages ---- */

/* The part of a storage that a file from before PyTorch 0.4 may name:
 * None, or (key, offset, count). */
static gboolean
apply_view (const P2pPickle *p, P2pPickleStorage *s, const P2pPickleValue *view, GError **error)
{
  P2pPickleValue *const *part = view->u.items;
  if (view->kind == P2P_PICKLE_NONE)
    return TRUE;
  if (view->kind != P2P_PICKLE_TUPLE || view->n != 3 || part[1]->kind != P2P_PICKLE_INT
      || part[2]->kind != P2P_PICKLE_INT)
    return p2p_pth_refuse (p->name, error, "the view of a storage is not three values");
  s->first = part[1]->u.number;
  s->length = part[2]->u.number;
  if (s->first < 0 || s->length < 0 || s->first > s->count || s->length > s->count - s->first)
    return p2p_pth_refuse (p->name, error, "the view of a storage lies outside of it");
  return TRUE;
}

/* A key names one piece of the file: two ids that differ in its size or type lie. */
static gboolean
remember_storage (P2pPickle *p, P2pPickleStorage *s, GError **error)
{
  const P2pPickleStorage *known = g_hash_table_lookup (p->by_key, s);
  if (!known) {
    g_hash_table_add (p->by_key, s);
    g_ptr_array_add (p->storages, s);
    return TRUE;
  }
  if (known->count == s->count && known->dtype == s->dtype)
    return TRUE;
  return p2p_pth_refuse (p->name, error, "storage \"%.*s\" is of two sizes or types",
      (int) MIN (s->key_length, 60), s->key);
}

/* ("storage", type, key, place, count) and in the older layout a view. */
P2pPickleValue *
p2p_pickle_persistent (P2pPickle *p, const P2pPickleValue *id, GError **error)
{
  P2pPickleValue *const *part = id->u.items;
  P2pPickleStorage *s;
  P2pPickleValue *value;
  if (id->kind != P2P_PICKLE_TUPLE || (id->n != 5 && id->n != 6)
      || !p2p_pickle_is (part[0], "storage") || part[1]->kind != P2P_PICKLE_GLOBAL
      || part[1]->u.global < P2P_GLOBAL_STORAGE || part[2]->kind != P2P_PICKLE_TEXT
      || part[3]->kind != P2P_PICKLE_TEXT || part[4]->kind != P2P_PICKLE_INT) {
    p2p_pth_refuse (p->name, error,
        "the persistent id at byte %" G_GSIZE_FORMAT " is not that of a storage", p->op);
    return NULL;
  }
  s = p2p_pickle_alloc (p, sizeof *s, error);
  value = s ? p2p_pickle_new (p, P2P_PICKLE_STORAGE, error) : NULL;
  if (!value)
    return NULL;
  *s = (P2pPickleStorage){ .key = part[2]->u.text,
    .key_length = part[2]->n,
    .dtype = (P2pDtype) (part[1]->u.global - P2P_GLOBAL_STORAGE),
    .count = part[4]->u.number,
    .length = part[4]->u.number };
  if (s->count < 0 || s->count > G_MAXINT64 / 8) {
    p2p_pth_refuse (p->name, error, "a storage of %" G_GINT64_FORMAT " numbers cannot be",
        s->count);
    return NULL;
  }
  if ((id->n == 6 && !apply_view (p, s, part[5], error)) || !remember_storage (p, s, error))
    return NULL;
  value->u.storage = s;
  return value;
}

/* ---- tensors ---- */

static gboolean
read_numbers (const P2pPickleValue *tuple, gint64 *numbers)
{
  if (tuple->kind != P2P_PICKLE_TUPLE || tuple->n > P2P_LIMIT_TENSOR_RANK)
    return FALSE;
  for (guint i = 0; i < tuple->n; i++) {
    if (tuple->u.items[i]->kind != P2P_PICKLE_INT || tuple->u.items[i]->u.number < 0)
      return FALSE;
    numbers[i] = tuple->u.items[i]->u.number;
  }
  return TRUE;
}

/* From the narrowest stride to the widest, each step must clear what lies below it:
 * then no two elements are at the same place. REACH: of the last element. */
static gboolean
check_strides (const P2pPickleTensor *t, gint64 *reach)
{
  gint64 stride[8], dim[8];
  int n = 0;
  for (int i = 0; i < t->rank; i++)
    if (t->dims[i] > 1) {
      int at = n++;
      for (; at > 0 && stride[at - 1] > t->strides[i]; at--) {
        stride[at] = stride[at - 1];
        dim[at] = dim[at - 1];
      }
      stride[at] = t->strides[i];
      dim[at] = t->dims[i];
    }
  *reach = 0;
  for (int i = 0; i < n; i++) {
    gint64 span;
    if (stride[i] <= *reach || __builtin_mul_overflow (stride[i], dim[i] - 1, &span)
        || __builtin_add_overflow (*reach, span, reach))
      return FALSE;
  }
  return TRUE;
}

static gboolean
check_geometry (const P2pPickle *p, P2pPickleTensor *t, GError **error)
{
  gint64 reach, end;
  t->count = 1;
  for (int i = 0; i < t->rank; i++)
    if (t->dims[i] > G_MAXINT32 || !g_size_checked_mul (&t->count, t->count, (gsize) t->dims[i]))
      return p2p_pth_refuse (p->name, error,
          "the tensor at byte %" G_GSIZE_FORMAT " has a side that cannot be", p->op);
  for (int i = 0; i < t->rank; i++)
    if (t->dims[i] <= 1) /* never used, and may be anything */
      t->strides[i] = 0;
  if (t->offset < 0 || t->offset > t->storage->length)
    return p2p_pth_refuse (p->name, error,
        "the tensor at byte %" G_GSIZE_FORMAT " begins outside its storage", p->op);
  if (t->count == 0)
    return TRUE;
  if (!check_strides (t, &reach))
    return p2p_pth_refuse (p->name, error,
        "the tensor at byte %" G_GSIZE_FORMAT " has strides that overlap or overflow", p->op);
  if (__builtin_add_overflow (t->offset, reach, &end) || end >= t->storage->length)
    return p2p_pth_refuse (p->name, error,
        "the tensor at byte %" G_GSIZE_FORMAT " reaches outside its storage", p->op);
  return TRUE;
}

/* (storage, offset, sizes, strides, ...) */
static P2pPickleValue *
rebuild_tensor (P2pPickle *p, const P2pPickleValue *arguments, GError **error)
{
  P2pPickleValue *const *a = arguments->u.items;
  P2pPickleTensor *t = p2p_pickle_alloc (p, sizeof *t, error);
  P2pPickleValue *value = t ? p2p_pickle_new (p, P2P_PICKLE_TENSOR, error) : NULL;
  if (!value)
    return NULL;
  if (a[0]->kind != P2P_PICKLE_STORAGE || a[1]->kind != P2P_PICKLE_INT
      || !read_numbers (a[2], t->dims) || !read_numbers (a[3], t->strides) || a[2]->n != a[3]->n) {
    p2p_pth_refuse (p->name, error,
        "the tensor at byte %" G_GSIZE_FORMAT
        " is not described by a storage, an offset, up to %d sizes and as many strides",
        p->op, P2P_LIMIT_TENSOR_RANK);
    return NULL;
  }
  t->storage = a[0]->u.storage;
  t->rank = (int) a[2]->n;
  t->offset = a[1]->u.number;
  if (!check_geometry (p, t, error))
    return NULL;
  t->offset += t->storage->first;
  value->u.tensor = t;
  return value;
}

/* OrderedDict (), or as Python 2 writes it: OrderedDict ([[key, value], ...]). */
static P2pPickleValue *
make_dict (P2pPickle *p, const P2pPickleValue *arguments, GError **error)
{
  P2pPickleValue *dict = p2p_pickle_new (p, P2P_PICKLE_DICT, error);
  const P2pPickleValue *list = arguments->n ? arguments->u.items[0] : NULL;
  if (!dict)
    return NULL;
  dict->ordered = TRUE;
  for (guint i = 0; list && i < list->n; i++) {
    const P2pPickleValue *pair = list->u.items[i];
    if ((pair->kind != P2P_PICKLE_LIST && pair->kind != P2P_PICKLE_TUPLE) || pair->n != 2
        || pair->u.items[0]->kind != P2P_PICKLE_TEXT) {
      p2p_pth_refuse (p->name, error, "a dictionary is made of something else than pairs");
      return NULL;
    }
    if (!p2p_pickle_append (p, dict, pair->u.items, 2, error))
      return NULL;
  }
  return dict;
}

static gboolean
is_flag_and_hooks (P2pPickleValue *const *a)
{
  return a[0]->kind == P2P_PICKLE_BOOL && a[1]->kind == P2P_PICKLE_DICT && a[1]->n == 0;
}

P2pPickleValue *
p2p_pickle_call (P2pPickle *p, const P2pPickleValue *callable, const P2pPickleValue *arguments,
    GError **error)
{
  P2pPickleValue *const *a = arguments->u.items;
  const guint n = arguments->n;
  if (callable->kind == P2P_PICKLE_GLOBAL && arguments->kind == P2P_PICKLE_TUPLE) {
    const int global = callable->u.global;
    if (global == P2P_GLOBAL_ORDERED_DICT && (n == 0 || (n == 1 && a[0]->kind == P2P_PICKLE_LIST)))
      return make_dict (p, arguments, error);
    if ((global == P2P_GLOBAL_REBUILD_TENSOR && n == 4)
        || (global == P2P_GLOBAL_REBUILD_TENSOR_V2 && n == 6 && is_flag_and_hooks (a + 4)))
      return rebuild_tensor (p, arguments, error);
    if (global == P2P_GLOBAL_REBUILD_PARAMETER && n == 3 && a[0]->kind == P2P_PICKLE_TENSOR
        && is_flag_and_hooks (a + 1))
      return a[0];
    if (global == P2P_GLOBAL_SIZE && n == 1 && a[0]->kind == P2P_PICKLE_TUPLE)
      return a[0];
  }
  p2p_pth_refuse (p->name, error, "the call at byte %" G_GSIZE_FORMAT " makes no tensor: refused",
      p->op);
  return NULL;
}
