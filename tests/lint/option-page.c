/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* option-page ROOT PLUGIN [--check]: writes ROOT/docs/options.md, every option with its default,
 * its property and the test that covers it, from the table of options, the elements in the file
 * PLUGIN and ROOT/tests/options.txt. With --check compares instead; and every test that is named
 * must use the option:
 *   .sh   --option as a word of a command: in no comment and no quotes, where titles of cases and
 *         what is to be said stand
 *   .c    in a string that is no part of an assertion: --option in a command line, or the
 *         option's or property's name as the whole string or before a = */

#include <gst/gst.h>
#include <stdio.h>
#include <string.h>
#include "core/p2p.h"
#include "tests/lint/this-plugin.h"

typedef struct
{
  GHashTable *tests;      /* option to "FILE: what" */
  GHashTable *properties; /* property to "`p2ptrain`, `p2pdatasetsrc`" */
} Facts;

/* Lines OPTION FILE WHAT ...; # begins a remark. */
static GHashTable *
read_tests (const char *root)
{
  GHashTable *tests = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_autofree char *path = g_build_filename (root, "tests", "options.txt", NULL), *text = NULL;
  if (!g_file_get_contents (path, &text, NULL, NULL))
    return tests;
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  for (char **line = lines; *line; line++) {
    g_auto (GStrv) words = g_strsplit (*line, " ", 2);
    if (**line && **line != '#' && words[1])
      g_hash_table_insert (tests, g_strdup (words[0]), g_strdup (words[1]));
  }
  return tests;
}

static int
by_name (gconstpointer a, gconstpointer b)
{
  return strcmp (GST_OBJECT_NAME (a), GST_OBJECT_NAME (b));
}

static GHashTable *
read_properties (GList *features)
{
  GHashTable *all = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  features = g_list_sort (features, by_name);
  for (GList *l = features; l; l = l->next) {
    guint n;
    g_autoptr (GstElement) e =
        gst_object_ref_sink (gst_element_factory_create (GST_ELEMENT_FACTORY (l->data), NULL));
    g_autofree GParamSpec **specs = g_object_class_list_properties (G_OBJECT_GET_CLASS (e), &n);
    for (guint i = 0; i < n; i++) {
      const char *before = g_hash_table_lookup (all, specs[i]->name);
      if (specs[i]->owner_type == G_OBJECT_TYPE (e))
        g_hash_table_insert (all, g_strdup (specs[i]->name),
            g_strdup_printf ("%s%s`%s`", before ? before : "", before ? ", " : "",
                GST_OBJECT_NAME (l->data)));
    }
  }
  gst_plugin_feature_list_free (features);
  return all;
}

/* "`unet_256` (pix2pix, colorization), `resnet_9blocks` (cycle_gan, test)" */
static char *
default_text (const P2pOption *option)
{
  GString *s = g_string_new (NULL);
  g_autoptr (GHashTable) done = g_hash_table_new (g_str_hash, g_str_equal);
  if (option->type == P2P_OPTION_FLAG)
    return g_string_free (g_string_append (s, "off"), FALSE);
  if (g_str_equal (option->name, "model"))
    return g_string_free (g_string_append (s, "what suits the data set, or the run's files"),
        FALSE);
  for (const P2pRecipe *const *r = p2p_recipes (); option->unset && *r; r++) {
    const char *value = p2p_recipe_default (*r, option);
    if (!g_hash_table_add (done, (gpointer) value))
      continue;
    g_string_append_printf (s, "%s`%s` (", s->len ? ", " : "", value);
    gboolean first = TRUE;
    for (const P2pRecipe *const *k = p2p_recipes (); *k; k++)
      if (g_str_equal (p2p_recipe_default (*k, option), value)) {
        g_string_append_printf (s, "%s%s", first ? "" : ", ", (*k)->name);
        first = FALSE;
      }
    g_string_append_c (s, ')');
  }
  if (option->unset && g_hash_table_size (done) == 1)
    g_string_truncate (s, (gsize) (strchr (s->str, '(') - s->str - 1));
  if (!option->unset)
    g_string_append_printf (s, *option->value ? "`%s`" : "none", option->value);
  if (option->test)
    g_string_append_printf (s, ", at test `%s`", option->test);
  return g_string_free (s, FALSE);
}

static void
add_row (GString *s, const Facts *facts, const P2pOption *o)
{
  /* p2pinfer's model is a file. */
  const char *elements = g_str_equal (o->name, "model")
                             ? "`p2ptrain`"
                             : g_hash_table_lookup (facts->properties, o->property);
  const char *test = g_hash_table_lookup (facts->tests, o->name);
  g_autofree char *value = default_text (o);
  g_autofree char *property =
      elements ? g_strdup_printf ("`%s` of %s", o->property, elements) : g_strdup ("p2p only");
  g_auto (GStrv) words = g_strsplit (test ? test : "none", " ", 2);
  const char *const where =
      o->uses & P2P_FOR_TRAIN ? o->uses & P2P_FOR_TEST ? "both" : "train" : "test";
  g_string_append_printf (s, "| `--%s` | %s | %s | %s | %s | [%s](../%s)%s%s |\n", o->name, where,
      value, property, p2p_option_help (o), words[0], words[0], words[0] && words[1] ? ": " : "",
      words[0] && words[1] ? words[1] : "");
}

static char *
page_of (const Facts *facts)
{
  static const struct
  {
    const char *title;
    guint has, lacks;
  } parts[] = { { "Everyday", P2P_EVERYDAY, 0 }, { "The others", 0, P2P_EVERYDAY | P2P_NO_MEANING },
    { "Accepted for the reference's sake", P2P_NO_MEANING, 0 } };
  GString *s = g_string_new (
      "# Every option\n\n"
      "Of `p2p train` and `p2p test` (`p2p check` takes those of train), in the spelling of\n"
      "pytorch-CycleGAN-and-pix2pix; beginnings of names that fit one option only are enough, and "
      "its\n"
      "older names (niter, fineSize, which_direction ...) are understood. The same options are\n"
      "properties of the elements, in kebab-case. Generated from the program's own table; do not "
      "edit.\n");
  guint n;
  const P2pOption *table = p2p_options_table (&n);
  for (guint p = 0; p < G_N_ELEMENTS (parts); p++) {
    g_string_append_printf (s,
        "\n## %s\n\n| option | of | default | property | what it does | covered by |\n"
        "|---|---|---|---|---|---|\n",
        parts[p].title);
    for (guint i = 0; i < n; i++)
      if ((table[i].uses & parts[p].has) == parts[p].has && !(table[i].uses & parts[p].lacks))
        add_row (s, facts, &table[i]);
  }
  return g_string_free (s, FALSE);
}

/* TEXT with what PATTERN matches taken out. */
static char *
without (const char *text, const char *pattern)
{
  g_autoptr (GRegex) regex = g_regex_new (pattern, G_REGEX_MULTILINE | G_REGEX_DOTALL, 0, NULL);
  return g_regex_replace_literal (regex, text, -1, 0, " ", 0, NULL);
}

static gboolean
uses_in_sh (const char *text, const char *option)
{
  g_autofree char *commands = without (text, "^[ \t]*#[^\n]*$");
  g_autofree char *bare = without (commands, "'[^']*'|\"(\\\\.|[^\"\\\\])*\"");
  g_autofree char *word = g_strdup_printf ("(?<![\\w-])--%s(?![\\w-])", option);
  return g_regex_match_simple (word, bare, 0, 0);
}

static gboolean
uses_in_c (const char *text, const char *option, const char *property)
{
  g_autofree char *code = without (text, "/\\*.*?\\*/");
  g_autofree char *acts = without (code, "\\b\\w*assert\\w* \\([^;]*;");
  g_autofree char *use = g_strdup_printf ("\"(?:[^\"\n]*(?<![\\w-]))?--%s(?![\\w-])|\"(?:%s|%s)\"|"
                                          "\"(?:[^\"\n]*(?<![\\w-]))?(?:%s|%s)=",
      option, option, property, option, property);
  return g_regex_match_simple (use, acts, 0, 0);
}

static gboolean
uses (const char *path, const char *text, const P2pOption *option)
{
  return g_str_has_suffix (path, ".sh")  ? uses_in_sh (text, option->name)
         : g_str_has_suffix (path, ".c") ? uses_in_c (text, option->name, option->property)
                                         : FALSE;
}

/* Every option has a test, and the file named really uses it; every line is an option's. */
static gboolean
check_tests (const char *root, const Facts *facts)
{
  guint n, bad = 0;
  const P2pOption *table = p2p_options_table (&n);
  if (g_hash_table_size (facts->tests) > n) {
    printf ("tests/options.txt has %u lines for %u options\n", g_hash_table_size (facts->tests), n);
    bad++;
  }
  for (guint i = 0; i < n; i++) {
    const char *test = g_hash_table_lookup (facts->tests, table[i].name);
    g_auto (GStrv) words = g_strsplit (test ? test : "", " ", 2);
    g_autofree char *path = test ? g_build_filename (root, words[0], NULL) : NULL, *text = NULL;
    if (!path || !g_file_get_contents (path, &text, NULL, NULL))
      printf ("--%s: tests/options.txt names no test that is there; add one\n", table[i].name);
    else if (!uses (path, text, &table[i]))
      printf ("--%s: %s does not use it; add a case\n", table[i].name, words[0]);
    else
      continue;
    bad++;
  }
  return bad == 0;
}

int
main (int argc, char **argv)
{
  gst_init (&argc, &argv);
  GList *features = argc > 2 ? features_of_plugin (argv[2]) : NULL;
  if (!features)
    return 64;
  Facts facts = { read_tests (argv[1]), read_properties (features) };
  g_autofree char *path = g_build_filename (argv[1], "docs", "options.md", NULL), *old = NULL;
  g_autofree char *page = page_of (&facts);
  gboolean ok = TRUE;
  if (argc < 4) {
    ok = g_file_set_contents (path, page, -1, NULL);
  } else {
    ok = check_tests (argv[1], &facts);
    if (!g_file_get_contents (path, &old, NULL, NULL) || !g_str_equal (old, page)) {
      printf ("%s is out of date; " REGENERATE "\n", path);
      ok = FALSE;
    }
  }
  g_hash_table_unref (facts.tests);
  g_hash_table_unref (facts.properties);
  return !ok;
}
