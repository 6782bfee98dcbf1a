/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* p2p check: what would be trained on a folder, what in it is broken, and the command to type. */

#include <string.h>
#include "arguments.h"
#include "choice.h"
#include "console.h"
#include "keep-depth.h"
#include "kept.h"
#include "remarks.h"
#include "signals.h"
#include "survey.h"
#include "training.h"

static gboolean
tell (guint done, guint of)
{
  g_autofree char *line = g_strdup_printf ("looking at %u of %u files", done, of);
  p2p_console_status (line);
  return !p2p_signals_noted ();
}

static void
print_findings (const P2pSurvey *survey, gboolean broken, const char *title)
{
  const guint n = broken ? survey->n_broken : survey->n_odd;
  if (n > 0)
    p2p_console_print ("%s (%u):", title, n);
  for (guint i = 0; i < survey->findings->len; i++) {
    const P2pFinding *f = survey->findings->pdata[i];
    if (f->broken == broken)
      p2p_console_print ("  %s: %s", f->path, f->text);
  }
}

/* An option as it can be typed: quoted only if it must be. */
static char *
option_word (const char *word)
{
  const gsize dashes = strspn (word, "-");
  g_autofree char *rest = p2p_shell_word (word + dashes);
  return word[dashes] == '\0' || g_str_equal (rest, word + dashes) ? g_strdup (word)
                                                                   : g_shell_quote (word);
}

/* The same words, for the other command. */
static char *
command_for (char **argv, const P2pOptions *o)
{
  g_autoptr (GString) s = g_string_new ("p2p train");
  if (g_str_equal (o->phase, "test")) {
    g_autofree char *a = p2p_shell_word (o->dataroot), *b = p2p_shell_word (o->dataroot_b);
    return g_strdup_printf ("p2p test NAME --dataroot %s%s%s", a,
        *o->dataroot_b ? " --dataroot_B " : "", *o->dataroot_b ? b : "");
  }
  for (char **word = argv + 1; *word; word++) {
    g_autofree char *quoted = **word == '-' ? option_word (*word) : p2p_shell_word (*word);
    g_string_append_printf (s, " %s", quoted);
  }
  return g_string_free (g_steal_pointer (&s), FALSE);
}

/* One such picture is enough. */
static gboolean
judge_stops (const P2pSurvey *survey, GError **error)
{
  g_autofree char *rest = survey->n_stops > 1
                              ? g_strdup_printf (" (and at %u more)", survey->n_stops - 1)
                              : g_strdup ("");
  if (survey->n_stops == 0)
    return TRUE;
  g_set_error (error, P2P_ERROR, P2P_ERROR_DATA, "training would stop at %s%s", survey->stop, rest);
  return FALSE;
}

/* As training does it: for each side by itself. */
static gboolean
judge (const P2pSurvey *survey, const P2pOptions *o, GError **error)
{
  const guint all = survey->n_files + survey->n_unmatched;
  const gboolean is_cut = (gint64) survey->n_samples == o->max_dataset_size;
  const guint32 bad = MAX (survey->n_bad_drawn[0], survey->n_bad_drawn[1]);
  if (!is_cut && survey->n_unmatched > P2P_LIMIT_BAD_SHARE * all) {
    g_set_error (error, P2P_ERROR, P2P_ERROR_DATA,
        "%u of %u files have no partner of the same name, more than %g %%: training would stop; "
        "rename or remove them, or use --model %s, which needs no partners",
        survey->n_unmatched, all, 100 * P2P_LIMIT_BAD_SHARE,
        p2p_recipe_for (p2p_mode_unaligned.name)->name);
    return FALSE;
  }
  if ((double) bad <= P2P_LIMIT_BAD_SHARE * survey->n_samples)
    return judge_stops (survey, error);
  g_set_error (error, P2P_ERROR, P2P_ERROR_DATA,
      "%u of the %u pictures that an epoch draws%s are broken, more than %g %%: training would "
      "stop; repair or remove them, and check again",
      bad, survey->n_samples,
      survey->n_bad_drawn[1] > survey->n_bad_drawn[0] ? " on the side of B" : "",
      100 * P2P_LIMIT_BAD_SHARE);
  return FALSE;
}

/* What is known so far. */
static void
print_stopped (const P2pSurvey *survey)
{
  print_findings (survey, TRUE, "broken");
  print_findings (survey, FALSE, "odd");
  p2p_console_say ("stopped after %u of %u files; run it again to look at all", survey->n_looked,
      survey->n_files);
}

static void
print_losses (const P2pSurvey *survey, const P2pOptions *o)
{
  for (guint i = 0; i < survey->lost->len; i++) {
    const P2pLostOf *lost = &g_array_index (survey->lost, P2pLostOf, i);
    g_autofree char *path = p2p_printable (lost->path);
    g_autofree char *text = p2p_loss_text (lost->loss, p2p_keep_depth_helps (o));
    p2p_console_print ("%u of %u files: %s (%s%s)", lost->n, survey->n_files, text, path,
        lost->n > 1 ? " for one" : "");
  }
}

static void
print_survey (const P2pSurvey *survey, const P2pChoice *choice, const P2pOptions *o)
{
  const guint64 batch = (guint64) MAX (o->batch_size, 1);
  g_autofree char *text = p2p_choice_text (choice, o);
  p2p_console_print ("%s", text);
  p2p_console_print ("%u files, %u samples an epoch: %" G_GUINT64_FORMAT
                     " steps with batches of %d",
      survey->n_files, survey->n_samples, (survey->n_samples + batch - 1) / batch, o->batch_size);
  if (*survey->sizes)
    p2p_console_print ("sizes: %s", survey->sizes);
  print_findings (survey, TRUE, "broken");
  print_findings (survey, FALSE, "odd");
  print_losses (survey, o);
  if (survey->findings->len == 0)
    p2p_console_print ("nothing is broken");
}

/* Where training is to begin with files, they must be there. */
static gboolean
check_files (const P2pOptions *o, GError **error)
{
  const gboolean newest = g_str_equal (o->epoch, "latest") && o->load_iter == 0;
  const P2pRecipe *recipe = p2p_recipe_find (o->model, error);
  g_autofree char *dir = p2p_place_under (o->checkpoints_dir, o->name, NULL);
  g_autofree char *label = p2p_net_files_label (o);
  g_autoptr (P2pRecord) record = o->continue_train && newest ? p2p_trainer_record (o) : NULL;
  for (const P2pView *v = recipe ? recipe->views : NULL; v && v->name; v++) {
    g_autofree char *path =
        v->net && o->continue_train ? p2p_net_file_find (dir, label, v->net) : NULL;
    if (!v->net || !o->continue_train || record || path)
      continue;
    g_set_error (error, P2P_ERROR, P2P_ERROR_NO_INPUT,
        "to go on from \"%s\" there must be %s/%s_net_%s.safetensors or .pth, which is missing; "
        "set "
        "--epoch or --load_iter to what is there, or leave --continue_train out",
        label, dir, label, v->net);
    return FALSE;
  }
  return recipe != NULL;
}

static gboolean
run (char **argv, GError **error)
{
  g_auto (P2pArguments) arguments = { 0 };
  g_auto (P2pChoice) choice = { .command = "p2p check" };
  g_auto (P2pSurvey) survey = { 0 };
  const P2pOptions *o = &arguments.options;
  if (!p2p_arguments_parse (&arguments, &p2p_command_check, argv, P2P_FOR_TRAIN, NULL, NULL, error)
      || !p2p_arguments_folders (&arguments, error))
    return FALSE;
  if (!*o->dataroot) {
    g_set_error (error, P2P_ERROR, P2P_ERROR_USAGE, "no folder to look at; use p2p check FOLDER");
    return FALSE;
  }
  g_autofree char *command = command_for (argv, o);
  if (!p2p_kept_take (&arguments, error) || !p2p_choice_make (&choice, &arguments, error)
      || !p2p_training_launch (o, error) || !p2p_keep_depth_choose (&arguments, error))
    return FALSE;
  if (!p2p_run_dir_check (o->checkpoints_dir, o->name, error) || !check_files (o, error))
    return FALSE;
  p2p_signals_watch ();
  if (!p2p_survey_make (&survey, o, tell, error))
    return FALSE;
  if (survey.n_looked < survey.n_files) {
    print_stopped (&survey);
    return TRUE;
  }
  p2p_remarks_say (&arguments, P2P_FOR_TRAIN);
  print_survey (&survey, &choice, o);
  if (!judge (&survey, o, error))
    return FALSE;
  p2p_console_print ("run: %s", command);
  return TRUE;
}

const P2pCommand p2p_command_check = {
  .name = "check",
  .arguments = "DATAROOT [DATAROOT_B]",
  .summary = "Tells what would be trained on a folder, what in it is broken, and what to type",
  .examples = "  p2p check facades\n"
              "  p2p check horse2zebra --batch_size 4\n"
              "  p2p check photos drawings\n"
              "Takes the options of p2p train. Ends with 0 only if training would work",
  .stops_early = TRUE,
  .run = run,
};
