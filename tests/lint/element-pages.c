/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* element-pages DIR PLUGIN [--check]: writes DIR/ELEMENT.md for every element in the file PLUGIN,
 * the facts that gst-inspect-1.0 prints in a form that does not change with its
 * version. With --check compares instead, and fails where a page is out of date. Fails too where
 * a page belongs to no element. */

#include <gst/gst.h>
#include <stdio.h>
#include <string.h>
#include "tests/lint/this-plugin.h"

static int
by_name (gconstpointer a, gconstpointer b)
{
  return strcmp (((const GstStaticPadTemplate *) a)->name_template,
      ((const GstStaticPadTemplate *) b)->name_template);
}

/* In order of name: GStreamer's changes when the registry comes from its cache. */
static void
describe_pads (GString *s, GstElementFactory *factory)
{
  g_string_append (s, "\n## Pads\n\n| pad | direction | presence | caps |\n|---|---|---|---|\n");
  g_autoptr (GList) templates =
      g_list_copy ((GList *) gst_element_factory_get_static_pad_templates (factory));
  templates = g_list_sort (templates, by_name);
  for (const GList *l = templates; l; l = l->next) {
    GstStaticPadTemplate *t = l->data;
    g_autoptr (GstCaps) caps = gst_static_pad_template_get_caps (t);
    g_autofree char *text = gst_caps_to_string (caps);
    g_string_append_printf (s, "| `%s` | %s | %s | `%s` |\n", t->name_template,
        t->direction == GST_PAD_SINK ? "sink" : "src",
        t->presence == GST_PAD_ALWAYS ? "always" : "sometimes", text);
  }
}

static char *
range_of (GParamSpec *p)
{
  if (G_IS_PARAM_SPEC_INT (p))
    return g_strdup_printf ("%d to %d", G_PARAM_SPEC_INT (p)->minimum,
        G_PARAM_SPEC_INT (p)->maximum);
  if (G_IS_PARAM_SPEC_INT64 (p))
    return g_strdup_printf ("%" G_GINT64_FORMAT " to %" G_GINT64_FORMAT,
        G_PARAM_SPEC_INT64 (p)->minimum, G_PARAM_SPEC_INT64 (p)->maximum);
  if (G_IS_PARAM_SPEC_DOUBLE (p))
    return g_strdup_printf ("%g to %g", G_PARAM_SPEC_DOUBLE (p)->minimum,
        G_PARAM_SPEC_DOUBLE (p)->maximum);
  return g_strdup (g_type_name (p->value_type));
}

static char *
default_of (GParamSpec *p)
{
  g_auto (GValue) value = G_VALUE_INIT;
  g_value_init (&value, p->value_type);
  g_param_value_set_default (p, &value);
  if (G_VALUE_HOLDS_STRING (&value))
    return g_strdup_printf ("`\"%s\"`",
        g_value_get_string (&value) ? g_value_get_string (&value) : "");
  g_autofree char *text = gst_value_serialize (&value);
  return g_strdup_printf ("`%s`", text ? text : "");
}

static void
describe_properties (GString *s, GObject *element)
{
  guint n;
  g_autofree GParamSpec **specs = g_object_class_list_properties (G_OBJECT_GET_CLASS (element), &n);
  g_string_append (s, "\n## Properties\n\n| property | is | range | default | may change "
                      "|\n|---|---|---|---|---|\n");
  for (guint i = 0; i < n; i++) {
    GParamSpec *p = specs[i];
    if (p->owner_type != G_OBJECT_TYPE (element))
      continue;
    const gboolean writable = p->flags & G_PARAM_WRITABLE;
    g_autofree char *range = range_of (p), *value = writable ? default_of (p) : g_strdup ("");
    g_string_append_printf (s, "| `%s` | %s | %s | %s | %s |\n", p->name,
        g_param_spec_get_blurb (p), range, value,
        !writable                            ? "read only"
        : p->flags & GST_PARAM_CONTROLLABLE  ? "always; controllable"
        : p->flags & GST_PARAM_MUTABLE_READY ? "in NULL and READY"
                                             : "always");
  }
}

/* What properties of GStreamer's base classes do here; those that all elements have go without. */
static const struct
{
  const char *base, *property, *meaning;
} inherited[] = {
  { "GstAggregator", "latency",
      "live: nanoseconds to wait for the later of two branches; 0 does for branches of one "
      "source" },
  { "GstAggregator", "min-upstream-latency",
      "the same for live sources that are linked later with a higher latency" },
  { "GstAggregator", "start-time", "no effect: a preview has the time when it is made" },
  { "GstAggregator", "start-time-selection", "no effect: a preview has the time when it is made" },
  { "GstAggregator", "emit-signals", "no effect: the signal samples-selected is never sent" },
  { "GstBin", "async-handling", "leave it off: the state is the pipeline's affair" },
  { "GstBin", "message-forward", "sends on messages of the elements inside, for debugging" },
  { "GstBaseTransform", "qos", "no effect: a picture of a data set is never late" },
  { "GstBaseSrc", "blocksize", "no effect: a buffer is a whole file" },
  { "GstBaseSrc", "num-buffers", "end after so many files; epochs is what a training needs" },
  { "GstBaseSrc", "typefind", "no effect" },
  { "GstBaseSrc", "do-timestamp", "no effect worth having: a data set is not live" },
};

static void
describe_inherited (GString *s, GObject *element)
{
  const guint before = (guint) s->len;
  for (guint i = 0; i < G_N_ELEMENTS (inherited); i++) {
    GParamSpec *p =
        g_object_class_find_property (G_OBJECT_GET_CLASS (element), inherited[i].property);
    if (!p || !g_str_equal (g_type_name (p->owner_type), inherited[i].base))
      continue;
    if (s->len == before)
      g_string_append (s, "\n## Of GStreamer's base classes\n\n| property | of | here "
                          "|\n|---|---|---|\n");
    g_string_append_printf (s, "| `%s` | %s | %s |\n", p->name, inherited[i].base,
        inherited[i].meaning);
  }
}

static char *
page_of (GstElementFactory *factory)
{
  g_autoptr (GstElement) element = gst_object_ref_sink (gst_element_factory_create (factory, NULL));
  GString *s = g_string_new (NULL);
  g_string_append_printf (s,
      "# %s\n\n%s: %s.\n\nKlass `%s`. Generated from the plugin; do not edit.\n",
      GST_OBJECT_NAME (factory),
      gst_element_factory_get_metadata (factory, GST_ELEMENT_METADATA_LONGNAME),
      gst_element_factory_get_metadata (factory, GST_ELEMENT_METADATA_DESCRIPTION),
      gst_element_factory_get_metadata (factory, GST_ELEMENT_METADATA_KLASS));
  describe_pads (s, factory);
  describe_properties (s, G_OBJECT (element));
  describe_inherited (s, G_OBJECT (element));
  return g_string_free (s, FALSE);
}

static gboolean
write_or_compare (const char *dir, const char *name, const char *page, gboolean check)
{
  g_autofree char *file = g_strdup_printf ("%s/%s.md", dir, name);
  g_autofree char *old = NULL;
  if (!check)
    return g_file_set_contents (file, page, -1, NULL);
  if (g_file_get_contents (file, &old, NULL, NULL) && g_str_equal (old, page))
    return TRUE;
  printf ("%s is out of date; " REGENERATE "\n", file);
  return FALSE;
}

/* DIR holds pages of FEATURES and of nothing else. */
static gboolean
no_strangers (const char *dir, GList *features)
{
  g_autoptr (GDir) files = g_dir_open (dir, 0, NULL);
  gboolean ok = TRUE;
  for (const char *name; files && (name = g_dir_read_name (files));) {
    gboolean known = FALSE;
    for (GList *l = features; l; l = l->next) {
      g_autofree char *page = g_strconcat (GST_OBJECT_NAME (l->data), ".md", NULL);
      known |= g_str_equal (page, name);
    }
    if (!known)
      printf ("%s/%s is the page of no element; remove it\n", dir, name);
    ok &= known;
  }
  return ok;
}

int
main (int argc, char **argv)
{
  gst_init (&argc, &argv);
  GList *features = argc > 2 ? features_of_plugin (argv[2]) : NULL;
  const gboolean check = argc > 3 && g_str_equal (argv[3], "--check");
  gboolean ok = features && no_strangers (argv[1], features);
  for (GList *l = features; l; l = l->next) {
    g_autofree char *page = page_of (GST_ELEMENT_FACTORY (l->data));
    ok = write_or_compare (argv[1], GST_OBJECT_NAME (l->data), page, check) && ok;
  }
  gst_plugin_feature_list_free (features);
  return !ok;
}
