/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "data/write.h"

#include "data/tiff-memory.h"
#include "error.h"
#include "io/atomic.h"

static void
set_tags (TIFF *tiff, const P2pPicture *p)
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
write_lines (TIFF *tiff, const P2pPicture *p)
{
  const gsize plane = (gsize) p->width * p->height;
  g_autofree float *row = g_try_malloc_n ((gsize) p->width, sizeof (float) * p->channels);
  gboolean ok = row != NULL;
  for (int y = 0; ok && y < p->height; y++) {
    for (int x = 0; x < p->width; x++)
      for (int c = 0; c < p->channels; c++)
        row[(gsize) x * p->channels + c] = p->planes[c * plane + (gsize) y * p->width + x];
    ok = TIFFWriteScanline (tiff, row, (guint32) y, 0) >= 0;
  }
  return ok;
}

static void
set_not_encoded (const P2pPicture *picture, const char *path, const char *reason, GError **error)
{
  g_set_error (error, P2P_ERROR, P2P_ERROR_INTERNAL,
      "cannot encode %s as TIFF: %s; check the picture's size (%d x %d, %d channels)", path,
      reason[0] ? reason : "no memory", picture->width, picture->height, picture->channels);
}

gboolean
p2p_write_tiff (const P2pPicture *picture, const char *path, GError **error)
{
  P2pTiffMemory w = { 0 };
  TIFF *tiff = p2p_tiff_open (&w, "picture", "wm", 0);
  gboolean ok = FALSE;
  if (tiff) {
    set_tags (tiff, picture);
    ok = write_lines (tiff, picture) && TIFFFlush (tiff);
    TIFFClose (tiff);
  }
  ok = ok && w.reason[0] == 0;
  if (ok)
    ok = p2p_atomic_write_all (path, w.data, w.size, error);
  else
    set_not_encoded (picture, path, w.reason, error);
  g_free (w.data);
  return ok;
}
