/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "data/write.h"

#include "error.h"
#include "io/atomic.h"

#include <png.h>

typedef struct
{
  const P2pPicture *picture;
  int depth; /* of the file */
  GByteArray *out;
  guint8 *row;
  char reason[160];
} Writer;

G_NORETURN static void
on_write_error (png_structp png, png_const_charp message)
{
  Writer *w = png_get_error_ptr (png);
  g_strlcpy (w->reason, message, sizeof w->reason);
  png_longjmp (png, 1);
}

static void
on_write (png_structp png, png_bytep bytes, size_t size)
{
  Writer *w = png_get_io_ptr (png);
  g_byte_array_append (w->out, bytes, (guint) size);
}

static void
on_flush (png_structp png)
{
}

/* Most significant byte first. */
static void
make_deep_row (const P2pPicture *p, int y, guint8 *row)
{
  const gsize plane = (gsize) p->width * p->height;
  for (int x = 0; x < p->width; x++)
    for (int c = 0; c < p->channels; c++, row += 2) {
      const float v = p->planes[c * plane + (gsize) y * p->width + x];
      const float inside = v > 0.0f ? MIN (v, 1.0f) : 0.0f; /* 0 for NaN */
      const guint word = (guint) ((double) inside * 65535.0 + 0.5);
      row[0] = (guint8) (word >> 8);
      row[1] = (guint8) word;
    }
}

static void
write_pixels (Writer *w, png_structp png, png_infop info)
{
  static const int types[] = { 0, PNG_COLOR_TYPE_GRAY, PNG_COLOR_TYPE_GRAY_ALPHA,
    PNG_COLOR_TYPE_RGB, PNG_COLOR_TYPE_RGB_ALPHA };
  const P2pPicture *p = w->picture;
  png_set_write_fn (png, w, on_write, on_flush);
  png_set_IHDR (png, info, (png_uint_32) p->width, (png_uint_32) p->height, w->depth,
      types[p->channels], PNG_INTERLACE_NONE, PNG_COMPRESSION_TYPE_DEFAULT,
      PNG_FILTER_TYPE_DEFAULT);
  png_write_info (png, info);
  for (int y = 0; y < p->height; y++)
    if (p->format == P2P_FORMAT_PLANES) {
      make_deep_row (p, y, w->row);
      png_write_row (png, w->row);
    } else {
      png_write_row (png, p->data + (gsize) y * p->stride);
    }
  png_write_end (png, info);
}

static gboolean
encode (Writer *w)
{
  png_structp png = png_create_write_struct (PNG_LIBPNG_VER_STRING, w, on_write_error, NULL);
  png_infop info = png ? png_create_info_struct (png) : NULL;
  if (info == NULL || w->row == NULL)
    g_strlcpy (w->reason, "no memory", sizeof w->reason);
  else if (setjmp (png_jmpbuf (png)) == 0)
    write_pixels (w, png, info);
  png_destroy_write_struct (&png, &info);
  return w->reason[0] == 0;
}

gboolean
p2p_write_png (const P2pPicture *picture, const char *path, GError **error)
{
  const int depth = picture->format == P2P_FORMAT_PLANES ? 16 : 8;
  g_autoptr (GByteArray) out = g_byte_array_new ();
  g_autofree guint8 *row =
      g_try_malloc_n ((gsize) picture->width, (gsize) picture->channels * (gsize) depth / 8);
  Writer w = { .picture = picture, .depth = depth, .out = out, .row = row };
  if (!encode (&w)) {
    g_set_error (error, P2P_ERROR, P2P_ERROR_INTERNAL,
        "cannot encode %s as PNG: %s; check the picture's size (%d x %d)", path, w.reason,
        picture->width, picture->height);
    return FALSE;
  }
  return p2p_atomic_write_all (path, out->data, out->len, error);
}
