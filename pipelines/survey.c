/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "survey.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include "fits.h"
#include "keep-depth.h"

#define MAX_SIZES 5 /* named */

typedef struct
{
  const char *path;
  int side; /* 0: A, 1: B, where they are different files */
  int width, height;
  guint32 n_drawn; /* in an epoch */
  guint32 losses;
  P2pCutSize cut; /* what the networks see of it */
  char *broken, *odd;
  gboolean stops; /* broken: and training ends with it, else it is left out */
} File;

typedef struct
{
  const P2pOptions *options;
  P2pFits fits;
  gint done;
} Work;

static void
finding_free (gpointer data)
{
  P2pFinding *f = data;
  g_free (f->path);
  g_free (f->text);
  g_free (f);
}

void
p2p_survey_clear (P2pSurvey *survey)
{
  g_clear_pointer (&survey->findings, g_ptr_array_unref);
  g_clear_pointer (&survey->sizes, g_free);
  g_clear_pointer (&survey->stop, g_free);
  for (guint i = 0; survey->lost && i < survey->lost->len; i++)
    g_free (g_array_index (survey->lost, P2pLostOf, i).path);
  g_clear_pointer (&survey->lost, g_array_unref);
}

static void
add (P2pSurvey *survey, const char *path, const char *text, gboolean broken)
{
  P2pFinding *f = g_new0 (P2pFinding, 1);
  *f = (P2pFinding){ g_strdup (path), g_strdup (text), broken };
  g_ptr_array_add (survey->findings, f);
  *(broken ? &survey->n_broken : &survey->n_odd) += 1;
}

/* What becomes of the picture: it may be too small. */
static void
try_cut (const Work *work, File *file)
{
  const gboolean pair = work->fits.mode->sides == P2P_SIDES_HALVES;
  if (pair && file->width % 2)
    file->odd = g_strdup_printf ("odd width %d: B is one pixel wider than A", file->width);
  else if (pair && (file->width < 1.5 * file->height || file->width > 2.7 * file->height))
    file->odd = g_strdup_printf ("%dx%d: not twice as wide as high, are these A and B?",
        file->width, file->height);
  file->broken =
      p2p_fits_cut (&work->fits, file->side, file->width, file->height, &file->cut, &file->stops);
}

/* How large the picture is, when all of it can be read. */
static gboolean
measure (const Work *work, File *file, GError **error)
{
  const gboolean deep = work->options->keep_depth;
  const P2pReading how = p2p_reading_of (work->options);
  g_auto (P2pPicture) picture = { 0 };
  P2pHeader header;
  gsize size;
  g_autofree guint8 *bytes = p2p_picture_read (file->path, &size, error);
  if (!bytes || !p2p_picture_decode (bytes, size, file->path, &how, &picture, error)
      || !p2p_picture_probe (bytes, size, file->path, &how, &header, error))
    return FALSE;
  file->losses = p2p_losses_of (&header, &how);
  file->width = picture.width;
  file->height = picture.height;
  if (!deep || !p2p_picture_is_finite (&picture)) /* which is left out */
    return !deep || p2p_keep_depth_check (&picture, file->side, work->options, error);
  file->stops = !p2p_keep_depth_check (&picture, file->side, work->options, error);
  return !file->stops;
}

/* The reason alone: the path stands before it already. */
static char *
reason_of (const GError *error, const char *path)
{
  const char *at = strstr (error->message, path);
  const char *rest = at ? at + strlen (path) : "";
  return g_strdup (g_str_has_prefix (rest, ": ")  ? rest + 2
                   : g_str_has_prefix (rest, " ") ? rest + 1
                                                  : error->message);
}

/* In a thread of the pool. */
static void
look (gpointer data, gpointer user)
{
  File *file = data;
  Work *work = user;
  g_autoptr (GError) error = NULL;
  if (measure (work, file, &error))
    try_cut (work, file);
  else
    file->broken = reason_of (error, file->path);
  g_atomic_int_inc (&work->done);
}

/* Every file once, with how often an epoch draws it: that of the smaller folder again and again. */
static GArray *
list_files (P2pDataset *dataset)
{
  GArray *files = g_array_new (FALSE, TRUE, sizeof (File));
  g_autoptr (GHashTable) known = g_hash_table_new (g_str_hash, g_str_equal);
  const guint32 n = p2p_dataset_length (dataset);
  for (int side = 0; side < (p2p_dataset_is_split (dataset) ? 2 : 1); side++)
    for (guint32 i = 0; i < n; i++) {
      const File file = { .path = p2p_dataset_path (dataset, side, 0, 1, i), .side = side };
      gpointer place = g_hash_table_lookup (known, file.path);
      if (!place) {
        g_array_append_val (files, file);
        g_hash_table_insert (known, (gpointer) file.path,
            place = GUINT_TO_POINTER (files->len)); /* from 1 */
      }
      g_array_index (files, File, GPOINTER_TO_UINT (place) - 1).n_drawn++;
    }
  return files;
}

/* FALSE when PROGRESS wants no more; what is begun is finished, which takes a picture's time. */
static gboolean
look_at_all (Work *work, GArray *files, gboolean (*progress) (guint done, guint of))
{
  GThreadPool *pool = g_thread_pool_new (look, work, (int) g_get_num_processors (), FALSE, NULL);
  gboolean go_on = TRUE;
  for (guint i = 0; i < files->len; i++)
    g_thread_pool_push (pool, &g_array_index (files, File, i), NULL);
  while (go_on && (guint) g_atomic_int_get (&work->done) < files->len) {
    go_on = progress ((guint) g_atomic_int_get (&work->done), files->len);
    g_usleep (20000);
  }
  g_thread_pool_free (pool, !go_on, TRUE);
  return go_on;
}

static void
stop_at (File *file, char *why)
{
  if (file->broken)
    g_free (why);
  else
    file->broken = why;
  file->stops = TRUE;
}

static void
try_nets (Work *work, GArray *files)
{
  for (guint i = 0; i < files->len; i++) {
    File *f = &g_array_index (files, File, i);
    const char *why = f->cut.width && !f->broken ? p2p_fits_nets (&work->fits, &f->cut) : NULL;
    if (why)
      stop_at (f, g_strdup (why));
  }
}

static gboolean
same_cut (const File *a, const File *b)
{
  return a->cut.width == b->cut.width && a->cut.height == b->cut.height;
}

static void
compare_two (P2pSurvey *survey, File *a, const File *b)
{
  if (!same_cut (a, b)) {
    stop_at (a, g_strdup_printf ("becomes %dx%d, but B, %s, becomes %dx%d, and both must have one "
                                 "size: set --preprocess to one that crops",
                    a->cut.width, a->cut.height, b->path, b->cut.width, b->cut.height));
  } else if (a->width != b->width || a->height != b->height) {
    g_autofree char *text = g_strdup_printf ("%dx%d, but its partner %s is %dx%d", a->width,
        a->height, b->path, b->width, b->height);
    add (survey, a->path, text, FALSE);
  }
}

static GHashTable *
index_of (GArray *files)
{
  GHashTable *by_path = g_hash_table_new (g_str_hash, g_str_equal);
  for (guint i = 0; i < files->len; i++)
    g_hash_table_insert (by_path, (gpointer) g_array_index (files, File, i).path,
        &g_array_index (files, File, i));
  return by_path;
}

/* Those that always meet. */
static void
compare_pairs (P2pSurvey *survey, P2pDataset *dataset, GArray *files)
{
  g_autoptr (GHashTable) by_path = index_of (files);
  for (guint32 i = 0; i < p2p_dataset_length (dataset); i++) {
    File *a = g_hash_table_lookup (by_path, p2p_dataset_path (dataset, 0, 0, 1, i));
    const File *b = g_hash_table_lookup (by_path, p2p_dataset_path (dataset, 1, 0, 1, i));
    if (!a->broken && !b->broken)
      compare_two (survey, a, b);
  }
}

/* The size that most become; NULL: there is no file to be used. */
static const File *
commonest (const GArray *files, guint *n)
{
  g_autoptr (GHashTable) counts = g_hash_table_new (g_direct_hash, g_direct_equal);
  const File *best = NULL;
  *n = 0;
  for (guint i = 0; i < files->len; i++) {
    const File *f = &g_array_index (files, File, i);
    const guint size = (guint) f->cut.width << 16 | (guint) f->cut.height; /* sides have 16 bits */
    const guint same = 1 + GPOINTER_TO_UINT (g_hash_table_lookup (counts, GUINT_TO_POINTER (size)));
    if (f->broken)
      continue;
    g_hash_table_insert (counts, GUINT_TO_POINTER (size), GUINT_TO_POINTER (same));
    if (same > *n) {
      best = f;
      *n = same;
    }
  }
  return best;
}

/* Any of A may meet any of B. */
static void
compare_all (GArray *files)
{
  guint n;
  const File *usual = commonest (files, &n);
  for (guint i = 0; i < files->len; i++) {
    File *f = &g_array_index (files, File, i);
    if (!f->broken && !same_cut (f, usual))
      stop_at (f,
          g_strdup_printf ("becomes %dx%d, where %u others become %dx%d, and pictures A and "
                           "B must have one size: set --preprocess to one that crops",
              f->cut.width, f->cut.height, n, usual->cut.width, usual->cut.height));
  }
}

static void
compare_sides (P2pSurvey *survey, const P2pOptions *o, P2pDataset *dataset, GArray *files)
{
  if (!p2p_dataset_is_split (dataset))
    return;
  if (p2p_dataset_is_paired (dataset) || o->serial_batches)
    compare_pairs (survey, dataset, files);
  else
    compare_all (files);
}

/* What lies beside the pictures and is not read. */
static void
look_beside (P2pSurvey *survey, const char *dir)
{
  g_autoptr (GDir) handle = g_dir_open (dir, 0, NULL);
  const char *name;
  while (handle && (name = g_dir_read_name (handle))) {
    g_autofree char *path = g_build_filename (dir, name, NULL);
    const gboolean folder = g_file_test (path, G_FILE_TEST_IS_DIR);
    const gboolean picture = p2p_is_picture_name (name);
    if (folder && picture)
      add (survey, path, "a folder with the name of a picture", FALSE);
    else if (!folder && !picture)
      add (survey, path, "not read: its name has no ending of a picture that is known", FALSE);
  }
}

static void
look_beside_all (P2pSurvey *survey, const GArray *files)
{
  g_autoptr (GHashTable) dirs = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  for (guint i = 0; i < files->len; i++) {
    char *dir = g_path_get_dirname (g_array_index (files, File, i).path);
    if (!g_hash_table_contains (dirs, dir))
      look_beside (survey, dir);
    g_hash_table_add (dirs, dir);
  }
}

typedef struct
{
  char *text;
  guint n;
} Size;

static int
most_first (gconstpointer a, gconstpointer b)
{
  const Size *x = a, *y = b;
  return x->n < y->n ? 1 : x->n > y->n ? -1 : strcmp (x->text, y->text);
}

static char *
sizes_text (const GArray *files)
{
  g_autoptr (GHashTable) counts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GArray) sizes = g_array_new (FALSE, FALSE, sizeof (Size));
  GString *s = g_string_new (NULL);
  GHashTableIter iter;
  gpointer text, n;
  for (guint i = 0; i < files->len; i++) {
    const File *f = &g_array_index (files, File, i);
    char *size = f->width ? g_strdup_printf ("%dx%d", f->width, f->height) : NULL;
    if (size)
      g_hash_table_insert (counts, size,
          GUINT_TO_POINTER (GPOINTER_TO_UINT (g_hash_table_lookup (counts, size)) + 1));
  }
  g_hash_table_iter_init (&iter, counts);
  while (g_hash_table_iter_next (&iter, &text, &n)) {
    const Size size = { text, GPOINTER_TO_UINT (n) };
    g_array_append_val (sizes, size);
  }
  g_array_sort (sizes, most_first);
  for (guint i = 0; i < MIN (sizes->len, MAX_SIZES); i++)
    g_string_append_printf (s, "%s%s (%u)", i ? ", " : "", g_array_index (sizes, Size, i).text,
        g_array_index (sizes, Size, i).n);
  if (sizes->len > MAX_SIZES)
    g_string_append_printf (s, " and %u other sizes", sizes->len - MAX_SIZES);
  return g_string_free (s, FALSE);
}

static int
by_path (gconstpointer a, gconstpointer b)
{
  return strcmp ((*(const P2pFinding *const *) a)->path, (*(const P2pFinding *const *) b)->path);
}

static void
count_losses (P2pSurvey *survey, const GArray *files)
{
  guint n;
  const P2pLoss *all = p2p_losses (&n);
  survey->lost = g_array_new (FALSE, TRUE, sizeof (P2pLostOf));
  for (guint k = 0; k < n; k++) {
    P2pLostOf lost = { .loss = &all[k] };
    for (guint i = 0; i < files->len; i++) {
      const File *f = &g_array_index (files, File, i);
      if (f->losses >> k & 1 && lost.n++ == 0)
        lost.path = g_strdup (f->path);
    }
    if (lost.n > 0)
      g_array_append_val (survey->lost, lost);
  }
}

static void
collect_broken (P2pSurvey *survey, const GArray *files)
{
  for (guint i = 0; i < files->len; i++) {
    const File *f = &g_array_index (files, File, i);
    survey->n_bad_drawn[f->side] += f->broken ? f->n_drawn : 0;
    if (f->broken && f->stops && survey->n_stops++ == 0)
      survey->stop = g_strdup_printf ("%s: %s", f->path, f->broken);
    if (f->broken || f->odd)
      add (survey, f->path, f->broken ? f->broken : f->odd, f->broken != NULL);
  }
}

static void
collect (P2pSurvey *survey, Work *work, P2pDataset *dataset, GArray *files)
{
  try_nets (work, files);
  compare_sides (survey, work->options, dataset, files);
  collect_broken (survey, files);
  for (const char *const *path = p2p_dataset_unmatched (dataset); *path;
       path++, survey->n_unmatched++)
    add (survey, *path, "has no partner of the same name on the other side: left out", FALSE);
  look_beside_all (survey, files);
  survey->sizes = sizes_text (files);
}

gboolean
p2p_survey_make (P2pSurvey *survey, const P2pOptions *o,
    gboolean (*progress) (guint done, guint of), GError **error)
{
  const P2pDatasetSpec spec = { .dataroot = o->dataroot,
    .dataroot_b = o->dataroot_b,
    .phase = o->phase,
    .mode = o->dataset_mode,
    .max = (guint) MIN (o->max_dataset_size, G_MAXINT),
    .serial = TRUE };
  Work work = { .options = o };
  g_autoptr (P2pDataset) dataset = p2p_dataset_open (&spec, error);
  *survey = (P2pSurvey){ 0 };
  if (!dataset || !p2p_fits_init (&work.fits, o, error)) {
    p2p_fits_clear (&work.fits);
    return FALSE;
  }
  g_autoptr (GArray) files = list_files (dataset);
  survey->findings = g_ptr_array_new_with_free_func (finding_free);
  survey->n_samples = p2p_dataset_length (dataset);
  survey->n_files = files->len;
  const gboolean whole = look_at_all (&work, files, progress);
  survey->n_looked = (guint) g_atomic_int_get (&work.done);
  if (whole)
    collect (survey, &work, dataset, files);
  else
    collect_broken (survey, files);
  count_losses (survey, files);
  g_ptr_array_sort (survey->findings, by_path);
  for (guint i = 0; i < files->len; i++) {
    g_free (g_array_index (files, File, i).broken);
    g_free (g_array_index (files, File, i).odd);
  }
  p2p_fits_clear (&work.fits);
  return TRUE;
}
