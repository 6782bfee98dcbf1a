/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "options/record.h"

#include "error.h"
#include "printable.h"

#define PREFIX "option."
#define HISTORY "history"
#define WORD "data.word"
#define PATH "data.path"

/* Belongs into a run's record. */
static gboolean
is_kept (const P2pOption *option)
{
  return (option->uses & P2P_FOR_TRAIN) && !(option->uses & P2P_OF_CALL);
}

static gboolean
is_folder (const P2pOption *option)
{
  return g_str_equal (option->name, "dataroot") || g_str_equal (option->name, "dataroot_B");
}

/* To the last bit, and the same from every working folder. */
static char *
exact (const P2pOptions *o, const P2pOption *option)
{
  g_autofree char *text = p2p_option_get (o, option);
  char digits[G_ASCII_DTOSTR_BUF_SIZE];
  if (is_folder (option) && *text)
    return g_canonicalize_filename (text, NULL);
  if (option->type != P2P_OPTION_DOUBLE)
    return g_steal_pointer (&text);
  const double value = G_STRUCT_MEMBER (double, o, option->offset);
  if (g_ascii_strtod (text, NULL) == value)
    return g_steal_pointer (&text);
  return g_strdup (g_ascii_dtostr (digits, sizeof digits, value));
}

/* Where the data set is, as a path that does not depend on the working folder; "" for none. */
static char *
data_path (const P2pOptions *o)
{
  g_autofree char *a = *o->dataroot ? g_canonicalize_filename (o->dataroot, NULL) : g_strdup ("");
  g_autofree char *b =
      *o->dataroot_b ? g_canonicalize_filename (o->dataroot_b, NULL) : g_strdup ("");
  return g_strjoin (*b ? " and " : "", a, b, NULL);
}

char **
p2p_record_metadata (const P2pOptions *o, const char *history, gboolean folders)
{
  guint n;
  const P2pOption *table = p2p_options_table (&n);
  g_autoptr (GStrvBuilder) entries = g_strv_builder_new ();
  for (guint i = 0; i < n; i++) {
    if (!is_kept (&table[i]) || (is_folder (&table[i]) && !folders))
      continue;
    g_autofree char *key = g_strconcat (PREFIX, table[i].name, NULL);
    g_autofree char *value = exact (o, &table[i]);
    g_strv_builder_add_many (entries, key, value, NULL);
  }
  if (folders) {
    g_autofree char *path = data_path (o);
    g_strv_builder_add_many (entries, WORD, o->dataroot, PATH, path, NULL);
  }
  g_strv_builder_add_many (entries, HISTORY, history ? history : "", NULL);
  return g_strv_builder_end (entries);
}

P2pRecord *
p2p_record_read (P2pRecordLookup lookup, gconstpointer file)
{
  guint n;
  const P2pOption *table = p2p_options_table (&n);
  const char *history = lookup (file, HISTORY), *word = lookup (file, WORD);
  const char *path = lookup (file, PATH);
  g_autoptr (P2pRecord) record = g_new0 (P2pRecord, 1);
  record->values = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, g_free);
  record->history = g_strdup (history ? history : "");
  record->word = g_strdup (word ? word : "");
  record->path = g_strdup (path ? path : "");
  record->whole = history != NULL;
  for (guint i = 0; i < n; i++) {
    g_autofree char *key = g_strconcat (PREFIX, table[i].name, NULL);
    const char *text = is_kept (&table[i]) ? lookup (file, key) : NULL;
    if (text)
      g_hash_table_insert (record->values, (gpointer) table[i].name, g_strdup (text));
  }
  return g_hash_table_size (record->values) ? g_steal_pointer (&record) : NULL;
}

P2pRecord *
p2p_record_copy (const P2pRecord *from)
{
  P2pRecord *record = g_new0 (P2pRecord, 1);
  GHashTableIter iter;
  gpointer name, text;
  *record = (P2pRecord){ g_hash_table_new_full (g_str_hash, g_str_equal, NULL, g_free),
    g_strdup (from->history), g_strdup (from->word), g_strdup (from->path), from->whole };
  g_hash_table_iter_init (&iter, from->values);
  while (g_hash_table_iter_next (&iter, &name, &text))
    g_hash_table_insert (record->values, name, g_strdup (text));
  return record;
}

void
p2p_record_free (P2pRecord *record)
{
  if (!record)
    return;
  g_clear_pointer (&record->values, g_hash_table_unref);
  g_free (record->history);
  g_free (record->word);
  g_free (record->path);
  g_free (record);
}

/* Each of two says what becomes of the other. */
static gboolean
is_given (const P2pOptions *o, const P2pOption *option)
{
  static const char *const pairs[][2] = { { "dropout", "no_dropout" },
    { "dataroot", "dataroot_B" } };
  for (guint i = 0; i < G_N_ELEMENTS (pairs); i++)
    for (guint k = 0; k < 2; k++)
      if (g_str_equal (pairs[i][k], option->name)
          && p2p_option_is_given (o, p2p_option_find (pairs[i][!k], P2P_FOR_TRAIN, NULL)))
        return TRUE;
  return p2p_option_is_given (o, option);
}

gboolean
p2p_record_keep (const P2pRecord *record, P2pOptions *o, GError **error)
{
  guint n;
  const P2pOption *table = p2p_options_table (&n);
  g_auto (P2pOptions) given;
  p2p_options_copy (o, &given);
  for (guint i = 0; i < n; i++) {
    g_autoptr (GError) problem = NULL;
    const char *text = g_hash_table_lookup (record->values, table[i].name);
    if (!text || is_given (&given, &table[i]) || p2p_option_set (o, &table[i], text, &problem))
      continue;
    g_set_error (error, P2P_ERROR, P2P_ERROR_DATA, "its record of options is wrong: %s",
        problem->message);
    return FALSE;
  }
  return TRUE;
}

gboolean
p2p_record_same_data (const P2pRecord *record, const P2pOptions *o, GError **error)
{
  g_autofree char *now = data_path (o);
  if (!*record->path || !*now || g_str_equal (record->path, now)
      || (*record->word && g_str_equal (record->word, o->dataroot)) || o->continue_train)
    return TRUE;
  g_set_error (error, P2P_ERROR, P2P_ERROR_USAGE,
      "the run \"%s\" was trained on %s, not on %s; use another --name (run-name) for a new run, "
      "or "
      "add --continue_train to go on with these pictures",
      o->name, record->path, now);
  return FALSE;
}

gboolean
p2p_record_fits (const P2pRecord *record, const P2pOptions *o, GError **error)
{
  guint n;
  const P2pOption *table = p2p_options_table (&n);
  for (guint i = 0; i < n; i++) {
    const char *then = table[i].uses & P2P_DEFINES_NET
                           ? g_hash_table_lookup (record->values, table[i].name)
                           : NULL;
    g_autofree char *now = p2p_option_get (o, &table[i]);
    if (!then || g_str_equal (then, now))
      continue;
    g_set_error (error, P2P_ERROR, P2P_ERROR_USAGE,
        "the run \"%s\" was started with --%s %s, not %s; use the old value, or another --name "
        "for a new run",
        o->name, table[i].name, then, now);
    return FALSE;
  }
  return TRUE;
}

/* What came of `dropout` is `no_dropout`; folders that moved together with the run are the same. */
static gboolean
is_same (const P2pRecord *record, const P2pOptions *o, const P2pOption *option)
{
  const char *then = g_hash_table_lookup (record->values, option->name);
  g_autofree char *now = exact (o, option);
  return !then || g_str_equal (then, now) || g_str_equal (option->name, "dropout")
         || (is_folder (option) && *record->word && g_str_equal (record->word, o->dataroot));
}

/* One line, whatever a folder is called. */
static char *
show (const P2pOptions *o, const P2pOption *option)
{
  g_autofree char *text = is_folder (option) ? exact (o, option) : p2p_option_show (o, option);
  return p2p_printable (text);
}

/* In words, for it may be a mistake. */
static void
note_data (const P2pRecord *record, const P2pOptions *o, GPtrArray *notes)
{
  g_autofree char *now = data_path (o);
  if (*record->path && *now && !g_str_equal (record->path, now)
      && !g_str_equal (record->word, o->dataroot))
    g_ptr_array_add (notes, g_strdup_printf ("trained on %s so far, now on %s", record->path, now));
}

void
p2p_record_compare (const P2pRecord *record, P2pOptions *o, guint past, guint64 step,
    GPtrArray *changes, GPtrArray *notes)
{
  guint n;
  const P2pOption *table = p2p_options_table (&n);
  g_auto (P2pOptions) old;
  p2p_options_copy (o, &old);
  note_data (record, o, notes);
  for (guint i = 0; i < n; i++) {
    const P2pOption *option = &table[i];
    const char *then = g_hash_table_lookup (record->values, option->name);
    if (is_same (record, o, option) || !p2p_option_set (&old, option, then, NULL))
      continue;
    g_autofree char *from = show (&old, option), *to = show (o, option);
    if (!(option->uses & past)) {
      g_ptr_array_add (changes, g_strdup_printf ("%s: %s -> %s from step %" G_GUINT64_FORMAT " on",
                                    option->name, from, to, step));
      continue;
    }
    g_ptr_array_add (notes,
        g_strdup_printf ("--%s %s does nothing here: it acts where a run begins, and this one "
                         "began with %s",
            option->name, to, from));
    p2p_option_set (o, option, then, NULL);
  }
}
