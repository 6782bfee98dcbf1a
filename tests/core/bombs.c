/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "bombs.h"

#include <string.h>
#include <zlib.h>

static void
put (GByteArray *out, guint64 value, int bytes, gboolean little)
{
  for (int i = 0; i < bytes; i++) {
    const guint8 b = (guint8) (value >> 8 * (little ? i : bytes - 1 - i));
    g_byte_array_append (out, &b, 1);
  }
}

void
bomb_png_chunk (GByteArray *png, const char *kind, const void *bytes, gsize size)
{
  const guint start = png->len + 4;
  put (png, size, 4, FALSE);
  g_byte_array_append (png, (const guint8 *) kind, 4);
  g_byte_array_append (png, bytes, (guint) size);
  put (png, crc32 (0, png->data + start, png->len - start), 4, FALSE);
}

GByteArray *
bomb_png (guint32 width, guint32 height, int depth, int colour_type, gboolean interlaced)
{
  GByteArray *png = g_byte_array_new ();
  g_autoptr (GByteArray) head = g_byte_array_new ();
  put (head, width, 4, FALSE);
  put (head, height, 4, FALSE);
  put (head, (guint64) depth, 1, FALSE);
  put (head, (guint64) colour_type, 1, FALSE);
  put (head, interlaced ? 1 : 0, 3, FALSE);
  g_byte_array_append (png, (const guint8 *) "\x89PNG\r\n\x1a\n", 8);
  bomb_png_chunk (png, "IHDR", head->data, head->len);
  return png;
}

GByteArray *
bomb_deflated (const char *prefix, gsize prefix_size, gsize size)
{
  g_autofree guint8 *zeros = g_malloc0 (size);
  uLongf length = compressBound (size);
  GByteArray *out = g_byte_array_new ();
  g_byte_array_append (out, (const guint8 *) prefix, (guint) prefix_size);
  g_byte_array_set_size (out, (guint) (prefix_size + length));
  g_assert_cmpint (compress2 (out->data + prefix_size, &length, zeros, size, 9), ==, Z_OK);
  g_byte_array_set_size (out, (guint) (prefix_size + length));
  return out;
}

void
bomb_png_finish (GByteArray *png, gsize size)
{
  g_autoptr (GByteArray) data = bomb_deflated ("", 0, size);
  bomb_png_chunk (png, "IDAT", data->data, data->len);
  bomb_png_chunk (png, "IEND", "", 0);
}

GByteArray *
bomb_tiff (const BombTag *tags, int n, gsize pixels, guint32 next)
{
  GByteArray *out = g_byte_array_new ();
  g_byte_array_append (out, (const guint8 *) "II*\0\10\0\0\0", 8);
  put (out, (guint64) n, 2, TRUE);
  for (int i = 0; i < n; i++) {
    put (out, tags[i].tag, 2, TRUE);
    put (out, tags[i].type, 2, TRUE);
    put (out, tags[i].count, 4, TRUE);
    put (out, tags[i].value, 4, TRUE);
  }
  put (out, next, 4, TRUE);
  n = (int) out->len;
  g_byte_array_set_size (out, out->len + (guint) pixels);
  memset (out->data + n, 0, pixels);
  return out;
}

GByteArray *
bomb_plain_tiff (guint32 width, guint32 height, guint32 samples, guint32 more_tags)
{
  const guint32 n = 9 + more_tags;
  g_autofree BombTag *tags = g_new (BombTag, n);
  const BombTag plain[] = { { 256, 4, 1, width }, { 257, 4, 1, height }, { 258, 3, 1, 8 },
    { 259, 3, 1, 1 }, { 262, 3, 1, 1 }, { 273, 4, 1, 14 + n * 12 }, { 277, 3, 1, samples },
    { 278, 4, 1, height }, { 279, 4, 1, width * height * samples } };
  memcpy (tags, plain, sizeof plain);
  for (guint32 i = 0; i < more_tags; i++)
    tags[9 + i] = (BombTag){ (guint16) (40000 + i), 3, 1, 0 };
  return bomb_tiff (tags, (int) n, MIN ((gsize) width * samples * 2, 1 << 20), 0);
}

GByteArray *
bomb_bmp (guint32 width, guint32 height, int bits, guint32 compression, guint32 colours,
    const void *data, gsize size)
{
  GByteArray *out = g_byte_array_new ();
  const guint32 palette = bits <= 8 ? 4u << bits : 0;
  g_byte_array_append (out, (const guint8 *) "BM", 2);
  put (out, 0, 8, TRUE);
  put (out, 54 + palette, 4, TRUE);
  put (out, 40, 4, TRUE);
  put (out, width, 4, TRUE);
  put (out, height, 4, TRUE);
  put (out, 1, 2, TRUE);
  put (out, (guint64) bits, 2, TRUE);
  put (out, compression, 4, TRUE);
  put (out, 0, 8, TRUE);
  put (out, 0, 4, TRUE);
  put (out, colours, 4, TRUE);
  put (out, 0, 4, TRUE);
  for (guint32 i = 0; i < palette / 4; i++)
    put (out, i * 3, 4, TRUE);
  g_byte_array_append (out, data, (guint) size);
  return out;
}
