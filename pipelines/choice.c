/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "choice.h"

#include <string.h>

/* Which layouts a mode can read: the first is its own. */
static const struct
{
  const char *mode, *layouts[4];
} readable[] = { { "aligned", { "aligned", "colorization" } }, { "paired", { "paired" } },
  { "unaligned", { "unaligned", "paired" } }, { "colorization", { "colorization", "aligned" } },
  { "single", { "single", "aligned", "colorization" } } };

void
p2p_choice_clear (P2pChoice *choice)
{
  p2p_layout_clear (&choice->layout);
}

static gboolean
can_read (const char *mode, const char *layout)
{
  for (guint i = 0; i < G_N_ELEMENTS (readable); i++)
    if (g_str_equal (readable[i].mode, mode))
      return g_strv_contains (readable[i].layouts, layout);
  return TRUE; /* an unknown mode: p2p_options_check() lists those there are */
}

/* Both may lie in one folder: facades/train beside facades/trainA and trainB. */
static gboolean
is_there (const char *mode, const P2pOptions *o)
{
  const P2pDatasetSpec spec = { .dataroot = o->dataroot,
    .dataroot_b = o->dataroot_b,
    .phase = o->phase,
    .mode = mode };
  g_autoptr (P2pDataset) dataset = p2p_dataset_open (&spec, NULL);
  return dataset != NULL;
}

/* What a model can train on, the usual one first. */
static const char *const *
modes_of (const P2pRecipe *recipe)
{
  static const char *const lab[] = { "colorization", NULL },
                           *const unpaired[] = { "unaligned", "aligned", "paired", NULL },
                           *const single[] = { "single", NULL },
                           *const pairs[] = { "aligned", "paired", NULL };
  return recipe->lab ? lab : recipe->unpaired ? unpaired : !recipe->losses ? single : pairs;
}

/* The model that a layout is usually for; NULL: none can be trained on it without being asked. */
static const P2pRecipe *
model_for (const P2pLayout *layout)
{
  for (const P2pRecipe *const *r = p2p_recipes (); *r; r++)
    if (!(*r)->lab && (*r)->losses && g_strv_contains (modes_of (*r), layout->mode))
      return *r;
  return NULL;
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

/* Nobody can train on this without saying what is meant. */
static void
set_undecided (const P2pLayout *layout, const P2pOptions *o, GError **error)
{
  g_autofree char *colour = train_command (o, "colorization");
  g_autofree char *pairs = train_command (o, "pix2pix");
  g_autofree char *up = g_path_get_dirname (o->dataroot), *word = p2p_shell_word (up);
  g_autofree char *base = g_path_get_basename (o->dataroot), *root = p2p_shell_word (o->dataroot);
  const gboolean below = g_str_has_prefix (base, "train") || strlen (base) == 1;
  if (!g_str_equal (layout->mode, "single"))
    g_set_error (error, P2P_ERROR, P2P_ERROR_DATA,
        "%s; run %s to learn their colours, or %s if each is A and B side by side all the same",
        layout->text, colour, pairs);
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
  const char *folder = g_str_equal (o->direction, "BtoA") && choice->layout.folder_b
                           ? choice->layout.folder_b
                           : choice->layout.folder_a;
  g_autofree char *run = p2p_shell_word (choice->run), *word = p2p_shell_word (folder);
  g_autofree char *base = g_path_get_basename (o->dataroot), *up = g_path_get_dirname (o->dataroot);
  g_auto (P2pLayout) above = { 0 };
  /* The folder of a phase was given for the one above it. */
  if (p2p_layout_find (up, NULL, base, &above, NULL) && g_str_equal (above.mode, "aligned")) {
    g_autofree char *root = p2p_shell_word (up), *phase = p2p_shell_word (base);
    return g_strdup_printf ("p2p test %s --dataroot %s --phase %s", run, root, phase);
  }
  return g_strdup_printf ("p2p test %s --dataroot %s --model test", run, word);
}

static void
set_contradiction (const P2pChoice *choice, const P2pOptions *o, const char *what, GError **error)
{
  const P2pLayout *layout = &choice->layout;
  const P2pRecipe *fits = model_for (layout);
  g_autofree char *line = choice->run ? test_command (choice, o)
                                      : train_command (o, fits ? fits->name : "colorization");
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
  const char *own = modes_of (recipe)[0];
  for (const char *const *mode = modes_of (recipe); *mode; mode++)
    if (can_read (*mode, layout->mode) && (*mode == own || !is_there (own, o)))
      return p2p_arguments_set (arguments, "dataset_mode", *mode, error);
  for (const char *const *mode = modes_of (recipe); *mode; mode++)
    if (is_there (*mode, o)) {
      p2p_layout_clear (layout);
      return p2p_arguments_set (arguments, "dataset_mode", *mode, error);
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
           && p2p_arguments_set (arguments, "dataset_mode", layout->mode, error);
  set_undecided (layout, &arguments->options, error);
  return FALSE;
}

/* Two folders of any name stand for DATAROOT and DATAROOT_B. */
static gboolean
name_folders (const P2pLayout *layout, P2pArguments *arguments, GError **error)
{
  const P2pOptions *o = &arguments->options;
  g_autofree char *usual = g_strconcat (o->dataroot, "/", o->phase, "A", NULL);
  if (!layout->folder_b || *o->dataroot_b || !g_str_equal (o->dataset_mode, "unaligned")
      || g_file_test (usual, G_FILE_TEST_IS_DIR))
    return TRUE;
  return p2p_arguments_set (arguments, "dataroot", layout->folder_a, error)
         && p2p_arguments_set (arguments, "dataroot_B", layout->folder_b, error);
}

static gboolean
choose (P2pChoice *choice, P2pArguments *arguments, GError **error)
{
  P2pOptions *o = &arguments->options;
  const gboolean model = p2p_arguments_given (arguments, "model");
  const gboolean mode = p2p_arguments_given (arguments, "dataset_mode");
  choice->chosen = !model && !mode;
  if (!mode && !(model ? choose_mode : choose_both) (choice, arguments, error))
    return FALSE;
  if (mode && !can_read (o->dataset_mode, choice->layout.mode) && !is_there (o->dataset_mode, o)) {
    g_autofree char *what = g_strdup_printf ("--dataset_mode %s", o->dataset_mode);
    set_contradiction (choice, o, what, error);
    return FALSE;
  }
  return name_folders (&choice->layout, arguments, error);
}

/* A folder of any kind can be read picture by picture. */
static gboolean
is_single (const P2pArguments *arguments)
{
  const P2pOptions *o = &arguments->options;
  if (p2p_arguments_given (arguments, "dataset_mode"))
    return g_str_equal (o->dataset_mode, "single");
  const P2pRecipe *recipe = *o->model ? p2p_recipe_find (o->model, NULL) : NULL;
  return recipe && g_str_equal (modes_of (recipe)[0], "single");
}

/* Before a folder is looked at: a mistake in the options is said first. */
static gboolean
check_early (const P2pOptions *options, GError **error)
{
  g_auto (P2pOptions) copy;
  p2p_options_copy (options, &copy);
  return p2p_options_resolve (&copy, error) && p2p_options_check (&copy, error);
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
  if (!check_early (o, error))
    return FALSE;
  if (is_single (arguments)) {
    if (!p2p_arguments_set (arguments, "dataset_mode", "single", error))
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
