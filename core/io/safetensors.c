/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "io/safetensors.h"

#include "error.h"
#include "io/dtypes.h"
#include "io/limits.h"
#include "io/map.h"
#include "io/seal.h"

#include <string.h>

#include <jansson.h>

/* The format is little endian and bytes are handed out as they are. */
G_STATIC_ASSERT (G_BYTE_ORDER == G_LITTLE_ENDIAN);

struct _P2pSafetensors
{
  char *name;         /* for messages */
  P2pMap map;         /* empty when the bytes are somebody else's */
  const guint8 *data; /* the tensors' bytes; the header ends there */
  gsize data_size, header_size;
  json_t *root; /* owns every name and metadata text */
  P2pTensorInfo *infos;
  guint n;
  GHashTable *by_name;
};

static gboolean G_GNUC_PRINTF (3, 4)
    fail (const P2pSafetensors *file, GError **error, const char *format, ...)
{
  g_autofree char *what = NULL;
  va_list args;
  va_start (args, format);
  what = g_strdup_vprintf (format, args);
  va_end (args);
  g_set_error (error, P2P_ERROR, P2P_ERROR_DATA,
      "%s is not a usable safetensors file: %s; fetch it again or use another", file->name, what);
  return FALSE;
}

/* What a header is made of, outside of its texts. */
typedef struct
{
  gsize entries; /* keys of the outermost object */
  gsize keys;    /* of objects in it */
  gsize values;  /* that follow another one */
  gsize openings;
} Shape;

static Shape
survey (const char *text, gsize size)
{
  Shape shape = { 0 };
  int depth = 0;
  gboolean inside = FALSE;
  for (gsize i = 0; i < size; i++) {
    const char c = text[i];
    if (inside && c == '\\')
      i++;
    else if (c == '"')
      inside = !inside;
    if (inside || c == '"')
      continue;
    depth += (c == '{' || c == '[') - (c == '}' || c == ']');
    shape.openings += c == '{' || c == '[';
    shape.entries += c == ':' && depth == 1;
    shape.keys += c == ':' && depth != 1;
    shape.values += c == ',';
  }
  return shape;
}

/* A parser takes a hundred times the size of a file of brackets and commas, and thirty times that of
 * short texts. A tensor has three keys, two offsets and a shape; the rest is metadata. */
static gboolean
check_complexity (const P2pSafetensors *file, const char *text, gsize size, GError **error)
{
  const Shape s = survey (text, size);
  const gsize tensors = P2P_LIMIT_TENSORS, said = P2P_LIMIT_METADATA;
  if (s.entries > tensors + 1 || s.keys > 3 * s.entries + said
      || s.values > (4 + P2P_LIMIT_TENSOR_RANK) * s.entries + said || s.openings > 4 * tensors)
    return fail (file, error,
        "its header has too many entries: %d tensors and %d metadata entries "
        "are allowed",
        P2P_LIMIT_TENSORS, P2P_LIMIT_METADATA);
  return TRUE;
}

static gboolean
parse_header (P2pSafetensors *file, const guint8 *bytes, gsize size, GError **error)
{
  const char *text = (const char *) bytes + 8;
  json_error_t reason;
  guint64 length = 0;
  if (size < 8)
    return fail (file, error, "it has only %" G_GSIZE_FORMAT " bytes", size);
  if (memcmp (bytes, "version ", 8) == 0)
    return fail (file, error, "it is a Git LFS pointer, run `git lfs pull`");
  memcpy (&length, bytes, 8);
  if (length > P2P_LIMIT_SAFETENSORS_HEADER)
    return fail (file, error,
        "a header of %" G_GUINT64_FORMAT " bytes is announced, %u are allowed", length,
        P2P_LIMIT_SAFETENSORS_HEADER);
  if (length > size - 8)
    return fail (file, error,
        "truncated: a header of %" G_GUINT64_FORMAT " bytes is announced, %" G_GSIZE_FORMAT
        " are there",
        length, size - 8);
  if (length == 0 || text[0] != '{')
    return fail (file, error, "its header does not begin with {");
  if (!g_utf8_validate (text, (gssize) length, NULL))
    return fail (file, error, "its header is not UTF-8 text");
  if (!check_complexity (file, text, length, error))
    return FALSE;
  file->root = json_loadb (text, length, JSON_REJECT_DUPLICATES, &reason);
  if (file->root == NULL) {
    g_autofree char *shown = g_utf8_make_valid (reason.text, -1);
    return fail (file, error, "its header is broken at byte %d: %s", reason.position, shown);
  }
  file->header_size = 8 + length;
  file->data = bytes + file->header_size;
  file->data_size = size - 8 - length;
  return TRUE;
}

static gboolean
parse_shape (const P2pSafetensors *file, P2pTensorInfo *info, const json_t *shape, GError **error)
{
  if (!json_is_array (shape) || json_array_size (shape) > P2P_LIMIT_TENSOR_RANK)
    return fail (file, error, "the shape of tensor \"%s\" is not a list of up to %d numbers",
        info->name, P2P_LIMIT_TENSOR_RANK);
  info->rank = (int) json_array_size (shape);
  info->count = 1;
  for (int i = 0; i < info->rank; i++) {
    const json_t *dim = json_array_get (shape, (size_t) i);
    info->dims[i] = json_is_integer (dim) ? (gint64) json_integer_value (dim) : -1;
    if (info->dims[i] < 0 || info->dims[i] > G_MAXINT32
        || !g_size_checked_mul (&info->count, info->count, (gsize) info->dims[i]))
      return fail (file, error, "the shape of tensor \"%s\" has a side that cannot be", info->name);
  }
  return TRUE;
}

/* The two offsets, each within the file, and as far apart as shape and type ask. */
static gboolean
parse_offsets (const P2pSafetensors *file, P2pTensorInfo *info, const json_t *offsets,
    GError **error)
{
  gint64 place[2] = { -1, -1 };
  gsize bytes;
  for (size_t i = 0; i < 2 && json_array_size (offsets) == 2; i++) {
    const json_t *value = json_array_get (offsets, i);
    if (json_is_integer (value))
      place[i] = (gint64) json_integer_value (value);
  }
  if (place[0] < 0 || place[1] < place[0])
    return fail (file, error, "the offsets of tensor \"%s\" are not two rising numbers",
        info->name);
  if ((guint64) place[1] > file->data_size)
    return fail (file, error,
        "truncated: tensor \"%s\" ends at byte %" G_GINT64_FORMAT " of %" G_GSIZE_FORMAT,
        info->name, place[1], file->data_size);
  if (!g_size_checked_mul (&bytes, info->count, p2p_dtype_size (info->dtype))
      || bytes != (gsize) (place[1] - place[0]))
    return fail (file, error,
        "tensor \"%s\" has %" G_GINT64_FORMAT " bytes, which is not what its shape and type need",
        info->name, place[1] - place[0]);
  info->data = file->data + place[0];
  return TRUE;
}

/* Words of a stranger, fit for a terminal. */
static char *
printable (const char *text)
{
  g_autofree char *escaped = g_strescape (text ? text : "?", NULL);
  return g_strndup (escaped, 60);
}

static gboolean
parse_tensor (const P2pSafetensors *file, P2pTensorInfo *info, const json_t *value, GError **error)
{
  const char *dtype = json_string_value (json_object_get (value, "dtype"));
  if (!p2p_tensor_name_ok (info->name)) {
    g_autofree char *shown = printable (info->name);
    return fail (file, error, "\"%s\" cannot be the name of a tensor", shown);
  }
  if (!json_is_object (value) || json_object_size (value) != 3)
    return fail (file, error, "tensor \"%s\" is not described by dtype, shape and data_offsets",
        info->name);
  if (!p2p_dtype_parse (dtype, &info->dtype)) {
    g_autofree char *shown = printable (dtype);
    return fail (file, error, "tensor \"%s\" is of type %s, which is not known here", info->name,
        shown);
  }
  return parse_shape (file, info, json_object_get (value, "shape"), error)
         && parse_offsets (file, info, json_object_get (value, "data_offsets"), error);
}

static gboolean
check_metadata (const P2pSafetensors *file, json_t *metadata, GError **error)
{
  const char *key;
  json_t *value;
  if (!json_is_object (metadata))
    return fail (file, error, "its __metadata__ is not an object");
  if (json_object_size (metadata) > P2P_LIMIT_METADATA)
    return fail (file, error, "its __metadata__ has %" G_GSIZE_FORMAT " entries, %d are allowed",
        json_object_size (metadata), P2P_LIMIT_METADATA);
  json_object_foreach (metadata, key, value) if (!json_is_string (value)) return fail (file, error,
      "its __metadata__ holds something else than text");
  return TRUE;
}

/* Empty tensors share an offset with their neighbours and come before a full one. */
static int
compare_infos (const void *a, const void *b)
{
  const P2pTensorInfo *x = a, *y = b;
  if (x->data != y->data)
    return (const guint8 *) x->data < (const guint8 *) y->data ? -1 : 1;
  if ((x->count == 0) != (y->count == 0))
    return x->count == 0 ? -1 : 1;
  return strcmp (x->name, y->name);
}

static gboolean
check_contiguous (const P2pSafetensors *file, GError **error)
{
  const guint8 *end = file->data;
  for (guint i = 0; i < file->n; i++) {
    const P2pTensorInfo *info = &file->infos[i];
    if (info->data != end)
      return fail (file, error, "tensor \"%s\" %s", info->name,
          (const guint8 *) info->data < end ? "overlaps another" : "follows a gap");
    end += info->count * p2p_dtype_size (info->dtype);
  }
  if (end != file->data + file->data_size)
    return fail (file, error, "%" G_GSIZE_FORMAT " bytes at its end belong to no tensor",
        (gsize) (file->data + file->data_size - end));
  return TRUE;
}

static gboolean
parse_tensors (P2pSafetensors *file, GError **error)
{
  const gsize entries = json_object_size (file->root);
  const char *key;
  json_t *value;
  if (entries - (json_object_get (file->root, "__metadata__") != NULL) > P2P_LIMIT_TENSORS)
    return fail (file, error, "it has more than %d tensors", P2P_LIMIT_TENSORS);
  file->infos = g_new0 (P2pTensorInfo, entries + 1);
  json_object_foreach (file->root, key, value)
  {
    if (strcmp (key, "__metadata__") == 0) {
      if (!check_metadata (file, value, error))
        return FALSE;
      continue;
    }
    file->infos[file->n].name = key;
    if (!parse_tensor (file, &file->infos[file->n], value, error))
      return FALSE;
    file->n++;
  }
  qsort (file->infos, file->n, sizeof *file->infos, compare_infos);
  if (!check_contiguous (file, error))
    return FALSE;
  file->by_name = g_hash_table_new (g_str_hash, g_str_equal);
  for (guint i = 0; i < file->n; i++)
    g_hash_table_insert (file->by_name, (gpointer) file->infos[i].name, &file->infos[i]);
  return TRUE;
}

gsize
p2p_safetensors_head (const void *bytes, gsize size)
{
  guint64 length = 0;
  if (size < 8)
    return size;
  memcpy (&length, bytes, 8);
  return 8 + (gsize) MIN (MIN (length, P2P_LIMIT_SAFETENSORS_HEADER), size - 8);
}

P2pSafetensors *
p2p_safetensors_parse (const void *bytes, gsize size, const char *name, GError **error)
{
  g_autoptr (P2pSafetensors) file = g_new0 (P2pSafetensors, 1);
  file->name = g_strdup (name);
  if (!parse_header (file, bytes, size, error) || !parse_tensors (file, error))
    return NULL;
  return g_steal_pointer (&file);
}

P2pSafetensors *
p2p_safetensors_open (const char *path, GError **error)
{
  P2pMap map;
  P2pSafetensors *file;
  if (!p2p_map_open (&map, path, G_MAXSIZE, error))
    return NULL;
  file = p2p_safetensors_parse (map.bytes, map.size, path, error);
  if (file)
    file->map = map;
  else
    p2p_map_close (&map);
  return file;
}

void
p2p_safetensors_free (P2pSafetensors *file)
{
  if (file == NULL)
    return;
  p2p_map_close (&file->map);
  g_clear_pointer (&file->by_name, g_hash_table_unref);
  json_decref (file->root);
  g_free (file->infos);
  g_free (file->name);
  g_free (file);
}

const char *
p2p_safetensors_name (const P2pSafetensors *file)
{
  return file->name;
}

guint
p2p_safetensors_n (const P2pSafetensors *file)
{
  return file->n;
}

const P2pTensorInfo *
p2p_safetensors_at (const P2pSafetensors *file, guint i)
{
  return i < file->n ? &file->infos[i] : NULL;
}

const P2pTensorInfo *
p2p_safetensors_find (const P2pSafetensors *file, const char *name)
{
  return g_hash_table_lookup (file->by_name, name);
}

const char *
p2p_safetensors_metadata (const P2pSafetensors *file, const char *key)
{
  return json_string_value (json_object_get (json_object_get (file->root, "__metadata__"), key));
}

GPtrArray *
p2p_safetensors_all_metadata (const P2pSafetensors *file)
{
  GPtrArray *all = g_ptr_array_new ();
  const char *key;
  json_t *value;
  json_object_foreach (json_object_get (file->root, "__metadata__"), key, value)
  {
    g_ptr_array_add (all, (gpointer) key);
    g_ptr_array_add (all, (gpointer) json_string_value (value));
  }
  g_ptr_array_add (all, NULL);
  return all;
}

void
p2p_safetensors_read (const P2pSafetensors *file, const P2pTensorInfo *info, void *bytes)
{
  const gsize size = info->count * p2p_dtype_size (info->dtype);
  if (size > 0)
    memcpy (bytes, info->data, size);
}

void
p2p_safetensors_let_go (const P2pSafetensors *file, const P2pTensorInfo *info)
{
  if (file->map.size > 0)
    p2p_map_let_go (info->data, info->count * p2p_dtype_size (info->dtype));
}

gboolean
p2p_safetensors_floats (const P2pSafetensors *file, const char *name, gsize count, float *values,
    GError **error)
{
  const P2pTensorInfo *info = p2p_safetensors_find (file, name);
  if (info == NULL) {
    g_set_error (error, P2P_ERROR, P2P_ERROR_DATA,
        "%s has no tensor \"%s\"; check that it is of the same network", file->name, name);
    return FALSE;
  }
  if (info->dtype != P2P_DTYPE_F32 || info->count != count) {
    g_set_error (error, P2P_ERROR, P2P_ERROR_DATA,
        "tensor \"%s\" of %s has %" G_GSIZE_FORMAT " numbers of type %s instead of %" G_GSIZE_FORMAT
        " of type F32; check that it is of the same network",
        name, file->name, info->count, p2p_dtype_name (info->dtype), count);
    return FALSE;
  }
  p2p_safetensors_read (file, info, values);
  return TRUE;
}

static GChecksum *
sum_tensors (const P2pSafetensors *file)
{
  GChecksum *sum = g_checksum_new (G_CHECKSUM_SHA256);
  for (gsize done = 0; done < file->data_size;) {
    const gsize part = MIN (file->data_size - done, 8u << 20);
    g_checksum_update (sum, file->data + done, (gssize) part);
    done += part;
  }
  return sum;
}

gboolean
p2p_safetensors_verify (const P2pSafetensors *file, GError **error)
{
  const char *expected = p2p_safetensors_metadata (file, P2P_SEAL_TENSORS);
  if (expected == NULL)
    return TRUE;
  g_autoptr (GChecksum) sum = sum_tensors (file);
  if (g_ascii_strcasecmp (expected, g_checksum_get_string (sum)) == 0)
    return TRUE;
  g_set_error (error, P2P_ERROR, P2P_ERROR_DATA,
      "%s is damaged: the SHA-256 of its tensors is not the one it names; use an older file or "
      "fetch it again",
      file->name);
  return FALSE;
}

gboolean
p2p_safetensors_is_sealed (const P2pSafetensors *file)
{
  return p2p_seal_has_file (file->data - file->header_size, file->header_size);
}

gboolean
p2p_safetensors_verify_sealed (const P2pSafetensors *file, GError **error)
{
  g_autoptr (GChecksum) sum = sum_tensors (file);
  if (p2p_seal_matches (sum, file->data - file->header_size, file->header_size))
    return TRUE;
  g_set_error (error, P2P_ERROR, P2P_ERROR_DATA,
      "%s is damaged: the SHA-256 of the whole file is not the one it names; use an older file",
      file->name);
  return FALSE;
}
