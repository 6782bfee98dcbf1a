/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* p2p test: translates the pictures of a data set and writes them side by side
 * with the originals, in the reference's folders and under its names. */

#include <errno.h>
#include <string.h>
#include "arguments.h"
#include "console.h"
#include "folder.h"
#include "gallery.h"
#include "modelfile.h"
#include "runner.h"

#define TELL_EVERY 5 /* pictures */

typedef struct
{
  char *folder, *images; /* RESULTS_DIR/NAME/PHASE_EPOCH and its sub-folder */
  P2pGallery *gallery;
  GHashTable *taken; /* names of results so far */
  guint n;
} Results;

/* The name of the input without folder and extension; a second one of that name
 * gets a number. */
static char *
result_name (Results *r, const char *path)
{
  g_autofree char *base = g_path_get_basename (path);
  char *dot = strrchr (base, '.');
  if (dot && dot != base)
    *dot = '\0';
  char *name = g_strdup (base);
  for (guint i = 2; g_hash_table_contains (r->taken, name); i++) {
    g_free (name);
    name = g_strdup_printf ("%s_%u", base, i);
  }
  g_hash_table_add (r->taken, g_strdup (name));
  return name;
}

static void
tell (Results *r, const char *path)
{
  g_autofree char *line = g_strdup_printf ("processing (%04u)-th image... ['%s']", r->n, path);
  if (r->n % TELL_EVERY == 0 && !p2p_console_is_terminal ())
    p2p_console_say ("%s", line);
  p2p_console_status (line);
  r->n++;
}

static gboolean
save (gpointer user, const char *path, const P2pPicture pictures[P2P_N_LABELS], GError **error)
{
  Results *r = user;
  g_autofree char *name = result_name (r, path);
  g_autoptr (GPtrArray) files = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 0; i < P2P_N_LABELS; i++) {
    g_ptr_array_add (files, g_strdup_printf ("%s_%s.png", name, p2p_labels[i]));
    g_autofree char *file =
        g_build_filename (r->images, (char *) g_ptr_array_index (files, i), NULL);
    if (!p2p_picture_save_png (&pictures[i], file, error))
      return FALSE;
  }
  p2p_gallery_add (r->gallery, name, (const char *const *) files->pdata, p2p_labels, P2P_N_LABELS);
  tell (r, path);
  return TRUE;
}

static gboolean
open_results (Results *r, const P2pOptions *o, const char *run, GError **error)
{
  g_autofree char *leaf = g_strdup_printf ("%s_%s", o->phase, o->epoch);
  g_autofree char *title =
      g_strdup_printf ("Experiment = %s, Phase = %s, Epoch = %s", run, o->phase, o->epoch);
  r->folder = g_build_filename (o->results_dir, run, leaf, NULL);
  r->images = g_build_filename (r->folder, "images", NULL);
  r->gallery = p2p_gallery_new (title);
  r->taken = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  r->n = 0;
  if (g_mkdir_with_parents (r->images, 0777) == 0)
    return TRUE;
  g_set_error (error, P2P_ERROR, P2P_ERROR_CREATE,
      "the folder %s cannot be made: %s; set --results_dir to a folder you may write", r->images,
      g_strerror (errno));
  return FALSE;
}

static void
close_results (Results *r)
{
  g_free (r->folder);
  g_free (r->images);
  p2p_gallery_free (r->gallery);
  g_clear_pointer (&r->taken, g_hash_table_unref);
}

/* What the user does not say, the model file does: nothing is said twice. */
static void
follow_model (P2pArguments *arguments, const P2pModelFile *model)
{
  P2pOptions *o = &arguments->options;
  const gboolean load = p2p_arguments_given (arguments, "load_size");
  const gboolean crop = p2p_arguments_given (arguments, "crop_size");
  if (!p2p_arguments_given (arguments, "direction") && model->direction) {
    g_free (o->direction);
    o->direction = g_strdup (model->direction);
  }
  if (!load && !crop && model->width > 0 && model->width == model->height)
    o->load_size = o->crop_size = model->width;
  else if (crop && !load)
    o->load_size = o->crop_size;
  if (p2p_arguments_given (arguments, "netG") && model->arch
      && !g_str_equal (o->net_g, model->arch))
    p2p_console_say ("--netG %s is not needed: the model file says %s, which is used", o->net_g,
        model->arch);
}

static gboolean
check (P2pArguments *arguments, GError **error)
{
  P2pOptions *o = &arguments->options;
  if (!p2p_options_resolve (o, error))
    return FALSE;
  if (!*o->dataroot) {
    g_set_error (error, P2P_ERROR, P2P_ERROR_USAGE,
        "no data set: add --dataroot FOLDER, where FOLDER/%s holds pairs of pictures", o->phase);
    return FALSE;
  }
  g_autofree char *folder = p2p_aligned_folder (o->dataroot, o->phase, error);
  return folder && p2p_options_check (o, error);
}

/* NAME as an argument, or --name. */
static gboolean
choose_name (P2pArguments *arguments, const char **what, GError **error)
{
  if (!p2p_arguments_single (arguments, what, error))
    return FALSE;
  if (*what && p2p_arguments_given (arguments, "name")) {
    g_set_error (error, P2P_ERROR, P2P_ERROR_USAGE,
        "the run is given twice, as %s and as --name %s; use one", *what, arguments->options.name);
    return FALSE;
  }
  *what = *what ? *what : arguments->options.name;
  return TRUE;
}

/* The reference's record of the options, beside the model; nobody misses it much. */
static void
record_options (const P2pOptions *o, const P2pModelFile *model)
{
  g_autofree char *folder = g_path_get_dirname (model->path);
  g_autofree char *path = g_build_filename (folder, "test_opt.txt", NULL);
  g_autofree char *text = p2p_options_dump (o, P2P_FOR_TEST);
  g_file_set_contents (path, text, -1, NULL);
}

static gboolean
translate (const P2pArguments *arguments, const P2pModelFile *model, const char *run,
    GError **error)
{
  const P2pOptions *o = &arguments->options;
  Results results = { 0 };
  const P2pFolderJob job = { .model = model->path,
    .dropout = !o->eval && !o->no_dropout,
    .running = o->eval,
    .options = o,
    .each = save,
    .user = &results };
  gboolean ok = open_results (&results, o, run, error) && p2p_folder_translate (&job, error);
  if (ok) {
    record_options (o, model);
    g_autofree char *page = g_build_filename (results.folder, "index.html", NULL);
    ok = p2p_gallery_save (results.gallery, page, error);
    p2p_console_say ("%u pictures translated with %s%s", results.n, model->path,
        p2p_runner_interrupted () ? "; stopped before the end" : "");
    p2p_console_print ("%s", page);
  }
  close_results (&results);
  return ok;
}

static gboolean
run (char **argv, GError **error)
{
  const char *what;
  g_auto (P2pArguments) arguments = { 0 };
  g_auto (P2pModelFile) model = { 0 };
  const P2pOptions *o = &arguments.options;
  if (!p2p_arguments_parse (&arguments, &p2p_command_test, argv, P2P_FOR_TEST, NULL, NULL, error)
      || !choose_name (&arguments, &what, error) || !check (&arguments, error)
      || !p2p_model_file_find (&model, what, "G", o->checkpoints_dir, o->epoch, error))
    return FALSE;
  follow_model (&arguments, &model);
  /* A path given for a name: the run is the one that the file names. */
  g_autofree char *base = g_path_get_basename (what);
  return translate (&arguments, &model, strchr (what, '/') && model.run ? model.run : base, error);
}

const P2pCommand p2p_command_test = {
  .name = "test",
  .arguments = "[NAME]",
  .summary = "Translates the pictures of DATAROOT/test into a page of results",
  .examples =
      "  p2p test facades --dataroot facades\n"
      "  p2p test facades --dataroot facades --phase val --num_test 20\n"
      "Everything about the network is read from its file; dropout is on and batch norms use each\n"
      "picture's own statistics, as in the reference, unless --eval is given",
  .run = run,
};
