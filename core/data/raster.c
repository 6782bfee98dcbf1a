/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "data/raster.h"

#include "error.h"
#include "io/limits.h"
#include "free-memory.h"

#include <time.h>

#define PER_LIMIT (64u << 20) /* pixels */

gint64 p2p_decode_limit = P2P_LIMIT_DECODE_SECONDS * G_USEC_PER_SEC;

/* Processor time of this thread: a busy machine or a stopped process does not
 * make a file look slow. */
static gint64
now (void)
{
  struct timespec t;
  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &t);
  return (gint64) t.tv_sec * G_USEC_PER_SEC + t.tv_nsec / 1000;
}

/* A picture may take the time limit so many times. */
static gint64
limits (const P2pRaster *raster)
{
  return 1 + ((gint64) raster->width * raster->height - 1) / PER_LIMIT;
}

gboolean
p2p_raster_set (P2pRaster *raster, guint64 width, guint64 height, guint64 channels, int depth,
    const char *name, GError **error)
{
  if (!p2p_reading_check (raster->how, width, height, channels, name, error))
    return FALSE;
  raster->width = (int) width;
  raster->height = (int) height;
  raster->channels = (int) MIN (channels, G_MAXINT);
  raster->depth = depth;
  raster->deadline = now () + p2p_decode_limit * limits (raster);
  return TRUE;
}

gboolean
p2p_raster_alloc (P2pRaster *r, const char *name, GError **error)
{
  const guint64 samples = (guint64) r->width * (guint64) r->height;
  const guint64 size =
      samples * (r->how->format == P2P_FORMAT_RGB ? 3 : sizeof (float) * (guint64) r->channels);
  const gboolean turns = r->traits.orientation > 1 && !r->how->as_stored;
  if (!p2p_memory_check (size * (turns ? 2 : 1) + r->work, name,
          "use smaller pictures or a lower --num_threads", error))
    return FALSE;
  if (!p2p_picture_alloc (r->picture, r->how->format, r->width, r->height, r->channels, error)) {
    g_prefix_error (error, "cannot decode %s: ", name);
    return FALSE;
  }
  if (r->how->format == P2P_FORMAT_PLANES)
    r->picture->depth = r->depth;
  return TRUE;
}

void
p2p_raster_no_memory (const char *name, GError **error)
{
  g_set_error (error, P2P_ERROR, P2P_ERROR_MEMORY, "no memory to decode %s; use fewer workers",
      name);
}

guint8 *
p2p_raster_line (const P2pRaster *raster, int y)
{
  return raster->picture->data + (gsize) y * (gsize) raster->picture->stride;
}

gboolean
p2p_raster_in_time (const P2pRaster *raster, const char *name, GError **error)
{
  if (now () < raster->deadline)
    return TRUE;
  g_set_error (error, P2P_ERROR, P2P_ERROR_DATA,
      "cannot decode %s: too slow, it takes more than %d s of computing; save it again in another "
      "way, or use a smaller picture",
      name, P2P_LIMIT_DECODE_SECONDS * (int) limits (raster));
  return FALSE;
}

void
p2p_raster_put_bytes (P2pRaster *r, int y, const guint8 *samples, int channels, guint max)
{
  const gsize plane = (gsize) r->width * r->height;
  for (int c = 0; c < r->channels; c++) {
    float *out = r->picture->planes + c * plane + (gsize) y * r->width;
    for (int x = 0; x < r->width; x++)
      out[x] = (float) samples[(gsize) x * channels + c] / (float) max;
  }
}

void
p2p_raster_put_words (P2pRaster *r, int y, const guint16 *samples, int channels, guint max)
{
  const gsize plane = (gsize) r->width * r->height;
  for (int c = 0; c < r->channels; c++) {
    float *out = r->picture->planes + c * plane + (gsize) y * r->width;
    for (int x = 0; x < r->width; x++)
      out[x] = (float) samples[(gsize) x * channels + c] / (float) max;
  }
}

void
p2p_cmyk_to_rgb (const guint8 *cmyk, gboolean inverted, guint8 *rgb, int n)
{
  const guint8 mask = inverted ? 0 : 255;
  for (int i = 0; i < n; i++, cmyk += 4, rgb += 3)
    for (int c = 0; c < 3; c++) {
      /* Light that black lets through, and of it what the ink takes. */
      const int light = cmyk[3] ^ mask, product = (255 - (cmyk[c] ^ mask)) * light + 128;
      rgb[c] = (guint8) (light - ((product + (product >> 8)) >> 8));
    }
}
