/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "io/pth-zip.h"

#include "io/limits.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include <zip.h>

/* One entry, refused unless it is what torch.save() writes: a file, uncompressed and
 * in the clear, under a name that leads nowhere else. */
static gboolean
check_entry (const P2pPthParts *pth, const zip_stat_t *entry, GError **error)
{
  const zip_uint64_t wanted =
      ZIP_STAT_NAME | ZIP_STAT_SIZE | ZIP_STAT_COMP_SIZE | ZIP_STAT_COMP_METHOD;
  g_autofree char *shown = NULL;
  if ((entry->valid & wanted) != wanted)
    return p2p_pth_refuse (pth->name, error, "its archive has an entry without name or size");
  shown = g_strescape (entry->name, NULL);
  if (strlen (entry->name) > P2P_LIMIT_TENSOR_NAME || strstr (entry->name, "/../")
      || g_str_has_prefix (entry->name, "../") || strchr (entry->name, '\\')
      || entry->name[0] == '/' || !strchr (entry->name, '/'))
    return p2p_pth_refuse (pth->name, error, "the name of its entry \"%.60s\" cannot be", shown);
  if (entry->comp_method != ZIP_CM_STORE || entry->comp_size != entry->size
      || ((entry->valid & ZIP_STAT_ENCRYPTION_METHOD) && entry->encryption_method != ZIP_EM_NONE))
    return p2p_pth_refuse (pth->name, error,
        "its entry \"%.60s\" is compressed or encrypted, which torch.save never does", shown);
  if (strstr (entry->name, "/code/") || g_str_has_suffix (entry->name, "/constants.pkl"))
    return p2p_pth_refuse (pth->name, error,
        "it is a program of TorchScript, not the values of a network; use torch.save on its "
        "state_dict()");
  return TRUE;
}

/* All entries lie in one folder, have different names and together fit into the
 * file. INDEX, SIZE: of the one data.pkl. Returns the folder's name with its slash. */
static char *
survey (const P2pPthParts *pth, zip_uint64_t *index, guint64 *size, GError **error)
{
  const zip_int64_t n = zip_get_num_entries (pth->zip, 0);
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  g_autofree char *folder = NULL;
  guint64 total = 0;
  gboolean found = FALSE;
  if (n > P2P_LIMIT_PTH_ENTRIES) {
    p2p_pth_refuse (pth->name, error, "its archive has more than %d entries",
        P2P_LIMIT_PTH_ENTRIES);
    return NULL;
  }
  for (zip_int64_t i = 0; i < n; i++) {
    zip_stat_t entry = { 0 };
    if (zip_stat_index (pth->zip, (zip_uint64_t) i, 0, &entry) < 0) {
      p2p_pth_refuse (pth->name, error, "an entry of its archive cannot be read");
      return NULL;
    }
    if (!check_entry (pth, &entry, error))
      return NULL;
    if (!folder)
      folder = g_strndup (entry.name, (gsize) (strchr (entry.name, '/') - entry.name) + 1);
    total += MIN (entry.size, pth->size + 1);
    if (!g_str_has_prefix (entry.name, folder) || total > pth->size
        || !g_hash_table_add (seen, (gpointer) entry.name)) {
      p2p_pth_refuse (pth->name, error,
          "its archive has two folders, two entries of one name, or "
          "entries larger than the file");
      return NULL;
    }
    if (!g_str_has_suffix (entry.name, "/data.pkl"))
      continue;
    if (found || strlen (entry.name) != strlen (folder) + strlen ("data.pkl")) {
      p2p_pth_refuse (pth->name, error, "its archive has more than one data.pkl");
      return NULL;
    }
    found = TRUE;
    *index = (zip_uint64_t) i;
    *size = entry.size;
  }
  if (found)
    return g_steal_pointer (&folder);
  p2p_pth_refuse (pth->name, error, "it is an archive without data.pkl, not one of torch.save");
  return NULL;
}

gboolean
p2p_pth_read_entry (P2pPthParts *pth, gsize index, void *bytes, gsize size, GError **error)
{
  zip_file_t *file = zip_fopen_index (pth->zip, index, 0);
  gsize done = 0;
  zip_int64_t got = 1;
  guint8 beyond;
  if (!file)
    return p2p_pth_refuse (pth->name, error, "an entry of its archive cannot be opened: %s",
        zip_strerror (pth->zip));
  while (done < size && (got = zip_fread (file, (guint8 *) bytes + done, size - done)) > 0)
    done += (gsize) got;
  /* The checksum is compared when the end is met. */
  if (done == size)
    got = zip_fread (file, &beyond, 1);
  zip_fclose (file);
  if (done == size && got == 0)
    return TRUE;
  g_autofree char *name = g_strescape (zip_get_name (pth->zip, index, 0), NULL);
  return p2p_pth_refuse (pth->name, error, "the bytes of entry \"%.60s\" are damaged", name);
}

static gboolean
read_pickle (P2pPthParts *pth, gsize index, guint64 size, GError **error)
{
  if (size > P2P_LIMIT_PICKLE)
    return p2p_pth_refuse (pth->name, error,
        "its data.pkl has %" G_GUINT64_FORMAT " bytes, %u are allowed", size, P2P_LIMIT_PICKLE);
  pth->text = g_try_malloc (MAX (size, 1));
  if (!pth->text)
    return p2p_pth_refuse (pth->name, error, "there is no memory for its data.pkl");
  if (!p2p_pth_read_entry (pth, index, pth->text, (gsize) size, error))
    return FALSE;
  pth->pickle = p2p_pickle_decode (pth->text, (gsize) size, NULL, pth->name, error);
  return pth->pickle != NULL;
}

/* Every storage that is named must be an entry of exactly its size. */
static gboolean
find_storages (P2pPthParts *pth, const char *folder, GError **error)
{
  for (guint i = 0; i < p2p_pickle_n_storages (pth->pickle); i++) {
    const P2pPickleStorage *s = p2p_pickle_storage (pth->pickle, i);
    g_autofree char *key = g_strndup (s->key, s->key_length);
    g_autofree char *name = g_strconcat (folder, "data/", key, NULL);
    g_autofree char *shown = g_strescape (key, NULL);
    gsize size;
    zip_stat_t entry = { 0 };
    zip_int64_t index = -1;
    if (*key && strlen (key) == s->key_length && !strchr (key, '/') && !strstr (key, ".."))
      index = zip_name_locate (pth->zip, name, ZIP_FL_ENC_RAW);
    if (index < 0 || zip_stat_index (pth->zip, (zip_uint64_t) index, 0, &entry) < 0)
      return p2p_pth_refuse (pth->name, error, "its storage \"%.60s\" is not in the archive",
          shown);
    if (!p2p_pth_storage_size (s, &size) || entry.size != size)
      return p2p_pth_refuse (pth->name, error,
          "its storage \"%.60s\" has %" G_GUINT64_FORMAT " bytes, which is not what is announced",
          shown, (guint64) entry.size);
    p2p_pth_set_place (pth, s, (gsize) index);
  }
  return TRUE;
}

static gboolean
check_byte_order (P2pPthParts *pth, const char *folder, GError **error)
{
  g_autofree char *name = g_strconcat (folder, "byteorder", NULL);
  const zip_int64_t index = zip_name_locate (pth->zip, name, ZIP_FL_ENC_RAW);
  zip_stat_t entry = { 0 };
  char word[8] = "";
  if (index < 0)
    return TRUE;
  if (zip_stat_index (pth->zip, (zip_uint64_t) index, 0, &entry) == 0 && entry.size < sizeof word
      && !p2p_pth_read_entry (pth, (gsize) index, word, (gsize) entry.size, error))
    return FALSE;
  if (g_str_equal (word, "little"))
    return TRUE;
  return p2p_pth_refuse (pth->name, error, "its numbers are not little endian");
}

/* Is there an end of an archive where one may stand, before a comment of up to 64 KiB? */
static gboolean
has_end (const P2pPthParts *pth)
{
  const gsize last = MIN (pth->size, 22 + (64u << 10));
  return memmem (pth->bytes + pth->size - last, last, "PK\5\6", 4) != NULL;
}

/* The least that a file without its end still lacks, from its first entry, the pickle,
 * and the storages that are named there; 0 if that cannot be told. */
static gsize
count_missing (const P2pPthParts *pth)
{
  guint16 lengths[2];
  gsize at, used = 0, whole;
  if (pth->size < 30)
    return 0;
  memcpy (lengths, pth->bytes + 26, sizeof lengths);
  at = 30u + GUINT16_FROM_LE (lengths[0]) + GUINT16_FROM_LE (lengths[1]);
  if (at >= pth->size)
    return 0;
  g_autoptr (P2pPickle) pickle =
      p2p_pickle_decode (pth->bytes + at, pth->size - at, &used, pth->name, NULL);
  whole = at + used;
  for (guint i = 0; pickle && i < p2p_pickle_n_storages (pickle); i++) {
    gsize size;
    if (!p2p_pth_storage_size (p2p_pickle_storage (pickle, i), &size)
        || !g_size_checked_add (&whole, whole, size))
      return 0;
  }
  return whole > pth->size ? whole - pth->size : 0;
}

static void
set_cut_short (const P2pPthParts *pth, GError **error)
{
  const gsize missing = count_missing (pth);
  g_autofree char *least =
      missing ? g_strdup_printf ("; at least %" G_GSIZE_FORMAT " bytes are missing", missing)
              : g_strdup ("");
  p2p_pth_refuse (pth->name, error,
      "cut short: the list of its contents, which stands at its end, is not there (it has "
      "%" G_GSIZE_FORMAT " bytes%s)",
      pth->size, least);
}

/* A file is read by libzip itself: only what is asked for, and each entry once. */
static zip_source_t *
source_of (const P2pPthParts *pth, zip_error_t *reason)
{
  FILE *file = NULL;
  zip_source_t *source;
  int fd;
  if (pth->map->size == 0)
    return zip_source_buffer_create (pth->bytes, pth->size, 0, reason);
  fd = fcntl (pth->map->fd, F_DUPFD_CLOEXEC, 0);
  if (fd >= 0 && !(file = fdopen (fd, "rb")))
    close (fd);
  if (!file) {
    zip_error_set (reason, ZIP_ER_OPEN, errno);
    return NULL;
  }
  source = zip_source_filep_create (file, 0, -1, reason);
  if (!source)
    fclose (file);
  return source;
}

static gboolean
open_archive (P2pPthParts *pth, GError **error)
{
  zip_error_t reason;
  gboolean ok;
  zip_error_init (&reason);
  zip_source_t *source = source_of (pth, &reason);
  pth->zip = source ? zip_open_from_source (source, ZIP_RDONLY | ZIP_CHECKCONS, &reason) : NULL;
  if (source && !pth->zip)
    zip_source_free (source);
  ok = pth->zip != NULL;
  if (!ok && p2p_map_fill (pth->map, pth->map->size, error)) {
    if (has_end (pth))
      p2p_pth_refuse (pth->name, error, "its archive is damaged: %s", zip_error_strerror (&reason));
    else
      set_cut_short (pth, error);
  }
  zip_error_fini (&reason);
  return ok;
}

gboolean
p2p_pth_open_zip (P2pPthParts *pth, GError **error)
{
  g_autofree char *folder = NULL;
  zip_uint64_t index = 0;
  guint64 size = 0;
  if (!open_archive (pth, error))
    return FALSE;
  folder = survey (pth, &index, &size, error);
  return folder && check_byte_order (pth, folder, error)
         && read_pickle (pth, (gsize) index, size, error) && find_storages (pth, folder, error);
}

void
p2p_pth_close_zip (P2pPthParts *pth)
{
  g_clear_pointer (&pth->zip, zip_discard);
}
