/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "data/metadata.h"

#include <string.h>

#define ORIENTATION 0x112
#define SHORT 3
#define LONG 4

static guint32
number (const guint8 *p, int bytes, gboolean little)
{
  guint32 v = 0;
  for (int i = 0; i < bytes; i++)
    v = v << 8 | p[little ? bytes - 1 - i : i];
  return v;
}

int
p2p_exif_orientation (const guint8 *exif, gsize size)
{
  if (size >= 6 && memcmp (exif, "Exif\0\0", 6) == 0) {
    exif += 6;
    size -= 6;
  }
  if (size < 14 || (memcmp (exif, "II*\0", 4) != 0 && memcmp (exif, "MM\0*", 4) != 0))
    return 1;
  const gboolean little = exif[0] == 'I';
  const gsize at = number (exif + 4, 4, little);
  const guint n = at <= size - 2 ? number (exif + at, 2, little) : 0;
  for (guint i = 0; i < n && size - at - 2 >= 12 * ((gsize) i + 1); i++) {
    const guint8 *entry = exif + at + 2 + 12 * (gsize) i;
    const guint kind = number (entry + 2, 2, little);
    if (number (entry, 2, little) != ORIENTATION || (kind != SHORT && kind != LONG))
      continue;
    const guint32 value = number (entry + 8, kind == SHORT ? 2 : 4, little);
    return value >= 1 && value <= 8 ? (int) value : 1;
  }
  return 1;
}

/* Its description stands near its beginning, in bytes or in UTF-16. */
gboolean
p2p_icc_is_srgb (const guint8 *profile, gsize size)
{
  return memmem (profile, size, "sRGB", 4) || memmem (profile, size, "s\0R\0G\0B", 7);
}
