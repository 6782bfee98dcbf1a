/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "launch.h"

#include <malloc.h>
#include <stdarg.h>
#include <string.h>
#include <sys/resource.h>
#include "core/p2p.h"

#define NEEDED (192u << 20)     /* bytes of address space for a small job */
#define STACK ((gsize) 9 << 20) /* and of a compute thread */
#define OWN_PLUGIN "libgstpix2pix.so"

static char *
own_folder (void)
{
  g_autofree char *exe = g_file_read_link ("/proc/self/exe", NULL);
  return exe ? g_path_get_dirname (exe) : g_strdup (".");
}

/* In the build tree, then where it was installed, which may have been moved as a whole, then where
 * meson installs. */
static char *
find_file (const char *beside, const char *below_prefix, const char *name)
{
  g_autofree char *folder = own_folder ();
  char *path = g_build_filename (folder, beside, name, NULL);
  if (g_file_test (path, G_FILE_TEST_EXISTS))
    return path;
  g_free (path);
  path = g_build_filename (folder, "..", below_prefix, name, NULL);
  if (g_file_test (path, G_FILE_TEST_EXISTS))
    return path;
  g_free (path);
  return g_build_filename (P2P_PREFIX, below_prefix, name, NULL);
}

/* A limit on address space counts what is reserved, used or not. GStreamer, GLib and OpenMP end the
 * process, or wait for ever, where a thread or a few bytes cannot be had: so there must be enough
 * for all of a small job before they begin. */
static gboolean
check_limit (GError **error)
{
  struct rlimit limit;
  if (getrlimit (RLIMIT_AS, &limit) < 0 || limit.rlim_cur == RLIM_INFINITY)
    return TRUE;
  mallopt (M_ARENA_MAX, 2); /* each thread would reserve 64 MiB */
  return p2p_memory_room (NEEDED + g_get_num_processors () * STACK, "p2p", "run it elsewhere",
      error);
}

gboolean
p2p_launch_init (GError **error)
{
  g_autoptr (GError) problem = NULL;
  if (gst_is_initialized ())
    return TRUE;
  if (!check_limit (error))
    return FALSE;
  if (!gst_init_check (NULL, NULL, &problem)) {
    g_set_error (error, P2P_ERROR, P2P_ERROR_UNAVAILABLE,
        "GStreamer does not start: %s; check that libgstreamer1.0-0 is whole", problem->message);
    return FALSE;
  }
  g_autofree char *path = find_file ("../gst-plugins", P2P_PLUGIN_DIR, OWN_PLUGIN);
  g_autoptr (GstPlugin) plugin = gst_plugin_load_file (path, &problem);
  g_autoptr (GstElementFactory) found = gst_element_factory_find ("p2ptrain");
  if (found)
    return TRUE;
  g_set_error (error, P2P_ERROR, P2P_ERROR_UNAVAILABLE,
      "the plugin %s cannot be loaded: %s; build it with ninja, or set GST_PLUGIN_PATH to its "
      "folder",
      path, problem ? problem->message : "it lacks p2ptrain");
  return FALSE;
}

P2pLaunchValues *
p2p_launch_values_new (void)
{
  return g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
}

/* TEXT as one word of the line. */
static char *
quote (const char *text)
{
  g_autoptr (GString) quoted = g_string_new ("\"");
  for (; *text; text++) {
    if (strchr ("\"\\", *text))
      g_string_append_c (quoted, '\\');
    g_string_append_c (quoted, *text);
  }
  g_string_append_c (quoted, '"');
  return g_string_free (g_steal_pointer (&quoted), FALSE);
}

/* GStreamer reads a value twice, first as a word of the line and then as a GValue's text, to which
 * NULL and quotes mean something. There, all but plain letters are octal numbers. */
static char *
wrap (const char *text)
{
  g_autoptr (GString) wrapped = g_string_new ("\"");
  for (; *text; text++)
    if (g_ascii_isalnum (*text) || strchr ("_-/.", *text))
      g_string_append_c (wrapped, *text);
    else
      g_string_append_printf (wrapped, "\\%03o", (guint) (guchar) *text);
  g_string_append_c (wrapped, '"');
  return g_string_free (g_steal_pointer (&wrapped), FALSE);
}

char *
p2p_launch_quote (const char *text)
{
  g_autofree char *wrapped =
      *text == '"' || g_str_equal (text, "NULL") ? wrap (text) : g_strdup (text);
  return quote (wrapped);
}

void
p2p_launch_value (P2pLaunchValues *values, const char *key, const char *format, ...)
{
  va_list list;
  va_start (list, format);
  g_autofree char *text = g_strdup_vprintf (format, list);
  va_end (list);
  g_hash_table_insert (values, g_strdup (key), p2p_launch_quote (text));
}

void
p2p_launch_piece (P2pLaunchValues *values, const char *key, const char *format, ...)
{
  va_list list;
  va_start (list, format);
  g_hash_table_insert (values, g_strdup (key), g_strdup_vprintf (format, list));
  va_end (list);
}

/* KEY or KEY:-DEFAULT, as between ${ and }. */
static gboolean
append_value (GString *out, P2pLaunchValues *values, const char *inner, const char *name,
    GError **error)
{
  const char *fallback = strstr (inner, ":-");
  g_autofree char *key =
      fallback ? g_strndup (inner, (gsize) (fallback - inner)) : g_strdup (inner);
  const char *value = g_hash_table_lookup (values, key);
  if (!value && !fallback) {
    g_set_error (error, P2P_ERROR, P2P_ERROR_INTERNAL,
        "nothing fills in ${%s} of the launch file %s; check the file", key, name);
    return FALSE;
  }
  g_string_append (out, value ? value : fallback + 2);
  return TRUE;
}

static gboolean
fill_line (GString *out, const char *line, P2pLaunchValues *values, const char *name,
    GError **error)
{
  const char *begin;
  while ((begin = strstr (line, "${"))) {
    const char *end = strchr (begin, '}');
    if (!end)
      break;
    g_autofree char *inner = g_strndup (begin + 2, (gsize) (end - begin - 2));
    g_string_append_len (out, line, begin - line);
    if (!append_value (out, values, inner, name, error))
      return FALSE;
    line = end + 1;
  }
  g_string_append (out, line);
  g_string_append_c (out, '\n');
  return TRUE;
}

char *
p2p_launch_text (const char *name, P2pLaunchValues *values, GError **error)
{
  g_autofree char *file = g_strconcat (name, ".launch", NULL);
  g_autofree char *path = find_file (".", P2P_LAUNCH_DIR, file);
  g_autofree char *text = NULL;
  g_autoptr (GError) problem = NULL;
  if (!g_file_get_contents (path, &text, NULL, &problem)) {
    g_set_error (error, P2P_ERROR, P2P_ERROR_NO_INPUT, "%s; build with ninja, or install again",
        problem->message);
    return NULL;
  }
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  g_autoptr (GString) out = g_string_new (NULL);
  for (char **line = lines; *line; line++)
    if (**line && **line != '#' && !fill_line (out, *line, values, name, error))
      return NULL;
  return g_string_free (g_steal_pointer (&out), FALSE);
}

GstElement *
p2p_launch (const char *name, P2pLaunchValues *values, GError **error)
{
  g_autofree char *text = p2p_launch_text (name, values, error);
  g_autoptr (GstParseContext) context = NULL;
  g_autoptr (GError) problem = NULL;
  if (!text || !p2p_launch_init (error))
    return NULL;
  context = gst_parse_context_new ();
  GstElement *pipeline =
      gst_parse_launch_full (text, context, GST_PARSE_FLAG_FATAL_ERRORS, &problem);
  if (pipeline && !problem)
    return gst_object_ref_sink (pipeline);
  g_auto (GStrv) missing = gst_parse_context_get_missing_elements (context);
  if (missing && missing[0])
    g_set_error (error, P2P_ERROR, P2P_ERROR_UNAVAILABLE,
        "GStreamer's element %s is not installed; try: sudo apt-get install %s", missing[0],
        p2p_package_of_element (missing[0]));
  else
    g_set_error (error, P2P_ERROR, P2P_ERROR_INTERNAL,
        "the pipeline of %s.launch cannot be built: %s; check the file", name,
        problem ? problem->message : "no reason given");
  g_clear_object (&pipeline);
  return NULL;
}

const char *
p2p_launch_choose (const char *const *names, GError **error)
{
  guint i = 0;
  for (; names[i]; i++) {
    g_autoptr (GstElementFactory) factory = gst_element_factory_find (names[i]);
    if (factory)
      return names[i];
  }
  g_set_error (error, P2P_ERROR, P2P_ERROR_UNAVAILABLE,
      "GStreamer's element %s is not installed; try: sudo apt-get install %s", names[i - 1],
      p2p_package_of_element (names[i - 1]));
  return NULL;
}
