/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* The bytes of the archive are made here, not by libzip: PyTorch wants each entry's
 * data at a multiple of 64, which libzip cannot promise. The layout is that of
 * PyTorch's own files, checksums behind the data and a zip64 end included. */

#include "error.h"
#include "io/atomic.h"
#include "io/dtypes.h"
#include "io/limits.h"
#include "io/pth-pickle.h"
#include "io/pth.h"

#include <string.h>

#include <zlib.h>

G_STATIC_ASSERT (G_BYTE_ORDER == G_LITTLE_ENDIAN);

#define ALIGNMENT 64
#define FLAGS 0x0808 /* names are UTF-8, sizes and checksum follow the data */
#define DESCRIPTOR 16
/* Beyond it the small headers would need zip64 forms of their own. */
#define MOST_BYTES ((gsize) G_MAXUINT32 - (64u << 20))

/* An entry of the archive: BYTES, or what the tensor's fill gives. */
typedef struct
{
  char *name;
  const void *bytes;
  const P2pPthTensor *tensor;
  gsize size, at; /* AT: of its local header */
  guint32 crc;
} Entry;

struct _P2pPthWriter
{
  GArray *tensors;
  gsize largest;
  char *mistake; /* the first wrong call, reported by save */
};

static void
clear_tensor (gpointer tensor)
{
  g_free (((P2pPthTensor *) tensor)->name);
}

static void
clear_entry (gpointer entry)
{
  g_free (((Entry *) entry)->name);
}

P2pPthWriter *
p2p_pth_writer_new (void)
{
  P2pPthWriter *writer = g_new0 (P2pPthWriter, 1);
  writer->tensors = g_array_new (FALSE, TRUE, sizeof (P2pPthTensor));
  g_array_set_clear_func (writer->tensors, clear_tensor);
  return writer;
}

void
p2p_pth_writer_free (P2pPthWriter *writer)
{
  if (!writer)
    return;
  g_array_unref (writer->tensors);
  g_free (writer->mistake);
  g_free (writer);
}

void
p2p_pth_writer_add_fill (P2pPthWriter *writer, const char *name, P2pDtype dtype, int rank,
    const gint64 *dims, P2pTensorFill fill, void *user, guint index)
{
  P2pPthTensor t = { .dtype = dtype,
    .rank = rank,
    .count = 1,
    .fill = fill,
    .user = user,
    .index = index };
  gboolean ok = p2p_tensor_name_ok (name) && (dtype == P2P_DTYPE_F32 || dtype == P2P_DTYPE_I64)
                && rank >= 0 && rank <= P2P_LIMIT_TENSOR_RANK
                && writer->tensors->len < P2P_LIMIT_TENSORS - 3;
  for (int i = 0; ok && i < rank; i++) {
    t.dims[i] = dims[i];
    ok = dims[i] >= 0 && dims[i] <= G_MAXINT32
         && g_size_checked_mul (&t.count, t.count, (gsize) dims[i]);
  }
  if (!ok || !g_size_checked_mul (&t.size, t.count, p2p_dtype_size (dtype))) {
    if (!writer->mistake)
      writer->mistake =
          g_strdup_printf ("the name, type or shape cannot be of tensor \"%s\"", name);
    return;
  }
  t.name = g_strdup (name);
  writer->largest = MAX (writer->largest, t.size);
  g_array_append_val (writer->tensors, t);
}

/* ---- the archive ---- */

/* Padding that brings the data behind a local header at AT to the alignment. */
static gsize
padding (const Entry *entry, gsize at)
{
  return (ALIGNMENT - (at + 30 + strlen (entry->name) + 4) % ALIGNMENT) % ALIGNMENT;
}

static gsize
header_size (const Entry *entry)
{
  return 30 + strlen (entry->name) + 4 + padding (entry, entry->at);
}

static void
add_entry (GArray *entries, const char *stem, const char *leaf, const void *bytes,
    const P2pPthTensor *tensor, gsize size)
{
  Entry entry = { .name = g_strdup_printf ("%s/%s", stem, leaf),
    .bytes = bytes,
    .tensor = tensor,
    .size = size };
  if (entries->len > 0) {
    const Entry *last = &g_array_index (entries, Entry, entries->len - 1);
    entry.at = last->at + header_size (last) + last->size + DESCRIPTOR;
  }
  g_array_append_val (entries, entry);
}

static void
put_u16 (GByteArray *out, guint number)
{
  const guint16 value = (guint16) number;
  p2p_put (out, &value, 2);
}

static void
put_u32 (GByteArray *out, gsize number)
{
  const guint32 value = (guint32) number;
  p2p_put (out, &value, 4);
}

static void
put_u64 (GByteArray *out, gsize number)
{
  const guint64 value = number;
  p2p_put (out, &value, 8);
}

/* Checksum, and the size stored and unpacked. */
static void
put_sizes (GByteArray *out, guint32 crc, gsize size)
{
  put_u32 (out, crc);
  put_u32 (out, size);
  put_u32 (out, size);
}

static GByteArray *
make_header (const Entry *entry)
{
  GByteArray *out = g_byte_array_new ();
  const gsize pad = padding (entry, entry->at);
  p2p_put (out, "PK\3\4\0\0", 6);
  put_u16 (out, FLAGS);
  p2p_put (out, "\0\0\0\0\0\0", 6); /* stored; no date, as PyTorch has none */
  put_sizes (out, 0, 0);
  put_u16 (out, (guint) strlen (entry->name));
  put_u16 (out, (guint) (4 + pad));
  p2p_put_words (out, entry->name);
  p2p_put_words (out, "FB");
  put_u16 (out, (guint) pad);
  for (gsize i = 0; i < pad; i++)
    p2p_put_op (out, 'Z');
  return out;
}

static void
put_directory (GByteArray *out, const Entry *entry)
{
  p2p_put (out, "PK\1\2\0\0\0\0", 8);
  put_u16 (out, FLAGS);
  p2p_put (out, "\0\0\0\0\0\0", 6);
  put_sizes (out, entry->crc, entry->size);
  put_u16 (out, (guint) strlen (entry->name));
  p2p_put (out, "\0\0\0\0\0\0\0\0\0\0\0\0", 12); /* no extra field, comment, attributes */
  put_u32 (out, entry->at);
  p2p_put_words (out, entry->name);
}

/* The list of contents at AT, and the two ends that point to it. */
static GByteArray *
make_end (const GArray *entries, gsize at)
{
  GByteArray *out = g_byte_array_new ();
  gsize size;
  for (guint i = 0; i < entries->len; i++)
    put_directory (out, &g_array_index (entries, Entry, i));
  size = out->len;
  p2p_put (out, "PK\6\6", 4);
  put_u64 (out, 44);
  put_u16 (out, 0x031e);
  put_u16 (out, 0x002d);
  put_u64 (out, 0);
  put_u64 (out, entries->len);
  put_u64 (out, entries->len);
  put_u64 (out, size);
  put_u64 (out, at);
  p2p_put (out, "PK\6\7\0\0\0\0", 8);
  put_u64 (out, at + size);
  put_u32 (out, 1);
  p2p_put (out, "PK\5\6\0\0\0\0", 8);
  put_u16 (out, MIN (entries->len, G_MAXUINT16));
  put_u16 (out, MIN (entries->len, G_MAXUINT16));
  put_u32 (out, size);
  put_u32 (out, at);
  put_u16 (out, 0);
  return out;
}

static gboolean
write_entry (P2pAtomicFile *file, Entry *entry, void *scratch, GError **error)
{
  g_autoptr (GByteArray) header = make_header (entry), descriptor = g_byte_array_new ();
  const void *bytes = entry->bytes;
  if (entry->tensor && entry->size > 0) {
    entry->tensor->fill (entry->tensor->user, entry->tensor->index, scratch);
    bytes = scratch;
  }
  entry->crc = entry->size > 0 ? (guint32) crc32_z (0, bytes, entry->size) : 0;
  p2p_put (descriptor, "PK\7\10", 4);
  put_sizes (descriptor, entry->crc, entry->size);
  return p2p_atomic_write (file, header->data, header->len, error)
         && (entry->size == 0 || p2p_atomic_write (file, bytes, entry->size, error))
         && p2p_atomic_write (file, descriptor->data, descriptor->len, error);
}

static gboolean
write_entries (P2pAtomicFile *file, GArray *entries, gsize at, void *scratch, GError **error)
{
  g_autoptr (GByteArray) end = NULL;
  for (guint i = 0; i < entries->len; i++)
    if (!write_entry (file, &g_array_index (entries, Entry, i), scratch, error))
      return FALSE;
  end = make_end (entries, at);
  return p2p_atomic_write (file, end->data, end->len, error);
}

static gboolean
write_archive (GArray *entries, const char *path, void *scratch, GError **error)
{
  const Entry *last = &g_array_index (entries, Entry, entries->len - 1);
  const gsize at = last->at + header_size (last) + last->size + DESCRIPTOR;
  g_autoptr (GByteArray) end = make_end (entries, at);
  P2pAtomicFile *file;
  if (at > MOST_BYTES) {
    g_set_error (error, P2P_ERROR, P2P_ERROR_CREATE,
        "%s would be larger than 4 GiB, which is not written as .pth; use .safetensors", path);
    return FALSE;
  }
  file = p2p_atomic_open (path, at + end->len, error);
  if (!file)
    return FALSE;
  if (!write_entries (file, entries, at, scratch, error)) {
    p2p_atomic_abort (file);
    return FALSE;
  }
  return p2p_atomic_commit (file, error);
}

/* As PyTorch calls the folder inside: the file's name without its ending. */
static char *
stem_of (const char *path)
{
  g_autofree char *base = g_path_get_basename (path);
  char *dot = strrchr (base, '.');
  if (dot)
    *dot = '\0';
  if (!*base || strlen (base) > 200 || !p2p_tensor_name_ok (base) || strstr (base, ".."))
    return g_strdup ("archive");
  g_strdelimit (base, "\\", '_');
  return g_steal_pointer (&base);
}

gboolean
p2p_pth_writer_save (P2pPthWriter *writer, const char *path, GError **error)
{
  g_autoptr (GArray) entries = g_array_new (FALSE, TRUE, sizeof (Entry));
  g_autoptr (GByteArray) pickle = NULL;
  g_autofree char *stem = stem_of (path);
  g_autofree void *scratch = NULL;
  if (writer->mistake) {
    g_set_error (error, P2P_ERROR, P2P_ERROR_INTERNAL, "cannot save %s: %s; check the caller", path,
        writer->mistake);
    return FALSE;
  }
  scratch = g_try_malloc (MAX (writer->largest, 1));
  if (!scratch) {
    g_set_error (error, P2P_ERROR, P2P_ERROR_MEMORY,
        "no memory to save %s (%" G_GSIZE_FORMAT " bytes for one tensor); use a smaller network",
        path, writer->largest);
    return FALSE;
  }
  g_array_set_clear_func (entries, clear_entry);
  pickle = p2p_pth_pickle (writer->tensors);
  add_entry (entries, stem, "data.pkl", pickle->data, NULL, pickle->len);
  add_entry (entries, stem, "byteorder", "little", NULL, 6);
  for (guint i = 0; i < writer->tensors->len; i++) {
    const P2pPthTensor *t = &g_array_index (writer->tensors, P2pPthTensor, i);
    g_autofree char *leaf = g_strdup_printf ("data/%u", i);
    add_entry (entries, stem, leaf, NULL, t, t->size);
  }
  add_entry (entries, stem, "version", "3\n", NULL, 2);
  return write_archive (entries, path, scratch, error);
}
