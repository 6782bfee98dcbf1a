/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "p2pmediatype.h"

#include <string.h>

static const struct
{
  const char *magic;
  gsize length;
  const char *type;
} types[] = {
  { "\xff\xd8\xff", 3, "image/jpeg" },
  { "\x89PNG", 4, "image/png" },
  { "BM", 2, "image/bmp" },
  { "II*\0", 4, "image/tiff" },
  { "MM\0*", 4, "image/tiff" },
  { "GIF87a", 6, "image/gif" },
  { "GIF89a", 6, "image/gif" },
  { "RIFF", 4, "image/webp" },
  { "P6", 2, "image/x-portable-pixmap" },
  { "P3", 2, "image/x-portable-pixmap" },
  { "P5", 2, "image/x-portable-graymap" },
  { "P2", 2, "image/x-portable-graymap" },
  { "P4", 2, "image/x-portable-bitmap" },
  { "P1", 2, "image/x-portable-bitmap" },
};

const char *
p2p_media_type_of_picture (GstBuffer *buffer)
{
  for (guint i = 0; i < G_N_ELEMENTS (types); i++)
    if (gst_buffer_get_size (buffer) >= types[i].length
        && gst_buffer_memcmp (buffer, 0, types[i].magic, types[i].length) == 0)
      return types[i].type;
  return NULL;
}
