/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* PNG through libpng, brought to 8 bit RGB as Pillow's convert ("RGB") does:
 * palettes and small depths expanded, alpha and gamma ignored, 16 bit colour
 * cut to the high byte, 16 bit grey clipped at 255; or sample by sample into
 * planes. Chunks that do not change pixels are checked by their CRC and skipped,
 * never unpacked. */

#include "data/metadata.h"
#include "data/raster.h"
#include "error.h"
#include "io/limits.h"

#include <string.h>

#include <png.h>
#include <zlib.h>

typedef struct
{
  png_structp png;
  png_infop info;
  const guint8 *bytes;
  gsize size, position;

  const char *name;
  P2pRaster *raster;
  guint8 *raw; /* one row, all of an interlaced picture; for planes */
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

static gboolean
has_palette (const Reader *r)
{
  return png_get_color_type (r->png, r->info) == PNG_COLOR_TYPE_PALETTE;
}

/* The beginning of a profile is enough to know it by its name. */
static gboolean
is_srgb (const guint8 *chunk, gsize size)
{
  guint8 out[2048];
  const guint8 *end = memchr (chunk, 0, size);
  if (!end || size - (gsize) (end - chunk) < 2)
    return FALSE;
  if (p2p_icc_is_srgb (chunk, (gsize) (end - chunk)))
    return TRUE;
  z_stream z = { .next_in = (Bytef *) end + 2, .next_out = out, .avail_out = sizeof out };
  z.avail_in = (uInt) (size - (gsize) (end - chunk) - 2);
  if (inflateInit (&z) != Z_OK)
    return FALSE;
  inflate (&z, Z_SYNC_FLUSH);
  inflateEnd (&z);
  return p2p_icc_is_srgb (out, sizeof out - z.avail_out);
}

/* libpng passes over such chunks, so nothing of them need be right. */
static void
take_chunk (P2pTraits *traits, const guint8 *chunk, gsize size)
{
  const guint8 *data = chunk + 8;
  if (memcmp (chunk + 4, "eXIf", 4) == 0)
    traits->orientation = p2p_exif_orientation (data, size);
  else if (memcmp (chunk + 4, "iCCP", 4) == 0)
    traits->profile = !is_srgb (data, size);
  else if (memcmp (chunk + 4, "tRNS", 4) == 0)
    traits->clear = TRUE;
  else if (memcmp (chunk + 4, "acTL", 4) == 0 && size >= 4)
    traits->frames = png_get_uint_32 (data);
}

/* libpng unpacks all image data to its end, though it needs no more of it: a thousand
 * bytes for each, if they are made for that. */
static void
check_chunks (Reader *r)
{
  const guint64 bits = (guint64) png_get_channels (r->png, r->info)
                       * png_get_bit_depth (r->png, r->info) * (guint64) r->raster->width;
  const guint64 enough = 2 * (bits / 8 + 2) * (guint64) r->raster->height + 65536;
  guint64 found = 0;
  for (gsize at = 8; r->size - at >= 12;) {
    const guint8 *p = r->bytes + at;
    const guint32 length = png_get_uint_32 (p);
    if (memcmp (p + 4, "IDAT", 4) == 0)
      found += length;
    if (length > r->size - at - 12)
      break;
    take_chunk (&r->raster->traits, p, length);
    at += 12 + (gsize) length;
  }
  if (found > enough)
    png_error (r->png, "far more image data than pixels");
}

/* libpng would say less about what is wrong. */
static void
check_size (Reader *r)
{
  const guint8 *head = r->bytes + 12;
  if (r->size < 24 || memcmp (head, "IHDR", 4) != 0)
    return;
  if (!p2p_reading_check_size (r->raster->how, png_get_uint_32 (head + 4),
          png_get_uint_32 (head + 8), r->name, &r->error))
    png_longjmp (r->png, 1);
}

static void
read_header (Reader *r)
{
  check_size (r);
  png_set_read_fn (r->png, r, on_read);
  png_set_user_limits (r->png, P2P_LIMIT_PICTURE_SIDE, P2P_LIMIT_PICTURE_SIDE);
  png_set_chunk_malloc_max (r->png, P2P_LIMIT_PNG_CHUNK);
  png_set_chunk_cache_max (r->png, P2P_LIMIT_PNG_CHUNKS);
  png_set_crc_action (r->png, PNG_CRC_ERROR_QUIT, PNG_CRC_ERROR_QUIT);
  png_set_keep_unknown_chunks (r->png, PNG_HANDLE_CHUNK_NEVER, NULL, -1);
  png_read_info (r->png, r->info);
  if (!p2p_raster_set (r->raster, png_get_image_width (r->png, r->info),
          png_get_image_height (r->png, r->info),
          has_palette (r) ? 3 : png_get_channels (r->png, r->info),
          has_palette (r) ? 8 : png_get_bit_depth (r->png, r->info), r->name, &r->error))
    png_longjmp (r->png, 1);
  check_chunks (r);
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
read_row (Reader *r, guint8 *row)
{
  if (!p2p_raster_in_time (r->raster, r->name, &r->error))
    png_longjmp (r->png, 1);
  png_read_row (r->png, row, NULL);
}

static void
read_pixels (Reader *r)
{
  const P2pRaster *t = r->raster;
  const gboolean deep = choose_output (r);
  const int passes = png_set_interlace_handling (r->png);
  png_read_update_info (r->png, r->info);
  if (png_get_rowbytes (r->png, r->info) != (gsize) r->raster->width * (deep ? 2 : 3))
    png_error (r->png, "unexpected pixel format");
  if (!p2p_raster_alloc (r->raster, r->name, &r->error))
    png_longjmp (r->png, 1);
  for (int pass = 0; pass < passes; pass++)
    for (int y = 0; y < t->height; y++)
      read_row (r, p2p_raster_line (t, y));
  png_read_end (r->png, NULL);
  for (int y = 0; deep && y < t->height; y++)
    clip_deep_row (p2p_raster_line (t, y), t->width);
}

static void
put_row (Reader *r, int y, const guint8 *row, int channels)
{
  const guint max = (1u << r->raster->depth) - 1;
  if (max > 255)
    p2p_raster_put_words (r->raster, y, (const guint16 *) (const void *) row, channels, max);
  else
    p2p_raster_put_bytes (r->raster, y, row, channels, max);
}

/* Samples as they are, one or two bytes each. */
static void
read_planes (Reader *r)
{
  const P2pRaster *t = r->raster;
  int passes, channels;
  gsize stride;
  if (has_palette (r))
    png_set_palette_to_rgb (r->png);
  png_set_packing (r->png);
  if (t->depth == 16 && G_BYTE_ORDER == G_LITTLE_ENDIAN)
    png_set_swap (r->png);
  passes = png_set_interlace_handling (r->png);
  png_read_update_info (r->png, r->info);
  channels = png_get_channels (r->png, r->info);
  stride = (gsize) t->width * channels * (t->depth == 16 ? 2 : 1);
  if (png_get_rowbytes (r->png, r->info) != stride || channels < t->channels)
    png_error (r->png, "unexpected pixel format");
  r->raster->work = passes > 1 ? (guint64) stride * (guint64) t->height : 0;
  if (!p2p_raster_alloc (r->raster, r->name, &r->error))
    png_longjmp (r->png, 1);
  r->raw = g_try_malloc_n (passes > 1 ? (gsize) t->height : 1, stride);
  if (r->raw == NULL)
    png_error (r->png, "no memory");
  for (int pass = 0; pass < passes; pass++)
    for (int y = 0; y < t->height; y++) {
      guint8 *row = r->raw + (passes > 1 ? (gsize) y * stride : 0);
      read_row (r, row);
      if (pass == passes - 1)
        put_row (r, y, row, channels);
    }
  png_read_end (r->png, NULL);
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
    p2p_raster_no_memory (r->name, error);
  } else if (setjmp (png_jmpbuf (r->png)) == 0) {
    read_header (r);
    if (r->raster->picture)
      (r->raster->how->format == P2P_FORMAT_RGB ? read_pixels : read_planes) (r);
    r->done = TRUE;
  } else if (r->error) {
    g_propagate_error (error, g_steal_pointer (&r->error));
  } else {
    g_set_error (error, P2P_ERROR, P2P_ERROR_DATA,
        "cannot decode %s: damaged PNG (%s); fetch it again, or remove it and try without", r->name,
        r->reason);
  }
  png_destroy_read_struct (&r->png, &r->info, NULL);
  g_free (r->raw);
  return r->done;
}

static gboolean
read_png (const guint8 *bytes, gsize size, const char *name, P2pRaster *raster, GError **error)
{
  Reader r = { .name = name, .raster = raster };
  return run (&r, bytes, size, error);
}

const P2pCodec p2p_codec_png = {
  .endings = { ".png", ".PNG" },
  .magic = { "\x89PNG\r\n\x1a\n" },
  .magic_length = 8,
  .read = read_png,
};
