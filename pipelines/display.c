/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "display.h"

#include <gst/gst.h>

/* Sinks that do nothing but open the display, and what says that there is one. */
static const struct
{
  const char *variable, *element;
} kinds[] = { { "WAYLAND_DISPLAY", "waylandsink" }, { "DISPLAY", "ximagesink" } };

static gboolean
opens (const char *element)
{
  g_autoptr (GstElement) sink = gst_element_factory_make (element, NULL);
  if (!sink)
    return FALSE;
  gst_object_ref_sink (sink);
  const gboolean ok = gst_element_set_state (sink, GST_STATE_READY) == GST_STATE_CHANGE_SUCCESS;
  gst_element_set_state (sink, GST_STATE_NULL);
  return ok;
}

gboolean
p2p_display_usable (const char **why)
{
  *why = "no display here (neither DISPLAY nor WAYLAND_DISPLAY is set)";
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++) {
    const char *value = g_getenv (kinds[i].variable);
    if (!value || !*value)
      continue;
    if (opens (kinds[i].element))
      return TRUE;
    *why = "the display does not open (DISPLAY or WAYLAND_DISPLAY is set, but closed to this user, "
           "or gstreamer1.0-x is not installed)";
  }
  return FALSE;
}
