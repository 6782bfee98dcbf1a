/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "recipes/recipe.h"

#include "error.h"
#include "named.h"

const P2pRecipe *
p2p_recipe_find (const char *name, GError **error)
{
  return p2p_find_named (p2p_recipes (), name, "unknown model", error);
}

const char *
p2p_recipe_default (const P2pRecipe *recipe, const P2pOption *option)
{
  if (g_str_equal (option->name, "dataset_mode"))
    return recipe->modes[0];
  for (const P2pDefault *d = recipe->defaults; d && d->option; d++)
    if (g_str_equal (d->option, option->name))
      return d->value;
  return option->value;
}

gboolean
p2p_recipe_reads (const P2pRecipe *recipe, const char *option)
{
  return recipe->reads && g_strv_contains (recipe->reads, option);
}

const P2pRecipe *
p2p_recipe_reading (const char *option)
{
  for (const P2pRecipe *const *r = p2p_recipes (); *r; r++)
    if (p2p_recipe_reads (*r, option))
      return *r;
  return NULL;
}

gboolean
p2p_recipe_uses (const P2pRecipe *recipe, const char *mode)
{
  return g_strv_contains (recipe->modes, mode);
}

const P2pRecipe *
p2p_recipe_for (const char *mode)
{
  for (const P2pRecipe *const *r = p2p_recipes (); *r; r++)
    if (p2p_recipe_uses (*r, mode))
      return *r;
  return NULL;
}

const P2pRecipe *
p2p_recipe_one_sided (void)
{
  for (const P2pRecipe *const *r = p2p_recipes (); *r; r++)
    if (!(*r)->losses)
      return *r;
  g_assert_not_reached ();
}

/* --- checks --- */

static gboolean
check_colours (const P2pOptions *o, GError **error)
{
  if (o->keep_depth) {
    g_set_error (error, P2P_ERROR, P2P_ERROR_USAGE,
        "model %s works on 8 bit RGB pictures; leave --keep_depth out, or set another --model",
        o->model);
    return FALSE;
  }
  if (o->input_nc == 1 && o->output_nc == 2 && p2p_options_forth (o))
    return TRUE;
  g_set_error (error, P2P_ERROR, P2P_ERROR_USAGE,
      "model %s turns lightness (1 channel) into colour (2 channels), AtoB; leave --input_nc, "
      "--output_nc and --direction out, or set another --model",
      o->model);
  return FALSE;
}

static gboolean
check_channels (const P2pOptions *o, GError **error)
{
  const int channels[] = { o->input_nc, o->output_nc };
  for (guint i = 0; i < G_N_ELEMENTS (channels); i++)
    if (!o->keep_depth && channels[i] != 1 && channels[i] != 3) {
      g_set_error (error, P2P_ERROR, P2P_ERROR_USAGE,
          "--%s cannot be %d: pictures have 3 channels, or 1 as grey; add --keep_depth for files "
          "with other numbers",
          i ? "output_nc" : "input_nc", channels[i]);
      return FALSE;
    }
  return TRUE;
}

/* lr_metric names a loss that the model prints. */
static gboolean
check_metric (const P2pRecipe *recipe, const P2pOptions *o, GError **error)
{
  g_autoptr (GPtrArray) losses = g_ptr_array_new ();
  if (!*o->lr_metric || g_str_equal (o->lr_metric, "none") || !recipe->losses)
    return TRUE;
  for (const char *const *l = recipe->losses; *l; l++)
    g_ptr_array_add (losses, (gpointer) *l);
  for (const char *const *l = recipe->penalties; l && *l && o->lambda_gp > 0; l++)
    g_ptr_array_add (losses, (gpointer) *l);
  g_ptr_array_add (losses, NULL);
  return p2p_find_word ((const char *const *) losses->pdata, o->lr_metric, "--lr_metric cannot be",
             error)
         >= 0;
}

static gboolean
check_penalty (const P2pRecipe *recipe, const P2pOptions *o, GError **error)
{
  if (o->lambda_gp <= 0)
    return TRUE;
  if (!recipe->penalties) {
    g_set_error (error, P2P_ERROR, P2P_ERROR_USAGE,
        "model %s has no gradient penalty; use --lambda_gp 0, or another --model", recipe->name);
    return FALSE;
  }
  if (!g_str_equal (o->norm, "batch"))
    return TRUE;
  g_set_error (error, P2P_ERROR, P2P_ERROR_USAGE,
      "--lambda_gp %g does not go with --norm batch: the statistics of a batch couple its "
      "pictures, so that the gradient at one picture alone, which the penalty is about, is not "
      "defined; use --norm instance or --norm none",
      o->lambda_gp);
  return FALSE;
}

gboolean
p2p_recipe_check (const P2pRecipe *recipe, const P2pOptions *o, GError **error)
{
  return check_metric (recipe, o, error)
         && (recipe->lab ? check_colours (o, error) : check_channels (o, error))
         && check_penalty (recipe, o, error) && (!recipe->check || recipe->check (o, error));
}
