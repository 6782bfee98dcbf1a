/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "model/differences.h"

#include "graph/net.h"

#include <string.h>

/* ---- tensors of a kind that no network of ours has ---- */

static const struct
{
  const char *leaf, *what;
} kinds[] = {
  { "filt", "the blur of anti-aliased sampling, CUT's default; trained with --no_antialias "
            "--no_antialias_up it would be one of ours" },
  { "weight_orig", "spectral norm" },
  { "weight_u", "spectral norm" },
  { "weight_g", "weight norm" },
  { "gamma", "the gain of an attention or of another norm" },
  { "weight_ih_l0", "a recurrent layer" },
};

static const char *
leaf_of (const char *name)
{
  const char *dot = strrchr (name, '.');
  return dot ? dot + 1 : name;
}

/* The first tensor whose last word no network of ours has, and how many more there are. */
static char *
other_leaves (const P2pStateDict *dict)
{
  static const char *const ours[] = { "weight", "bias", "running_mean", "running_var",
    "num_batches_tracked", NULL };
  const char *first = NULL, *what = NULL;
  guint n = 0;
  for (guint i = 0; i < p2p_state_dict_n (dict); i++) {
    const char *name = p2p_state_dict_at (dict, i)->name;
    if (g_strv_contains (ours, leaf_of (name)))
      continue;
    first = first ? first : name;
    n++;
  }
  if (!first)
    return NULL;
  for (guint k = 0; k < G_N_ELEMENTS (kinds) && !what; k++)
    if (g_str_equal (kinds[k].leaf, leaf_of (first)))
      what = kinds[k].what;
  g_autofree char *more = n > 1 ? g_strdup_printf (" and %u more", n - 1) : g_strdup ("");
  return g_strdup_printf ("it has tensor \"%s\"%s, which no network of ours has%s%s%s", first, more,
      what ? " (" : "", what ? what : "", what ? ")" : "");
}

/* Norms with a gain but without statistics: neither a batch norm nor an instance norm of ours. */
static char *
other_norm (const P2pStateDict *dict)
{
  const char *gain = NULL;
  for (guint i = 0; i < p2p_state_dict_n (dict); i++) {
    const P2pTensorInfo *info = p2p_state_dict_at (dict, i);
    if (g_str_equal (leaf_of (info->name), "running_mean"))
      return NULL;
    if (!gain && info->rank != 4 && g_str_equal (leaf_of (info->name), "weight"))
      gain = info->name;
  }
  return gain ? g_strdup_printf ("its norm is another: \"%s\" without running_mean is a layer, "
                                 "group "
                                 "or affine instance norm; ours are batch, instance (without "
                                 "parameters) and none",
             gain)
              : NULL;
}

/* ---- how large it is ---- */

/* Up to where a name says which block it is of: "model.10" of "model.10.conv_block.1.weight". */
static gsize
block_length (const char *name)
{
  const char *block = strstr (name, ".conv_block.");
  return block ? (gsize) (block - name) : 0;
}

/* Different blocks among N names. */
static guint
count_blocks (const char *const *names, guint n)
{
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  for (guint i = 0; i < n; i++)
    if (block_length (names[i]))
      g_hash_table_add (seen, g_strndup (names[i], block_length (names[i])));
  return g_hash_table_size (seen);
}

/* U-Nets lie in each other: the word "model" once more for each level; a net of one has two. */
static guint
count_levels (const char *const *names, guint n)
{
  guint most = 0;
  for (guint i = 0; i < n; i++) {
    guint words = 0;
    for (const char *at = names[i]; g_str_has_prefix (at, "model."); words++) {
      at += strlen ("model.");
      const char *digits = at;
      while (g_ascii_isdigit (*at))
        at++;
      at += at > digits && *at == '.';
    }
    most = MAX (most, words);
  }
  return most > 2 ? most - 1 : 0;
}

static const struct
{
  const char *what;
  guint (*count) (const char *const *names, guint n);
} sizes[] = { { "residual blocks", count_blocks }, { "levels", count_levels } };

static guint
count_of_arch (const P2pArch *arch, guint size)
{
  const P2pNetOptions options = { 3, 3, 1, 3, P2P_NORM_BATCH, FALSE };
  g_autoptr (GArray) rows = g_array_new (FALSE, TRUE, sizeof (P2pRow));
  g_autoptr (GPtrArray) names = g_ptr_array_new ();
  arch->emit (rows, &options);
  P2pParams *params = p2p_params_describe (rows, options.input_nc);
  for (guint i = 0; i < params->n; i++)
    g_ptr_array_add (names, (gpointer) params->list[i].name);
  const guint n = sizes[size].count ((const char *const *) names->pdata, names->len);
  p2p_params_free (params);
  return n;
}

/* NULL where one of ours has as many, or where there are none. */
static char *
other_size (const P2pStateDict *dict, guint size)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new ();
  g_autofree const P2pArch **archs = p2p_archs (P2P_ROLE_GENERATOR);
  g_autoptr (GString) ours = g_string_new (NULL);
  for (guint i = 0; i < p2p_state_dict_n (dict); i++)
    g_ptr_array_add (names, (gpointer) p2p_state_dict_at (dict, i)->name);
  const guint has = sizes[size].count ((const char *const *) names->pdata, names->len);
  for (guint i = 0; has && archs[i]; i++) {
    const guint n = count_of_arch (archs[i], size);
    if (n == has)
      return NULL;
    if (n)
      g_string_append_printf (ours, "%s%u (%s)", ours->len ? ", " : "", n, archs[i]->name);
  }
  return has ? g_strdup_printf ("it has %u %s; ours have %s", has, sizes[size].what, ours->str)
             : NULL;
}

char *
p2p_difference_of_kind (const P2pStateDict *dict)
{
  char *text = other_leaves (dict);
  for (guint i = 0; !text && i < G_N_ELEMENTS (sizes); i++)
    text = other_size (dict, i);
  return text ? text : other_norm (dict);
}
