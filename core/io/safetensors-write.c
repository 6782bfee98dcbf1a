/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "io/safetensors.h"

#include "error.h"
#include "io/atomic.h"
#include "io/dtypes.h"
#include "io/limits.h"
#include "io/seal.h"
#include "printable.h"

#include <string.h>

#include <jansson.h>

G_STATIC_ASSERT (G_BYTE_ORDER == G_LITTLE_ENDIAN);

typedef struct
{
  gsize size;
  const void *bytes;
  P2pTensorFill fill;
  void *user;
  guint index;
} Entry;

struct _P2pSafetensorsWriter
{
  GArray *entries;
  json_t *root, *metadata;
  gsize data_size;
  char *mistake; /* the first wrong call, reported by save */
};

/* The sums come first; their digits are known last. */
static void
leave_room (P2pSafetensorsWriter *writer, const char *key)
{
  g_autofree char *zeros = g_strnfill (P2P_SEAL_DIGITS, '0');
  json_object_set_new (writer->metadata, key, json_string (zeros));
}

static P2pSafetensorsWriter *
writer_new (gboolean sealed)
{
  P2pSafetensorsWriter *writer = g_new0 (P2pSafetensorsWriter, 1);
  writer->entries = g_array_new (FALSE, FALSE, sizeof (Entry));
  writer->root = json_object ();
  writer->metadata = json_object ();
  leave_room (writer, P2P_SEAL_TENSORS);
  if (sealed)
    leave_room (writer, P2P_SEAL_FILE);
  json_object_set (writer->root, "__metadata__", writer->metadata);
  return writer;
}

P2pSafetensorsWriter *
p2p_safetensors_writer_new (void)
{
  return writer_new (FALSE);
}

P2pSafetensorsWriter *
p2p_safetensors_writer_new_sealed (void)
{
  return writer_new (TRUE);
}

void
p2p_safetensors_writer_free (P2pSafetensorsWriter *writer)
{
  if (writer == NULL)
    return;
  g_array_unref (writer->entries);
  json_decref (writer->metadata);
  json_decref (writer->root);
  g_free (writer->mistake);
  g_free (writer);
}

static void
note_mistake (P2pSafetensorsWriter *writer, const char *what, const char *name)
{
  if (writer->mistake == NULL)
    writer->mistake = g_strdup_printf ("%s \"%s\"", what, name);
}

void
p2p_safetensors_writer_metadata (P2pSafetensorsWriter *writer, const char *key, const char *value)
{
  g_autofree char *text =
      g_utf8_validate (value, -1, NULL) ? g_strdup (value) : p2p_printable (value);
  if (strcmp (key, P2P_SEAL_TENSORS) == 0 || strcmp (key, P2P_SEAL_FILE) == 0
      || json_object_set_new (writer->metadata, key, json_string (text)) < 0)
    note_mistake (writer, "metadata cannot have", key);
}

/* The tensor's line in the header; FALSE for a shape that cannot be. */
static gboolean
describe (P2pSafetensorsWriter *writer, const char *name, P2pDtype dtype, int rank,
    const gint64 *dims, gsize *size)
{
  json_t *shape = json_array (), *offsets = json_array (), *tensor = json_object ();
  gsize bytes = p2p_dtype_size (dtype), end = 0;
  gboolean ok = rank >= 0 && rank <= P2P_LIMIT_TENSOR_RANK;
  for (int i = 0; ok && i < rank; i++) {
    ok = dims[i] >= 0 && dims[i] <= G_MAXINT32
         && g_size_checked_mul (&bytes, bytes, (gsize) dims[i]);
    json_array_append_new (shape, json_integer (dims[i]));
  }
  ok = ok && g_size_checked_add (&end, writer->data_size, bytes) && end <= G_MAXINT64 / 2;
  json_array_append_new (offsets, json_integer ((json_int_t) writer->data_size));
  json_array_append_new (offsets, json_integer ((json_int_t) end));
  json_object_set_new (tensor, "dtype", json_string (p2p_dtype_name (dtype)));
  json_object_set_new (tensor, "shape", shape);
  json_object_set_new (tensor, "data_offsets", offsets);
  json_object_set_new (writer->root, name, tensor);
  *size = bytes;
  if (ok)
    writer->data_size = end;
  return ok;
}

static void
add_entry (P2pSafetensorsWriter *writer, const char *name, P2pDtype dtype, int rank,
    const gint64 *dims, Entry entry)
{
  if (!p2p_tensor_name_ok (name) || strcmp (name, "__metadata__") == 0
      || json_object_get (writer->root, name) != NULL
      || writer->entries->len >= P2P_LIMIT_TENSORS) {
    note_mistake (writer, "too many tensors or two of this name, or a bad one:", name);
  } else if (!describe (writer, name, dtype, rank, dims, &entry.size)) {
    note_mistake (writer, "the shape cannot be of tensor", name);
  } else {
    g_array_append_val (writer->entries, entry);
  }
}

void
p2p_safetensors_writer_add (P2pSafetensorsWriter *writer, const char *name, P2pDtype dtype,
    int rank, const gint64 *dims, const void *bytes)
{
  add_entry (writer, name, dtype, rank, dims, (Entry){ .bytes = bytes });
}

void
p2p_safetensors_writer_add_fill (P2pSafetensorsWriter *writer, const char *name, P2pDtype dtype,
    int rank, const gint64 *dims, P2pTensorFill fill, void *user, guint index)
{
  add_entry (writer, name, dtype, rank, dims,
      (Entry){ .fill = fill, .user = user, .index = index });
}

/* Length and JSON, padded with spaces so that the tensors begin at a multiple of
 * eight; NULL if that is longer than a reader would take. */
static GString *
make_header (const P2pSafetensorsWriter *writer)
{
  char *text = json_dumps (writer->root, JSON_COMPACT);
  GString *header = g_string_new_len ("\0\0\0\0\0\0\0\0", 8);
  guint64 length;
  if (text)
    g_string_append (header, text);
  free (text);
  while (header->len % 8 != 0)
    g_string_append_c (header, ' ');
  length = header->len - 8;
  memcpy (header->str, &length, 8);
  if (length <= P2P_LIMIT_SAFETENSORS_HEADER
      && p2p_seal_has_tensors ((const guint8 *) header->str, header->len))
    return header;
  g_string_free (header, TRUE);
  return NULL;
}

/* One buffer, large enough for any tensor that is produced on demand. */
static gboolean
alloc_scratch (const P2pSafetensorsWriter *writer, const char *path, void **scratch, GError **error)
{
  gsize largest = 0;
  for (guint i = 0; i < writer->entries->len; i++) {
    const Entry *entry = &g_array_index (writer->entries, Entry, i);
    if (entry->fill)
      largest = MAX (largest, entry->size);
  }
  *scratch = largest > 0 ? g_try_malloc (largest) : NULL;
  if (*scratch || largest == 0)
    return TRUE;
  g_set_error (error, P2P_ERROR, P2P_ERROR_MEMORY,
      "no memory to save %s (%" G_GSIZE_FORMAT " bytes for one tensor); use a smaller network",
      path, largest);
  return FALSE;
}

static gboolean
write_tensors (const P2pSafetensorsWriter *writer, P2pAtomicFile *file, void *scratch,
    GChecksum *sum, GError **error)
{
  for (guint i = 0; i < writer->entries->len; i++) {
    const Entry *entry = &g_array_index (writer->entries, Entry, i);
    const void *bytes = entry->bytes;
    if (entry->size == 0)
      continue;
    if (entry->fill) {
      entry->fill (entry->user, entry->index, scratch);
      bytes = scratch;
    }
    g_checksum_update (sum, bytes, (gssize) entry->size);
    if (!p2p_atomic_write (file, bytes, entry->size, error))
      return FALSE;
  }
  return TRUE;
}

static gboolean
write_all (const P2pSafetensorsWriter *writer, P2pAtomicFile *file, GString *header, void *scratch,
    GError **error)
{
  g_autoptr (GChecksum) sum = g_checksum_new (G_CHECKSUM_SHA256);
  guint8 *bytes = (guint8 *) header->str;
  if (!p2p_atomic_write (file, bytes, header->len, error)
      || !write_tensors (writer, file, scratch, sum, error))
    return FALSE;
  p2p_seal_write (sum, bytes, header->len);
  return p2p_atomic_patch (file, 0, bytes, p2p_seal_end (bytes, header->len), error);
}

gboolean
p2p_safetensors_writer_save (P2pSafetensorsWriter *writer, const char *path, GError **error)
{
  g_autoptr (GString) header = make_header (writer);
  g_autofree void *scratch = NULL;
  P2pAtomicFile *file;
  if (writer->mistake || header == NULL) {
    g_set_error (error, P2P_ERROR, P2P_ERROR_INTERNAL, "cannot save %s: %s; check the caller", path,
        writer->mistake ? writer->mistake : "its header is too long");
    return FALSE;
  }
  if (!alloc_scratch (writer, path, &scratch, error))
    return FALSE;
  file = p2p_atomic_open (path, header->len + writer->data_size, error);
  if (file == NULL)
    return FALSE;
  if (!write_all (writer, file, header, scratch, error)) {
    p2p_atomic_abort (file);
    return FALSE;
  }
  return p2p_atomic_commit (file, error);
}
