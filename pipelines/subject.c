/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "subject.h"

#include "console.h"

#define ONE_SIDED "test" /* the model that only needs one generator and one folder */

void
p2p_subject_clear (P2pSubject *subject)
{
  for (guint i = 0; i < G_N_ELEMENTS (subject->files); i++)
    p2p_model_file_clear (&subject->files[i]);
}

char *
p2p_subject_label (const P2pOptions *o)
{
  return o->load_iter > 0 ? g_strdup_printf ("iter_%" G_GINT64_FORMAT, o->load_iter)
                          : g_strdup (o->epoch);
}

/* The generators that the model's views at test need. */
static void
list_nets (P2pSubject *subject, const P2pRecipe *recipe)
{
  subject->n = 0;
  for (const P2pView *v = recipe->views; v && v->name; v++) {
    gboolean known = !v->net || v->training_only;
    for (guint i = 0; i < subject->n && !known; i++)
      known = g_str_equal (subject->nets[i], v->net);
    if (!known)
      subject->nets[subject->n++] = v->net;
  }
}

static gboolean
find_file (P2pSubject *subject, guint i, const char *what, const char *net, const P2pOptions *o,
    GError **error)
{
  g_autofree char *label = p2p_subject_label (o);
  return p2p_model_file_find (&subject->files[i], what, net, o->checkpoints_dir, label, error);
}

/* A run says by its files what it is; a file that says nothing fits any folder of pictures. */
static const char *
model_of (const P2pModelFile *file, const P2pOptions *o)
{
  g_auto (P2pLayout) layout = { 0 };
  const P2pRecipe *said = file->info.model ? p2p_recipe_find (file->info.model, NULL) : NULL;
  if (g_strcmp0 (file->net, "G_A") == 0)
    return "cycle_gan";
  if (said && !said->unpaired)
    return said->name;
  if (!said && p2p_layout_find (o->dataroot, o->dataroot_b, o->phase, &layout, NULL)
      && (g_str_equal (layout.mode, "aligned") || g_str_equal (layout.mode, "paired")))
    return "pix2pix";
  return ONE_SIDED;
}

/* Other networks than the model's would give pictures that mean nothing. */
static gboolean
check_fit (const P2pSubject *subject, const P2pOptions *o, const char *what, GError **error)
{
  const P2pModelFile *file = &subject->files[0];
  const char *has = g_strcmp0 (file->net, "G_A") == 0 && g_str_equal (subject->nets[0], "G")
                        ? "cycle_gan"
                        : file->info.model;
  const P2pRecipe *recipe = has ? p2p_recipe_find (has, NULL) : NULL;
  if (!recipe || g_str_equal (has, o->model) || g_str_equal (o->model, ONE_SIDED))
    return TRUE;
  g_set_error (error, P2P_ERROR, P2P_ERROR_USAGE,
      "%s is a network of model %s, not of %s; leave --model out, or use --model %s", file->path,
      has, o->model, recipe->unpaired ? ONE_SIDED : has);
  g_prefix_error (error, "%s: ", what);
  return FALSE;
}

/* All files of the model that the user has named. */
static gboolean
find_named (P2pSubject *subject, const P2pOptions *o, const char *what, GError **error)
{
  const P2pRecipe *recipe = p2p_recipe_find (o->model, error);
  if (!recipe)
    return FALSE;
  list_nets (subject, recipe);
  for (guint i = 0; i < subject->n; i++) {
    g_autofree char *net = g_strconcat (subject->nets[i],
        g_str_equal (o->model, ONE_SIDED) ? o->model_suffix : "", NULL);
    if (!find_file (subject, i, what, net, o, error))
      return FALSE;
  }
  if (subject->n > 1 && !subject->files[0].net) {
    g_set_error (error, P2P_ERROR, P2P_ERROR_USAGE,
        "%s is one file, and model %s needs %u networks; use the name of the run, or "
        "--model " ONE_SIDED,
        what, o->model, subject->n);
    return FALSE;
  }
  return check_fit (subject, o, what, error);
}

/* What the user does not say, the model file does: nothing is said twice. */
static void
follow_file (P2pArguments *arguments, const P2pModelFile *file)
{
  P2pOptions *o = &arguments->options;
  const gboolean load = p2p_arguments_given (arguments, "load_size");
  const gboolean crop = p2p_arguments_given (arguments, "crop_size");
  if (!p2p_arguments_given (arguments, "direction") && file->direction)
    p2p_arguments_set (arguments, "direction", file->direction, NULL);
  if (!load && !crop && file->width > 0 && file->width == file->height)
    o->load_size = o->crop_size = file->width;
  else if (crop && !load)
    o->load_size = o->crop_size;
  else if (load && !crop) /* or a random part would be cut out */
    o->crop_size = o->load_size;
  o->input_nc = file->info.options.input_nc;
  o->output_nc = file->info.options.output_nc;
  o->lambda_identity = 0; /* nothing is trained: both sides may differ */
  if (p2p_arguments_given (arguments, "netG") && !g_str_equal (o->net_g, file->arch))
    p2p_console_say ("--netG %s is not needed: the model file says %s, which is used", o->net_g,
        file->arch);
}

gboolean
p2p_subject_find (P2pSubject *subject, P2pArguments *arguments, const char *what, GError **error)
{
  const P2pOptions *o = &arguments->options;
  if (!p2p_arguments_given (arguments, "model")) {
    g_autofree char *first = g_strconcat ("G", o->model_suffix, NULL);
    if (!find_file (subject, 0, what, first, o, error)
        || !p2p_arguments_set (arguments, "model",
            *o->model_suffix ? ONE_SIDED : model_of (&subject->files[0], o), error))
      return FALSE;
    p2p_model_file_clear (&subject->files[0]);
  }
  if (!find_named (subject, o, what, error))
    return FALSE;
  follow_file (arguments, &subject->files[0]);
  return TRUE;
}
