/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* The loadable plugin: registers the elements, nothing else. */

#include <gst/gst.h>
#include "elements-list.h"

#define X(word) GST_ELEMENT_REGISTER_DECLARE (word);
P2P_ELEMENTS (X)
#undef X

static gboolean
plugin_init (GstPlugin *plugin)
{
  gboolean ok = TRUE;
#define X(word) ok = GST_ELEMENT_REGISTER (word, plugin) && ok;
  P2P_ELEMENTS (X)
#undef X
  return ok;
}

GST_PLUGIN_DEFINE (GST_VERSION_MAJOR, GST_VERSION_MINOR, pix2pix,
    "Trains image-to-image networks and translates video with them", plugin_init, P2P_VERSION,
    "LGPL", "gst-pix2pix", "https://github.com/gst-pix2pix/gst-pix2pix")
