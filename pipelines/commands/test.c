/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* p2p test: translates the pictures of a data set and writes them side by side
 * with the originals, in the reference's folders and under its names. */

#include <errno.h>
#include <string.h>
#include "arguments.h"
#include "choice.h"
#include "console.h"
#include "folder.h"
#include "launch.h"
#include "remarks.h"
#include "runner.h"
#include "generators.h"

#define TELL_EVERY 5 /* pictures */

typedef struct
{
  const P2pOptions *options;
  const char *const *labels;
  guint n_labels;
  char *folder, *images; /* RESULTS_DIR/NAME/PHASE_EPOCH and its sub-folder */
  P2pPage *page;
  GHashTable *taken; /* names of results so far */
  guint n;
} Results;

/* Room in a name for what is put behind it: "_12_", a label, ".tiff". */
static gsize
longest_name (const Results *r)
{
  gsize longest = 0;
  for (guint i = 0; i < r->n_labels; i++)
    longest = MAX (longest, strlen (r->labels[i]));
  return P2P_PLACE_NAME_MAX - longest - strlen ("_1000000__.tiff");
}

/* The name of the input without folder and extension; a second one of that name
 * gets a number. */
static char *
result_name (Results *r, const char *path)
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
tell (Results *r, const char *path)
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
save_one (const Results *r, const P2pPicture *picture, const char *name, const char *label,
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
save (gpointer user, const char *path, const P2pPicture *pictures, GError **error)
{
  Results *r = user;
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

static gboolean
open_results (Results *r, const P2pOptions *o, const char *run, GError **error)
{
  g_autofree char *iter =
      o->load_iter > 0 ? g_strdup_printf ("_iter%" G_GINT64_FORMAT, o->load_iter) : g_strdup ("");
  g_autofree char *leaf = g_strdup_printf ("%s_%s%s", o->phase, o->epoch, iter);
  g_autofree char *title =
      g_strdup_printf ("Experiment = %s, Phase = %s, Epoch = %s", run, o->phase, o->epoch);
  *r = (Results){ .options = o, .page = p2p_page_new (title, 0) };
  r->labels = p2p_folder_labels (p2p_recipe_find (o->model, NULL), &r->n_labels);
  g_autofree char *above = p2p_place_under (o->results_dir, run, NULL);
  r->folder = p2p_place_under (above, leaf, NULL);
  r->taken = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  r->images = p2p_place_under (r->folder, "images", NULL);
  if (g_mkdir_with_parents (above, 0777) == 0)
    return p2p_place_folder (r->folder, error) && p2p_place_folder (r->images, error);
  g_set_error (error, P2P_ERROR, P2P_ERROR_CREATE,
      "the folder %s cannot be made: %s; set --results_dir to a folder you may write", above,
      g_strerror (errno));
  return FALSE;
}

static void
close_results (Results *r)
{
  g_free (r->folder);
  g_free (r->images);
  p2p_page_free (r->page);
  g_clear_pointer (&r->taken, g_hash_table_unref);
}

/* NAME as an argument, or --name with its suffix. WHAT: free with g_free(). */
static gboolean
choose_name (P2pArguments *arguments, char **what, GError **error)
{
  const P2pOptions *o = &arguments->options;
  const char *single;
  if (!p2p_arguments_single (arguments, &single, error))
    return FALSE;
  if (single && p2p_arguments_given (arguments, "name")) {
    g_set_error (error, P2P_ERROR, P2P_ERROR_USAGE,
        "the run is given twice, as %s and as --name %s; use one", single, o->name);
    return FALSE;
  }
  if (!*o->dataroot) {
    g_set_error (error, P2P_ERROR, P2P_ERROR_USAGE,
        "no data set: add --dataroot FOLDER, where FOLDER/%s holds pairs of pictures, or "
        "FOLDER/%sA and FOLDER/%sB two kinds; or a folder of any pictures and --model %s",
        o->phase, o->phase, o->phase, p2p_recipe_one_sided ()->name);
    return FALSE;
  }
  *what = single ? g_strdup (single) : p2p_generators_name (arguments, error);
  return *what != NULL;
}

/* The reference's record of the options: in the run's folder, if it is one of CHECKPOINTS_DIR. A
 * model given by its path is somebody else's, nothing is written beside it: then with the results. */
static void
record_options (const P2pOptions *o, const P2pTrainedNet *model, const Results *results)
{
  g_autofree char *folder = g_path_get_dirname (model->path);
  g_autofree char *above = g_path_get_dirname (folder);
  g_autofree char *here = g_canonicalize_filename (above, NULL);
  g_autofree char *runs = g_canonicalize_filename (o->checkpoints_dir, NULL);
  g_autofree char *path =
      p2p_place_under (model->net && g_str_equal (here, runs) ? folder : results->folder,
          "test_opt.txt", NULL);
  g_autoptr (GError) problem = NULL;
  if (!p2p_options_record (o, P2P_FOR_TEST, path, &problem))
    p2p_console_warn (problem->message);
}

/* --dropout decides, else --eval and --no_dropout: each its own switch. A model that has none by
 * default has it only where the file itself says so: in a .pth it cannot be seen. */
static gboolean
wants_dropout (const P2pArguments *arguments, const P2pModelInfo *info)
{
  const P2pOptions *o = &arguments->options;
  const P2pRecipe *recipe = p2p_recipe_find (o->model, NULL);
  const gboolean has = !recipe || !recipe->no_dropout || (!info->inferred && info->options.dropout);
  return g_str_equal (o->dropout, "auto")
             ? has && !o->eval && !p2p_arguments_given (arguments, "no_dropout")
             : g_str_equal (o->dropout, "on");
}

static gboolean
wants_running (const P2pOptions *o)
{
  return *o->norm_stats ? g_str_equal (o->norm_stats, "running") : o->eval;
}

/* The run's name. A path given for one: what the file says, else its folder's name, or its own. */
static char *
name_of_run (const P2pTrainedNet *file, const char *what)
{
  g_autofree char *base = g_path_get_basename (what), *folder = g_path_get_dirname (what);
  char *dot = strrchr (base, '.');
  if (!g_file_test (what, G_FILE_TEST_IS_REGULAR))
    return g_steal_pointer (&base);
  if (file->run)
    return g_strdup (file->run);
  if (strstr (base, "_net_") && strlen (folder) > 1)
    return g_path_get_basename (folder);
  if (dot && dot != base)
    *dot = '\0';
  return g_steal_pointer (&base);
}

/* After an error too: what there is can be looked at. */
static gboolean
save_page (const P2pFolderJob *job, const Results *results, GError **error)
{
  g_autofree char *page = p2p_place_under (results->folder, "index.html", NULL);
  record_options (job->options, &job->generators->files[0], results);
  if (!p2p_page_save (results->page, page, error))
    return FALSE;
  p2p_console_say ("%u pictures translated with %s%s", results->n, job->generators->files[0].path,
      p2p_runner_signal () ? "; stopped before the end" : "");
  p2p_console_print ("%s", page);
  return TRUE;
}

static gboolean
translate (const P2pFolderJob *job, Results *results, const char *run, GError **error)
{
  g_autoptr (GError) problem = NULL;
  if (!open_results (results, job->options, run, error))
    return FALSE;
  const gboolean ok = p2p_folder_translate (job, &problem);
  p2p_complaints_summarise (job->complaints);
  const gboolean saved = save_page (job, results, ok ? error : NULL);
  if (!ok)
    g_propagate_error (error, g_steal_pointer (&problem));
  return ok && saved;
}

static gboolean
print_pipeline (const P2pFolderJob *job, GError **error)
{
  const char *launch = p2p_folder_launch (job->options, error);
  if (!launch)
    return FALSE;
  g_autoptr (P2pLaunchValues) values = p2p_folder_values (job);
  g_autofree char *text = p2p_launch_text (launch, values, error);
  if (text)
    p2p_console_print ("%s", text);
  return text != NULL;
}

/* Many sets have val and no test: then that is meant, unless a phase was asked for. */
static gboolean
choose_phase (P2pArguments *arguments, GError **error)
{
  static const char *const others[] = { "val", "valid" };
  const P2pOptions *o = &arguments->options;
  g_auto (P2pLayout) layout = { 0 };
  if (p2p_arguments_given (arguments, "phase") || p2p_arguments_given (arguments, "model_suffix")
      || g_str_equal (o->model, p2p_recipe_one_sided ()->name)
      || p2p_layout_find (o->dataroot, o->dataroot_b, o->phase, NULL, &layout, NULL))
    return TRUE;
  for (guint i = 0; i < G_N_ELEMENTS (others); i++)
    if (p2p_layout_find (o->dataroot, o->dataroot_b, others[i], NULL, &layout, NULL)) {
      p2p_console_say ("no folder %s in %s: --phase %s is used", o->phase, o->dataroot, others[i]);
      return p2p_arguments_set (arguments, "phase", others[i], error);
    }
  return TRUE;
}

static void
say_all (const P2pGenerators *generators, const P2pOptions *o)
{
  g_autofree char *text = p2p_options_dump (o, P2P_FOR_TEST);
  p2p_generators_describe (generators);
  p2p_console_say ("%s", text);
}

static gboolean
run (char **argv, GError **error)
{
  gboolean print = FALSE;
  const GOptionEntry own[] = { { "print", 0, 0, G_OPTION_ARG_NONE, &print,
                                   "Print the pipeline instead of running it", NULL },
    { NULL } };
  g_autofree char *what = NULL;
  g_auto (P2pArguments) arguments = { 0 };
  g_auto (P2pGenerators) generators = { 0 };
  g_auto (P2pComplaints) complaints = { 0 };
  const P2pOptions *o = &arguments.options;
  Results results = { 0 };
  P2pFolderJob job = { .generators = &generators,
    .options = o,
    .complaints = &complaints,
    .each = save,
    .user = &results };
  g_auto (P2pChoice) choice = { 0 };
  if (!p2p_arguments_parse (&arguments, &p2p_command_test, argv, P2P_FOR_TEST, NULL, own, error)
      || !choose_name (&arguments, &what, error) || !choose_phase (&arguments, error))
    return FALSE;
  choice.named = p2p_arguments_given (&arguments, "model");
  choice.run = what;
  if (!p2p_generators_find (&generators, &arguments, what, error)
      || !p2p_choice_make (&choice, &arguments, error))
    return FALSE;
  if (choice.remark)
    p2p_console_say ("%s", choice.remark);
  p2p_remarks_say (&arguments, P2P_FOR_TEST);
  if (o->verbose)
    say_all (&generators, o);
  job.dropout = wants_dropout (&arguments, &generators.files[0].info);
  job.running = wants_running (o);
  if (print)
    return print_pipeline (&job, error);
  g_autofree char *run = name_of_run (&generators.files[0], what);
  const gboolean ok = translate (&job, &results, run, error);
  close_results (&results);
  return ok;
}

const P2pCommand p2p_command_test = {
  .name = "test",
  .arguments = "[NAME]",
  .summary = "Translates the pictures of a data set into a page of results",
  .examples =
      "  p2p test facades --dataroot facades\n"
      "  p2p test facades --dataroot facades --phase val --num_test 20\n"
      "  p2p test horses --dataroot horse2zebra              # both directions of a cycle_gan\n"
      "  p2p test horses --dataroot horse2zebra/testA --model test --model_suffix _A\n"
      "Everything about the network is read from its file; dropout is on and batch norms use each\n"
      "picture's own statistics, as in the reference, unless --eval is given",
  .stops_early = TRUE,
  .run = run,
};
