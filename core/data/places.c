/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "data/places.h"

#include <string.h>
#include "data/contents.h"

gboolean
p2p_place_at (guint i, P2pPlace *place)
{
  for (const P2pDatasetMode *const *mode = p2p_dataset_modes (); *mode; mode++)
    for (const P2pTwoFolders *folders = (*mode)->folders; folders->a; folders++)
      if (i-- == 0) {
        *place = (P2pPlace){ *mode, *folders };
        return TRUE;
      }
  return FALSE;
}

gboolean
p2p_place_has_phase (const P2pPlace *place)
{
  return strchr (place->folders.a, '*') != NULL;
}

char *
p2p_place_fill_in (const char *pattern, const char *phase)
{
  g_auto (GStrv) parts = g_strsplit (pattern, "*", 2);
  return g_strjoinv (phase, parts);
}

char *
p2p_place_path (const char *dataroot, const char *pattern, const char *phase)
{
  g_autofree char *inner = p2p_place_fill_in (pattern, phase);
  return g_build_filename (dataroot, inner, NULL);
}

gboolean
p2p_place_is_there (const P2pPlace *place, const char *dataroot, const char *phase)
{
  g_autofree char *a = p2p_place_path (dataroot, place->folders.a, phase);
  g_autofree char *b = p2p_place_path (dataroot, place->folders.b, phase);
  return p2p_is_folder (a) && p2p_is_folder (b);
}
