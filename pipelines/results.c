/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "results.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include "console.h"
#include "folder.h"
#include "runner.h"

#define TELL_EVERY 5 /* pictures */

/* Room in a name for what is put behind it: "_12_", a label, ".tiff". */
static gsize
longest_name (const P2pResults *r)
{
  gsize longest = 0;
  for (guint i = 0; i < r->n_labels; i++)
    longest = MAX (longest, strlen (r->labels[i]));
  return P2P_PLACE_NAME_MAX - longest - strlen ("_1000000__.tiff");
}

/* The name of the input without folder and extension; a second one of that name
 * gets a number. */
static char *
result_name (P2pResults *r, const char *path)
{
  g_autofree char *leaf = g_path_get_basename (path);
  char *dot = strrchr (leaf, '.');
  if (dot && dot != leaf)
    *dot = '\0';
  g_autofree char *base = p2p_place_word (leaf, longest_name (r));
  char *name = g_strdup (base);
  for (guint i = 2; g_hash_table_contains (r->taken, name); i++) {
    g_free (name);
    name = g_strdup_printf ("%s_%u", base, i);
  }
  g_hash_table_add (r->taken, g_strdup (name));
  if (strlen (leaf) > strlen (base))
    p2p_console_say ("the name %s is too long for results; they are called %s", leaf, name);
  return name;
}

static void
tell (P2pResults *r, const char *path)
{
  g_autofree char *name = p2p_printable (path);
  g_autofree char *line = g_strdup_printf ("processing (%04u)-th image... ['%s']", r->n, name);
  if (r->n % TELL_EVERY == 0 && !p2p_console_is_terminal ())
    p2p_console_say ("%s", line);
  p2p_console_status (line);
  r->n++;
}

/* Wider for more than 1, higher for less: bicubic, of the side that is too short. */
static gboolean
stretch (const P2pPicture *picture, double by, P2pPicture *out, GError **error)
{
  const int width = by > 1 ? (int) (picture->width * by) : picture->width;
  const int height = by < 1 ? (int) (picture->height / by) : picture->height;
  return p2p_picture_alloc (out, picture->format, width, height, picture->channels, error)
         && p2p_picture_resize (picture, out, error);
}

/* What can be seen of planes: the first three, or one. */
static gboolean
save_preview (const P2pPicture *planes, const char *path, GError **error)
{
  const int width = planes->width, height = planes->height;
  g_auto (P2pPicture) numbers = { 0 }, rgb = { 0 };
  P2pPicture seen = *planes;
  seen.channels = planes->channels < 3 ? 1 : 3;
  if (!p2p_picture_alloc (&numbers, P2P_FORMAT_PLANES, width, height, seen.channels, error)
      || !p2p_picture_alloc (&rgb, P2P_FORMAT_RGB, width, height, 3, error))
    return FALSE;
  p2p_picture_to_network (&seen, P2P_COLOURS_RGB, numbers.planes);
  p2p_picture_from_network (numbers.planes, seen.channels, &rgb);
  return p2p_picture_save (&rgb, path, error);
}

/* Writes PICTURE, stretched, as NAME_LABEL and the ending that suits. Returns the name of the file
 * that a browser can show: itself, or for a TIFF an 8 bit preview beside it. Free with g_free(). */
static char *
save_one (const P2pResults *r, const P2pPicture *picture, const char *name, const char *label,
    GError **error)
{
  const char *ending = p2p_picture_ending (picture->channels);
  g_autofree char *file = g_strconcat (name, "_", label, ending, NULL);
  g_autofree char *shown = g_strconcat (name, "_", label, ".png", NULL);
  g_autofree char *path = p2p_place_under (r->images, file, NULL);
  g_autofree char *preview = p2p_place_under (r->images, shown, NULL);
  g_auto (P2pPicture) stretched = { 0 };
  if (r->options->aspect_ratio != 1) {
    if (!stretch (picture, r->options->aspect_ratio, &stretched, error))
      return NULL;
    picture = &stretched;
  }
  if (!p2p_picture_save (picture, path, error)
      || (!g_str_equal (file, shown) && !save_preview (picture, preview, error)))
    return NULL;
  return g_steal_pointer (&shown);
}

static gboolean
make_folders (const P2pResults *r, GError **error)
{
  if (g_mkdir_with_parents (r->above, 0777) == 0)
    return p2p_place_folder (r->folder, error) && p2p_place_folder (r->images, error);
  g_set_error (error, P2P_ERROR, P2P_ERROR_CREATE,
      "the folder %s cannot be made: %s; set --results_dir to a folder you may write", r->above,
      g_strerror (errno));
  return FALSE;
}

gboolean
p2p_results_add (gpointer results, const char *path, const P2pPicture *pictures, GError **error)
{
  P2pResults *r = results;
  if (r->n == 0 && !make_folders (r, error))
    return FALSE;
  g_autofree char *name = result_name (r, path);
  g_autoptr (GPtrArray) files = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 0; i < r->n_labels; i++) {
    char *shown = save_one (r, &pictures[i], name, r->labels[i], error);
    if (!shown)
      return FALSE;
    g_ptr_array_add (files, shown);
  }
  p2p_page_add (r->page, name, (const char *const *) files->pdata, r->labels, r->n_labels,
      r->options->display_winsize);
  tell (r, path);
  return TRUE;
}

void
p2p_results_init (P2pResults *r, const P2pOptions *o, const char *run)
{
  g_autofree char *iter =
      o->load_iter > 0 ? g_strdup_printf ("_iter%" G_GINT64_FORMAT, o->load_iter) : g_strdup ("");
  g_autofree char *leaf = g_strdup_printf ("%s_%s%s", o->phase, o->epoch, iter);
  g_autofree char *title =
      g_strdup_printf ("Experiment = %s, Phase = %s, Epoch = %s", run, o->phase, o->epoch);
  *r = (P2pResults){ .options = o, .page = p2p_page_new (title, 0) };
  r->labels = p2p_folder_labels (p2p_recipe_find (o->model, NULL), &r->n_labels);
  r->above = p2p_place_under (o->results_dir, run, NULL);
  r->folder = p2p_place_under (r->above, leaf, NULL);
  r->images = p2p_place_under (r->folder, "images", NULL);
  r->taken = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
}

void
p2p_results_clear (P2pResults *r)
{
  g_clear_pointer (&r->above, g_free);
  g_clear_pointer (&r->folder, g_free);
  g_clear_pointer (&r->images, g_free);
  g_clear_pointer (&r->page, p2p_page_free);
  g_clear_pointer (&r->taken, g_hash_table_unref);
}

/* --- inputs among results --- */

/* The same for all names of one file, links too; NULL if there is none. Free with g_free(). */
static char *
identity_of (const char *path)
{
  struct stat st;
  return stat (path, &st) == 0 && S_ISREG (st.st_mode)
             ? g_strdup_printf ("%" G_GUINT64_FORMAT ":%" G_GUINT64_FORMAT, (guint64) st.st_dev,
                 (guint64) st.st_ino)
             : NULL;
}

/* Of the files in IMAGES. */
static GHashTable *
identities_in (const char *images)
{
  GHashTable *all = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GDir) dir = g_dir_open (images, 0, NULL);
  const char *name;
  while (dir && (name = g_dir_read_name (dir))) {
    g_autofree char *path = g_build_filename (images, name, NULL);
    char *identity = identity_of (path);
    if (identity)
      g_hash_table_add (all, identity);
  }
  return all;
}

gboolean
p2p_results_guard (const P2pResults *r, GError **error)
{
  const P2pOptions *o = r->options;
  const P2pDatasetSpec spec = { .dataroot = o->dataroot,
    .dataroot_b = o->dataroot_b,
    .phase = o->phase,
    .mode = o->dataset_mode,
    .max = (guint) MIN (o->max_dataset_size, G_MAXINT),
    .serial = TRUE };
  g_autoptr (GHashTable) there = identities_in (r->images);
  g_autoptr (P2pDataset) dataset =
      g_hash_table_size (there) > 0 ? p2p_dataset_open (&spec, NULL) : NULL;
  for (guint32 i = 0; dataset && i < p2p_dataset_length (dataset); i++)
    for (int side = 0; side < (p2p_dataset_is_split (dataset) ? 2 : 1); side++) {
      const char *path = p2p_dataset_path (dataset, side, 0, 1, i);
      g_autofree char *identity = identity_of (path);
      if (identity && g_hash_table_contains (there, identity)) {
        g_set_error (error, P2P_ERROR, P2P_ERROR_USAGE,
            "%s is read, and lies in %s, where results are written; set --results_dir to another "
            "folder",
            path, r->images);
        return FALSE;
      }
    }
  return TRUE;
}

/* --- the end --- */

/* The reference's record of the options: in the run's folder, if it is one of CHECKPOINTS_DIR. A
 * model given by its path is somebody else's, nothing is written beside it: then with the results. */
static void
record_options (const P2pOptions *o, const P2pTrainedNet *model, const P2pResults *r)
{
  g_autofree char *folder = g_path_get_dirname (model->path);
  g_autofree char *above = g_path_get_dirname (folder);
  g_autofree char *here = g_canonicalize_filename (above, NULL);
  g_autofree char *runs = g_canonicalize_filename (o->checkpoints_dir, NULL);
  g_autofree char *path =
      p2p_place_under (model->net && g_str_equal (here, runs) ? folder : r->folder, "test_opt.txt",
          NULL);
  g_autoptr (GError) problem = NULL;
  if (!p2p_options_record (o, P2P_FOR_TEST, path, &problem))
    p2p_console_warn (problem->message);
}

/* After an error too: what there is can be looked at. */
gboolean
p2p_results_finish (const P2pResults *r, const P2pTrainedNet *model, GError **error)
{
  g_autofree char *page = p2p_place_under (r->folder, "index.html", NULL);
  const gboolean stopped = p2p_runner_signal () != 0;
  if (r->n > 0) {
    record_options (r->options, model, r);
    if (!p2p_page_save (r->page, page, error))
      return FALSE;
  }
  p2p_console_say ("%u pictures translated with %s%s", r->n, model->path,
      stopped ? "; stopped before the end" : "");
  if (r->n > 0)
    p2p_console_print ("%s", page);
  return TRUE;
}
