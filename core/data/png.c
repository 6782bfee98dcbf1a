/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* PNG through libpng, brought to 8 bit RGB as Pillow's convert ("RGB") does:
 * palettes and small depths expanded, alpha and gamma ignored, 16 bit colour
 * cut to the high byte, 16 bit grey clipped at 255. Chunks that do not change
 * pixels are checked by their CRC and skipped, never unpacked. */

#include "data/codecs.h"
#include "error.h"
#include "io/atomic.h"
#include "io/limits.h"

#include <string.h>

#include <png.h>

typedef struct
{
  png_structp png;
  png_infop info;
  const guint8 *bytes;
  gsize size, position;

  const char *name;
  P2pPicture *picture; /* NULL while probing */
  guint32 width, height;
  gboolean done;

  char reason[160], warning[80];
  GError *error; /* instead of reason */
} Reader;

G_NORETURN static void
on_error (png_structp png, png_const_charp message)
{
  Reader *r = png_get_error_ptr (png);
  g_snprintf (r->reason, sizeof r->reason, "%s%s%s", message, r->warning[0] ? ", " : "",
      r->warning);
  png_longjmp (png, 1);
}

static void
on_warning (png_structp png, png_const_charp message)
{
  Reader *r = png_get_error_ptr (png);
  g_strlcpy (r->warning, message, sizeof r->warning);
}

static void
on_read (png_structp png, png_bytep target, size_t size)
{
  Reader *r = png_get_io_ptr (png);
  if (size > r->size - r->position) {
    r->warning[0] = 0;
    png_error (png, "truncated file");
  }
  memcpy (target, r->bytes + r->position, size);
  r->position += size;
}

static void
read_header (Reader *r)
{
  png_set_read_fn (r->png, r, on_read);
  png_set_user_limits (r->png, P2P_LIMIT_PICTURE_SIDE, P2P_LIMIT_PICTURE_SIDE);
  png_set_chunk_malloc_max (r->png, P2P_LIMIT_PNG_CHUNK);
  png_set_chunk_cache_max (r->png, P2P_LIMIT_PNG_CHUNKS);
  png_set_crc_action (r->png, PNG_CRC_ERROR_QUIT, PNG_CRC_ERROR_QUIT);
  png_set_keep_unknown_chunks (r->png, PNG_HANDLE_CHUNK_NEVER, NULL, -1);
  png_read_info (r->png, r->info);
  r->width = png_get_image_width (r->png, r->info);
  r->height = png_get_image_height (r->png, r->info);
  if (!p2p_picture_check_size (r->width, r->height, r->name, &r->error))
    png_longjmp (r->png, 1);
}

/* Returns whether rows will be 16 bit grey, for which libpng has no clipping. */
static gboolean
choose_output (Reader *r)
{
  const int type = png_get_color_type (r->png, r->info);
  const gboolean deep = type == PNG_COLOR_TYPE_GRAY && png_get_bit_depth (r->png, r->info) == 16;
  if (!deep) {
    png_set_strip_16 (r->png);
    png_set_palette_to_rgb (r->png);
    png_set_expand_gray_1_2_4_to_8 (r->png);
    png_set_gray_to_rgb (r->png);
    png_set_strip_alpha (r->png);
  }
  return deep;
}

/* In place, backwards: three bytes never overtake two. */
static void
clip_deep_row (guint8 *row, int width)
{
  for (int i = width - 1; i >= 0; i--) {
    const guint8 v = row[2 * i] ? 255 : row[2 * i + 1];
    row[3 * i] = row[3 * i + 1] = row[3 * i + 2] = v;
  }
}

static void
read_pixels (Reader *r)
{
  P2pPicture *p = r->picture;
  const gboolean deep = choose_output (r);
  const int passes = png_set_interlace_handling (r->png);
  png_read_update_info (r->png, r->info);
  if (png_get_rowbytes (r->png, r->info) != (gsize) r->width * (deep ? 2 : 3))
    png_error (r->png, "unexpected pixel format");
  if (!p2p_picture_alloc (p, (int) r->width, (int) r->height, &r->error))
    png_longjmp (r->png, 1);
  for (int pass = 0; pass < passes; pass++)
    for (int y = 0; y < p->height; y++)
      png_read_row (r->png, p->data + (gsize) y * p->stride, NULL);
  png_read_end (r->png, NULL);
  for (int y = 0; deep && y < p->height; y++)
    clip_deep_row (p->data + (gsize) y * p->stride, p->width);
}

/* As in jpeg.c: what is needed after a jump stands in the Reader. */
static gboolean
run (Reader *r, const guint8 *bytes, gsize size, GError **error)
{
  r->bytes = bytes;
  r->size = size;
  r->png = png_create_read_struct (PNG_LIBPNG_VER_STRING, r, on_error, on_warning);
  r->info = r->png ? png_create_info_struct (r->png) : NULL;
  if (r->info == NULL) {
    g_set_error (error, P2P_ERROR, P2P_ERROR_MEMORY, "no memory to decode %s; use fewer workers",
        r->name);
  } else if (setjmp (png_jmpbuf (r->png)) == 0) {
    read_header (r);
    if (r->picture)
      read_pixels (r);
    r->done = TRUE;
  } else if (r->error) {
    g_propagate_error (error, g_steal_pointer (&r->error));
  } else {
    g_set_error (error, P2P_ERROR, P2P_ERROR_DATA,
        "cannot decode %s: damaged PNG (%s); fetch it again, or remove it and try without", r->name,
        r->reason);
  }
  png_destroy_read_struct (&r->png, &r->info, NULL);
  return r->done;
}

gboolean
p2p_png_decode (const guint8 *bytes, gsize size, const char *name, P2pPicture *picture,
    GError **error)
{
  Reader r = { .name = name, .picture = picture };
  if (run (&r, bytes, size, error))
    return TRUE;
  p2p_picture_clear (picture);
  return FALSE;
}

gboolean
p2p_png_probe (const guint8 *bytes, gsize size, const char *name, int *width, int *height,
    GError **error)
{
  Reader r = { .name = name };
  if (!run (&r, bytes, size, error))
    return FALSE;
  *width = (int) r.width;
  *height = (int) r.height;
  return TRUE;
}

typedef struct
{
  const P2pPicture *picture;
  GByteArray *out;
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

static void
write_pixels (Writer *w, png_structp png, png_infop info)
{
  const P2pPicture *p = w->picture;
  png_set_write_fn (png, w, on_write, on_flush);
  png_set_IHDR (png, info, (png_uint_32) p->width, (png_uint_32) p->height, 8, PNG_COLOR_TYPE_RGB,
      PNG_INTERLACE_NONE, PNG_COMPRESSION_TYPE_DEFAULT, PNG_FILTER_TYPE_DEFAULT);
  png_write_info (png, info);
  for (int y = 0; y < p->height; y++)
    png_write_row (png, p->data + (gsize) y * p->stride);
  png_write_end (png, info);
}

static gboolean
encode (Writer *w)
{
  png_structp png = png_create_write_struct (PNG_LIBPNG_VER_STRING, w, on_write_error, NULL);
  png_infop info = png ? png_create_info_struct (png) : NULL;
  if (info == NULL)
    g_strlcpy (w->reason, "no memory", sizeof w->reason);
  else if (setjmp (png_jmpbuf (png)) == 0)
    write_pixels (w, png, info);
  png_destroy_write_struct (&png, &info);
  return w->reason[0] == 0;
}

gboolean
p2p_picture_save_png (const P2pPicture *picture, const char *path, GError **error)
{
  g_autoptr (GByteArray) out = g_byte_array_new ();
  Writer w = { .picture = picture, .out = out };
  if (!encode (&w)) {
    g_set_error (error, P2P_ERROR, P2P_ERROR_INTERNAL,
        "cannot encode %s as PNG: %s; check the picture's size (%d x %d)", path, w.reason,
        picture->width, picture->height);
    return FALSE;
  }
  return p2p_atomic_write_all (path, out->data, out->len, error);
}
