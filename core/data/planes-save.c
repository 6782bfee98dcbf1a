/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "data/planes.h"

#include "data/png-write.h"
#include "error.h"
#include "io/atomic.h"

#include <stdio.h>
#include <string.h>

#include <tiffio.h>

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

/* The TIFF grows in memory; libtiff writes here and there. */
typedef struct
{
  guint8 *data;
  gsize size, room, at;
  char reason[160];
} Writer;

static int
on_error (TIFF *tiff, void *data, const char *module, const char *format, va_list args)
{
  Writer *w = data;
  if (w->reason[0] == 0)
    g_vsnprintf (w->reason, sizeof w->reason, format, args);
  return 1;
}

static int
on_warning (TIFF *tiff, void *data, const char *module, const char *format, va_list args)
{
  return 1;
}

static tmsize_t
on_read (thandle_t handle, void *target, tmsize_t size)
{
  Writer *w = handle;
  const gsize n = MIN ((gsize) size, w->size - MIN (w->at, w->size));
  if (n > 0)
    memcpy (target, w->data + w->at, n);
  w->at += n;
  return (tmsize_t) n;
}

static tmsize_t
on_write (thandle_t handle, void *bytes, tmsize_t size)
{
  Writer *w = handle;
  const gsize end = w->at + (gsize) size;
  if (end > w->room) {
    const gsize room = MAX (end, w->room * 2);
    guint8 *data = g_try_realloc (w->data, room);
    if (data == NULL)
      return -1;
    w->data = data;
    w->room = room;
  }
  if (end > w->size) /* what was sought past */
    memset (w->data + w->size, 0, end - w->size);
  w->size = MAX (w->size, end);
  memcpy (w->data + w->at, bytes, (gsize) size);
  w->at = end;
  return size;
}

static toff_t
on_seek (thandle_t handle, toff_t offset, int whence)
{
  Writer *w = handle;
  w->at = (gsize) offset + (whence == SEEK_CUR ? w->at : whence == SEEK_END ? w->size : 0);
  return w->at;
}

static int
on_close (thandle_t handle)
{
  return 0;
}

static toff_t
on_size (thandle_t handle)
{
  return ((Writer *) handle)->size;
}

static TIFF *
open_tiff (Writer *w)
{
  TIFFOpenOptions *options = TIFFOpenOptionsAlloc ();
  TIFF *tiff = NULL;
  if (options == NULL)
    return NULL;
  TIFFOpenOptionsSetErrorHandlerExtR (options, on_error, w);
  TIFFOpenOptionsSetWarningHandlerExtR (options, on_warning, w);
  tiff = TIFFClientOpenExt ("picture", "wm", w, on_read, on_write, on_seek, on_close, on_size, NULL,
      NULL, options);
  TIFFOpenOptionsFree (options);
  return tiff;
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
  Writer w = { 0 };
  TIFF *tiff = open_tiff (&w);
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
