/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* p2p test: translates the pictures of a data set and writes them side by side
 * with the originals, in the reference's folders and under its names. */

#include <string.h>
#include "arguments.h"
#include "choice.h"
#include "console.h"
#include "domain.h"
#include "folder.h"
#include "generators.h"
#include "launch.h"
#include "remarks.h"
#include "results.h"
#include "run-data.h"

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
  *what = single ? g_strdup (single) : p2p_generators_name (arguments, error);
  return *what && (*o->dataroot || p2p_run_data_take (arguments, *what, error));
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

static gboolean
translate (const P2pFolderJob *job, P2pResults *results, GError **error)
{
  g_autoptr (GError) problem = NULL;
  if (!p2p_results_guard (results, error))
    return FALSE;
  const gboolean ok = p2p_folder_translate (job, &problem);
  p2p_complaints_summarise (job->complaints);
  const gboolean saved =
      p2p_results_finish (results, &job->generators->files[0], ok ? error : NULL);
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
  g_auto (P2pLayout) layout = { .as_stored = o->ignore_orientation };
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
  g_auto (P2pResults) results = { 0 };
  P2pFolderJob job = { .generators = &generators,
    .options = o,
    .complaints = &complaints,
    .each = p2p_results_add,
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
  p2p_domain_remark (&arguments, &generators.files[0]);
  p2p_remarks_say (&arguments, P2P_FOR_TEST);
  if (o->verbose)
    say_all (&generators, o);
  job.dropout = wants_dropout (&arguments, &generators.files[0].info);
  job.running = wants_running (o);
  if (print)
    return print_pipeline (&job, error);
  g_autofree char *run = name_of_run (&generators.files[0], what);
  p2p_results_init (&results, o, run);
  return translate (&job, &results, error);
}

const P2pCommand p2p_command_test = {
  .name = "test",
  .arguments = "[NAME]",
  .summary = "Translates the pictures of a data set into a page of results",
  .examples =
      "  p2p test facades                                    # on what it was trained on\n"
      "  p2p test facades --dataroot facades\n"
      "  p2p test facades --dataroot facades --phase val --num_test 20\n"
      "  p2p test horses --dataroot horse2zebra              # both directions of a cycle_gan\n"
      "  p2p test horses --dataroot horse2zebra/testA --model test --model_suffix _A\n"
      "Everything about the network is read from its file; dropout is on and batch norms use each\n"
      "picture's own statistics, as in the reference, unless --eval is given",
  .stops_early = TRUE,
  .run = run,
};
