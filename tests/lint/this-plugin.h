/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* Pages are made from the plugin of this build, whichever others GStreamer knows. */

#include <gst/gst.h>
#include <stdio.h>

#define REGENERATE "run: ninja -C build docs"

/* The elements in FILE, to be freed with gst_plugin_feature_list_free(). NULL, and what is wrong
 * on stdout, if it cannot be loaded or another file is in its place. */
static inline GList *
features_of_plugin (const char *file)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GstPlugin) plugin = gst_plugin_load_file (file, &error);
  if (!plugin) {
    printf ("%s: %s\n", file, error->message);
    return NULL;
  }
  g_autofree char *wanted = realpath (file, NULL), *found = NULL;
  if (gst_plugin_get_filename (plugin))
    found = realpath (gst_plugin_get_filename (plugin), NULL);
  if (g_strcmp0 (wanted, found) != 0) {
    printf ("%s is asked for, but the plugin that is loaded is %s\n", wanted, found);
    return NULL;
  }
  return gst_registry_get_feature_list_by_plugin (gst_registry_get (),
      gst_plugin_get_name (plugin));
}
