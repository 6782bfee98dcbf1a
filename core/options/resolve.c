/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "options/choices.h"
#include "options/table.h"

#include <string.h>
#include "data/dataset.h"
#include "error.h"
#include "recipes/recipe.h"

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
  if (!*o->suffix || o->suffixed)
    return;
  g_autofree char *suffix = fill_in (o, o->suffix);
  char *name = g_strconcat (o->name, "_", suffix, NULL);
  g_free (o->name);
  o->name = name;
  o->suffixed = TRUE;
}

gboolean
p2p_options_name (P2pOptions *o, GError **error)
{
  if (!*o->suffix || o->suffixed)
    return TRUE;
  g_auto (P2pOptions) copy;
  p2p_options_copy (o, &copy);
  if (!p2p_options_resolve (&copy, error))
    return FALSE;
  g_free (o->name);
  o->name = g_strdup (copy.name);
  o->suffixed = TRUE;
  return TRUE;
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
    const P2pRecipe *usual = p2p_recipe_for (o->dataset_mode);
    g_free (o->model);
    o->model = g_strdup ((usual ? usual : p2p_recipes ()[0])->name);
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

/* Every name that is there, before anybody knows the model. */
gboolean
p2p_options_check_names (const P2pOptions *o, GError **error)
{
  guint n;
  const P2pOption *table = p2p_options_table (&n);
  for (guint i = 0; i < n; i++)
    if (!p2p_option_is_unset (o, &table[i]) && !p2p_option_check (o, &table[i], error))
      return FALSE;
  return TRUE;
}

gboolean
p2p_options_check (const P2pOptions *o, GError **error)
{
  P2pTransform transform;
  const P2pRecipe *recipe = p2p_recipe_find (o->model, error);
  return recipe && p2p_options_check_names (o, error) && p2p_recipe_check (recipe, o, error)
         && p2p_transform_parse (o->preprocess, o->load_size, o->crop_size, o->no_flip, &transform,
             error);
}
