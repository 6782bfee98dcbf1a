/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "data/planes.h"

#include "data/png-write.h"
#include "data/tiff-memory.h"
#include "error.h"
#include "io/atomic.h"

const char *
p2p_planes_ending (int channels)
{
  return channels <= 4 ? ".png" : ".tif";
}

/* Most significant byte first. */
static void
get_deep_row (gconstpointer data, int y, guint8 *row)
{
  const P2pPlanes *p = data;
  const gsize plane = (gsize) p->width * p->height;
  for (int x = 0; x < p->width; x++)
    for (int c = 0; c < p->channels; c++, row += 2) {
      const float v = p->data[c * plane + (gsize) y * p->width + x];
      const float inside = v > 0.0f ? MIN (v, 1.0f) : 0.0f; /* 0 for NaN */
      const guint word = (guint) ((double) inside * 65535.0 + 0.5);
      row[0] = (guint8) (word >> 8);
      row[1] = (guint8) word;
    }
}

static void
set_tags (TIFF *tiff, const P2pPlanes *p)
{
  const gboolean colour = p->channels == 3 || p->channels == 4;
  const int extras = p->channels - (colour ? 3 : 1);
  g_autofree guint16 *kinds = g_new0 (guint16, MAX (extras, 1));
  kinds[0] = p->channels <= 4 ? EXTRASAMPLE_UNASSALPHA : EXTRASAMPLE_UNSPECIFIED;
  TIFFSetField (tiff, TIFFTAG_IMAGEWIDTH, (guint32) p->width);
  TIFFSetField (tiff, TIFFTAG_IMAGELENGTH, (guint32) p->height);
  TIFFSetField (tiff, TIFFTAG_SAMPLESPERPIXEL, p->channels);
  TIFFSetField (tiff, TIFFTAG_BITSPERSAMPLE, 32);
  TIFFSetField (tiff, TIFFTAG_SAMPLEFORMAT, SAMPLEFORMAT_IEEEFP);
  TIFFSetField (tiff, TIFFTAG_PLANARCONFIG, PLANARCONFIG_CONTIG);
  TIFFSetField (tiff, TIFFTAG_COMPRESSION, COMPRESSION_NONE);
  TIFFSetField (tiff, TIFFTAG_PHOTOMETRIC, colour ? PHOTOMETRIC_RGB : PHOTOMETRIC_MINISBLACK);
  if (extras > 0)
    TIFFSetField (tiff, TIFFTAG_EXTRASAMPLES, extras, kinds);
  TIFFSetField (tiff, TIFFTAG_ROWSPERSTRIP, TIFFDefaultStripSize (tiff, 0));
}

static gboolean
write_lines (TIFF *tiff, const P2pPlanes *p)
{
  const gsize plane = (gsize) p->width * p->height;
  g_autofree float *row = g_try_malloc_n ((gsize) p->width, sizeof (float) * p->channels);
  gboolean ok = row != NULL;
  for (int y = 0; ok && y < p->height; y++) {
    for (int x = 0; x < p->width; x++)
      for (int c = 0; c < p->channels; c++)
        row[(gsize) x * p->channels + c] = p->data[c * plane + (gsize) y * p->width + x];
    ok = TIFFWriteScanline (tiff, row, (guint32) y, 0) >= 0;
  }
  return ok;
}

static void
set_not_encoded (const P2pPlanes *planes, const char *path, const char *reason, GError **error)
{
  g_set_error (error, P2P_ERROR, P2P_ERROR_INTERNAL,
      "cannot encode %s as TIFF: %s; check the picture's size (%d x %d, %d channels)", path,
      reason[0] ? reason : "no memory", planes->width, planes->height, planes->channels);
}

static gboolean
save_tiff (const P2pPlanes *planes, const char *path, GError **error)
{
  P2pTiffMemory w = { 0 };
  TIFF *tiff = p2p_tiff_open (&w, "picture", "wm", 0);
  gboolean ok = FALSE;
  if (tiff) {
    set_tags (tiff, planes);
    ok = write_lines (tiff, planes) && TIFFFlush (tiff);
    TIFFClose (tiff);
  }
  ok = ok && w.reason[0] == 0;
  if (ok)
    ok = p2p_atomic_write_all (path, w.data, w.size, error);
  else
    set_not_encoded (planes, path, w.reason, error);
  g_free (w.data);
  return ok;
}

gboolean
p2p_planes_save (const P2pPlanes *planes, const char *path, GError **error)
{
  const P2pPngSource source = { planes->width, planes->height, planes->channels, 16, get_deep_row,
    planes };
  g_autofree char *lower = g_ascii_strdown (path, -1);
  if (planes->channels > 4 || g_str_has_suffix (lower, ".tif") || g_str_has_suffix (lower, ".tiff"))
    return save_tiff (planes, path, error);
  return p2p_png_write (&source, path, error);
}
