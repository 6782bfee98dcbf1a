/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "options/table.h"

#include <math.h>
#include <string.h>
#include "error.h"
#include "named.h"

static gpointer
field_of (P2pOptions *options, const P2pOption *option)
{
  return G_STRUCT_MEMBER_P (options, option->offset);
}

static gboolean
parse_number (const P2pOption *o, const char *text, double *value, GError **error)
{
  char *end = NULL;
  *value = g_ascii_strtod (text, &end);
  const gboolean whole = o->type == P2P_OPTION_DOUBLE || *value == floor (*value);
  if (*text && !*end && isfinite (*value) && whole && *value >= o->min && *value <= o->max)
    return TRUE;
  if (o->type == P2P_OPTION_FLAG) {
    g_set_error (error, P2P_ERROR, P2P_ERROR_USAGE, "--%s cannot be \"%s\"; use true or false",
        o->name, text);
    return FALSE;
  }
  g_set_error (error, P2P_ERROR, P2P_ERROR_USAGE,
      "--%s cannot be \"%s\"; use %s from %.10g to %.10g", o->name, text,
      o->type == P2P_OPTION_DOUBLE ? "a number" : "a whole number", o->min, o->max);
  return FALSE;
}

static void
store_number (P2pOptions *options, const P2pOption *option, double value)
{
  gpointer field = field_of (options, option);
  if (option->type == P2P_OPTION_INT || option->type == P2P_OPTION_FLAG)
    *(int *) field = (int) value;
  else if (option->type == P2P_OPTION_INT64)
    *(gint64 *) field = (gint64) value;
  else
    *(double *) field = value;
}

/* As p2p_option_get() writes it, or as people do. */
static const char *
flag_text (const char *text)
{
  if (g_ascii_strcasecmp (text, "true") == 0)
    return "1";
  return g_ascii_strcasecmp (text, "false") == 0 ? "0" : text;
}

gboolean
p2p_option_set (P2pOptions *options, const P2pOption *option, const char *text, GError **error)
{
  double value = 0;
  if (option->type == P2P_OPTION_STRING) {
    char **field = field_of (options, option);
    g_free (*field);
    *field = g_strdup (p2p_option_present_value (option, text));
    return TRUE;
  }
  if (option->uses & P2P_ZERO_IS_ALL && g_str_equal (text, "inf"))
    text = "0";
  if (option->type == P2P_OPTION_FLAG)
    text = flag_text (text);
  if (!parse_number (option, text, &value, error))
    return FALSE;
  store_number (options, option, value);
  return TRUE;
}

gboolean
p2p_option_is_unset (const P2pOptions *options, const P2pOption *option)
{
  g_autofree char *text = option->unset ? p2p_option_get (options, option) : NULL;
  return text && g_str_equal (text, option->unset);
}

void
p2p_option_give (P2pOptions *options, const P2pOption *option)
{
  guint n;
  const gsize row = (gsize) (option - p2p_options_table (&n));
  g_assert (row < n && n <= 64 * G_N_ELEMENTS (options->given));
  options->given[row / 64] |= G_GUINT64_CONSTANT (1) << (row % 64);
}

gboolean
p2p_option_is_given (const P2pOptions *options, const P2pOption *option)
{
  guint n;
  const gsize row = (gsize) (option - p2p_options_table (&n));
  if (options->given[row / 64] >> (row % 64) & 1)
    return TRUE;
  g_auto (P2pOptions) usual;
  p2p_options_init (&usual, P2P_FOR_TRAIN);
  g_autofree char *value = p2p_option_get (options, option);
  g_autofree char *same = p2p_option_get (&usual, option);
  return !g_str_equal (value, same);
}

/* As Python writes a float: never without a point or an exponent. */
static char *
float_text (double value)
{
  g_autofree char *text = g_strdup_printf ("%.10g", value);
  return strpbrk (text, ".en") ? g_steal_pointer (&text) : g_strconcat (text, ".0", NULL);
}

char *
p2p_option_get (const P2pOptions *options, const P2pOption *option)
{
  gpointer field = field_of ((P2pOptions *) options, option);
  switch (option->type) {
    case P2P_OPTION_STRING:
      return g_strdup (*(char **) field);
    case P2P_OPTION_INT64:
      return g_strdup_printf ("%" G_GINT64_FORMAT, *(gint64 *) field);
    case P2P_OPTION_DOUBLE:
      return float_text (*(double *) field);
    case P2P_OPTION_FLAG:
      return g_strdup (*(int *) field ? "True" : "False");
    default:
      return g_strdup_printf ("%d", *(int *) field);
  }
}

/* What is unset is outside an option's range, so it does not go through the parser. */
static void
init_one (P2pOptions *options, const P2pOption *option, guint use)
{
  const char *text = option->unset ? option->unset : p2p_option_default (option, use);
  if (option->type == P2P_OPTION_STRING)
    *(char **) field_of (options, option) = g_strdup (text);
  else
    store_number (options, option, g_ascii_strtod (text, NULL));
}

void
p2p_options_init (P2pOptions *options, guint use)
{
  guint n;
  const P2pOption *table = p2p_options_table (&n);
  memset (options, 0, sizeof *options);
  for (guint i = 0; i < n; i++)
    init_one (options, &table[i], use);
}

void
p2p_options_clear (P2pOptions *options)
{
  guint n;
  const P2pOption *table = p2p_options_table (&n);
  for (guint i = 0; i < n; i++)
    if (table[i].type == P2P_OPTION_STRING)
      g_clear_pointer ((char **) field_of (options, &table[i]), g_free);
}

void
p2p_options_copy (const P2pOptions *from, P2pOptions *to)
{
  guint n;
  const P2pOption *table = p2p_options_table (&n);
  *to = *from;
  for (guint i = 0; i < n; i++)
    if (table[i].type == P2P_OPTION_STRING)
      *(char **) field_of (to, &table[i]) = p2p_option_get (from, &table[i]);
}

static void
set_unknown (const char *name, const GPtrArray *begun, const GPtrArray *all, GError **error)
{
  const char *nearest = p2p_nearest_word ((const char *const *) all->pdata, name);
  if (begun->len > 1)
    g_set_error (error, P2P_ERROR, P2P_ERROR_USAGE,
        "--%s could be several options; use the full name, such as --%s", name,
        ((const P2pOption *) begun->pdata[0])->name);
  else if (nearest)
    g_set_error (error, P2P_ERROR, P2P_ERROR_USAGE, "unknown option --%s; the nearest is --%s",
        name, nearest);
  else
    g_set_error (error, P2P_ERROR, P2P_ERROR_USAGE, "unknown option --%s; none is near it", name);
}

gboolean
p2p_option_is_called (const P2pOption *option, const char *name)
{
  return g_str_equal (option->name, name) || g_str_equal (option->property, name);
}

gboolean
p2p_option_begins (const P2pOption *option, const char *beginning)
{
  return g_str_has_prefix (option->name, beginning)
         || g_str_has_prefix (option->property, beginning);
}

const P2pOption *
p2p_option_find (const char *given, guint use, GError **error)
{
  const char *name = p2p_option_present_name (given, NULL);
  g_autoptr (GPtrArray) begun = g_ptr_array_new (), all = g_ptr_array_new ();
  guint n;
  const P2pOption *table = p2p_options_table (&n);
  for (guint i = 0; i < n; i++) {
    if (!(table[i].uses & use))
      continue;
    if (p2p_option_is_called (&table[i], name))
      return &table[i];
    if (p2p_option_begins (&table[i], name))
      g_ptr_array_add (begun, (gpointer) &table[i]);
    g_ptr_array_add (all, (gpointer) table[i].name);
  }
  g_ptr_array_add (all, NULL);
  if (begun->len == 1)
    return begun->pdata[0];
  set_unknown (given, begun, all, error);
  return NULL;
}
