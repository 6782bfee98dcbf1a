/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "model/networks.h"

#include "error.h"
#include "io/limits.h"
#include "model/recognise.h"

#include <string.h>

typedef struct
{
  char *prefix;        /* "" or with a dot at its end */
  const P2pArch *arch; /* NULL: none of ours */
} Network;

static void
clear_network (gpointer data)
{
  g_free (((Network *) data)->prefix);
}

/* ---- where a network may begin ---- */

/* The names of the first tensors of all networks that there are, once each. */
static GPtrArray *
first_names (void)
{
  const P2pNetOptions options = { 3, 3, 1, 3, P2P_NORM_BATCH, FALSE };
  GPtrArray *names = g_ptr_array_new_with_free_func (g_free);
  for (int role = P2P_ROLE_GENERATOR; role <= P2P_ROLE_DISCRIMINATOR; role++) {
    g_autofree const P2pArch **archs = p2p_archs ((P2pRole) role);
    for (guint i = 0; archs[i]; i++) {
      g_autoptr (GArray) rows = g_array_new (FALSE, TRUE, sizeof (P2pRow));
      archs[i]->emit (rows, &options);
      char *name = g_strconcat (g_array_index (rows, P2pRow, 0).key, ".weight", NULL);
      if (g_ptr_array_find_with_equal_func (names, name, g_str_equal, NULL))
        g_free (name);
      else
        g_ptr_array_add (names, name);
    }
  }
  return names;
}

static int
compare_prefixes (gconstpointer a, gconstpointer b)
{
  const char *x = *(char *const *) a, *y = *(char *const *) b;
  const gsize m = strlen (x), n = strlen (y);
  return m != n ? (m < n ? -1 : 1) : strcmp (x, y);
}

/* What may stand before a network's names, the shortest first. */
static GPtrArray *
find_prefixes (const P2pStateDict *dict)
{
  g_autoptr (GPtrArray) firsts = first_names ();
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  GPtrArray *prefixes = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 0; i < p2p_state_dict_n (dict); i++) {
    const char *name = p2p_state_dict_at (dict, i)->name;
    for (guint f = 0; f < firsts->len && prefixes->len < P2P_LIMIT_NETWORKS; f++) {
      const char *first = firsts->pdata[f];
      if (!g_str_has_suffix (name, first))
        continue;
      char *prefix = g_strndup (name, strlen (name) - strlen (first));
      const gboolean whole = !*prefix || g_str_has_suffix (prefix, ".");
      if (whole && g_hash_table_add (seen, prefix))
        g_ptr_array_add (prefixes, prefix);
      else
        g_free (prefix);
    }
  }
  g_ptr_array_sort (prefixes, compare_prefixes);
  return prefixes;
}

/* ---- which are networks ---- */

/* Whether one of FOUND lies around PREFIX, or with INSIDE in it; OURS: one of ours. */
static gboolean
covers (const GArray *found, const char *prefix, gboolean inside, gboolean ours)
{
  for (guint i = 0; i < found->len; i++) {
    const Network *n = &g_array_index (found, Network, i);
    if ((n->arch || !ours)
        && (inside ? g_str_has_prefix (n->prefix, prefix) : g_str_has_prefix (prefix, n->prefix)))
      return TRUE;
  }
  return FALSE;
}

/* Of ours first, which may lie in something that only begins like one; then what is left. */
static GArray *
list_networks (P2pStateDict *dict)
{
  GArray *found = g_array_new (FALSE, TRUE, sizeof (Network));
  g_autoptr (GPtrArray) prefixes = find_prefixes (dict);
  g_array_set_clear_func (found, clear_network);
  for (int ours = 1; ours >= 0; ours--)
    for (guint i = 0; i < prefixes->len; i++) {
      const char *prefix = prefixes->pdata[i];
      Network network = { 0 };
      P2pNetOptions options;
      if (covers (found, prefix, FALSE, ours) || (!ours && covers (found, prefix, TRUE, TRUE)))
        continue;
      g_autoptr (P2pStateDict) part = ours ? p2p_state_dict_part (dict, prefix) : NULL;
      if (ours && !p2p_recognise (part, &network.arch, &options, NULL))
        continue;
      network.prefix = g_strdup (prefix);
      g_array_append_val (found, network);
    }
  return found;
}

/* PREFIX as the user sees it: without its dot, and without the words that all programs use. */
static char *
name_of (const char *prefix)
{
  static const char *const words[] = { "state_dict.", "model_state_dict." };
  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    if (g_str_has_prefix (prefix, words[i]))
      return name_of (prefix + strlen (words[i]));
  return g_strndup (prefix, strlen (prefix) - (*prefix != '\0'));
}

static char *
list_names (const GArray *found)
{
  GString *list = g_string_new (NULL);
  for (guint i = 0; i < found->len; i++) {
    const Network *n = &g_array_index (found, Network, i);
    g_autofree char *name = name_of (n->prefix);
    g_string_append_printf (list, "%s%s (%s)", i ? ", " : "", *name ? name : "without a name",
        n->arch ? n->arch->name : "not one of ours");
  }
  return g_string_free (list, FALSE);
}

static const Network *
find_named (const GArray *found, const char *name)
{
  for (guint i = 0; i < found->len; i++) {
    const Network *n = &g_array_index (found, Network, i);
    g_autofree char *known = name_of (n->prefix);
    const gsize length = strlen (name);
    if (*name
        && (g_str_equal (known, name)
            || (strncmp (n->prefix, name, length) == 0 && g_str_equal (n->prefix + length, "."))))
      return n;
  }
  return NULL;
}

static void
set_nameless (const P2pStateDict *dict, const char *name, GError **error)
{
  g_set_error (error, P2P_ERROR, P2P_ERROR_USAGE,
      "%s holds one network, which has no name there; leave --network %s out",
      p2p_state_dict_name (dict), name);
}

static const Network *
choose (const P2pStateDict *dict, const GArray *found, const char *name, GError **error)
{
  const Network *network = name && *name     ? find_named (found, name)
                           : found->len == 1 ? &g_array_index (found, Network, 0)
                                             : NULL;
  g_autofree char *names = list_names (found);
  if (network)
    return network;
  if (!name || !*name)
    g_set_error (error, P2P_ERROR, P2P_ERROR_USAGE,
        "%s holds %u networks: %s; choose one with --network NAME (property \"network\")",
        p2p_state_dict_name (dict), found->len, names);
  else if (found->len == 1 && !*g_array_index (found, Network, 0).prefix)
    set_nameless (dict, name, error);
  else
    g_set_error (error, P2P_ERROR, P2P_ERROR_USAGE, "%s holds no network \"%s\"; use one of: %s",
        p2p_state_dict_name (dict), name, names);
  return NULL;
}

/* The files of our own say it all. */
static gboolean
says_itself (const P2pStateDict *dict)
{
  const char *format = p2p_state_dict_metadata (dict, "format");
  return format && g_str_has_prefix (format, "gst-pix2pix");
}

P2pStateDict *
p2p_network_choose (P2pStateDict *dict, const char *name, GError **error)
{
  g_autoptr (P2pStateDict) whole = dict;
  if (says_itself (dict) && (!name || !*name))
    return g_steal_pointer (&whole);
  if (says_itself (dict)) {
    set_nameless (dict, name, error);
    return NULL;
  }
  g_autoptr (GArray) found = list_networks (dict);
  if (found->len == 0)
    return g_steal_pointer (&whole); /* the recogniser says what it is instead */
  const Network *network = choose (dict, found, name, error);
  if (!network)
    return NULL;
  P2pStateDict *part = p2p_state_dict_part (dict, network->prefix);
  p2p_state_dict_adopt (part);
  whole = NULL;
  return part;
}
