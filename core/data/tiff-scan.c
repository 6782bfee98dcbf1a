/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "data/tiff-scan.h"

#include "error.h"
#include "io/limits.h"

typedef struct
{
  const guint8 *bytes;
  gsize size;
  gboolean little, big; /* byte order; BigTIFF */
} Scan;

/* N bytes at AT, which lie within the file. */
static guint64
number (const Scan *s, gsize at, int n)
{
  guint64 v = 0;
  for (int i = 0; i < n; i++)
    v = v << 8 | s->bytes[at + (gsize) (s->little ? n - 1 - i : i)];
  return v;
}

/* The first value of an entry, if it is a short, long or long8. */
static guint64
value_of (const Scan *s, gsize entry)
{
  switch (number (s, entry + 2, 2)) {
    case 3:
      return number (s, entry + (s->big ? 12 : 8), 2);
    case 4:
      return number (s, entry + (s->big ? 12 : 8), 4);
    case 16:
      return s->big ? number (s, entry + 12, 8) : 0;
    default:
      return 0;
  }
}

static gboolean
set_truncated (const char *name, GError **error)
{
  g_set_error (error, P2P_ERROR, P2P_ERROR_DATA,
      "cannot decode %s: truncated TIFF (its directory lies behind its end); fetch it again, or "
      "remove it and try without",
      name);
  return FALSE;
}

/* Whether what the entry points to lies in the file. libtiff does without a palette
 * that is cut off and takes the picture for grey. Private tags may be broken. */
static gboolean
is_whole (const Scan *s, gsize entry)
{
  static const guint8 sizes[] = { 0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8, 4, 0, 0, 8, 8, 8 };
  const guint64 tag = number (s, entry, 2), type = number (s, entry + 2, 2);
  const int inside = s->big ? 8 : 4;
  const guint64 count = number (s, entry + 4, inside);
  guint64 bytes, at;
  if (tag >= 32768 || type >= G_N_ELEMENTS (sizes))
    return TRUE;
  if (count > s->size)
    return FALSE;
  bytes = count * sizes[type];
  at = number (s, entry + 4 + (gsize) inside, inside);
  return bytes <= (guint64) inside || (bytes <= s->size && at <= s->size - bytes);
}

static gboolean
check_entries (const Scan *s, gsize at, guint64 count, const P2pRaster *raster, const char *name,
    GError **error)
{
  guint64 width = 0, height = 0, samples = 1;
  for (guint64 i = 0; i < count; i++, at += s->big ? 20 : 12) {
    if (!is_whole (s, at))
      return set_truncated (name, error);
    switch (number (s, at, 2)) {
      case 256:
        width = value_of (s, at);
        break;
      case 257:
        height = value_of (s, at);
        break;
      case 277:
        samples = value_of (s, at);
        break;
      default:
        break;
    }
  }
  if (!p2p_reading_check_size (raster->how, width, height, name, error))
    return FALSE;
  if (samples <= P2P_LIMIT_PICTURE_CHANNELS)
    return TRUE;
  g_set_error (error, P2P_ERROR, P2P_ERROR_DATA,
      "cannot decode %s: %" G_GUINT64_FORMAT " channels, of which there may be %d; use fewer", name,
      samples, P2P_LIMIT_PICTURE_CHANNELS);
  return FALSE;
}

gboolean
p2p_tiff_scan (const guint8 *bytes, gsize size, const char *name, P2pRaster *raster, GError **error)
{
  Scan s = { .bytes = bytes, .size = size, .little = bytes[0] == 'I' };
  guint64 at, count;
  s.big = bytes[s.little ? 2 : 3] == '+';
  if (size < 16)
    return set_truncated (name, error);
  at = s.big ? number (&s, 8, 8) : number (&s, 4, 4);
  if (at > size - 8)
    return set_truncated (name, error);
  count = number (&s, at, s.big ? 8 : 2);
  at += s.big ? 8 : 2;
  if (count > P2P_LIMIT_TIFF_ENTRIES) {
    g_set_error (error, P2P_ERROR, P2P_ERROR_DATA,
        "cannot decode %s: damaged TIFF (%" G_GUINT64_FORMAT
        " entries in its directory); fetch it again, or remove it and try without",
        name, count);
    return FALSE;
  }
  const gsize length = (gsize) count * (s.big ? 20 : 12), pointer = s.big ? 8 : 4;
  if (length > size - at)
    return set_truncated (name, error);
  if (length + pointer <= size - at && number (&s, at + length, (int) pointer) != 0)
    raster->traits.frames = 2; /* or more */
  return check_entries (&s, at, count, raster, name, error);
}
