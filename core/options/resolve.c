/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "options/table.h"

#include <string.h>
#include "backend.h"
#include "data/dataset.h"
#include "error.h"
#include "losses/loss.h"
#include "graph/net.h"
#include "recipes/recipe.h"
#include "schedules/schedule.h"

static const char *
model_for (const char *dataset_mode)
{
  static const char *const known[][2] = { { "unaligned", "cycle_gan" },
    { "colorization", "colorization" }, { "single", "test" } };
  for (guint i = 0; i < G_N_ELEMENTS (known); i++)
    if (g_str_equal (known[i][0], dataset_mode))
      return known[i][1];
  return "pix2pix";
}

static char *
fill_in (const P2pOptions *o, const char *template)
{
  GString *s = g_string_new (NULL);
  guint n;
  const P2pOption *table = p2p_options_table (&n);
  for (const char *c = template; *c; c++) {
    const char *end = *c == '{' ? strchr (c, '}') : NULL;
    gboolean found = FALSE;
    for (guint i = 0; end && i < n && !found; i++)
      if (strlen (table[i].name) == (gsize) (end - c - 1)
          && strncmp (table[i].name, c + 1, (gsize) (end - c - 1)) == 0) {
        g_autofree char *value = p2p_option_get (o, &table[i]);
        g_string_append (s, value);
        found = TRUE;
      }
    if (found)
      c = end;
    else
      g_string_append_c (s, *c);
  }
  return g_string_free (s, FALSE);
}

static void
append_suffix (P2pOptions *o)
{
  if (!*o->suffix)
    return;
  g_autofree char *suffix = fill_in (o, o->suffix);
  char *name = g_strconcat (o->name, "_", suffix, NULL);
  g_free (o->name);
  o->name = name;
}

/* On one machine the statistics of all its pictures are those of the batch. */
static void
resolve_norm (P2pOptions *o)
{
  if (!g_str_equal (o->norm, "syncbatch"))
    return;
  g_free (o->norm);
  o->norm = g_strdup ("batch");
}

/* What the generator gets: as asked, else as the model has it. */
static gboolean
resolve_dropout (P2pOptions *o, const P2pRecipe *recipe, GError **error)
{
  if (g_str_equal (o->dropout, "on") && o->no_dropout) {
    g_set_error (error, P2P_ERROR, P2P_ERROR_USAGE,
        "--dropout on and --no_dropout contradict each other; use one of them");
    return FALSE;
  }
  if (g_str_equal (o->dropout, "off"))
    o->no_dropout = TRUE;
  else if (!g_str_equal (o->dropout, "on"))
    o->no_dropout = o->no_dropout || recipe->no_dropout;
  return TRUE;
}

gboolean
p2p_options_resolve (P2pOptions *o, GError **error)
{
  guint n;
  const P2pOption *table = p2p_options_table (&n);
  if (o->resolved)
    return TRUE;
  if (!*o->model) {
    g_free (o->model);
    o->model = g_strdup (model_for (o->dataset_mode));
  }
  const P2pRecipe *recipe = p2p_recipe_find (o->model, error);
  if (!recipe)
    return FALSE;
  for (guint i = 0; i < n; i++)
    if (p2p_option_is_unset (o, &table[i])
        && !p2p_option_set (o, &table[i], p2p_recipe_default (recipe, &table[i]), error))
      return FALSE;
  if (!resolve_dropout (o, recipe, error))
    return FALSE;
  resolve_norm (o);
  append_suffix (o);
  o->resolved = TRUE;
  return TRUE;
}

static gboolean
check_word (const char *option, const char *value, const char *const *valid, GError **error)
{
  if (g_strv_contains (valid, value))
    return TRUE;
  g_autofree char *names = g_strjoinv (", ", (char **) valid);
  g_set_error (error, P2P_ERROR, P2P_ERROR_USAGE, "--%s cannot be \"%s\"; use one of: %s", option,
      value, names);
  return FALSE;
}

static gboolean
check_words (const P2pOptions *o, GError **error)
{
  static const char *const directions[] = { "AtoB", "BtoA", NULL };
  static const char *const modes[] = { "aligned", "unaligned", "paired", "single", "colorization",
    NULL };
  static const char *const orders[] = { "newest", "classic", NULL };
  static const char *const types[] = { "mixed", "real", "fake", NULL };
  static const char *const switches[] = { "auto", "on", "off", NULL };
  static const char *const stats[] = { "batch", "running", "image", NULL };
  static const char *const formats[] = { "both", "safetensors", "pth", NULL };
  return check_word ("direction", o->direction, directions, error)
         && check_word ("dataset_mode", o->dataset_mode, modes, error)
         && check_word ("lr_order", o->lr_order, orders, error)
         && check_word ("gp_type", o->gp_type, types, error)
         && check_word ("dropout", o->dropout, switches, error)
         && (!*o->norm_stats || check_word ("norm_stats", o->norm_stats, stats, error))
         && check_word ("save_format", o->save_format, formats, error)
         && check_word ("init_type", o->init_type, p2p_init_types (), error);
}

/* lr_metric names a loss that the model prints. */
static gboolean
check_metric (const P2pOptions *o, const P2pRecipe *recipe, GError **error)
{
  return !*o->lr_metric || g_str_equal (o->lr_metric, "none") || !recipe->losses
         || check_word ("lr_metric", o->lr_metric, recipe->losses, error);
}

static gboolean
check_channels (const P2pOptions *o, const P2pRecipe *recipe, GError **error)
{
  const int channels[] = { o->input_nc, o->output_nc };
  if (recipe->lab && o->keep_depth) {
    g_set_error (error, P2P_ERROR, P2P_ERROR_USAGE,
        "model %s works on 8 bit RGB pictures; leave --keep_depth out, or set another --model",
        o->model);
    return FALSE;
  }
  if (recipe->lab) {
    if (o->input_nc == 1 && o->output_nc == 2 && g_str_equal (o->direction, "AtoB"))
      return TRUE;
    g_set_error (error, P2P_ERROR, P2P_ERROR_USAGE,
        "model %s turns lightness (1 channel) into colour (2 channels), AtoB; leave --input_nc, "
        "--output_nc and --direction out, or set another --model",
        o->model);
    return FALSE;
  }
  for (guint i = 0; i < G_N_ELEMENTS (channels); i++)
    if (!o->keep_depth && channels[i] != 1 && channels[i] != 3) {
      g_set_error (error, P2P_ERROR, P2P_ERROR_USAGE,
          "--%s cannot be %d: pictures have 3 channels, or 1 as grey; add --keep_depth for files "
          "with other numbers",
          i ? "output_nc" : "input_nc", channels[i]);
      return FALSE;
    }
  if (!recipe->unpaired || o->lambda_identity <= 0 || o->input_nc == o->output_nc)
    return TRUE;
  g_set_error (error, P2P_ERROR, P2P_ERROR_USAGE,
      "the identity loss needs equal channels on both sides, not %d and %d; set "
      "--lambda_identity 0",
      o->input_nc, o->output_nc);
  return FALSE;
}

gboolean
p2p_options_check (const P2pOptions *o, GError **error)
{
  P2pNorm norm;
  P2pTransform transform;
  const P2pRecipe *recipe = p2p_recipe_find (o->model, error);
  return recipe && p2p_arch_find (P2P_ROLE_GENERATOR, o->net_g, error)
         && p2p_arch_find (P2P_ROLE_DISCRIMINATOR, o->net_d, error)
         && p2p_norm_parse (o->norm, &norm, error) && p2p_gan_mode_find (o->gan_mode, error)
         && p2p_schedule_find (o->lr_policy, error) && p2p_backend_find (o->backend, error)
         && check_words (o, error) && check_metric (o, recipe, error)
         && check_channels (o, recipe, error)
         && p2p_transform_parse (o->preprocess, o->load_size, o->crop_size, o->no_flip, &transform,
             error);
}
