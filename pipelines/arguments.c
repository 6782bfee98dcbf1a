/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "arguments.h"
#include "known.h"

#include <string.h>

/* GOption calls this for every option of the table. */
static gboolean
take (const char *name, const char *value, gpointer data, GError **error)
{
  P2pArguments *arguments = data;
  const P2pOption *option = p2p_option_find (name + 2, P2P_FOR_TRAIN | P2P_FOR_TEST, error);
  if (!option || !p2p_option_set (&arguments->options, option, value, error))
    return FALSE;
  p2p_option_give (&arguments->options, option);
  g_hash_table_add (arguments->given, (gpointer) option->name);
  return TRUE;
}

/* The rows of the table as GOption's rows. */
static GArray *
entries_of (const P2pKnown *known)
{
  guint n;
  const P2pOption *table = p2p_options_table (&n);
  GArray *entries = g_array_new (TRUE, TRUE, sizeof (GOptionEntry));
  for (guint i = 0; i < n; i++) {
    const GOptionEntry entry = { table[i].name, 0, G_OPTION_FLAG_NONE, G_OPTION_ARG_CALLBACK,
      (gpointer) take, NULL, NULL };
    if (p2p_known_has (known, &table[i]))
      g_array_append_val (entries, entry);
  }
  return entries;
}

/* All that the command knows, as it is written out. */
static GPtrArray *
all_names (const P2pKnown *known)
{
  static const char *const help[] = { "help", "help-all", "help-as" };
  guint n;
  const P2pOption *table = p2p_options_table (&n);
  GPtrArray *all = g_ptr_array_new ();
  for (guint i = 0; i < G_N_ELEMENTS (help); i++)
    g_ptr_array_add (all, (gpointer) help[i]);
  for (const GOptionEntry *e = known->own; e->long_name; e++)
    g_ptr_array_add (all, (gpointer) e->long_name);
  for (guint i = 0; i < n; i++)
    if (p2p_known_has (known, &table[i]))
      g_ptr_array_add (all, (gpointer) table[i].name);
  return all;
}

/* The row of the option that is called FULL; an option of the command's own has none. */
static const P2pOption *
row_of (const char *full)
{
  const P2pOption *row = p2p_option_find (full, P2P_FOR_TRAIN | P2P_FOR_TEST, NULL);
  return row && g_str_equal (row->name, full) ? row : NULL;
}

/* The full names that begin with NAME, or only the one that is NAME. */
static GPtrArray *
matches (const P2pKnown *known, const char *name)
{
  g_autoptr (GPtrArray) all = all_names (known);
  GPtrArray *found = g_ptr_array_new ();
  for (guint i = 0; i < all->len; i++) {
    const char *full = g_ptr_array_index (all, i);
    const P2pOption *row = row_of (full);
    if (g_str_equal (full, name) || (row && p2p_option_is_called (row, name))) {
      g_ptr_array_set_size (found, 0);
      g_ptr_array_add (found, (gpointer) full);
      break;
    }
    if (g_str_has_prefix (full, name) || (row && p2p_option_begins (row, name)))
      g_ptr_array_add (found, (gpointer) full);
  }
  return found;
}

/* A command with few options says them all. */
static char *
few_names (const P2pKnown *known)
{
  g_autoptr (GString) s = g_string_new (NULL);
  if (known->use && !known->names)
    return g_strdup_printf ("; run %s --help-all for all of them", g_get_prgname ());
  g_string_append (s, "; use one of:");
  for (const GOptionEntry *e = known->own; e->long_name; e++)
    g_string_append_printf (s, " --%s", e->long_name);
  for (guint i = 0; known->names && known->names[i]; i++)
    g_string_append_printf (s, " --%s", known->names[i]);
  return g_string_free (g_steal_pointer (&s), FALSE);
}

static void
complain (const P2pKnown *known, const char *name, GError **error)
{
  const P2pOption *other = p2p_option_find (name, P2P_FOR_TRAIN | P2P_FOR_TEST, NULL);
  if (other && p2p_option_is_called (other, p2p_option_present_name (name, NULL)) && known->use
      && !known->names) {
    g_set_error (error, P2P_ERROR, P2P_ERROR_USAGE,
        "--%s is an option of p2p %s, not of this command; leave it out", name,
        other->uses & P2P_FOR_TRAIN ? "train" : "test");
    return;
  }
  g_autoptr (GPtrArray) all = all_names (known);
  g_ptr_array_add (all, NULL);
  const char *nearest = p2p_nearest_word ((const char *const *) all->pdata, name);
  g_autofree char *others = few_names (known);
  g_set_error (error, P2P_ERROR, P2P_ERROR_USAGE, "unknown option --%s%s%s%s", name,
      nearest ? "; the nearest is --" : "", nearest ? nearest : "", others);
}

/* "--netG=unet_128" for --net-g=unet_128, "--gan_mode=vanilla" for --no_lsgan: NAME is of the
 * reference before 2019. NULL: it is not, or not for this command. */
static char *
renew (const P2pKnown *known, const char *name, const char *value)
{
  const char *fixed = NULL, *present = p2p_option_present_name (name, &fixed);
  const P2pOption *row =
      present == name ? NULL : p2p_option_find (present, P2P_FOR_TRAIN | P2P_FOR_TEST, NULL);
  if (!row || !p2p_known_has (known, row))
    return NULL;
  return fixed ? g_strconcat ("--", row->name, "=", fixed, NULL)
               : g_strconcat ("--", row->name, value, NULL);
}

/* One word of the command line with its option's name written out. */
static char *
expand (const P2pKnown *known, const char *word, GError **error)
{
  if (!g_str_has_prefix (word, "--") || !word[2])
    return g_strdup (word);
  const char *value = strchr (word, '=');
  g_autofree char *name =
      value ? g_strndup (word + 2, (gsize) (value - word - 2)) : g_strdup (word + 2);
  g_autoptr (GPtrArray) found = matches (known, name);
  if (found->len == 1)
    return g_strconcat ("--", (char *) g_ptr_array_index (found, 0), value, NULL);
  g_autofree char *renewed = renew (known, name, value);
  if (renewed)
    return g_steal_pointer (&renewed);
  if (found->len == 0) {
    complain (known, name, error);
    return NULL;
  }
  g_ptr_array_add (found, NULL);
  g_autofree char *names = g_strjoinv (", --", (char **) found->pdata);
  g_set_error (error, P2P_ERROR, P2P_ERROR_USAGE, "--%s could be --%s; use one of these full names",
      name, names);
  return NULL;
}

static gboolean
takes_value (const P2pKnown *known, const char *word)
{
  if (!g_str_has_prefix (word, "--") || strchr (word, '='))
    return FALSE;
  for (const GOptionEntry *e = known->own; e->long_name; e++)
    if (g_str_equal (e->long_name, word + 2))
      return e->arg != G_OPTION_ARG_NONE;
  const P2pOption *o = p2p_option_find (word + 2, P2P_FOR_TRAIN | P2P_FOR_TEST, NULL);
  return o && o->type != P2P_OPTION_FLAG;
}

/* "--no_flip" is short for "--no_flip=1", so that a run can be told "--no_flip=0" later. */
static gboolean
is_bare_flag (const P2pKnown *known, const char *word)
{
  if (!g_str_has_prefix (word, "--") || !word[2] || strchr (word, '='))
    return FALSE;
  for (const GOptionEntry *e = known->own; e->long_name; e++)
    if (g_str_equal (e->long_name, word + 2))
      return FALSE;
  const P2pOption *o = p2p_option_find (word + 2, P2P_FOR_TRAIN | P2P_FOR_TEST, NULL);
  return o && o->type == P2P_OPTION_FLAG && p2p_known_has (known, o)
         && g_str_equal (o->name, word + 2);
}

/* GStreamer's strings are UTF-8, and so are those in every file that a run writes. */
static gboolean
check_utf8 (const char *word, GError **error)
{
  if (g_utf8_validate (word, -1, NULL))
    return TRUE;
  g_autofree char *shown = g_utf8_make_valid (word, -1);
  g_set_error (error, P2P_ERROR, P2P_ERROR_USAGE,
      "\"%s\" is not UTF-8, which names in pipelines must be; rename it, or use a link with "
      "another name",
      shown);
  return FALSE;
}

static char **
expand_all (const P2pKnown *known, char **argv, GError **error)
{
  g_autoptr (GStrvBuilder) words = g_strv_builder_new ();
  gboolean value = FALSE, literal = FALSE;
  for (; *argv; argv++) {
    if (!check_utf8 (*argv, error))
      return NULL;
    g_autofree char *word = value || literal ? g_strdup (*argv) : expand (known, *argv, error);
    if (!word)
      return NULL;
    if (!value && !literal && is_bare_flag (known, word)) {
      g_autofree char *bare = g_steal_pointer (&word);
      word = g_strconcat (bare, "=1", NULL);
    }
    literal = literal || (!value && g_str_equal (word, "--"));
    value = !value && !literal && takes_value (known, word);
    g_strv_builder_add (words, word);
  }
  return g_strv_builder_end (words);
}

static gboolean
parse (P2pArguments *arguments, const P2pKnown *known, char ***words, GError **error)
{
  g_autoptr (GArray) entries = entries_of (known);
  g_autoptr (GOptionContext) context = g_option_context_new (NULL);
  GOptionGroup *all = g_option_group_new ("main", "", "", arguments, NULL);
  g_option_group_add_entries (all, known->own);
  g_option_group_add_entries (all, (GOptionEntry *) entries->data);
  g_option_context_set_main_group (context, all);
  g_option_context_set_help_enabled (context, FALSE);
  return g_option_context_parse_strv (context, words, error);
}

/* FALSE: WORD asks for no help. */
static gboolean
print_help (const P2pKnown *known, const char *word, const char *next)
{
  const gboolean all = g_str_equal (word, "--help-all");
  if (g_str_equal (word, "--help-as")) {
    if (g_strcmp0 (next, "man") == 0)
      p2p_manual_print (known);
    else
      p2p_completion_print (known, next ? next : "bash");
    return TRUE;
  }
  if (!all && !g_str_equal (word, "--help") && !g_str_equal (word, "-h")
      && !g_str_equal (word, "-?"))
    return FALSE;
  p2p_help_print (known, all);
  return TRUE;
}

/* Values of options are no words of their own. */
static gboolean
asks_for_help (const P2pKnown *known, char **words)
{
  for (gboolean value = FALSE; *words && !g_str_equal (*words, "--"); words++) {
    if (!value && print_help (known, *words, words[1]))
      return TRUE;
    value = !value && takes_value (known, *words);
  }
  return FALSE;
}

gboolean
p2p_arguments_parse (P2pArguments *arguments, const P2pCommand *command, char **argv, guint use,
    const char *const *names, const GOptionEntry *own, GError **error)
{
  static const GOptionEntry none[] = { { NULL } };
  const P2pKnown known = { command, use, names, own ? own : none, &arguments->options };
  arguments->rest = NULL;
  arguments->given = g_hash_table_new (g_str_hash, g_str_equal);
  p2p_options_init (&arguments->options, use);
  g_auto (GStrv) words = expand_all (&known, argv, error);
  if (!words || asks_for_help (&known, words))
    return FALSE;
  g_autoptr (GError) problem = NULL;
  if (!parse (arguments, &known, &words, &problem)) {
    if (problem->domain == P2P_ERROR)
      g_propagate_error (error, g_steal_pointer (&problem));
    else
      g_set_error (error, P2P_ERROR, P2P_ERROR_USAGE, "%s; run %s --help", problem->message,
          g_get_prgname ());
    return FALSE;
  }
  arguments->rest = g_strdupv (words + 1);
  return TRUE;
}

void
p2p_arguments_clear (P2pArguments *arguments)
{
  p2p_options_clear (&arguments->options);
  g_clear_pointer (&arguments->rest, g_strfreev);
  g_clear_pointer (&arguments->given, g_hash_table_unref);
}

gboolean
p2p_arguments_given (const P2pArguments *arguments, const char *name)
{
  return g_hash_table_contains (arguments->given, name);
}

gboolean
p2p_arguments_set (P2pArguments *arguments, const char *name, const char *value, GError **error)
{
  const P2pOption *option = p2p_option_find (name, P2P_FOR_TRAIN | P2P_FOR_TEST, error);
  if (!option || !p2p_option_set (&arguments->options, option, value, error))
    return FALSE;
  g_hash_table_add (arguments->given, (gpointer) option->name);
  return TRUE;
}

gboolean
p2p_arguments_folders (P2pArguments *arguments, GError **error)
{
  static const char *const names[] = { "dataroot", "dataroot_B" };
  char **rest = arguments->rest;
  for (guint i = 0; i < G_N_ELEMENTS (names) && rest[i]; i++) {
    if (p2p_arguments_given (arguments, names[i])) {
      g_set_error (error, P2P_ERROR, P2P_ERROR_USAGE,
          "the data set is given twice, as %s and with --%s; use one", rest[i], names[i]);
      return FALSE;
    }
    if (!p2p_arguments_set (arguments, names[i], rest[i], error))
      return FALSE;
  }
  if (!rest[0] || !rest[1] || !rest[2])
    return TRUE;
  g_set_error (error, P2P_ERROR, P2P_ERROR_USAGE,
      "one folder too many: \"%s\"; quote names with spaces, or check the options before it",
      rest[2]);
  return FALSE;
}

gboolean
p2p_arguments_single (const P2pArguments *arguments, const char **single, GError **error)
{
  *single = arguments->rest[0];
  if (*single && arguments->rest[1]) {
    g_set_error (error, P2P_ERROR, P2P_ERROR_USAGE,
        "one argument too many: \"%s\"; quote names with spaces, or check the options before it",
        arguments->rest[1]);
    return FALSE;
  }
  return TRUE;
}
