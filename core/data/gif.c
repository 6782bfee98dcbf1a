/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* GIF through giflib: the first frame on its screen, as Pillow shows it. Where the frame leaves the
 * screen open there is the transparent colour, or colour 0. */

#include "data/raster.h"
#include "error.h"

#include <string.h>

#include <gif_lib.h>

#define COLOURS 256

typedef struct
{
  const guint8 *bytes;
  gsize size, at;
  const char *name;
  P2pRaster *raster;
  GifFileType *gif;
  int clear; /* the transparent colour, -1: none */
  guint8 rgb[COLOURS][3];
  guint8 *row, *line; /* of the frame, in colours; of the picture, in RGB, for planes */
  GError *error;      /* instead of giflib's */
} Reader;

/* What follows a byte of flags: bit 7, and the number of colours in bits 0 to 2. */
static gsize
bytes_of_map (guint8 flags)
{
  return flags & 0x80 ? (gsize) 3 << ((flags & 7) + 1) : 0;
}

/* Behind the sub-blocks at AT; 0: the file ends in them. */
static gsize
behind_blocks (const guint8 *bytes, gsize size, gsize at)
{
  while (at < size && bytes[at] > 0)
    at += (gsize) bytes[at] + 1;
  return at < size ? at + 1 : 0;
}

/* Goes through all blocks, unpacking none: FALSE where the file ends within one, or before a frame. */
static gboolean
count_frames (const guint8 *bytes, gsize size, guint *n)
{
  gsize at = 13 + (size > 10 ? bytes_of_map (bytes[10]) : 0);
  *n = 0;
  while (at > 0 && at < size && (bytes[at] == 0x21 || bytes[at] == 0x2c))
    if (bytes[at] == 0x21) {
      at = behind_blocks (bytes, size, at + 2);
    } else {
      at = size - at > 9 ? at + 11 + bytes_of_map (bytes[at + 9]) : 0;
      at = at ? behind_blocks (bytes, size, at) : 0;
      *n += 1;
    }
  return at > 0 && (at < size || (at == size && *n > 0));
}

static int
on_read (GifFileType *gif, GifByteType *target, int size)
{
  Reader *r = gif->UserData;
  const gsize n = MIN ((gsize) MAX (size, 0), r->size - r->at);
  memcpy (target, r->bytes + r->at, n);
  r->at += n;
  return (int) n;
}

/* To the first frame; on the way its transparent colour may be told. */
static gboolean
find_frame (Reader *r)
{
  GifRecordType kind = UNDEFINED_RECORD_TYPE;
  while (DGifGetRecordType (r->gif, &kind) == GIF_OK && kind == EXTENSION_RECORD_TYPE) {
    int label;
    GifByteType *block; /* its first byte is its length */
    if (DGifGetExtension (r->gif, &label, &block) != GIF_OK)
      return FALSE;
    if (label == GRAPHICS_EXT_FUNC_CODE && block && block[0] >= 4)
      r->clear = block[1] & 1 ? block[4] : -1;
    while (block)
      if (DGifGetExtensionNext (r->gif, &block) != GIF_OK)
        return FALSE;
  }
  return kind == IMAGE_DESC_RECORD_TYPE && DGifGetImageDesc (r->gif) == GIF_OK;
}

/* Colours that the file does not name are grey, and so are all where it names none. */
static void
read_colours (Reader *r)
{
  const ColorMapObject *map = r->gif->Image.ColorMap ? r->gif->Image.ColorMap : r->gif->SColorMap;
  for (int i = 0; i < COLOURS; i++) {
    const gboolean named = map && i < map->ColorCount;
    r->rgb[i][0] = named ? map->Colors[i].Red : (guint8) i;
    r->rgb[i][1] = named ? map->Colors[i].Green : (guint8) i;
    r->rgb[i][2] = named ? map->Colors[i].Blue : (guint8) i;
  }
}

static gboolean
read_header (Reader *r)
{
  const GifImageDesc *frame = &r->gif->Image;
  if (!find_frame (r))
    return FALSE;
  read_colours (r);
  r->raster->traits.clear = r->clear >= 0;
  /* A frame may be larger than its screen. */
  return frame->Left >= 0 && frame->Top >= 0 && frame->Width > 0 && frame->Height > 0
         && p2p_raster_set (r->raster, (guint64) MAX (r->gif->SWidth, frame->Left + frame->Width),
             (guint64) MAX (r->gif->SHeight, frame->Top + frame->Height), 3, 8, r->name, &r->error);
}

/* N pixels of COLOUR, or of ROW, into line Y. */
static void
put (Reader *r, int y, int x, int n, const guint8 *row, guint8 colour)
{
  const gboolean planes = r->raster->how->format == P2P_FORMAT_PLANES;
  guint8 *out = (planes ? r->line : p2p_raster_line (r->raster, y)) + 3 * (gsize) x;
  for (int i = 0; i < n; i++, out += 3)
    memcpy (out, r->rgb[row ? row[i] : colour], 3);
}

static void
put_line (Reader *r, int y, const guint8 *row)
{
  const GifImageDesc *frame = &r->gif->Image;
  const guint8 open = (guint8) MAX (r->clear, 0);
  const int right = frame->Left + frame->Width;
  if (!row) {
    put (r, y, 0, r->raster->width, NULL, open);
  } else {
    put (r, y, 0, frame->Left, NULL, open);
    put (r, y, frame->Left, frame->Width, row, 0);
    put (r, y, right, r->raster->width - right, NULL, open);
  }
  if (r->raster->how->format == P2P_FORMAT_PLANES)
    p2p_raster_put_bytes (r->raster, y, r->line, 3, 255);
}

/* Lines of an interlaced frame come in four passes. */
static gboolean
read_lines (Reader *r)
{
  static const int first[] = { 0, 4, 2, 1 }, step[] = { 8, 8, 4, 2 };
  const GifImageDesc *frame = &r->gif->Image;
  for (int pass = 0; pass < (frame->Interlace ? 4 : 1); pass++)
    for (int y = frame->Interlace ? first[pass] : 0; y < frame->Height;
         y += frame->Interlace ? step[pass] : 1) {
      if (!p2p_raster_in_time (r->raster, r->name, &r->error)
          || DGifGetLine (r->gif, r->row, frame->Width) != GIF_OK)
        return FALSE;
      put_line (r, frame->Top + y, r->row);
    }
  return TRUE;
}

static gboolean
read_pixels (Reader *r)
{
  const GifImageDesc *frame = &r->gif->Image;
  if (!p2p_raster_alloc (r->raster, r->name, &r->error))
    return FALSE;
  r->row = g_try_malloc ((gsize) frame->Width);
  r->line = g_try_malloc_n ((gsize) r->raster->width, 3);
  if (!r->row || !r->line) {
    p2p_raster_no_memory (r->name, &r->error);
    return FALSE;
  }
  for (int y = 0; y < r->raster->height; y++)
    if (y < frame->Top || y >= frame->Top + frame->Height)
      put_line (r, y, NULL);
  return read_lines (r);
}

static void
set_error (Reader *r, const char *verdict, int code, GError **error)
{
  const char *reason = code ? GifErrorString (code) : NULL;
  if (r->error)
    g_propagate_error (error, g_steal_pointer (&r->error));
  else if (code == D_GIF_ERR_NOT_ENOUGH_MEM)
    p2p_raster_no_memory (r->name, error);
  else
    g_set_error (error, P2P_ERROR, P2P_ERROR_DATA,
        "cannot decode %s: %s GIF (%s); fetch it again, or remove it and try without", r->name,
        verdict, reason ? reason : "its blocks do not fit together");
}

static gboolean
read_gif (const guint8 *bytes, gsize size, const char *name, P2pRaster *raster, GError **error)
{
  Reader r = { .bytes = bytes, .size = size, .name = name, .raster = raster, .clear = -1 };
  guint n;
  int code = 0;
  if (!count_frames (bytes, size, &n)) {
    set_error (&r, "truncated", D_GIF_ERR_EOF_TOO_SOON, error);
    return FALSE;
  }
  raster->traits.frames = n;
  r.gif = DGifOpen (&r, on_read, &code);
  const gboolean ok = r.gif && read_header (&r) && (!raster->picture || read_pixels (&r));
  if (!ok)
    set_error (&r, "damaged", r.gif ? r.gif->Error : code, error);
  if (r.gif)
    DGifCloseFile (r.gif, &code);
  g_free (r.row);
  g_free (r.line);
  return ok;
}

const P2pCodec p2p_codec_gif = {
  .endings = { ".gif", ".GIF" },
  .magic = { "GIF87a", "GIF89a" },
  .magic_length = 6,
  .read = read_gif,
};
