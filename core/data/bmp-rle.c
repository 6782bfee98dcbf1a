/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "data/bmp-rle.h"

typedef struct
{
  const guint8 *data;
  gsize size, at;
  guint8 *out;
  int width, height, x, y;
  gboolean nibbles;
} Unpacker;

/* Pixels that stand past the end of a row are dropped, as Pillow does. */
static void
put (Unpacker *u, guint8 index)
{
  if (u->x < u->width)
    u->out[(gsize) u->y * u->width + u->x++] = index;
}

static void
repeat (Unpacker *u, int n, guint8 value)
{
  for (int i = 0; i < n; i++)
    put (u, !u->nibbles ? value : i % 2 == 0 ? value >> 4 : value & 15);
}

/* N pixels as they are, filled up to an even number of bytes. */
static gboolean
copy (Unpacker *u, int n)
{
  const gsize bytes = u->nibbles ? ((gsize) n + 1) / 2 : (gsize) n;
  if (bytes > u->size - u->at)
    return FALSE;
  for (int i = 0; i < n; i++) {
    const guint8 value = u->data[u->at + (gsize) (u->nibbles ? i / 2 : i)];
    put (u, !u->nibbles ? value : i % 2 == 0 ? value >> 4 : value & 15);
  }
  u->at = MIN (u->at + bytes + bytes % 2, u->size);
  return TRUE;
}

static gboolean
skip (Unpacker *u)
{
  if (u->size - u->at < 2)
    return FALSE;
  u->x += u->data[u->at];
  u->y += u->data[u->at + 1];
  u->at += 2;
  return u->x <= u->width && u->y < u->height;
}

/* All rows, or up to the end that the data say. */
static gboolean
unpack (Unpacker *u)
{
  while (u->y < u->height) {
    int count, value;
    if (u->size - u->at < 2) /* the mark of the end may be missing behind the last pixel */
      return u->y == u->height - 1 && u->x == u->width;
    count = u->data[u->at];
    value = u->data[u->at + 1];
    u->at += 2;
    if (count > 0) {
      repeat (u, count, (guint8) value);
    } else if (value == 0) {
      u->x = 0;
      u->y++;
    } else if (value == 1) {
      return TRUE;
    } else if (value == 2 ? !skip (u) : !copy (u, value)) {
      return FALSE;
    }
  }
  return TRUE;
}

guint8 *
p2p_bmp_unpack_rle (const guint8 *data, gsize size, int width, int height, gboolean rle4)
{
  g_autofree guint8 *out = g_try_malloc0_n ((gsize) height, (gsize) width);
  Unpacker u = { .data = data, .size = size, .width = width, .height = height, .nibbles = rle4 };
  u.out = out;
  return out && unpack (&u) ? g_steal_pointer (&out) : NULL;
}
