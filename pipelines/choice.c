/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "choice.h"

#include <string.h>

void
p2p_choice_clear (P2pChoice *choice)
{
  p2p_layout_clear (&choice->layout);
  g_clear_pointer (&choice->remark, g_free);
  g_clear_pointer (&choice->before, g_free);
  g_clear_pointer (&choice->options, g_free);
  g_clear_pointer (&choice->one_side, g_free);
}

/* " --epoch 5" for each of NAMES that was given. */
static char *
given_again (const P2pArguments *arguments, const char *const *names)
{
  g_autoptr (GString) s = g_string_new (NULL);
  for (; *names; names++) {
    const P2pOption *row = p2p_option_find (*names, P2P_FOR_TRAIN | P2P_FOR_TEST, NULL);
    g_autofree char *value = p2p_option_get (&arguments->options, row);
    g_autofree char *word = p2p_shell_word (value);
    if (p2p_arguments_given (arguments, *names))
      g_string_append_printf (s, " --%s %s", *names, word);
  }
  return g_string_free (g_steal_pointer (&s), FALSE);
}

/* How a run of MODEL translates a folder of one kind; "*" is the kind. */
static char *
one_side_of (const P2pRecipe *model)
{
  const char *one_sided = p2p_recipe_one_sided ()->name;
  if (model && model->lab) /* one folder is all that it needs */
    return g_strdup ("");
  return g_strdup_printf (" --model %s%s", one_sided,
      model && model->n_generators > 1 ? " --model_suffix _*" : "");
}

void
p2p_choice_ask (P2pChoice *choice, const P2pArguments *arguments)
{
  static const char *const of_training[] = { "model", NULL };
  static const char *const of_test[] = { "checkpoints_dir", "epoch", "load_iter", "results_dir",
    NULL };
  const P2pRecipe *model = p2p_recipe_find (arguments->options.model, NULL);
  if (choice->before)
    return;
  choice->asked = (P2pAsked){ .second = "", .phase = "train" };
  choice->options = given_again (arguments, choice->run ? of_test : of_training);
  if (choice->run) {
    g_autofree char *run = p2p_shell_word (choice->run);
    choice->before = g_strdup_printf ("p2p test %s --dataroot", run);
    choice->one_side = one_side_of (model);
    choice->asked.second = "--dataroot_B";
    choice->asked.phase = "test";
  } else {
    choice->before = g_strdup (choice->command ? choice->command : "p2p train");
  }
  choice->asked.command = choice->before;
  choice->asked.options = choice->options;
  choice->asked.one_side = choice->one_side;
}

/* Both may lie in one folder: facades/train beside facades/trainA and trainB. */
static gboolean
find_files (const P2pDatasetMode *mode, const P2pOptions *o, GError **error)
{
  const P2pDatasetSpec spec = { .dataroot = o->dataroot,
    .dataroot_b = o->dataroot_b,
    .phase = o->phase,
    .mode = mode->name };
  g_autoptr (P2pDataset) dataset = p2p_dataset_open (&spec, error);
  return dataset != NULL;
}

static gboolean
is_there (const P2pDatasetMode *mode, const P2pOptions *o)
{
  return find_files (mode, o, NULL);
}

/* The model that a layout is usually for; NULL: none can be trained on it without being asked. */
static const P2pRecipe *
model_for (const P2pLayout *layout)
{
  const P2pRecipe *recipe = p2p_recipe_for (layout->mode->name);
  return recipe && recipe->losses && !layout->mode->ambiguous ? recipe : NULL;
}

/* "p2p train FOLDER [FOLDER_B] [--phase ..] --model MODEL"; MODEL NULL: without. */
static char *
train_command (const P2pOptions *o, const char *model)
{
  g_autoptr (GString) s = g_string_new (NULL);
  g_autofree char *a = p2p_shell_word (o->dataroot), *b = p2p_shell_word (o->dataroot_b);
  g_string_append_printf (s, "p2p train %s", a);
  if (*o->dataroot_b)
    g_string_append_printf (s, " %s", b);
  if (!g_str_equal (o->phase, "train")) {
    g_autofree char *phase = p2p_shell_word (o->phase);
    g_string_append_printf (s, " --phase %s", phase);
  }
  if (model)
    g_string_append_printf (s, " --model %s", model);
  return g_string_free (g_steal_pointer (&s), FALSE);
}

/* Other readings of LAYOUT than as FIRST: "add --model pix2pix if each is A and B side by side all the
 * same". */
static char *
other_readings (const P2pLayout *layout, const P2pDatasetMode *first)
{
  g_autoptr (GString) s = g_string_new (NULL);
  for (const P2pDatasetMode *const *mode = p2p_dataset_modes (); *mode; mode++) {
    const P2pRecipe *recipe = p2p_recipe_for ((*mode)->name);
    if (*mode == first || !(*mode)->meant || !p2p_dataset_mode_reads (*mode, layout->mode)
        || !recipe || !recipe->losses)
      continue;
    g_string_append_printf (s, "%s--model %s %s", s->len ? ", " : "add ", recipe->name,
        (*mode)->meant);
  }
  return g_string_free (g_steal_pointer (&s), FALSE);
}

/* The folder above, of which this is a part; NULL: there is none. Free with g_free(). */
static char *
folder_above (const P2pOptions *o)
{
  g_auto (P2pLayout) above = { .as_stored = o->ignore_orientation };
  g_autofree char *up = g_path_get_dirname (o->dataroot);
  g_autofree char *here = g_canonicalize_filename (o->dataroot, NULL);
  if (g_str_equal (up, ".") || *o->dataroot_b
      || !p2p_layout_find (up, NULL, o->phase, NULL, &above, NULL))
    return NULL;
  g_autofree char *a = g_canonicalize_filename (above.folder_a, NULL);
  g_autofree char *b = above.folder_b ? g_canonicalize_filename (above.folder_b, NULL) : NULL;
  return g_str_equal (a, here) || g_strcmp0 (b, here) == 0 ? g_steal_pointer (&up) : NULL;
}

/* Nobody can train on this without saying what is meant. */
static void
set_undecided (const P2pLayout *layout, const P2pOptions *o, GError **error)
{
  const P2pDatasetMode *first = &p2p_mode_colorization;
  g_autofree char *others = other_readings (layout, first), *up = folder_above (o);
  g_autofree char *root = p2p_shell_word (o->dataroot);
  g_autofree char *line = train_command (o, p2p_recipe_for (first->name)->name);
  if (up && !layout->mode->ambiguous) {
    g_autofree char *word = p2p_shell_word (up);
    g_set_error (error, P2P_ERROR, P2P_ERROR_DATA,
        "%s: the folder above it is meant; run p2p train %s", layout->text, word);
  } else if (layout->mode->ambiguous) {
    g_set_error (error, P2P_ERROR, P2P_ERROR_DATA, "%s; %s, or, %s, run %s", layout->text, others,
        first->meant, line);
  } else {
    g_set_error (error, P2P_ERROR, P2P_ERROR_DATA,
        "%s, without a second kind beside them; add its folder, as in p2p train %s FOLDER_B, %s, "
        "or, %s, run %s",
        layout->text, root, others, first->meant, line);
  }
}

/* What to type at test for pictures that are not what was asked for. */
static char *
test_command (const P2pChoice *choice, const P2pOptions *o)
{
  const P2pLayout *layout = &choice->layout;
  const gboolean back = !p2p_options_forth (o) && layout->folder_b;
  g_autofree char *base = g_path_get_basename (o->dataroot), *up = g_path_get_dirname (o->dataroot);
  const P2pRecipe *model = p2p_recipe_find (o->model, NULL);
  g_auto (P2pLayout) above = { .as_stored = o->ignore_orientation };
  if (model && p2p_recipe_uses (model, layout->mode->name))
    return p2p_asked_again (&choice->asked, o->dataroot, o->dataroot_b, o->phase);
  /* The folder of a phase was given for the one above it. */
  if (model && layout->mode->in_root && p2p_layout_find (up, NULL, base, NULL, &above, NULL)
      && above.mode->sides == P2P_SIDES_HALVES && p2p_recipe_uses (model, above.mode->name))
    return p2p_asked_again (&choice->asked, up, NULL, base);
  return p2p_asked_one_side (&choice->asked, back ? layout->folder_b : layout->folder_a,
      p2p_options_forth (o) ? 'A' : 'B');
}

static void
set_contradiction (const P2pChoice *choice, const P2pOptions *o, const char *what, GError **error)
{
  const P2pLayout *layout = &choice->layout;
  const P2pRecipe *fits = model_for (layout);
  if (!fits) /* pictures without counterparts */
    fits = p2p_recipe_for (p2p_mode_colorization.name);
  g_autofree char *line = choice->run ? test_command (choice, o) : train_command (o, fits->name);
  g_set_error (error, P2P_ERROR, P2P_ERROR_USAGE, "%s, which is not for %s; run %s", layout->text,
      what, line);
}

/* A test of a model of pairs on single pictures: each half of one would be nonsense. Without a word
 * about it they are translated as they are. */
static gboolean
take_singles (P2pChoice *choice, P2pArguments *arguments, gboolean *taken, GError **error)
{
  const P2pLayout *layout = &choice->layout;
  const P2pRecipe *recipe = p2p_recipe_find (arguments->options.model, NULL);
  const P2pDatasetMode *own = recipe ? p2p_dataset_mode_find (recipe->modes[0], NULL) : NULL;
  const P2pRecipe *one = p2p_recipe_one_sided ();
  const gboolean pairs = own && own->sides == P2P_SIDES_HALVES;
  *taken = FALSE;
  if (!choice->run || !pairs
      || (layout->mode->sides != P2P_SIDES_ONE && layout->mode->sides != P2P_SIDES_SAME))
    return TRUE;
  if (choice->named) {
    choice->remark =
        g_strdup_printf ("%s: each is cut into A and B all the same, as --model %s has "
                         "it; --model %s translates them whole",
            layout->text, recipe->name, one->name);
    return TRUE;
  }
  *taken = TRUE;
  choice->remark =
      g_strdup_printf ("%s: each is translated whole, as with --model %s; add "
                       "--dataset_mode %s if each is A and B side by side all the same",
          layout->text, one->name, own->name);
  return p2p_arguments_set (arguments, "model", one->name, error)
         && p2p_arguments_set (arguments, "dataset_mode", one->modes[0], error)
         && p2p_arguments_set (arguments, "dataroot", layout->folder_a, error);
}

/* At test, pictures directly in a folder are no pairs unless somebody says so. */
static gboolean
may_read (const P2pChoice *choice, const P2pDatasetMode *mode)
{
  return !choice->run || choice->layout.mode->sides != P2P_SIDES_ONE
         || mode->sides != P2P_SIDES_HALVES;
}

/* The mode for a model that the user has named. */
static gboolean
choose_mode (P2pChoice *choice, P2pArguments *arguments, GError **error)
{
  P2pOptions *o = &arguments->options;
  P2pLayout *layout = &choice->layout;
  const P2pRecipe *recipe = p2p_recipe_find (o->model, error);
  gboolean taken;
  if (!recipe || !take_singles (choice, arguments, &taken, error))
    return FALSE;
  if (taken)
    return TRUE;
  /* What is the model's own comes before what it can do with as well. */
  for (const char *const *name = recipe->modes; *name; name++) {
    const P2pDatasetMode *mode = p2p_dataset_mode_find (*name, NULL);
    if (may_read (choice, mode) && p2p_dataset_mode_reads (mode, layout->mode)
        && (name == recipe->modes || !is_there (p2p_dataset_mode_find (recipe->modes[0], NULL), o)))
      return p2p_arguments_set (arguments, "dataset_mode", *name, error);
  }
  for (const char *const *name = recipe->modes; *name; name++) {
    const P2pDatasetMode *mode = p2p_dataset_mode_find (*name, NULL);
    if (may_read (choice, mode) && is_there (mode, o)) {
      p2p_layout_clear (layout);
      return p2p_arguments_set (arguments, "dataset_mode", *name, error);
    }
  }
  g_autofree char *what = g_strdup_printf ("--model %s", o->model);
  set_contradiction (choice, o, what, error);
  return FALSE;
}

static gboolean
choose_both (P2pChoice *choice, P2pArguments *arguments, GError **error)
{
  const P2pLayout *layout = &choice->layout;
  const P2pRecipe *recipe = model_for (layout);
  if (recipe)
    return p2p_arguments_set (arguments, "model", recipe->name, error)
           && p2p_arguments_set (arguments, "dataset_mode", layout->mode->name, error);
  set_undecided (layout, &arguments->options, error);
  return FALSE;
}

/* Two folders of any name stand for DATAROOT and DATAROOT_B. */
static gboolean
name_folders (const P2pLayout *layout, const P2pDatasetMode *mode, P2pArguments *arguments,
    GError **error)
{
  const P2pOptions *o = &arguments->options;
  if (!layout->folder_b || *o->dataroot_b || mode->sides != P2P_SIDES_TWO || is_there (mode, o))
    return TRUE;
  return p2p_arguments_set (arguments, "dataroot", layout->folder_a, error)
         && p2p_arguments_set (arguments, "dataroot_B", layout->folder_b, error);
}

static gboolean
choose (P2pChoice *choice, P2pArguments *arguments, GError **error)
{
  P2pOptions *o = &arguments->options;
  const gboolean model = p2p_arguments_given (arguments, "model");
  const gboolean given = p2p_arguments_given (arguments, "dataset_mode");
  choice->chosen = !model && !given;
  if (!given && !(model ? choose_mode : choose_both) (choice, arguments, error))
    return FALSE;
  const P2pDatasetMode *mode = p2p_dataset_mode_find (o->dataset_mode, error);
  if (!mode)
    return FALSE;
  if (given && !p2p_dataset_mode_reads (mode, choice->layout.mode) && !is_there (mode, o)) {
    g_autofree char *what = g_strdup_printf ("--dataset_mode %s", o->dataset_mode);
    set_contradiction (choice, o, what, error);
    return FALSE;
  }
  return name_folders (&choice->layout, mode, arguments, error) && find_files (mode, o, error);
}

/* The mode that is meant if it takes any folder, picture by picture; else NULL. */
static const P2pDatasetMode *
one_sided (const P2pArguments *arguments)
{
  const P2pOptions *o = &arguments->options;
  const P2pRecipe *recipe = *o->model ? p2p_recipe_find (o->model, NULL) : NULL;
  const char *name = p2p_arguments_given (arguments, "dataset_mode") ? o->dataset_mode
                     : recipe                                        ? recipe->modes[0]
                                                                     : "";
  const P2pDatasetMode *mode = p2p_dataset_mode_find (name, NULL);
  return mode && mode->sides == P2P_SIDES_ONE ? mode : NULL;
}

/* "facades//" would double in every path and message. */
static void
trim_slashes (char *path)
{
  for (gsize n = strlen (path); n > 1 && path[n - 1] == '/'; n--)
    path[n - 1] = '\0';
}

gboolean
p2p_choice_make (P2pChoice *choice, P2pArguments *arguments, GError **error)
{
  P2pOptions *o = &arguments->options;
  trim_slashes (o->dataroot);
  trim_slashes (o->dataroot_b);
  p2p_choice_ask (choice, arguments);
  choice->layout.as_stored = o->ignore_orientation;
  if (!p2p_options_check_names (o, error))
    return FALSE;
  const P2pDatasetMode *one = one_sided (arguments);
  if (one) {
    if (!p2p_arguments_set (arguments, "dataset_mode", one->name, error)
        || !find_files (one, o, error))
      return FALSE;
  } else if (!p2p_layout_find (o->dataroot, o->dataroot_b, o->phase, &choice->asked,
                 &choice->layout, error)
             || !choose (choice, arguments, error)) {
    return FALSE;
  }
  return p2p_options_resolve (o, error) && p2p_options_check (o, error);
}

char *
p2p_choice_text (const P2pChoice *choice, const P2pOptions *o)
{
  const char *text = choice->layout.text ? choice->layout.text : o->dataroot;
  return g_strdup_printf ("%s%s--model %s --dataset_mode %s", text,
      choice->chosen ? "; chosen: " : "; ", o->model, o->dataset_mode);
}
