/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* WebP through libwebp, as Pillow reads it: of an animation the first frame, on black where it does
 * not cover the canvas. */

#include "data/metadata.h"
#include "data/raster.h"
#include "error.h"
#include "io/limits.h"

#include <string.h>

#include <webp/decode.h>
#include <webp/demux.h>

typedef struct
{
  const char *name;
  P2pRaster *raster;
  WebPDemuxer *demuxer;
  WebPIterator frame;
  guint8 *rgba; /* of the frame, for planes */
} Reader;

static gboolean
set_bad (const Reader *r, const char *verdict, const char *reason, GError **error)
{
  g_set_error (error, P2P_ERROR, P2P_ERROR_DATA,
      "cannot decode %s: %s WebP (%s); fetch it again, or remove it and try without", r->name,
      verdict, reason);
  return FALSE;
}

static guint32
read_u32 (const guint8 *p)
{
  return p[0] | (guint32) p[1] << 8 | (guint32) p[2] << 16 | (guint32) p[3] << 24;
}

/* libwebp keeps a record of each chunk. Are they all there, and not far too many? */
static gboolean
check_chunks (const Reader *r, const guint8 *bytes, gsize size, GError **error)
{
  guint n = 0;
  if (size >= 12 && memcmp (bytes + 8, "WEBP", 4) != 0)
    return set_bad (r, "damaged", "it is a RIFF file of another kind", error);
  if (size < 12 || (gsize) read_u32 (bytes + 4) + 8 > size)
    return set_bad (r, "truncated", "it is shorter than it says", error);
  for (gsize at = 12; size - at >= 8; n++) {
    const gsize length = ((gsize) read_u32 (bytes + at + 4) + 1) & ~(gsize) 1;
    if (length > size - at - 8)
      break;
    at += 8 + length;
  }
  return n <= P2P_LIMIT_WEBP_CHUNKS || set_bad (r, "oversized", "it has too many chunks", error);
}

static void
read_traits (Reader *r)
{
  P2pTraits *traits = &r->raster->traits;
  WebPChunkIterator chunk;
  traits->frames = WebPDemuxGetI (r->demuxer, WEBP_FF_FRAME_COUNT);
  if (WebPDemuxGetChunk (r->demuxer, "EXIF", 1, &chunk))
    traits->orientation = p2p_exif_orientation (chunk.chunk.bytes, chunk.chunk.size);
  WebPDemuxReleaseChunkIterator (&chunk);
  if (WebPDemuxGetChunk (r->demuxer, "ICCP", 1, &chunk))
    traits->profile = !p2p_icc_is_srgb (chunk.chunk.bytes, chunk.chunk.size);
  WebPDemuxReleaseChunkIterator (&chunk);
}

static gboolean
read_header (Reader *r, const guint8 *bytes, gsize size, GError **error)
{
  const WebPData data = { bytes, size };
  if (!check_chunks (r, bytes, size, error))
    return FALSE;
  r->demuxer = WebPDemux (&data);
  if (!r->demuxer)
    return set_bad (r, "damaged", "its chunks do not fit together", error);
  read_traits (r);
  const guint32 flags = WebPDemuxGetI (r->demuxer, WEBP_FF_FORMAT_FLAGS);
  return p2p_raster_set (r->raster, WebPDemuxGetI (r->demuxer, WEBP_FF_CANVAS_WIDTH),
             WebPDemuxGetI (r->demuxer, WEBP_FF_CANVAS_HEIGHT), flags & ALPHA_FLAG ? 4 : 3, 8,
             r->name, error)
         && (WebPDemuxGetFrame (r->demuxer, 1, &r->frame)
             || set_bad (r, "damaged", "it has no picture", error));
}

/* The frame's pixels to OUT, rows STRIDE bytes apart. */
static gboolean
decode (const Reader *r, WEBP_CSP_MODE mode, guint8 *out, gsize stride, gsize size, GError **error)
{
  WebPDecoderConfig config;
  if (!WebPInitDecoderConfig (&config))
    return set_bad (r, "unsuitable", "libwebp has another version than it was built with", error);
  config.output.colorspace = mode;
  config.output.is_external_memory = 1;
  config.output.u.RGBA.rgba = out;
  config.output.u.RGBA.stride = (int) stride;
  config.output.u.RGBA.size = size;
  const VP8StatusCode status =
      WebPDecode (r->frame.fragment.bytes, r->frame.fragment.size, &config);
  if (status == VP8_STATUS_OUT_OF_MEMORY)
    p2p_raster_no_memory (r->name, error);
  else if (status == VP8_STATUS_NOT_ENOUGH_DATA || status == VP8_STATUS_SUSPENDED)
    set_bad (r, "truncated", "its picture ends too soon", error);
  else if (status != VP8_STATUS_OK)
    set_bad (r, "damaged", "its picture cannot be read", error);
  return status == VP8_STATUS_OK;
}

/* The frame lies within the canvas, as libwebp has checked. */
static gboolean
read_rgb (Reader *r, GError **error)
{
  const P2pPicture *p = r->raster->picture;
  const gsize stride = (gsize) p->stride;
  const gsize at = stride * (gsize) r->frame.y_offset + 3 * (gsize) r->frame.x_offset;
  if (r->frame.width != p->width || r->frame.height != p->height)
    memset (p->data, 0, stride * (gsize) p->height);
  return decode (r, MODE_RGB, p->data + at, stride, stride * (gsize) p->height - at, error);
}

static gboolean
read_planes (Reader *r, GError **error)
{
  const P2pRaster *t = r->raster;
  const gsize width = (gsize) t->width, stride = 4 * width, size = stride * (gsize) t->height;
  const gsize at = stride * (gsize) r->frame.y_offset + 4 * (gsize) r->frame.x_offset;
  r->rgba = g_try_malloc0 (size);
  if (!r->rgba) {
    p2p_raster_no_memory (r->name, error);
    return FALSE;
  }
  if (!decode (r, MODE_RGBA, r->rgba + at, stride, size - at, error))
    return FALSE;
  for (int y = 0; y < t->height; y++)
    p2p_raster_put_bytes (r->raster, y, r->rgba + stride * (gsize) y, 4, 255);
  return TRUE;
}

static gboolean
read_webp (const guint8 *bytes, gsize size, const char *name, P2pRaster *raster, GError **error)
{
  Reader r = { .name = name, .raster = raster };
  gboolean ok = read_header (&r, bytes, size, error);
  if (ok && raster->picture)
    /* libwebp's own copy, and ours of planes. */
    raster->work = 8 * (guint64) raster->width * (guint64) raster->height;
  if (ok && raster->picture)
    ok = p2p_raster_alloc (raster, name, error)
         && (raster->how->format == P2P_FORMAT_RGB ? read_rgb : read_planes) (&r, error);
  WebPDemuxReleaseIterator (&r.frame);
  WebPDemuxDelete (r.demuxer);
  g_free (r.rgba);
  return ok;
}

const P2pCodec p2p_codec_webp = {
  .endings = { ".webp", ".WEBP" },
  .magic = { "RIFF" },
  .magic_length = 4,
  .read = read_webp,
};
