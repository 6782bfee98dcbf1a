/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "options/table.h"

#include <string.h>
#include "graph/net.h"
#include "io/atomic.h"
#include "recipes/recipe.h"

/* The defaults that this model has. */
static void
init_defaults (P2pOptions *defaults, const P2pOptions *of, guint use)
{
  p2p_options_init (defaults, use);
  if (!of->resolved)
    return;
  g_free (defaults->model);
  defaults->model = g_strdup (of->model);
  p2p_options_resolve (defaults, NULL);
}

static gboolean
differs (const P2pOptions *o, const P2pOptions *usual, const P2pOption *row)
{
  g_autofree char *value = p2p_option_get (o, row), *same = p2p_option_get (usual, row);
  return !g_str_equal (value, same);
}

/* Options that need another one. */
static void
add_idle (const P2pOptions *o, GStrvBuilder *notes)
{
  const P2pArch *d = p2p_arch_find (P2P_ROLE_DISCRIMINATOR, o->net_d, NULL);
  const struct
  {
    gboolean idle;
    const char *note;
  } rows[] = {
    { *o->lr_metric && !g_str_equal (o->lr_policy, "plateau"),
        "--lr_metric does nothing without --lr_policy plateau" },
    { o->lr_decay_iters != 50 && !g_str_equal (o->lr_policy, "step"),
        "--lr_decay_iters does nothing without --lr_policy step" },
    { o->lambda_gp <= 0 && !g_str_equal (o->gp_type, "mixed"),
        "--gp_type does nothing without --lambda_gp, 10 for example" },
    { o->lambda_gp <= 0 && o->gp_constant != 1,
        "--gp_constant does nothing without --lambda_gp, 10 for example" },
    { o->n_layers_d != 3 && d && !p2p_arch_has_layers (d),
        "--n_layers_D does nothing without --netD n_layers" },
    { o->init_gain != 0.02 && g_str_equal (o->init_type, "kaiming"),
        "--init_gain does nothing with --init_type kaiming" },
  };
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    if (rows[i].idle)
      g_strv_builder_add (notes, rows[i].note);
}

static char *
join_names (const char *const *names)
{
  return g_strjoinv (", --", (char **) names);
}

/* Options that only other models read. */
static void
add_foreign (const P2pOptions *o, GStrvBuilder *notes)
{
  const P2pRecipe *own = p2p_recipe_find (o->model, NULL);
  g_auto (P2pOptions) usual;
  init_defaults (&usual, o, P2P_FOR_TRAIN);
  for (const P2pRecipe *const *r = p2p_recipes (); own && own->reads && *r; r++)
    for (const char *const *name = (*r)->reads; name && *name; name++) {
      const P2pOption *row = p2p_option_find (*name, P2P_FOR_TRAIN, NULL);
      if (p2p_recipe_reads (own, *name) || p2p_recipe_reading (*name) != *r
          || !differs (o, &usual, row))
        continue;
      g_autofree char *names = join_names (own->reads);
      g_autofree char *note =
          g_strdup_printf ("--%s does nothing with --model %s: %s reads it; %s has --%s", *name,
              own->name, (*r)->name, own->name, names);
      g_strv_builder_add (notes, note);
    }
}

char **
p2p_options_notes (const P2pOptions *options, guint use)
{
  guint n;
  const P2pOption *table = p2p_options_table (&n);
  g_autoptr (GStrvBuilder) notes = g_strv_builder_new ();
  const char *before = "";
  for (guint i = 0; i < n; i++) {
    if (!(table[i].uses & P2P_NO_MEANING) || !(table[i].uses & use))
      continue;
    g_autofree char *value = p2p_option_get (options, &table[i]);
    const gboolean usual = table[i].type == P2P_OPTION_FLAG ? g_str_equal (value, "False")
                                                            : g_str_equal (value, table[i].value);
    if (usual || g_str_equal (before, table[i].help)) /* once for all of visdom */
      continue;
    g_autofree char *note =
        g_strdup_printf ("--%s has no meaning here: %s", table[i].name, table[i].help);
    g_strv_builder_add (notes, note);
    before = table[i].help;
  }
  if (use & P2P_FOR_TRAIN)
    add_idle (options, notes);
  if (use & P2P_FOR_TRAIN && options->resolved)
    add_foreign (options, notes);
  return g_strv_builder_end (notes);
}

/* The reference has no number for "all". */
static char *
text_of (const P2pOptions *options, const P2pOption *row)
{
  char *text = p2p_option_get (options, row);
  if (!g_str_equal (row->name, "max_dataset_size") || !g_str_equal (text, "0"))
    return text;
  g_free (text);
  return g_strdup ("inf");
}

static int
by_name (gconstpointer a, gconstpointer b)
{
  return strcmp ((*(const P2pOption *const *) a)->name, (*(const P2pOption *const *) b)->name);
}

char *
p2p_option_show (const P2pOptions *options, const P2pOption *option)
{
  g_autofree char *text = text_of (options, option);
  if (option->type == P2P_OPTION_DOUBLE && g_str_has_suffix (text, ".0"))
    text[strlen (text) - 2] = '\0';
  return *text ? g_steal_pointer (&text) : g_strdup ("none");
}

static void
add_line (GString *s, const char *name, const char *value, const char *usual)
{
  g_string_append_printf (s, "%25s: %-30s", name, value);
  if (!g_str_equal (value, usual))
    g_string_append_printf (s, "\t[default: %s]", usual);
  g_string_append_c (s, '\n');
}

static char *
dump (const P2pOptions *options, guint use, gboolean unusual)
{
  static const P2pOption is_train = { .name = "isTrain" };
  guint n;
  const P2pOption *table = p2p_options_table (&n);
  g_autoptr (GPtrArray) rows = g_ptr_array_new ();
  GString *s = g_string_new ("----------------- Options ---------------\n");
  g_auto (P2pOptions) defaults;
  init_defaults (&defaults, options, use);
  g_ptr_array_add (rows, (gpointer) &is_train);
  for (guint i = 0; i < n; i++)
    if (table[i].uses & use)
      g_ptr_array_add (rows, (gpointer) &table[i]);
  g_ptr_array_sort (rows, by_name);
  for (guint i = 0; i < rows->len; i++) {
    const P2pOption *row = g_ptr_array_index (rows, i);
    g_autofree char *value = row == &is_train ? g_strdup (use & P2P_FOR_TRAIN ? "True" : "False")
                                              : text_of (options, row);
    g_autofree char *usual = row == &is_train ? g_strdup (value) : text_of (&defaults, row);
    if (!unusual || !g_str_equal (value, usual))
      add_line (s, row->name, value, usual);
  }
  g_string_append (s, "----------------- End -------------------\n");
  return g_string_free (s, FALSE);
}

char *
p2p_options_dump (const P2pOptions *options, guint use)
{
  return dump (options, use, FALSE);
}

char *
p2p_options_dump_unusual (const P2pOptions *options, guint use)
{
  return dump (options, use, TRUE);
}

gboolean
p2p_options_record (const P2pOptions *options, guint use, const char *path, GError **error)
{
  g_autofree char *text = p2p_options_dump (options, use);
  return p2p_atomic_write_all (path, text, strlen (text), error);
}
