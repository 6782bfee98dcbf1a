/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "model/recognise.h"

#include "error.h"
#include "io/limits.h"
#include "model/differences.h"

#define NAMES_SHOWN 4
#define AVERAGED "n_averaged" /* the counter of PyTorch's averaged models */

typedef struct
{
  const P2pArch *arch;
  P2pNetOptions options;
  int fits, asked, known; /* parameters that are there; of how many; tensors it accounts for */
  int missing, misshapen, left; /* parameters that are not there or of another shape; the rest */
  char *difference;             /* the first; NULL: it is this one */
} Candidate;

static void
clear_candidate (Candidate *c)
{
  g_clear_pointer (&c->difference, g_free);
}

/* "[64, 3, 4, 4]" */
static char *
shape_text (int rank, const gint64 *dims)
{
  GString *s = g_string_new ("[");
  for (int i = 0; i < rank; i++)
    g_string_append_printf (s, "%s%" G_GINT64_FORMAT, i ? ", " : "", dims[i]);
  g_string_append_c (s, ']');
  return g_string_free (s, FALSE);
}

static gboolean
same_shape (const P2pTensorInfo *info, const P2pParam *p)
{
  gboolean same = info->rank == p->rank;
  for (int i = 0; same && i < p->rank; i++)
    same = info->dims[i] == p->dims[i];
  return same;
}

/* ---- one candidate ---- */

/* The weight of ROW, if it could be one. */
static const P2pTensorInfo *
weight_of (const P2pStateDict *dict, const P2pRow *row)
{
  g_autofree char *name = g_strconcat (row->key, ".weight", NULL);
  const P2pTensorInfo *info = p2p_state_dict_find (dict, name);
  return info && info->rank == 4 && info->dims[2] == row->kernel && info->dims[3] == row->kernel
             ? info
             : NULL;
}

static gboolean
within (gint64 value, int most, int *to)
{
  if (value < 1 || value > most)
    return FALSE;
  *to = (int) value;
  return TRUE;
}

/* Width and channels, from the ends of the network. */
static gboolean
measure (const P2pStateDict *dict, Candidate *c)
{
  P2pNetOptions *o = &c->options;
  g_autoptr (GArray) rows = g_array_new (FALSE, TRUE, sizeof (P2pRow));
  o->input_nc = o->output_nc = o->features = 1;
  c->arch->emit (rows, o);
  const P2pRow *first = &g_array_index (rows, P2pRow, 0);
  const P2pRow *last = &g_array_index (rows, P2pRow, rows->len - 1);
  const P2pTensorInfo *in = weight_of (dict, first), *out = weight_of (dict, last);
  if (!in)
    return FALSE;
  /* Without its last convolution it is another network, but perhaps the nearest. */
  const gint64 output_nc = out ? out->dims[last->kind == P2P_CONV ? 0 : 1] : 3;
  return within (in->dims[0], P2P_LIMIT_FEATURES, &o->features)
         && within (in->dims[1], P2P_LIMIT_CHANNELS, &o->input_nc)
         && within (c->arch->role == P2P_ROLE_GENERATOR ? output_nc : 1, P2P_LIMIT_CHANNELS,
             &o->output_nc);
}

static void
note (Candidate *c, char *difference)
{
  if (c->difference)
    g_free (difference);
  else
    c->difference = difference;
}

/* Marks in SEEN what the candidate accounts for, and counts what fits. */
static void
compare_params (const P2pStateDict *dict, Candidate *c, const P2pParams *params, GHashTable *seen)
{
  for (guint i = 0; i < params->n; i++) {
    const P2pParam *p = &params->list[i];
    const P2pTensorInfo *info = p2p_state_dict_find (dict, p->name);
    c->asked++;
    if (!info) {
      c->missing++;
      note (c, g_strdup_printf ("tensor \"%s\" is missing", p->name));
      continue;
    }
    g_hash_table_add (seen, (gpointer) info);
    if (same_shape (info, p)) {
      c->fits++;
    } else {
      const gint64 dims[4] = { p->dims[0], p->dims[1], p->dims[2], p->dims[3] };
      c->misshapen++;
      g_autofree char *is = shape_text (info->rank, info->dims);
      g_autofree char *should = shape_text (p->rank, dims);
      note (c, g_strdup_printf ("tensor \"%s\" is %s instead of %s", p->name, is, should));
    }
  }
}

/* What stands beside a norm's parameters: the counter of a batch norm, and the
 * statistics that instance norms had before PyTorch 0.4. */
static void
pass_over (const P2pStateDict *dict, const P2pRow *row, GHashTable *seen)
{
  static const char *const leaves[] = { "num_batches_tracked", "running_mean", "running_var" };
  const guint n = row->norm == P2P_NORM_INSTANCE ? 3 : row->norm == P2P_NORM_BATCH ? 1 : 0;
  for (guint i = 0; i < n; i++) {
    g_autofree char *name = g_strconcat (row->norm_key, ".", leaves[i], NULL);
    const P2pTensorInfo *info = p2p_state_dict_find (dict, name);
    if (info)
      g_hash_table_add (seen, (gpointer) info);
  }
}

static void
compare (const P2pStateDict *dict, Candidate *c)
{
  g_autoptr (GArray) rows = g_array_new (FALSE, TRUE, sizeof (P2pRow));
  g_autoptr (GHashTable) seen = g_hash_table_new (NULL, NULL);
  c->arch->emit (rows, &c->options);
  P2pParams *params = p2p_params_describe (rows, c->options.input_nc);
  compare_params (dict, c, params, seen);
  p2p_params_free (params);
  for (guint i = 0; i < rows->len; i++)
    pass_over (dict, &g_array_index (rows, P2pRow, i), seen);
  c->known = (int) g_hash_table_size (seen);
  for (guint i = 0; i < p2p_state_dict_n (dict); i++) {
    const P2pTensorInfo *info = p2p_state_dict_at (dict, i);
    if (g_hash_table_contains (seen, info) || g_str_equal (info->name, AVERAGED))
      continue;
    c->left++;
    note (c, g_strdup_printf ("tensor \"%s\" is not part of it", info->name));
  }
}

/* ---- all of them ---- */

/* Fits less what is missing or left over. */
static int
score (const P2pStateDict *dict, const Candidate *c)
{
  return 3 * c->fits - c->asked - (int) p2p_state_dict_n (dict);
}

/* Keeps in BEST the nearer of the two; TRUE if C is it. */
static gboolean
try (const P2pStateDict *dict, const P2pArch *arch, const P2pNetOptions *options, Candidate *best)
{
  Candidate c = { .arch = arch, .options = *options };
  if (!measure (dict, &c))
    return FALSE;
  compare (dict, &c);
  if (!c.difference || !best->arch || score (dict, &c) > score (dict, best)) {
    clear_candidate (best);
    *best = c;
  } else {
    clear_candidate (&c);
  }
  return !best->difference;
}

static gboolean
try_arch (const P2pStateDict *dict, const P2pArch *arch, Candidate *best)
{
  static const P2pNorm norms[] = { P2P_NORM_BATCH, P2P_NORM_INSTANCE, P2P_NORM_NONE };
  static const int layers[] = { 3, 0, 1, 2, 4, 5, 6, 7, 8 };
  const gboolean generator = arch->role == P2P_ROLE_GENERATOR;
  const guint n_layers = generator ? 1 : G_N_ELEMENTS (layers);
  for (guint n = 0; n < G_N_ELEMENTS (norms); n++)
    for (int dropout = generator; dropout >= 0; dropout--)
      for (guint l = 0; l < n_layers; l++) {
        const P2pNetOptions options = { .layers = layers[l], .norm = norms[n], .dropout = dropout };
        if (try (dict, arch, &options, best))
          return TRUE;
      }
  return FALSE;
}

/* ", ": what there is besides the first difference. */
static char *
count_differences (const Candidate *c)
{
  const struct
  {
    int n;
    const char *what;
  } all[] = { { c->missing, "missing" }, { c->misshapen, "of another shape" },
    { c->left, "not part of it" } };
  GString *text = g_string_new (NULL);
  if (c->missing + c->misshapen + c->left == 1)
    return g_string_free (text, FALSE);
  for (guint i = 0; i < G_N_ELEMENTS (all); i++)
    if (all[i].n)
      g_string_append_printf (text, "%s%d %s", text->len ? ", " : " (in all ", all[i].n,
          all[i].what);
  g_string_append_c (text, ')');
  return g_string_free (text, FALSE);
}

static char *
begin_of (const P2pStateDict *dict)
{
  GString *names = g_string_new (NULL);
  for (guint i = 0; i < MIN (p2p_state_dict_n (dict), NAMES_SHOWN); i++) {
    const P2pTensorInfo *info = p2p_state_dict_at (dict, i);
    g_autofree char *shape = shape_text (info->rank, info->dims);
    g_string_append_printf (names, "%s%s %s", i ? ", " : "", info->name, shape);
  }
  return g_string_free (names, FALSE);
}

static char *
list_supported (void)
{
  GString *names = g_string_new (NULL);
  for (int role = P2P_ROLE_GENERATOR; role <= P2P_ROLE_DISCRIMINATOR; role++) {
    g_autofree const P2pArch **archs = p2p_archs ((P2pRole) role);
    for (guint i = 0; archs[i]; i++)
      g_string_append_printf (names, "%s%s", names->len ? ", " : "", archs[i]->name);
  }
  return g_string_free (names, FALSE);
}

/* BEST begins at least as one of ours does, or there is none. */
static void
set_error (const P2pStateDict *dict, const Candidate *best, GError **error)
{
  g_autofree char *supported = list_supported (), *begin = begin_of (dict);
  g_autofree char *kind = best->arch ? p2p_difference_of_kind (dict) : NULL;
  g_autofree char *counts = best->arch ? count_differences (best) : NULL;
  if (kind)
    g_set_error (error, P2P_ERROR, P2P_ERROR_DATA,
        "%s is not a network of ours: %s; use a file of one of: %s", p2p_state_dict_name (dict),
        kind, supported);
  else if (best->arch)
    g_set_error (error, P2P_ERROR, P2P_ERROR_DATA,
        "%s is not a network of ours: it looks like %s with norm %s, but %s%s; use a file of one "
        "of: %s",
        p2p_state_dict_name (dict), best->arch->name, p2p_norm_name (best->options.norm),
        best->difference, counts, supported);
  else
    g_set_error (error, P2P_ERROR, P2P_ERROR_DATA,
        "%s is not a network of ours: its %u tensors begin with %s; use a file of one of: %s",
        p2p_state_dict_name (dict), p2p_state_dict_n (dict), *begin ? begin : "nothing", supported);
}

gboolean
p2p_recognise (const P2pStateDict *dict, const P2pArch **arch, P2pNetOptions *options,
    GError **error)
{
  Candidate best = { 0 };
  gboolean found = FALSE;
  for (int role = P2P_ROLE_GENERATOR; role <= P2P_ROLE_DISCRIMINATOR && !found; role++) {
    g_autofree const P2pArch **archs = p2p_archs ((P2pRole) role);
    for (guint i = 0; archs[i] && !found; i++)
      found = try_arch (dict, archs[i], &best);
  }
  if (found) {
    *arch = best.arch;
    *options = best.options;
  } else {
    set_error (dict, &best, error);
  }
  clear_candidate (&best);
  return found;
}

gboolean
p2p_recognise_check (const P2pStateDict *dict, const P2pArch *arch, const P2pNetOptions *options,
    const char *advice, GError **error)
{
  Candidate c = { .arch = arch, .options = *options };
  compare (dict, &c);
  if (!c.difference)
    return TRUE;
  g_set_error (error, P2P_ERROR, P2P_ERROR_DATA,
      "%s is not of this network (%s with norm %s): %s; %s", p2p_state_dict_name (dict), arch->name,
      p2p_norm_name (options->norm), c.difference, advice);
  clear_candidate (&c);
  return FALSE;
}
