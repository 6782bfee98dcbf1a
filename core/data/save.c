/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "data/write.h"

const char *
p2p_picture_ending (int channels)
{
  return channels <= 4 ? ".png" : ".tif";
}

gboolean
p2p_picture_save (const P2pPicture *picture, const char *path, GError **error)
{
  g_autofree char *lower = g_ascii_strdown (path, -1);
  const gboolean tiff = picture->channels > 4 || g_str_has_suffix (lower, ".tif")
                        || g_str_has_suffix (lower, ".tiff");
  if (picture->format == P2P_FORMAT_PLANES && tiff)
    return p2p_write_tiff (picture, path, error);
  return p2p_write_png (picture, path, error);
}
