/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "data/codecs.h"

/* Whether this build reads files of such a name: a library may have been missing. */
static inline gboolean
built_for (const char *name)
{
  for (int i = 0; p2p_codecs[i]; i++)
    for (int k = 0; p2p_codecs[i]->missing && p2p_codecs[i]->endings[k]; k++)
      if (g_str_has_suffix (name, p2p_codecs[i]->endings[k])) {
        g_test_message ("%s left out: built without %s", name, p2p_codecs[i]->missing);
        return FALSE;
      }
  return TRUE;
}
