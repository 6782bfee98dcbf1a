/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "choice.h"

#include <string.h>

void
p2p_choice_clear (P2pChoice *choice)
{
  p2p_layout_clear (&choice->layout);
}

/* Both may lie in one folder: facades/train beside facades/trainA and trainB. */
static gboolean
is_there (const P2pDatasetMode *mode, const P2pOptions *o)
{
  const P2pDatasetSpec spec = { .dataroot = o->dataroot,
    .dataroot_b = o->dataroot_b,
    .phase = o->phase,
    .mode = mode->name };
  g_autoptr (P2pDataset) dataset = p2p_dataset_open (&spec, NULL);
  return dataset != NULL;
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

static void
add_reading (GString *s, const P2pDatasetMode *mode, const P2pOptions *o)
{
  const P2pRecipe *recipe = p2p_recipe_for (mode->name);
  if (!mode->meant || !recipe || !recipe->losses)
    return;
  g_autofree char *command = train_command (o, recipe->name);
  g_string_append_printf (s, "%s%s %s", s->len ? ", or " : "", command, mode->meant);
}

/* "COMMAND to learn their colours, or COMMAND if each is ...": the ways to read the layout, its own
 * first. */
static char *
readings (const P2pLayout *layout, const P2pOptions *o)
{
  g_autoptr (GString) s = g_string_new (NULL);
  add_reading (s, layout->mode, o);
  for (const P2pDatasetMode *const *mode = p2p_dataset_modes (); *mode; mode++)
    if (*mode != layout->mode && p2p_dataset_mode_reads (*mode, layout->mode))
      add_reading (s, *mode, o);
  return g_string_free (g_steal_pointer (&s), FALSE);
}

/* Nobody can train on this without saying what is meant. */
static void
set_undecided (const P2pLayout *layout, const P2pOptions *o, GError **error)
{
  g_autofree char *ways = readings (layout, o);
  g_autofree char *up = g_path_get_dirname (o->dataroot), *word = p2p_shell_word (up);
  g_autofree char *base = g_path_get_basename (o->dataroot), *root = p2p_shell_word (o->dataroot);
  const gboolean below = g_str_has_prefix (base, "train") || strlen (base) == 1;
  if (layout->mode->ambiguous)
    g_set_error (error, P2P_ERROR, P2P_ERROR_DATA, "%s; run %s", layout->text, ways);
  else if (below && !g_str_equal (up, "."))
    g_set_error (error, P2P_ERROR, P2P_ERROR_DATA,
        "%s: the folder above it is meant; run p2p train %s", layout->text, word);
  else
    g_set_error (error, P2P_ERROR, P2P_ERROR_DATA,
        "%s, without a second kind beside them; add a folder: run p2p train %s FOLDER_B, or move "
        "them into %s/%s",
        layout->text, root, o->dataroot, o->phase);
}

/* One-sided, any folder can be translated. */
static char *
test_command (const P2pChoice *choice, const P2pOptions *o)
{
  const char *folder = !p2p_options_forth (o) && choice->layout.folder_b ? choice->layout.folder_b
                                                                         : choice->layout.folder_a;
  g_autofree char *run = p2p_shell_word (choice->run), *word = p2p_shell_word (folder);
  g_autofree char *base = g_path_get_basename (o->dataroot), *up = g_path_get_dirname (o->dataroot);
  g_auto (P2pLayout) above = { 0 };
  /* The folder of a phase was given for the one above it. */
  if (p2p_layout_find (up, NULL, base, &above, NULL) && above.mode->sides == P2P_SIDES_HALVES) {
    g_autofree char *root = p2p_shell_word (up), *phase = p2p_shell_word (base);
    return g_strdup_printf ("p2p test %s --dataroot %s --phase %s", run, root, phase);
  }
  return g_strdup_printf ("p2p test %s --dataroot %s --model %s", run, word,
      p2p_recipe_one_sided ()->name);
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

/* The mode for a model that the user has named. */
static gboolean
choose_mode (P2pChoice *choice, P2pArguments *arguments, GError **error)
{
  P2pOptions *o = &arguments->options;
  P2pLayout *layout = &choice->layout;
  const P2pRecipe *recipe = p2p_recipe_find (o->model, error);
  if (!recipe)
    return FALSE;
  /* What is the model's own comes before what it can do with as well. */
  for (const char *const *name = recipe->modes; *name; name++) {
    const P2pDatasetMode *mode = p2p_dataset_mode_find (*name, NULL);
    if (p2p_dataset_mode_reads (mode, layout->mode)
        && (name == recipe->modes || !is_there (p2p_dataset_mode_find (recipe->modes[0], NULL), o)))
      return p2p_arguments_set (arguments, "dataset_mode", *name, error);
  }
  for (const char *const *name = recipe->modes; *name; name++)
    if (is_there (p2p_dataset_mode_find (*name, NULL), o)) {
      p2p_layout_clear (layout);
      return p2p_arguments_set (arguments, "dataset_mode", *name, error);
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
  return name_folders (&choice->layout, mode, arguments, error);
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
  if (!p2p_options_check_names (o, error))
    return FALSE;
  const P2pDatasetMode *one = one_sided (arguments);
  if (one) {
    if (!p2p_arguments_set (arguments, "dataset_mode", one->name, error))
      return FALSE;
  } else if (!p2p_layout_find (o->dataroot, o->dataroot_b, o->phase, &choice->layout, error)
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
