/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "data/dataset.h"

#include "data/contents.h"
#include "data/folders.h"
#include "error.h"
#include "rng.h"

#include <string.h>
#include <sys/stat.h>

struct _P2pDataset
{
  const P2pDatasetMode *mode;
  GPtrArray *files[2];  /* paths; [1] only where A and B are different files */
  gsize root[2];        /* so many bytes of their paths are the folder that the user named */
  GPtrArray *unmatched; /* NULL-terminated */
  gboolean serial;
  guint32 *order; /* of the epoch last asked for; NULL: none yet */
  guint64 order_seed, order_epoch;
};

/* Stem to path; where two files have one stem, the first. Keys and values are B's. */
static GHashTable *
index_of (const GPtrArray *files, const char *folder)
{
  GHashTable *index = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  for (guint i = 0; i < files->len; i++) {
    char *stem = p2p_pair_name (folder, files->pdata[i]);
    if (g_hash_table_contains (index, stem))
      g_free (stem);
    else
      g_hash_table_insert (index, stem, files->pdata[i]);
  }
  return index;
}

static void
set_no_pairs (const GPtrArray *a, const GPtrArray *b, char *const folders[2], GError **error)
{
  g_autofree char *one = g_path_get_basename (a->pdata[0]);
  g_autofree char *other = g_path_get_basename (b->pdata[0]);
  g_set_error (error, P2P_ERROR, P2P_ERROR_NO_INPUT,
      "no picture in %s has a partner of the same name in %s (the first are %s and %s): check the "
      "folders, or try --dataset_mode %s --dataroot %s --dataroot_B %s, which needs no partners",
      folders[0], folders[1], one, other, p2p_mode_unaligned.name, folders[0], folders[1]);
}

/* Keeps what belongs together, in A's order, at most MAX pairs. */
static gboolean
match (P2pDataset *dataset, GPtrArray *a, GPtrArray *b, char *const folders[2], guint max,
    GError **error)
{
  g_autoptr (GHashTable) index = index_of (b, folders[1]);
  g_autoptr (GHashTable) taken = g_hash_table_new (g_direct_hash, g_direct_equal);
  for (guint i = 0; i < 2; i++)
    dataset->files[i] = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 0; i < a->len; i++) {
    g_autofree char *stem = p2p_pair_name (folders[0], a->pdata[i]);
    const char *partner = g_hash_table_lookup (index, stem);
    if (partner && g_hash_table_add (taken, (gpointer) partner)) {
      g_ptr_array_add (dataset->files[0], g_strdup (a->pdata[i]));
      g_ptr_array_add (dataset->files[1], g_strdup (partner));
    } else {
      g_ptr_array_add (dataset->unmatched, g_strdup (a->pdata[i]));
    }
  }
  for (guint i = 0; i < b->len; i++)
    if (!g_hash_table_contains (taken, b->pdata[i]))
      g_ptr_array_add (dataset->unmatched, g_strdup (b->pdata[i]));
  if (dataset->files[0]->len == 0) {
    set_no_pairs (a, b, folders, error);
    return FALSE;
  }
  const guint n = dataset->files[0]->len;
  for (guint i = 0; i < 2 && max > 0; i++)
    g_ptr_array_set_size (dataset->files[i], (int) MIN (n, max));
  return TRUE;
}

static gboolean
open_one (P2pDataset *dataset, const P2pDatasetSpec *spec, GError **error)
{
  g_autofree char *folder =
      dataset->mode->in_root ? g_strdup (spec->dataroot)
                             : p2p_phase_folder (spec->dataroot, spec->phase, dataset->mode, error);
  dataset->files[0] = folder ? p2p_list_pictures (folder, spec->max, error) : NULL;
  return dataset->files[0] != NULL;
}

static gboolean
find_two (const P2pDataset *dataset, const P2pDatasetSpec *spec, char *folders[2], GError **error)
{
  if (!spec->dataroot_b || !*spec->dataroot_b)
    return p2p_two_folders (spec->dataroot, spec->phase, dataset->mode, folders, error);
  folders[0] = g_strdup (spec->dataroot);
  folders[1] = g_strdup (spec->dataroot_b);
  return TRUE;
}

static gboolean
open_unpaired (P2pDataset *dataset, const P2pDatasetSpec *spec, GError **error)
{
  char *folders[2] = { NULL, NULL };
  gboolean ok = find_two (dataset, spec, folders, error);
  for (int i = 0; i < 2 && ok; i++) {
    dataset->files[i] = p2p_list_pictures (folders[i], spec->max, error);
    ok = dataset->files[i] != NULL;
  }
  g_free (folders[0]);
  g_free (folders[1]);
  return ok;
}

static gboolean
open_paired (P2pDataset *dataset, const P2pDatasetSpec *spec, GError **error)
{
  char *folders[2] = { NULL, NULL };
  gboolean ok = find_two (dataset, spec, folders, error);
  g_autoptr (GPtrArray) a = ok ? p2p_list_pictures (folders[0], 0, error) : NULL;
  g_autoptr (GPtrArray) b = a ? p2p_list_pictures (folders[1], 0, error) : NULL;
  ok = b && match (dataset, a, b, folders, spec->max, error);
  g_free (folders[0]);
  g_free (folders[1]);
  return ok;
}

static gboolean
open_files (P2pDataset *dataset, const P2pDatasetSpec *spec, GError **error)
{
  if (dataset->mode->sides != P2P_SIDES_TWO)
    return open_one (dataset, spec, error);
  return (dataset->mode->paired ? open_paired : open_unpaired) (dataset, spec, error);
}

static gboolean
check (const P2pDatasetMode *mode, const P2pDatasetSpec *spec, GError **error)
{
  if (!spec->dataroot || !*spec->dataroot) {
    g_set_error_literal (error, P2P_ERROR, P2P_ERROR_USAGE,
        "no data set is named; set dataroot to the folder that holds its pictures");
    return FALSE;
  }
  if (mode->sides == P2P_SIDES_TWO || !spec->dataroot_b || !*spec->dataroot_b)
    return TRUE;
  g_set_error (error, P2P_ERROR, P2P_ERROR_USAGE,
      "dataset_mode %s has all in one folder, but dataroot_B names a second, %s; use dataset_mode "
      "%s, or %s where files of equal names belong together",
      mode->name, spec->dataroot_b, p2p_mode_unaligned.name, p2p_mode_paired.name);
  return FALSE;
}

P2pDataset *
p2p_dataset_open (const P2pDatasetSpec *spec, GError **error)
{
  const P2pDatasetMode *mode =
      spec->mode && *spec->mode ? p2p_dataset_mode_find (spec->mode, error) : &p2p_mode_aligned;
  if (!mode || !check (mode, spec, error))
    return NULL;
  g_autoptr (P2pDataset) dataset = g_new0 (P2pDataset, 1);
  P2pDatasetSpec used = *spec;
  used.phase = spec->phase ? spec->phase : "train";
  dataset->mode = mode;
  dataset->serial = spec->serial;
  dataset->root[0] = dataset->root[1] = strlen (spec->dataroot);
  if (spec->dataroot_b && *spec->dataroot_b)
    dataset->root[1] = strlen (spec->dataroot_b);
  dataset->unmatched = g_ptr_array_new_with_free_func (g_free);
  if (!open_files (dataset, &used, error))
    return NULL;
  g_ptr_array_add (dataset->unmatched, NULL);
  return g_steal_pointer (&dataset);
}

void
p2p_dataset_free (P2pDataset *dataset)
{
  if (!dataset)
    return;
  for (int i = 0; i < 2; i++)
    g_clear_pointer (&dataset->files[i], g_ptr_array_unref);
  g_clear_pointer (&dataset->unmatched, g_ptr_array_unref);
  g_free (dataset->order);
  g_free (dataset);
}

guint32
p2p_dataset_length (const P2pDataset *dataset)
{
  return MAX (dataset->files[0]->len, dataset->files[1] ? dataset->files[1]->len : 0);
}

static void
add_file (GChecksum *sum, const char *path, gsize root)
{
  struct stat st;
  const char *name = path + MIN (root, strlen (path));
  const gint64 size = stat (path, &st) == 0 ? (gint64) st.st_size : -1;
  g_autofree char *line = g_strdup_printf ("%s %" G_GINT64_FORMAT, name + strspn (name, "/"), size);
  g_checksum_update (sum, (const guchar *) line, (gssize) strlen (line) + 1);
}

char *
p2p_dataset_fingerprint (const P2pDataset *dataset)
{
  g_autoptr (GChecksum) sum = g_checksum_new (G_CHECKSUM_SHA256);
  for (int side = 0; side < 2 && dataset->files[side]; side++) {
    g_autofree char *head = g_strdup_printf ("%s %d %u", dataset->mode->name, dataset->serial,
        dataset->files[side]->len);
    g_checksum_update (sum, (const guchar *) head, (gssize) strlen (head) + 1);
    for (guint i = 0; i < dataset->files[side]->len; i++)
      add_file (sum, dataset->files[side]->pdata[i], dataset->root[side]);
  }
  return g_strdup (g_checksum_get_string (sum));
}

/* The order is kept: asking for the samples of an epoch in turn costs one shuffle. */
static guint32
place_of (P2pDataset *dataset, guint64 seed, guint64 epoch, guint32 sample)
{
  if (!dataset->order || dataset->order_seed != seed || dataset->order_epoch != epoch) {
    g_free (dataset->order);
    dataset->order = p2p_epoch_order (seed, epoch, p2p_dataset_length (dataset), dataset->serial);
    dataset->order_seed = seed;
    dataset->order_epoch = epoch;
  }
  return dataset->order[sample];
}

const char *
p2p_dataset_path (P2pDataset *dataset, int side, guint64 seed, guint64 epoch, guint32 sample)
{
  g_return_val_if_fail (sample < p2p_dataset_length (dataset), NULL);
  const gboolean split = p2p_dataset_is_split (dataset);
  const GPtrArray *files = dataset->files[split && side];
  if (side && split && !dataset->mode->paired && !dataset->serial) {
    P2pRng rng;
    p2p_rng_init (&rng, seed, P2P_RNG_PAIR, epoch << 40 | sample);
    return files->pdata[p2p_rng_below (&rng, files->len)];
  }
  return files->pdata[place_of (dataset, seed, epoch, sample) % files->len];
}

gboolean
p2p_dataset_is_split (const P2pDataset *dataset)
{
  return dataset->mode->sides == P2P_SIDES_TWO;
}

gboolean
p2p_dataset_is_paired (const P2pDataset *dataset)
{
  return dataset->mode->paired;
}

const char *const *
p2p_dataset_unmatched (const P2pDataset *dataset)
{
  return (const char *const *) dataset->unmatched->pdata;
}
