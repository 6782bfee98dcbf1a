/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "p2pprops.h"

typedef struct
{
  const P2pProp *props;
  guint n;
} Table;

static GQuark
table_quark (void)
{
  return g_quark_from_static_string ("p2p-props");
}

static const P2pProp *
row_of (GParamSpec *pspec)
{
  const Table *table = g_type_get_qdata (pspec->owner_type, table_quark ());
  for (guint i = 0; i < table->n; i++)
    if (g_str_equal (table->props[i].name, pspec->name))
      return &table->props[i];
  g_assert_not_reached ();
}

static gboolean
is_text (const P2pProp *row)
{
  return row->type == P2P_PROP_STRING || row->type == P2P_PROP_PATH;
}

/* What players and file choosers give, and what no shell has expanded. */
static char *
path_of (const char *text)
{
  g_autofree char *host = NULL;
  g_autofree char *path =
      g_str_has_prefix (text, "file:") ? g_filename_from_uri (text, &host, NULL) : NULL;
  if (path && (!host || !*host || g_str_equal (host, "localhost")))
    return g_steal_pointer (&path);
  if (text[0] == '~' && (text[1] == '/' || !text[1]))
    return g_strconcat (g_get_home_dir (), text + 1, NULL);
  return g_strdup (text);
}

static void
set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  const P2pProp *row = row_of (pspec);
  gpointer field = G_STRUCT_MEMBER_P (object, row->offset);
  const char *text = is_text (row) ? g_value_get_string (value) : NULL;
  text = text ? text : "";
  GST_OBJECT_LOCK (object);
  switch (row->type) {
    case P2P_PROP_STRING:
    case P2P_PROP_PATH:
      g_free (*(char **) field);
      *(char **) field = row->type == P2P_PROP_PATH ? path_of (text) : g_strdup (text);
      break;
    case P2P_PROP_INT:
      *(int *) field = g_value_get_int (value);
      break;
    case P2P_PROP_INT64:
      *(gint64 *) field = g_value_get_int64 (value);
      break;
    case P2P_PROP_DOUBLE:
      *(double *) field = g_value_get_double (value);
      break;
    case P2P_PROP_BOOLEAN:
      *(gboolean *) field = g_value_get_boolean (value);
      break;
    case P2P_PROP_STRUCTURE:
      break;
  }
  if (row->option)
    p2p_option_give ((P2pOptions *) G_STRUCT_MEMBER_P (object, row->options), row->option);
  GST_OBJECT_UNLOCK (object);
  if (row->changed)
    row->changed (object);
}

static void
get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  const P2pProp *row = row_of (pspec);
  gconstpointer field = G_STRUCT_MEMBER_P (object, row->offset);
  if (row->read) {
    row->read (object, value);
    return;
  }
  GST_OBJECT_LOCK (object);
  switch (row->type) {
    case P2P_PROP_STRING:
    case P2P_PROP_PATH:
      g_value_set_string (value, *(char *const *) field);
      break;
    case P2P_PROP_INT:
      g_value_set_int (value, *(const int *) field);
      break;
    case P2P_PROP_INT64:
      g_value_set_int64 (value, *(const gint64 *) field);
      break;
    case P2P_PROP_DOUBLE:
      g_value_set_double (value, *(const double *) field);
      break;
    case P2P_PROP_BOOLEAN:
      g_value_set_boolean (value, *(const gboolean *) field);
      break;
    case P2P_PROP_STRUCTURE:
      break;
  }
  GST_OBJECT_UNLOCK (object);
}

static GParamSpec *
spec_of (const P2pProp *p)
{
  const GParamFlags access = p->read     ? G_PARAM_READABLE
                             : p->option ? G_PARAM_READWRITE
                                         : G_PARAM_READWRITE | G_PARAM_CONSTRUCT;
  const GParamFlags flags = p->flags | G_PARAM_STATIC_STRINGS | access;
  const double number = p->value ? g_ascii_strtod (p->value, NULL) : 0;
  switch (p->type) {
    case P2P_PROP_STRING:
    case P2P_PROP_PATH:
      return g_param_spec_string (p->name, p->name, p->blurb, p->value, flags);
    case P2P_PROP_INT:
      return g_param_spec_int (p->name, p->name, p->blurb, (int) p->min, (int) p->max, (int) number,
          flags);
    case P2P_PROP_INT64:
      return g_param_spec_int64 (p->name, p->name, p->blurb, (gint64) p->min, (gint64) p->max,
          (gint64) number, flags);
    case P2P_PROP_DOUBLE:
      return g_param_spec_double (p->name, p->name, p->blurb, p->min, p->max, number, flags);
    case P2P_PROP_BOOLEAN:
      return g_param_spec_boolean (p->name, p->name, p->blurb, number != 0, flags);
    default:
      return g_param_spec_boxed (p->name, p->name, p->blurb, GST_TYPE_STRUCTURE, flags);
  }
}

void
p2p_props_install (GObjectClass *klass, const P2pProp *props, guint n)
{
  Table *table = g_new (Table, 1); /* class data: lives as long as the type */
  *table = (Table){ props, n };
  g_type_set_qdata (G_OBJECT_CLASS_TYPE (klass), table_quark (), table);
  klass->set_property = set_property;
  klass->get_property = get_property;
  for (guint i = 0; i < n; i++)
    g_object_class_install_property (klass, i + 1, spec_of (&props[i]));
}

void
p2p_props_clear (GObject *object)
{
  for (GType type = G_OBJECT_TYPE (object); type; type = g_type_parent (type)) {
    const Table *table = g_type_get_qdata (type, table_quark ());
    for (guint i = 0; table && i < table->n; i++)
      if (is_text (&table->props[i]) && !table->props[i].read)
        g_clear_pointer ((char **) G_STRUCT_MEMBER_P (object, table->props[i].offset), g_free);
  }
}

const P2pProp *
p2p_props_from_options (guint use, gsize offset, const P2pProp *extra, guint n_extra, guint *n)
{
  static const P2pPropType types[] = { [P2P_OPTION_STRING] = P2P_PROP_STRING,
    [P2P_OPTION_INT] = P2P_PROP_INT,
    [P2P_OPTION_INT64] = P2P_PROP_INT64,
    [P2P_OPTION_DOUBLE] = P2P_PROP_DOUBLE,
    [P2P_OPTION_FLAG] = P2P_PROP_BOOLEAN };
  guint n_options;
  const P2pOption *options = p2p_options_table (&n_options);
  GArray *rows = g_array_new (FALSE, TRUE, sizeof (P2pProp));
  for (guint i = 0; i < n_options; i++) {
    const P2pOption *o = &options[i];
    const char *value = o->unset ? o->unset : o->value;
    const double min = o->unset ? MIN (o->min, g_ascii_strtod (o->unset, NULL)) : o->min;
    const P2pPropType type = o->uses & P2P_IS_PATH ? P2P_PROP_PATH : types[o->type];
    const P2pProp row = { o->property, p2p_option_full_help (o), type, offset + o->offset, min,
      o->max, value, GST_PARAM_MUTABLE_READY, NULL, NULL, o, offset };
    if (o->uses & use)
      g_array_append_val (rows, row);
  }
  g_array_append_vals (rows, extra, n_extra);
  *n = rows->len;
  return (const P2pProp *) g_array_free (rows, FALSE);
}

static void
domain_of (const GError *error, GQuark *domain, int *code)
{
  *domain = GST_RESOURCE_ERROR;
  switch (error->domain == P2P_ERROR ? error->code : 0) {
    case P2P_ERROR_USAGE:
      *code = GST_RESOURCE_ERROR_SETTINGS;
      break;
    case P2P_ERROR_NO_INPUT:
      *code = GST_RESOURCE_ERROR_NOT_FOUND;
      break;
    case P2P_ERROR_CREATE:
    case P2P_ERROR_PERMISSION:
      *code = GST_RESOURCE_ERROR_OPEN_WRITE;
      break;
    case P2P_ERROR_IO:
      *code = GST_RESOURCE_ERROR_WRITE;
      break;
    case P2P_ERROR_DATA:
      *domain = GST_STREAM_ERROR;
      *code = GST_STREAM_ERROR_DECODE;
      break;
    case P2P_ERROR_UNAVAILABLE:
      *domain = GST_CORE_ERROR;
      *code = GST_CORE_ERROR_MISSING_PLUGIN;
      break;
    default:
      *domain = GST_LIBRARY_ERROR;
      *code = GST_LIBRARY_ERROR_FAILED;
  }
}

static void
post (GstElement *element, GstMessageType type, GError *error)
{
  GQuark domain;
  int code;
  domain_of (error, &domain, &code);
  /* The exit status that the core's error stands for travels along. */
  GstStructure *details = gst_structure_new ("details", "p2p-code", G_TYPE_INT,
      error->domain == P2P_ERROR ? error->code : P2P_ERROR_INTERNAL, NULL);
  gst_element_message_full_with_details (element, type, domain, code,
      p2p_printable (error->message), NULL, __FILE__, G_STRFUNC, __LINE__, details);
  g_error_free (error);
}

void
p2p_element_error (GstElement *element, GError *error)
{
  post (element, GST_MESSAGE_ERROR, error);
}

void
p2p_element_warning (GstElement *element, GError *error)
{
  post (element, GST_MESSAGE_WARNING, error);
}

void
p2p_element_note (GstElement *element, GstStructure *note)
{
  const char *text = gst_structure_get_string (note, "text");
  /* Taken: two texts, of which gst-launch prints the second. */
  gst_element_message_full_with_details (element, GST_MESSAGE_INFO, GST_LIBRARY_ERROR,
      GST_LIBRARY_ERROR_SETTINGS, g_strdup (text), g_strdup (text), __FILE__, __func__, __LINE__,
      gst_structure_new_empty (gst_structure_get_name (note)));
  gst_element_post_message (element, gst_message_new_element (GST_OBJECT (element), note));
}
