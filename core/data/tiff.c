/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* TIFF through libtiff, from memory, first page only. Its size and layout are
 * checked before a pixel is asked for; of its many compressions those remain that
 * are in use and well tried. */

#include "data/metadata.h"
#include "data/tiff-memory.h"
#include "data/tiff-rows.h"
#include "data/tiff-scan.h"
#include "error.h"
#include "io/limits.h"

typedef struct
{
  TIFF *tiff;
  P2pTiffMemory memory;
  const char *name;

  P2pTiffRows rows;
  gboolean separate, tiled, converted; /* converted: to RGB, by libtiff */
  guint32 tile_width, tile_height;
  guint8 *block; /* a line or a tile as libtiff gives it */

  GError *error; /* instead of what libtiff says */
} Reader;

static gboolean
set_unsuitable (Reader *r, const char *what)
{
  g_set_error (&r->error, P2P_ERROR, P2P_ERROR_DATA, "cannot decode %s: the TIFF has %s", r->name,
      what);
  return FALSE;
}

static gboolean
set_no_memory (Reader *r)
{
  p2p_raster_no_memory (r->name, &r->error);
  return FALSE;
}

static int
tag (Reader *r, ttag_t which)
{
  guint16 value = 0;
  TIFFGetFieldDefaulted (r->tiff, which, &value);
  return value;
}

static gboolean
check_compression (Reader *r)
{
  static const guint16 known[] = { COMPRESSION_NONE, COMPRESSION_CCITTRLE, COMPRESSION_CCITTFAX3,
    COMPRESSION_CCITTFAX4, COMPRESSION_LZW, COMPRESSION_JPEG, COMPRESSION_PACKBITS,
    COMPRESSION_DEFLATE, COMPRESSION_ADOBE_DEFLATE, COMPRESSION_ZSTD };
  const int compression = tag (r, TIFFTAG_COMPRESSION);
  for (guint i = 0; i < G_N_ELEMENTS (known); i++)
    if (known[i] == compression)
      return TIFFIsCODECConfigured ((uint16_t) compression)
             || set_unsuitable (r, "a compression that libtiff was built without; use LZW");
  return set_unsuitable (r, "an unusual compression; save it again with LZW or Deflate");
}

/* YCbCr: libtiff makes RGB of it, line by line inside JPEG. */
static void
read_colours (Reader *r)
{
  P2pTiffRows *rows = &r->rows;
  guint16 photometric = PHOTOMETRIC_MINISWHITE, extras = 0, *kinds = NULL, *map[3] = { NULL };
  TIFFGetField (r->tiff, TIFFTAG_PHOTOMETRIC, &photometric);
  rows->photometric = photometric;
  if (photometric == PHOTOMETRIC_YCBCR && rows->samples == 3 && rows->bits == 8
      && rows->format == SAMPLEFORMAT_UINT && !r->separate) {
    rows->photometric = PHOTOMETRIC_RGB;
    r->converted = tag (r, TIFFTAG_COMPRESSION) != COMPRESSION_JPEG;
    if (!r->converted)
      TIFFSetField (r->tiff, TIFFTAG_JPEGCOLORMODE, JPEGCOLORMODE_RGB);
  }
  TIFFGetFieldDefaulted (r->tiff, TIFFTAG_EXTRASAMPLES, &extras, &kinds);
  if (extras > 0 && kinds) {
    rows->premultiplied =
        photometric == PHOTOMETRIC_RGB && kinds[0] == EXTRASAMPLE_ASSOCALPHA && rows->samples >= 4;
    rows->alpha = kinds[0] != EXTRASAMPLE_UNSPECIFIED;
  }
  if (photometric == PHOTOMETRIC_PALETTE
      && TIFFGetField (r->tiff, TIFFTAG_COLORMAP, &map[0], &map[1], &map[2]))
    for (int c = 0; c < 3; c++)
      rows->palette[c] = map[c];
}

static gboolean
check_samples (Reader *r)
{
  P2pTiffRows *rows = &r->rows;
  const int bits = rows->bits;
  if (rows->format == SAMPLEFORMAT_VOID)
    rows->format = SAMPLEFORMAT_UINT;
  if (rows->format == SAMPLEFORMAT_UINT && bits >= 1 && bits <= 16)
    return TRUE;
  if ((rows->format == SAMPLEFORMAT_UINT || rows->format == SAMPLEFORMAT_IEEEFP)
      && (bits == 32 || bits == 64))
    return TRUE;
  if (rows->format == SAMPLEFORMAT_IEEEFP && bits == 16)
    return TRUE;
  if (rows->format == SAMPLEFORMAT_INT && (bits == 8 || bits == 16 || bits == 32 || bits == 64))
    return TRUE;
  return set_unsuitable (r, "samples of an unusual kind; save it again with 8 or 16 bits");
}

/* Tiles may reach past the picture, but not so far that they are most of the work. */
static gboolean
check_tiles (Reader *r)
{
  const P2pTiffRows *rows = &r->rows;
  guint64 across, down, bytes;
  r->tiled = TIFFIsTiled (r->tiff) != 0;
  if (!r->tiled)
    return TRUE;
  TIFFGetField (r->tiff, TIFFTAG_TILEWIDTH, &r->tile_width);
  TIFFGetField (r->tiff, TIFFTAG_TILELENGTH, &r->tile_height);
  if (r->tile_width < 1 || r->tile_height < 1 || r->tile_width > P2P_LIMIT_PICTURE_SIDE
      || r->tile_height > P2P_LIMIT_PICTURE_SIDE)
    return set_unsuitable (r, "tiles of an impossible size; save it again without tiles");
  bytes = TIFFTileSize64 (r->tiff);
  across = ((guint64) rows->width + r->tile_width - 1) / r->tile_width;
  down = ((guint64) rows->height + r->tile_height - 1) / r->tile_height;
  if (bytes > P2P_LIMIT_TIFF_BLOCK
      || across * down * r->tile_width * r->tile_height
             > 4 * (guint64) rows->width * rows->height + P2P_LIMIT_TIFF_BLOCK / 4)
    return set_unsuitable (r, "tiles that are too large for it; save it again without tiles");
  return TRUE;
}

/* What a line or a tile must be long, or libtiff and we disagree. */
static gboolean
check_block (Reader *r, gsize *size)
{
  const guint64 count = r->separate ? 1 : (guint64) r->rows.samples;
  const guint64 width = r->tiled ? r->tile_width : (guint64) r->rows.width;
  const guint64 line = (width * count * (guint64) r->rows.bits + 7) / 8;
  const guint64 lines = r->tiled ? r->tile_height : 1;
  *size = r->tiled ? TIFFTileSize64 (r->tiff) : TIFFScanlineSize64 (r->tiff);
  return (*size == line * lines && *size <= P2P_LIMIT_TIFF_BLOCK)
         || set_unsuitable (r, "rows of an unexpected length; save it again without compression");
}

static void
read_traits (Reader *r)
{
  P2pTraits *traits = &r->rows.raster->traits;
  guint32 length = 0;
  void *profile = NULL;
  traits->floats = r->rows.format == SAMPLEFORMAT_IEEEFP;
  traits->alpha = r->rows.alpha;
  traits->inks = r->rows.photometric == PHOTOMETRIC_SEPARATED;
  traits->profile = TIFFGetField (r->tiff, TIFFTAG_ICCPROFILE, &length, &profile) && length > 0
                    && !p2p_icc_is_srgb (profile, length);
}

static gboolean
read_header (Reader *r)
{
  P2pTiffRows *rows = &r->rows;
  guint32 width = 0, height = 0;
  const char *why;
  gboolean swap;
  TIFFGetField (r->tiff, TIFFTAG_IMAGEWIDTH, &width);
  TIFFGetField (r->tiff, TIFFTAG_IMAGELENGTH, &height);
  rows->bits = tag (r, TIFFTAG_BITSPERSAMPLE);
  rows->format = tag (r, TIFFTAG_SAMPLEFORMAT);
  rows->samples = tag (r, TIFFTAG_SAMPLESPERPIXEL);
  rows->orientation = CLAMP (tag (r, TIFFTAG_ORIENTATION), 1, 8);
  r->separate = tag (r, TIFFTAG_PLANARCONFIG) == PLANARCONFIG_SEPARATE && rows->samples > 1;
  swap = rows->orientation >= 5;
  if (rows->samples < 1 || !check_samples (r) || !check_compression (r))
    return FALSE;
  read_colours (r);
  if (!p2p_raster_set (rows->raster, swap ? height : width, swap ? width : height,
          (guint64) p2p_tiff_channels (rows), rows->palette[0] ? 16 : rows->bits, r->name,
          &r->error))
    return FALSE;
  rows->width = (int) width;
  rows->height = (int) height;
  read_traits (r);
  why = p2p_tiff_unsuitable (rows);
  return (why == NULL || set_unsuitable (r, why)) && check_tiles (r);
}

static gboolean
next_block (Reader *r)
{
  return !r->memory.damaged && p2p_raster_in_time (r->rows.raster, r->name, &r->error);
}

static gboolean
read_lines (Reader *r, int first, int count)
{
  for (int y = 0; y < r->rows.height; y++) {
    if (!next_block (r) || TIFFReadScanline (r->tiff, r->block, (guint32) y, (guint16) first) < 0)
      return FALSE;
    p2p_tiff_put (&r->rows, r->block, 0, y, r->rows.width, first, count);
  }
  return !r->memory.damaged;
}

static void
put_tile (Reader *r, int x0, int y0, int first, int count)
{
  const int n = MIN ((int) r->tile_width, r->rows.width - x0);
  const int lines = MIN ((int) r->tile_height, r->rows.height - y0);
  const gsize stride = ((gsize) r->tile_width * (gsize) count * (gsize) r->rows.bits + 7) / 8;
  for (int y = 0; y < lines; y++)
    p2p_tiff_put (&r->rows, r->block + (gsize) y * stride, x0, y0 + y, n, first, count);
}

static gboolean
read_tiles (Reader *r, int first, int count)
{
  const int width = r->rows.width, height = r->rows.height;
  for (int y = 0; y < height; y += (int) r->tile_height)
    for (int x = 0; x < width; x += (int) r->tile_width) {
      if (!next_block (r)
          || TIFFReadTile (r->tiff, r->block, (guint32) x, (guint32) y, 0, (guint16) first) < 0)
        return FALSE;
      put_tile (r, x, y, first, count);
    }
  return !r->memory.damaged;
}

/* Luma and chroma outside JPEG come in blocks of their own; libtiff has a converter. */
static gboolean
read_converted (Reader *r)
{
  P2pTiffRows *rows = &r->rows;
  const gsize width = (gsize) rows->width;
  g_autofree guint32 *raster = g_try_malloc_n ((gsize) rows->height, width * sizeof (guint32));
  g_autofree guint8 *line = g_try_malloc_n (width, 3);
  if (raster == NULL || line == NULL)
    return set_no_memory (r);
  /* As the rows are in the file: turning is ours. */
  if (!TIFFReadRGBAImageOriented (r->tiff, (guint32) rows->width, (guint32) rows->height, raster,
          rows->orientation, 1))
    return FALSE;
  for (int y = 0; y < rows->height; y++) {
    for (gsize x = 0; x < width; x++) {
      const guint32 v = raster[(gsize) y * width + x];
      line[3 * x] = (guint8) TIFFGetR (v);
      line[3 * x + 1] = (guint8) TIFFGetG (v);
      line[3 * x + 2] = (guint8) TIFFGetB (v);
    }
    p2p_tiff_put (rows, line, 0, y, rows->width, 0, 3);
  }
  return !r->memory.damaged;
}

static gboolean
read_pixels (Reader *r)
{
  P2pTiffRows *rows = &r->rows;
  const int count = r->separate ? 1 : rows->samples;
  gsize size = 1;
  if (r->converted)
    rows->raster->work = (guint64) rows->width * (guint64) rows->height * sizeof (guint32);
  if ((!r->converted && !check_block (r, &size))
      || !p2p_raster_alloc (rows->raster, r->name, &r->error))
    return FALSE;
  r->block = g_try_malloc0 (size);
  if (r->block == NULL || !p2p_tiff_rows_alloc (rows, r->separate))
    return set_no_memory (r);
  r->memory.strict = TRUE;
  if (r->converted)
    return read_converted (r);
  for (int first = 0; first < rows->samples; first += count)
    if (!(r->tiled ? read_tiles (r, first, count) : read_lines (r, first, count)))
      return FALSE;
  return TRUE;
}

static gboolean
read_tiff (const guint8 *bytes, gsize size, const char *name, P2pRaster *raster, GError **error)
{
  Reader r = { .memory = { .data = (guint8 *) bytes, .size = size },
    .name = name,
    .rows = { .raster = raster } };
  gboolean ok = p2p_tiff_scan (bytes, size, name, raster, &r.error);
  if (ok) /* c: one long strip stays one */
    r.tiff = p2p_tiff_open (&r.memory, name, "rc", P2P_LIMIT_TIFF_ALLOC);
  ok = r.tiff && read_header (&r);
  if (ok && raster->picture)
    ok = read_pixels (&r);
  if (r.tiff)
    TIFFClose (r.tiff);
  p2p_tiff_rows_clear (&r.rows);
  g_free (r.block);
  if (!ok && r.error)
    g_propagate_error (error, r.error);
  else if (!ok)
    g_set_error (error, P2P_ERROR, P2P_ERROR_DATA,
        "cannot decode %s: truncated or damaged TIFF (%s); fetch it again, or remove it and try "
        "without",
        name, r.memory.reason);
  return ok;
}

const P2pCodec p2p_codec_tiff = {
  .endings = { ".tif", ".TIF", ".tiff", ".TIFF" },
  .magic = { "II*\0", "MM\0*", "II+\0", "MM\0+" },
  .magic_length = 4,
  .read = read_tiff,
};
