/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "train/checkpoint.h"

#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include "error.h"
#include "io/atomic.h"
#include "io/place.h"
#include "io/seal.h"
#include "io/safetensors.h"
#include "model/model.h"

#define FORMAT "gst-pix2pix-state"
/* 3: sealed (io/seal.h). 2: the tensors alone have a sum. */
#define VERSION "3"
#define UNSEALED_VERSION "2"

static const struct
{
  const char *key;
  gsize offset;
  gboolean is_new; /* older checkpoints have none */
} counters[] = {
  { "step", G_STRUCT_OFFSET (P2pProgress, step) },
  { "total", G_STRUCT_OFFSET (P2pProgress, total) },
  { "epoch", G_STRUCT_OFFSET (P2pProgress, last.epoch) },
  { "sample", G_STRUCT_OFFSET (P2pProgress, last.sample) },
  { "n_samples", G_STRUCT_OFFSET (P2pProgress, last.n_samples) },
  { "seed", G_STRUCT_OFFSET (P2pProgress, seed) },
  { "schedule.first", G_STRUCT_OFFSET (P2pProgress, schedule.first) },
  { "schedule.epoch", G_STRUCT_OFFSET (P2pProgress, schedule.epoch) },
  { "schedule.steps", G_STRUCT_OFFSET (P2pProgress, schedule.steps) },
  { "schedule.bad", G_STRUCT_OFFSET (P2pProgress, schedule.bad) },
  { "schedule.count", G_STRUCT_OFFSET (P2pProgress, schedule.count) },
  { "left_out", G_STRUCT_OFFSET (P2pProgress, left_out), TRUE },
  { "width", G_STRUCT_OFFSET (P2pProgress, width), TRUE },
  { "height", G_STRUCT_OFFSET (P2pProgress, height), TRUE },
};

/* Written as hexadecimal fractions: not a bit is lost. */
static const struct
{
  const char *key;
  gsize offset;
} numbers[] = {
  { "schedule.sum", G_STRUCT_OFFSET (P2pProgress, schedule.sum) },
  { "schedule.best", G_STRUCT_OFFSET (P2pProgress, schedule.best) },
  { "schedule.factor", G_STRUCT_OFFSET (P2pProgress, schedule.factor) },
};

static const struct
{
  const char *name;
  P2pStorePart part;
} parts[] = { { "value", P2P_STORE_VALUE }, { "m", P2P_STORE_M }, { "v", P2P_STORE_V } };

static void
add_record (P2pSafetensorsWriter *writer, const P2pOptions *options, const char *history)
{
  g_auto (GStrv) entries = p2p_record_metadata (options, history, TRUE);
  for (char **entry = entries; *entry; entry += 2)
    p2p_safetensors_writer_metadata (writer, entry[0], entry[1]);
}

static void
add_metadata (P2pSafetensorsWriter *writer, const P2pJob *job, const P2pProgress *progress)
{
  g_autofree char *threads = g_strdup_printf ("%d", job->device->threads);
  p2p_safetensors_writer_metadata (writer, "format", FORMAT);
  p2p_safetensors_writer_metadata (writer, "format_version", VERSION);
  p2p_safetensors_writer_metadata (writer, "program", "gst-pix2pix " P2P_VERSION);
  p2p_safetensors_writer_metadata (writer, "backend", job->device->backend->name);
  p2p_safetensors_writer_metadata (writer, "threads", threads);
  for (guint i = 0; i < G_N_ELEMENTS (counters); i++) {
    g_autofree char *text = g_strdup_printf ("%" G_GUINT64_FORMAT,
        G_STRUCT_MEMBER (guint64, progress, counters[i].offset));
    p2p_safetensors_writer_metadata (writer, counters[i].key, text);
  }
  for (guint i = 0; i < G_N_ELEMENTS (numbers); i++) {
    g_autofree char *text =
        g_strdup_printf ("%a", G_STRUCT_MEMBER (double, progress, numbers[i].offset));
    p2p_safetensors_writer_metadata (writer, numbers[i].key, text);
  }
  p2p_safetensors_writer_metadata (writer, "data.fingerprint", progress->data_set);
}

/* --- pools --- */

static void
fill_picture (void *pool, guint index, void *bytes)
{
  p2p_pool_read (pool, (int) index, bytes);
}

static void
add_pool (P2pSafetensorsWriter *writer, P2pPool *pool)
{
  const P2pShape s = p2p_pool_shape (pool);
  const gint64 dims[] = { s.c, s.h, s.w };
  g_autofree char *key = g_strconcat ("pool.", p2p_pool_name (pool), NULL);
  g_autofree char *count = g_strdup_printf ("%d", p2p_pool_count (pool));
  p2p_safetensors_writer_metadata (writer, key, count);
  for (int i = 0; i < p2p_pool_count (pool); i++) {
    g_autofree char *name = g_strdup_printf ("%s.%d", key, i);
    p2p_safetensors_writer_add_fill (writer, name, P2P_DTYPE_F32, 3, dims, fill_picture, pool,
        (guint) i);
  }
}

/* The shape of picture 0, which all must have. */
static gboolean
picture_shape (const P2pSafetensors *file, const char *key, P2pShape *shape, GError **error)
{
  g_autofree char *name = g_strconcat (key, ".0", NULL);
  const P2pTensorInfo *info = p2p_safetensors_find (file, name);
  gboolean fits = info && info->rank == 3;
  for (int i = 0; fits && i < 3; i++)
    fits = info->dims[i] > 0 && info->dims[i] <= G_MAXINT;
  if (fits)
    *shape = (P2pShape){ 1, (int) info->dims[0], (int) info->dims[1], (int) info->dims[2] };
  else
    g_set_error (error, P2P_ERROR, P2P_ERROR_DATA, "\"%s\" is missing or no picture", name);
  return fits;
}

/* A checkpoint that knows nothing of the pool leaves it empty. */
static gboolean
load_pool (const P2pSafetensors *file, P2pPool *pool, GPtrArray *notes, GError **error)
{
  g_autofree char *key = g_strconcat ("pool.", p2p_pool_name (pool), NULL);
  const char *text = p2p_safetensors_metadata (file, key);
  P2pShape shape = { 0 };
  guint64 count = 0;
  if (text && !g_ascii_string_to_unsigned (text, 10, 0, p2p_safetensors_n (file), &count, error))
    return FALSE;
  if (count > 0 && !picture_shape (file, key, &shape, error))
    return FALSE;
  float *values = p2p_pool_restore (pool, &shape, (int) count, error);
  const gsize size = p2p_shape_count (&shape);
  gboolean done = values != NULL;
  for (guint64 i = 0; done && i < count; i++) {
    g_autofree char *name = g_strdup_printf ("%s.%" G_GUINT64_FORMAT, key, i);
    done = p2p_safetensors_floats (file, name, size, values + i * size, error);
  }
  if (done && (guint64) p2p_pool_count (pool) < count)
    g_ptr_array_add (notes,
        g_strdup_printf ("pool %s held %" G_GUINT64_FORMAT " pictures, of which it keeps %d; use "
                         "the old --pool_size to keep them all",
            p2p_pool_name (pool), count, p2p_pool_count (pool)));
  return done;
}

/* --- files --- */

/* No number of it is believed before. A file without the sum that its version has is damaged: the
 * word "sha256" may be what has changed. */
static gboolean
is_whole (const P2pSafetensors *file, GError **error)
{
  const char *version = p2p_safetensors_metadata (file, "format_version");
  if (p2p_safetensors_is_sealed (file) && !p2p_safetensors_verify_sealed (file, error))
    return FALSE;
  if (g_strcmp0 (p2p_safetensors_metadata (file, "format"), FORMAT) != 0
      || (g_strcmp0 (version, VERSION) != 0 && g_strcmp0 (version, UNSEALED_VERSION) != 0)) {
    g_set_error (error, P2P_ERROR, P2P_ERROR_DATA,
        "not a checkpoint of this version of gst-pix2pix");
    return FALSE;
  }
  if (p2p_safetensors_is_sealed (file))
    return TRUE;
  if (g_str_equal (version, UNSEALED_VERSION) && p2p_safetensors_metadata (file, P2P_SEAL_TENSORS))
    return p2p_safetensors_verify (file, error);
  g_set_error (error, P2P_ERROR, P2P_ERROR_DATA, "damaged: it has no SHA-256 of its own");
  return FALSE;
}

static int
by_path_descending (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) b, *(const char *const *) a);
}

/* Newest first. */
static GPtrArray *
list_states (const char *dir_path)
{
  GPtrArray *names = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GDir) dir = g_dir_open (dir_path, 0, NULL);
  const char *name;
  while (dir && (name = g_dir_read_name (dir)))
    if (g_str_has_prefix (name, "step-") && g_str_has_suffix (name, ".safetensors"))
      g_ptr_array_add (names, g_build_filename (dir_path, name, NULL));
  g_ptr_array_sort (names, by_path_descending);
  return names;
}

/* Keeps PATH and those before it, KEEP in all. Newer ones were passed over when the run was
 * restored: they are damaged, and must not be tried again. */
static void
prune (const char *dir, const char *path, guint keep)
{
  g_autoptr (GPtrArray) all = list_states (dir);
  guint kept = 0;
  for (guint i = 0; i < all->len; i++) {
    const char *one = g_ptr_array_index (all, i);
    if (strcmp (one, path) > 0) {
      g_autofree char *aside = g_strconcat (one, ".damaged", NULL);
      p2p_file_ops->rename (one, aside);
    } else if (kept++ >= keep) {
      p2p_file_ops->unlink (one);
    }
  }
}

guint
p2p_checkpoint_count (const char *dir)
{
  g_autoptr (GPtrArray) states = list_states (dir);
  return states->len;
}

char *
p2p_checkpoint_path (const char *dir, guint64 step)
{
  g_autofree char *name = g_strdup_printf ("step-%09" G_GUINT64_FORMAT ".safetensors", step);
  return p2p_place_under (dir, name, NULL);
}

static guint64
size_of (const char *path)
{
  struct stat st;
  return stat (path, &st) == 0 ? (guint64) st.st_size : 0;
}

static gboolean
can_be_used (const char *path)
{
  g_autoptr (P2pSafetensors) file = p2p_safetensors_open (path, NULL);
  return file && is_whole (file, NULL);
}

/* Where the disk has no room for one more, those that are older than the newest good one go first,
 * if that helps. */
static gboolean
make_room (const char *dir)
{
  g_autoptr (GPtrArray) all = list_states (dir);
  const guint64 room = p2p_atomic_room (dir);
  guint64 freed = 0;
  guint good = 0;
  while (good < all->len && !can_be_used (all->pdata[good]))
    good++;
  for (guint i = good + 1; i < all->len; i++)
    freed += size_of (all->pdata[i]);
  const guint64 needed = good < all->len ? size_of (all->pdata[good]) : 0;
  if (room >= needed || room + freed < needed)
    return FALSE;
  for (guint i = good + 1; i < all->len; i++)
    p2p_file_ops->unlink (all->pdata[i]);
  return TRUE;
}

gboolean
p2p_checkpoint_save (const char *dir, const P2pJob *job, const P2pProgress *progress,
    const char *history, int keep, GError **error)
{
  g_autoptr (P2pSafetensorsWriter) writer = p2p_safetensors_writer_new_sealed ();
  add_metadata (writer, job, progress);
  add_record (writer, job->options, history);
  for (int i = 0; i < job->n_nets; i++)
    for (guint k = 0; k < G_N_ELEMENTS (parts); k++) {
      g_autofree char *prefix = g_strconcat (job->nets[i].name, ".", parts[k].name, ".", NULL);
      p2p_model_add (writer, job->nets[i].net, parts[k].part, prefix);
    }
  for (int i = 0; i < job->n_pools; i++)
    add_pool (writer, job->pools[i]);
  g_autofree char *path = p2p_checkpoint_path (dir, progress->step);
  g_autoptr (GError) problem = NULL;
  if (!p2p_safetensors_writer_save (writer, path, &problem)
      && (!make_room (dir) || !p2p_safetensors_writer_save (writer, path, NULL))) {
    g_propagate_error (error, g_steal_pointer (&problem));
    return FALSE;
  }
  prune (dir, path, (guint) keep);
  return TRUE;
}

static void
set_bad_entry (const char *key, const char *text, GError **error)
{
  g_set_error (error, P2P_ERROR, P2P_ERROR_DATA, "\"%s\" is %s%s", key,
      text ? "not a number: " : "missing", text ? text : "");
}

static gboolean
read_progress (const P2pSafetensors *file, P2pProgress *progress, GError **error)
{
  for (guint i = 0; i < G_N_ELEMENTS (counters); i++) {
    const char *text = p2p_safetensors_metadata (file, counters[i].key);
    if (!text && counters[i].is_new)
      continue;
    if (!text
        || !g_ascii_string_to_unsigned (text, 10, 0, G_MAXINT64,
            &G_STRUCT_MEMBER (guint64, progress, counters[i].offset), NULL)) {
      set_bad_entry (counters[i].key, text, error);
      return FALSE;
    }
  }
  for (guint i = 0; i < G_N_ELEMENTS (numbers); i++) {
    const char *text = p2p_safetensors_metadata (file, numbers[i].key);
    char *end = NULL;
    const double value = text ? g_ascii_strtod (text, &end) : 0;
    if (!text || end == text || *end) {
      set_bad_entry (numbers[i].key, text, error);
      return FALSE;
    }
    G_STRUCT_MEMBER (double, progress, numbers[i].offset) = value;
  }
  const char *data = p2p_safetensors_metadata (file, "data.fingerprint");
  g_strlcpy (progress->data_set, data ? data : "", sizeof progress->data_set);
  if (progress->step == 0) /* nobody saves that */
    set_bad_entry ("step", "0", error);
  return progress->step > 0;
}

static void
note_differences (const P2pSafetensors *file, const P2pJob *job, GPtrArray *notes)
{
  const char *backend = p2p_safetensors_metadata (file, "backend");
  const char *threads = p2p_safetensors_metadata (file, "threads");
  g_autofree char *now = g_strdup_printf ("%d", job->device->threads);
  if (g_strcmp0 (backend, job->device->backend->name) != 0 || g_strcmp0 (threads, now) != 0)
    g_ptr_array_add (notes,
        g_strdup_printf ("the checkpoint was made by back-end %s with %s threads, this is %s with "
                         "%s: the run goes on, but not bit by bit as it would have",
            backend ? backend : "?", threads ? threads : "?", job->device->backend->name, now));
}

static const char *
lookup (gconstpointer file, const char *key)
{
  return p2p_safetensors_metadata (file, key);
}

static P2pRecord *
record_of (const P2pSafetensors *file, const char *path, GError **error)
{
  P2pRecord *record = p2p_record_read (lookup, file);
  if (!record)
    g_set_error (error, P2P_ERROR, P2P_ERROR_DATA, "%s does not say which networks it holds", path);
  return record;
}

/* The file as a whole is checked before the first number of a net is overwritten. */
static gboolean
load_one (const char *path, P2pCheckpointJob job_for, gpointer user, P2pProgress *progress,
    GPtrArray *notes, GError **error)
{
  P2pProgress read = { 0 };
  g_autoptr (P2pSafetensors) file = p2p_safetensors_open (path, error);
  if (!file || !is_whole (file, error) || !read_progress (file, &read, error))
    return FALSE;
  g_autoptr (P2pRecord) record = record_of (file, path, error);
  P2pJob *job = record ? job_for (user, record, error) : NULL;
  if (!job)
    return FALSE;
  for (int i = 0; i < job->n_nets; i++)
    for (guint k = 0; k < G_N_ELEMENTS (parts); k++) {
      g_autofree char *prefix = g_strconcat (job->nets[i].name, ".", parts[k].name, ".", NULL);
      if (!p2p_model_fill (file, job->nets[i].net, parts[k].part, prefix, error))
        return FALSE;
    }
  for (int i = 0; i < job->n_pools; i++)
    if (!load_pool (file, job->pools[i], notes, error))
      return FALSE;
  note_differences (file, job, notes);
  *progress = read;
  return TRUE;
}

P2pRecord *
p2p_checkpoint_record (const char *dir)
{
  g_autoptr (GPtrArray) states = list_states (dir);
  for (guint i = 0; i < states->len; i++) {
    const char *path = g_ptr_array_index (states, i);
    P2pProgress progress = { 0 };
    g_autoptr (P2pSafetensors) file = p2p_safetensors_open (path, NULL);
    P2pRecord *record = file && is_whole (file, NULL) && read_progress (file, &progress, NULL)
                            ? record_of (file, path, NULL)
                            : NULL;
    if (record)
      return record;
  }
  return NULL;
}

/* Not the file is to blame, and no other would do better. */
static gboolean
is_final (const GError *error)
{
  return g_error_matches (error, P2P_ERROR, P2P_ERROR_USAGE)
         || g_error_matches (error, P2P_ERROR, P2P_ERROR_UNAVAILABLE)
         || g_error_matches (error, P2P_ERROR, P2P_ERROR_MEMORY);
}

gboolean
p2p_checkpoint_load (const char *dir, P2pCheckpointJob job_for, gpointer user,
    P2pProgress *progress, GPtrArray *notes, GError **error)
{
  g_autoptr (GPtrArray) states = list_states (dir);
  g_autoptr (GString) reasons = g_string_new (NULL);
  for (guint i = 0; i < states->len; i++) {
    const char *path = g_ptr_array_index (states, i);
    g_autoptr (GError) problem = NULL;
    if (load_one (path, job_for, user, progress, notes, &problem))
      return TRUE;
    if (is_final (problem)) {
      g_propagate_error (error, g_steal_pointer (&problem));
      return FALSE;
    }
    g_ptr_array_add (notes,
        g_strdup_printf ("checkpoint %s cannot be used (%s); trying the one before it", path,
            problem->message));
    g_string_append_printf (reasons, "%s%s: %s", i ? "; " : "", path, problem->message);
  }
  if (states->len == 0)
    return TRUE;
  g_set_error (error, P2P_ERROR, P2P_ERROR_DATA,
      "none of the %u checkpoints in %s can be used; move that folder away to start anew (%s)",
      states->len, dir, reasons->str);
  return FALSE;
}
