/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* What holds for every element of the plugin, whichever there are. */

#include "dataset-fixtures.h"
#include "tests/core/leaks.h"

static GList *
features (void)
{
  GList *list = gst_registry_get_feature_list_by_plugin (gst_registry_get (), "pix2pix");
  g_assert_nonnull (list);
  return list;
}

static void
for_each (void (*test) (GstElementFactory *factory))
{
  GList *list = features ();
  for (GList *i = list; i; i = i->next) {
    g_autoptr (GstPluginFeature) loaded = gst_plugin_feature_load (i->data);
    g_assert_true (GST_IS_ELEMENT_FACTORY (loaded));
    test (GST_ELEMENT_FACTORY (loaded));
  }
  gst_plugin_feature_list_free (list);
}

static void
check_metadata (GstElementFactory *factory)
{
  static const char *const keys[] = { GST_ELEMENT_METADATA_LONGNAME, GST_ELEMENT_METADATA_KLASS,
    GST_ELEMENT_METADATA_DESCRIPTION, GST_ELEMENT_METADATA_AUTHOR };
  for (guint i = 0; i < G_N_ELEMENTS (keys); i++) {
    const char *value = gst_element_factory_get_metadata (factory, keys[i]);
    g_assert_true (value && *value);
  }
  g_assert_cmpuint (gst_plugin_feature_get_rank (GST_PLUGIN_FEATURE (factory)), ==, GST_RANK_NONE);
  g_assert_nonnull (gst_element_factory_get_static_pad_templates (factory));
}

static void
test_metadata (void)
{
  for_each (check_metadata);
}

/* Ours: not those of GStreamer's base classes. */
static gboolean
is_own (const GParamSpec *spec)
{
  return g_str_has_prefix (g_type_name (spec->owner_type), "GstP2p");
}

static void
check_properties (GstElementFactory *factory)
{
  guint n;
  g_autoptr (GstElement) element = gst_object_ref_sink (gst_element_factory_create (factory, NULL));
  g_autofree GParamSpec **specs = g_object_class_list_properties (G_OBJECT_GET_CLASS (element), &n);
  for (guint i = 0; i < n; i++) {
    const char *blurb = g_param_spec_get_blurb (specs[i]);
    if (!is_own (specs[i]))
      continue;
    g_assert_true (blurb && *blurb);
    g_auto (GValue) value = G_VALUE_INIT;
    g_value_init (&value, specs[i]->value_type);
    g_object_get_property (G_OBJECT (element), specs[i]->name, &value);
    if (!(specs[i]->flags & G_PARAM_WRITABLE))
      continue;
    /* The default is what a new element has, and can be set. */
    if (!g_param_value_defaults (specs[i], &value))
      g_error ("%s.%s does not start with its default", GST_OBJECT_NAME (factory), specs[i]->name);
    g_object_set_property (G_OBJECT (element), specs[i]->name, &value);
    g_auto (GValue) again = G_VALUE_INIT;
    g_value_init (&again, specs[i]->value_type);
    g_object_get_property (G_OBJECT (element), specs[i]->name, &again);
    g_assert_cmpint (g_param_values_cmp (specs[i], &value, &again), ==, 0);
  }
}

static void
test_properties (void)
{
  for_each (check_properties);
}

/* An error that names a property to set; base classes may send one more behind it. */
static void
expect_reason (GstElement *element, GstBus *bus)
{
  guint n;
  gboolean named = FALSE;
  g_autofree GParamSpec **specs = g_object_class_list_properties (G_OBJECT_GET_CLASS (element), &n);
  g_autoptr (GError) error = NULL;
  g_autoptr (GstMessage) message = gst_bus_pop_filtered (bus, GST_MESSAGE_ERROR);
  g_assert_nonnull (message);
  gst_message_parse_error (message, &error, NULL);
  for (guint i = 0; i < n; i++)
    named |= is_own (specs[i]) && strstr (error->message, specs[i]->name);
  g_test_message ("%s", error->message);
  g_assert_true (named);
  gst_bus_set_flushing (bus, TRUE);
  gst_bus_set_flushing (bus, FALSE);
}

/* Some elements refuse to leave READY as they are, and say why, each time; none hangs, and all
 * the others get where they are sent. */
static void
check_states (GstElementFactory *factory)
{
  static const GstState walk[] = { GST_STATE_READY, GST_STATE_NULL, GST_STATE_PAUSED,
    GST_STATE_READY, GST_STATE_PLAYING, GST_STATE_PAUSED, GST_STATE_NULL, GST_STATE_PLAYING,
    GST_STATE_NULL };
  g_autofree char *folder = fixture_folder ();
  g_autoptr (GstBus) bus = gst_bus_new ();
  g_autoptr (GstElement) element = gst_object_ref_sink (gst_element_factory_create (factory, NULL));
  gst_element_set_bus (element, bus);
  if (g_object_class_find_property (G_OBJECT_GET_CLASS (element), "checkpoints-dir"))
    g_object_set (element, "checkpoints-dir", folder, "net-g", "unet_64", "ngf", 4, "ndf", 4, NULL);
  const gboolean refuses =
      gst_element_set_state (element, GST_STATE_PAUSED) == GST_STATE_CHANGE_FAILURE;
  if (refuses)
    expect_reason (element, bus);
  for (int round = 0; round < 3; round++)
    for (guint i = 0; i < G_N_ELEMENTS (walk); i++) {
      const GstStateChangeReturn result = gst_element_set_state (element, walk[i]);
      const gboolean failed = result == GST_STATE_CHANGE_FAILURE;
      g_assert_cmpint (failed, ==, refuses && walk[i] > GST_STATE_READY);
      if (result == GST_STATE_CHANGE_SUCCESS)
        g_assert_cmpint (GST_STATE (element), ==, walk[i]);
      else if (failed)
        g_assert_cmpint (GST_STATE (element), ==, GST_STATE_READY);
      if (failed)
        expect_reason (element, bus);
    }
  g_assert_cmpint (GST_STATE (element), ==, GST_STATE_NULL);
  gst_element_set_bus (element, NULL);
  fixture_remove (folder);
}

static void
test_states (void)
{
  for_each (check_states);
}

/* Made and freed without ever being used. */
static void
check_unused (GstElementFactory *factory)
{
  GstElement *element = gst_object_ref_sink (gst_element_factory_create (factory, NULL));
  g_assert_cmpint (GST_OBJECT_REFCOUNT_VALUE (element), ==, 1);
  g_object_add_weak_pointer (G_OBJECT (element), (gpointer *) &element);
  gst_object_unref (element);
  g_assert_null (element);
}

static void
test_unused (void)
{
  for_each (check_unused);
}

/* With texts of its own in all properties that take one. */
static void
live_once (gpointer factory)
{
  guint n;
  g_autoptr (GstElement) element = gst_object_ref_sink (gst_element_factory_create (factory, NULL));
  g_autofree GParamSpec **specs = g_object_class_list_properties (G_OBJECT_GET_CLASS (element), &n);
  g_autofree char *text = g_strnfill (200, 'x');
  for (guint i = 0; i < n; i++)
    if (is_own (specs[i]) && G_IS_PARAM_SPEC_STRING (specs[i])
        && specs[i]->flags & G_PARAM_WRITABLE)
      g_object_set (element, specs[i]->name, text, NULL);
  gst_element_set_state (element, GST_STATE_READY);
  gst_element_set_state (element, GST_STATE_NULL);
}

static void
check_leaks (GstElementFactory *factory)
{
  g_test_message ("%s", GST_OBJECT_NAME (factory));
  leaks_check (live_once, factory, 20);
}

static void
test_leaks (void)
{
  for_each (check_leaks);
}

/* A property whose value is a name says which there are, in every element that has it. */
static void
check_names (GstElementFactory *factory)
{
  guint n, n_options;
  const P2pOption *options = p2p_options_table (&n_options);
  g_autoptr (GstElement) element = gst_object_ref_sink (gst_element_factory_create (factory, NULL));
  g_autofree GParamSpec **specs = g_object_class_list_properties (G_OBJECT_GET_CLASS (element), &n);
  for (guint i = 0; i < n * n_options; i++) {
    const GParamSpec *spec = specs[i / n_options];
    const P2pOption *option = &options[i % n_options];
    g_autofree char *names = p2p_option_names (option);
    const char *blurb = g_param_spec_get_blurb ((GParamSpec *) spec);
    if (!is_own (spec) || !names || !g_str_equal (spec->name, option->property)
        || g_str_has_prefix (blurb, "Model file"))
      continue;
    g_auto (GStrv) all = g_strsplit (names, ", ", -1);
    for (char **name = all; *name; name++)
      if (!G_IS_PARAM_SPEC_BOOLEAN (spec) && !strstr (blurb, *name))
        g_error ("%s.%s does not name %s: %s", GST_OBJECT_NAME (factory), spec->name, *name, blurb);
  }
}

static void
test_names (void)
{
  for_each (check_names);
}

static const struct
{
  const char *element, *property;
} paths[] = { { "p2pinfer", "model" }, { "p2pinfer", "then" }, { "p2pinfercore", "model" },
  { "p2pinfercore", "then" }, { "p2pinferplanes", "model" }, { "p2pinferplanes", "then" },
  { "p2pdatasetsrc", "dataroot" }, { "p2pdatasetsrc", "dataroot-b" },
  { "p2ptrain", "checkpoints-dir" }, { "p2ptrain", "preview-from" } };

/* Files and folders may be given as URIs and from the home folder; all else is a name as it is. */
static void
test_paths (void)
{
  const char *home = g_get_home_dir ();
  g_autofree char *below = g_strconcat (home, "/a b.pth", NULL);
  const struct
  {
    const char *given, *read;
  } cases[] = { { "file:///tmp/a%20b.pth", "/tmp/a b.pth" }, { "file://localhost/x", "/x" },
    { "~/a b.pth", below }, { "~", home }, { "file://elsewhere/x", "file://elsewhere/x" },
    { "~other/x", "~other/x" }, { "a%20b", "a%20b" }, { "./~/x", "./~/x" }, { "", "" } };
  for (guint i = 0; i < G_N_ELEMENTS (paths); i++) {
    g_autoptr (GstElement) element =
        gst_object_ref_sink (gst_element_factory_make (paths[i].element, NULL));
    for (guint j = 0; j < G_N_ELEMENTS (cases); j++) {
      g_autofree char *read = NULL;
      g_object_set (element, paths[i].property, cases[j].given, NULL);
      g_object_get (element, paths[i].property, &read, NULL);
      g_assert_cmpstr (read, ==, cases[j].read);
    }
  }
}

int
main (int argc, char **argv)
{
  gst_init (&argc, &argv);
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/generic/metadata", test_metadata);
  g_test_add_func ("/generic/properties", test_properties);
  g_test_add_func ("/generic/names", test_names);
  g_test_add_func ("/generic/paths", test_paths);
  g_test_add_func ("/generic/states", test_states);
  g_test_add_func ("/generic/unused", test_unused);
  g_test_add_func ("/generic/leaks", test_leaks);
  const int failed = g_test_run ();
  gst_deinit (); /* the leaks tracer reports here */
  return failed;
}
