/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "generators.h"

#include <string.h>
#include "console.h"

void
p2p_generators_clear (P2pGenerators *generators)
{
  for (guint i = 0; i < G_N_ELEMENTS (generators->files); i++)
    p2p_trained_net_clear (&generators->files[i]);
}

/* The generators that the model's views at test need. */
static void
list_nets (P2pGenerators *generators, const P2pRecipe *recipe)
{
  generators->n = 0;
  for (const P2pView *v = recipe->views; v && v->name; v++) {
    gboolean known = !v->net || v->in_training;
    for (guint i = 0; i < generators->n && !known; i++)
      known = g_str_equal (generators->nets[i], v->net);
    if (!known)
      generators->nets[generators->n++] = v->net;
  }
}

static gboolean
find_file (P2pGenerators *generators, guint i, const char *what, const char *net,
    const P2pOptions *o, GError **error)
{
  g_autofree char *label = p2p_net_files_label (o);
  return p2p_trained_net_find (&generators->files[i], what, net, o->network, o->checkpoints_dir,
      label, error);
}

/* The first model whose pictures at test are made by NET. */
static const P2pRecipe *
recipe_of_net (const char *net)
{
  for (const P2pRecipe *const *r = p2p_recipes (); *r; r++)
    for (const P2pView *v = (*r)->views; v->name && (*r)->losses; v++)
      if (g_strcmp0 (v->net, net) == 0)
        return *r;
  return NULL;
}

/* Of a run with several generators, NET being one of them. */
static const P2pRecipe *
recipe_of_several (const char *net)
{
  const P2pRecipe *recipe = net ? recipe_of_net (net) : NULL;
  return recipe && recipe->n_generators > 1 ? recipe : NULL;
}

/* The model whose pictures have other channels than those of files, where the network has them. */
static const P2pRecipe *
recipe_of_channels (const P2pNetOptions *net)
{
  for (const P2pRecipe *const *r = p2p_recipes (); *r; r++)
    if ((*r)->lab && net->input_nc == 1 && net->output_nc == 2)
      return *r;
  return NULL;
}

/* A run says by its files what it is; a file that says nothing fits any folder of pictures. */
static const P2pRecipe *
model_of (const P2pTrainedNet *file, const P2pOptions *o)
{
  g_auto (P2pLayout) layout = { .as_stored = o->ignore_orientation };
  const P2pRecipe *said = file->info.model ? p2p_recipe_find (file->info.model, NULL) : NULL;
  const P2pRecipe *several = recipe_of_several (file->net);
  if (several)
    return several;
  if (said && said->n_generators == 1)
    return said;
  if (!said && recipe_of_channels (&file->info.options))
    return recipe_of_channels (&file->info.options);
  if (!said && p2p_layout_find (o->dataroot, o->dataroot_b, o->phase, NULL, &layout, NULL)
      && layout.mode->paired && !layout.mode->ambiguous)
    return p2p_recipe_for (layout.mode->name);
  return p2p_recipe_one_sided ();
}

/* Lightness and colour are no pictures of their own, and pictures are neither. */
static gboolean
check_channels (const P2pTrainedNet *file, const P2pOptions *o, const char *what, GError **error)
{
  const P2pRecipe *asked = p2p_recipe_find (o->model, NULL);
  const P2pNetOptions *net = &file->info.options;
  const P2pRecipe *has = recipe_of_channels (net);
  if (o->keep_depth || file->info.keep_depth || !asked->lab == !has)
    return TRUE;
  g_set_error (error, P2P_ERROR, P2P_ERROR_USAGE,
      "%s: %s makes %d channels of %d, which is not for --model %s; leave --model out", what,
      file->path, net->output_nc, net->input_nc, o->model);
  return FALSE;
}

/* Other networks than the model's would give pictures that mean nothing. */
static gboolean
check_fit (const P2pGenerators *generators, const P2pOptions *o, const char *what, GError **error)
{
  const P2pTrainedNet *file = &generators->files[0];
  const char *one_sided = p2p_recipe_one_sided ()->name;
  const P2pRecipe *several =
      g_strcmp0 (file->net, generators->nets[0]) == 0 ? NULL : recipe_of_several (file->net);
  const P2pRecipe *has = several            ? several
                         : file->info.model ? p2p_recipe_find (file->info.model, NULL)
                                            : NULL;
  if (!has || g_str_equal (has->name, o->model) || g_str_equal (o->model, one_sided))
    return TRUE;
  g_set_error (error, P2P_ERROR, P2P_ERROR_USAGE,
      "%s is a network of model %s, not of %s; leave --model out, or use --model %s", file->path,
      has->name, o->model, has->n_generators > 1 ? one_sided : has->name);
  g_prefix_error (error, "%s: ", what);
  return FALSE;
}

/* All files of the model that the user has named. */
static gboolean
find_named (P2pGenerators *generators, const P2pOptions *o, const char *what, GError **error)
{
  const P2pRecipe *recipe = p2p_recipe_find (o->model, error);
  if (!recipe)
    return FALSE;
  const char *one_sided = p2p_recipe_one_sided ()->name;
  list_nets (generators, recipe);
  for (guint i = 0; i < generators->n; i++) {
    g_autofree char *net = g_strconcat (generators->nets[i],
        g_str_equal (o->model, one_sided) ? o->model_suffix : "", NULL);
    if (!find_file (generators, i, what, net, o, error))
      return FALSE;
  }
  if (generators->n > 1 && !generators->files[0].net) {
    g_set_error (error, P2P_ERROR, P2P_ERROR_USAGE,
        "%s is one file, and model %s needs %u networks; use the name of the run, or --model %s",
        what, o->model, generators->n, one_sided);
    return FALSE;
  }
  return check_fit (generators, o, what, error)
         && check_channels (&generators->files[0], o, what, error);
}

/* Sizes that the user does not give: as trained. Where a part is cut out of what was resized, the
 * one follows the other, or a random part would be cut out. */
static void
follow_sizes (P2pArguments *arguments, int trained)
{
  P2pOptions *o = &arguments->options;
  const gboolean load = p2p_arguments_given (arguments, "load_size");
  const gboolean crop = p2p_arguments_given (arguments, "crop_size");
  const gboolean cuts = strstr (o->preprocess, "crop") != NULL;
  const gboolean scales = g_str_has_prefix (o->preprocess, "scale_width");
  const gboolean both = cuts && (scales || g_str_has_prefix (o->preprocess, "resize"));
  if (both && load != crop)
    *(load ? &o->crop_size : &o->load_size) = load ? o->load_size : o->crop_size;
  else if (scales && !cuts && load && !crop)
    o->crop_size = 1; /* the least height: a picture that is wide and low keeps its shape */
  else if (trained > 0) {
    o->load_size = load ? o->load_size : trained;
    o->crop_size = crop ? o->crop_size : trained;
  }
}

/* The file decides; what the user says otherwise is named once. */
static void
say_overruled (const P2pArguments *arguments, const P2pTrainedNet *file)
{
  const P2pNetOptions *net = &file->info.options;
  const P2pOptions *o = &arguments->options;
  const struct
  {
    const char *option, *said, *held;
    int n_said, n_held;
  } all[] = { { "netG", o->net_g, file->arch, 0, 0 },
    { "norm", o->norm, p2p_norm_name (net->norm), 0, 0 },
    { "ngf", NULL, NULL, o->ngf, net->features },
    { "input_nc", NULL, NULL, o->input_nc, net->input_nc },
    { "output_nc", NULL, NULL, o->output_nc, net->output_nc } };
  for (guint i = 0; i < G_N_ELEMENTS (all); i++) {
    g_autofree char *said =
        all[i].said ? g_strdup (all[i].said) : g_strdup_printf ("%d", all[i].n_said);
    g_autofree char *held =
        all[i].held ? g_strdup (all[i].held) : g_strdup_printf ("%d", all[i].n_held);
    if (p2p_arguments_given (arguments, all[i].option) && !g_str_equal (said, held))
      p2p_console_say ("--%s %s is not needed: the model file says %s, which is used",
          all[i].option, said, held);
  }
}

/* The side that FILE was trained at; 0: it does not say, or asks for more than a file may. */
static int
trained_side (const P2pArguments *arguments, const P2pTrainedNet *file)
{
  const int side = file->width == file->height ? file->width : 0;
  if (side <= P2P_LIMIT_MODEL_SIDE)
    return side;
  if (!p2p_arguments_given (arguments, "load_size"))
    p2p_console_say ("%s says that it was trained at %dx%d, which is more than a file may ask for "
                     "(%d): %d is used; --load_size and --crop_size set another",
        file->path, side, side, P2P_LIMIT_MODEL_SIDE, arguments->options.load_size);
  return 0;
}

/* What the user does not say, the model file does: nothing is said twice. */
static void
follow_file (P2pArguments *arguments, const P2pTrainedNet *file)
{
  P2pOptions *o = &arguments->options;
  if (!p2p_arguments_given (arguments, "direction") && file->direction)
    p2p_arguments_set (arguments, "direction", file->direction, NULL);
  follow_sizes (arguments, trained_side (arguments, file));
  say_overruled (arguments, file);
  o->keep_depth = o->keep_depth || file->info.keep_depth;
  o->input_nc = file->info.options.input_nc;
  o->output_nc = file->info.options.output_nc;
  o->lambda_identity = 0; /* nothing is trained: both sides may differ */
}

gboolean
p2p_generators_find (P2pGenerators *generators, P2pArguments *arguments, const char *what,
    GError **error)
{
  const P2pOptions *o = &arguments->options;
  if (!p2p_arguments_given (arguments, "model")) {
    g_autofree char *first = g_strconcat ("G", o->model_suffix, NULL);
    if (!find_file (generators, 0, what, first, o, error)
        || !p2p_arguments_set (arguments, "model",
            (*o->model_suffix ? p2p_recipe_one_sided () : model_of (&generators->files[0], o))
                ->name,
            error))
      return FALSE;
    p2p_trained_net_clear (&generators->files[0]);
  }
  if (!find_named (generators, o, what, error))
    return FALSE;
  follow_file (arguments, &generators->files[0]);
  return TRUE;
}

/* The mode that p2p train finds out; NULL where it cannot. */
static const char *
mode_of (const P2pOptions *o)
{
  g_auto (P2pLayout) layout = { .as_stored = o->ignore_orientation };
  return p2p_layout_find (o->dataroot, o->dataroot_b, "train", NULL, &layout, NULL)
                 || p2p_layout_find (o->dataroot, o->dataroot_b, o->phase, NULL, &layout, NULL)
             ? layout.mode->name
             : NULL;
}

char *
p2p_generators_name (const P2pArguments *arguments, GError **error)
{
  const P2pOptions *o = &arguments->options;
  const char *mode = NULL;
  guint n;
  const P2pOption *table = p2p_options_table (&n);
  g_auto (P2pOptions) trained;
  p2p_options_init (&trained, P2P_FOR_TRAIN);
  if (!*o->suffix)
    return g_strdup (o->name);
  for (guint i = 0; i < n; i++) {
    g_autofree char *value = p2p_option_get (o, &table[i]);
    if (p2p_arguments_given (arguments, table[i].name)
        && !p2p_option_set (&trained, &table[i], value, error))
      return NULL;
  }
  if (!p2p_arguments_given (arguments, "model") && !p2p_arguments_given (arguments, "dataset_mode")
      && (mode = mode_of (o))) {
    g_free (trained.dataset_mode);
    trained.dataset_mode = g_strdup (mode);
  }
  return p2p_options_resolve (&trained, error) ? g_strdup (trained.name) : NULL;
}

void
p2p_generators_describe (const P2pGenerators *generators)
{
  for (guint i = 0; i < generators->n; i++) {
    const P2pModelInfo *info = &generators->files[i].info;
    g_autoptr (GArray) rows = g_array_new (FALSE, TRUE, sizeof (P2pRow));
    info->arch->emit (rows, &info->options);
    g_autofree char *text = p2p_model_info_text (info);
    g_autofree char *list = p2p_rows_describe (rows);
    p2p_console_say ("[Network %s] %s\n%s", generators->nets[i], text, list);
  }
}
