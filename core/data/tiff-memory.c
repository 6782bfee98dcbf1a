/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "data/tiff-memory.h"

#include <stdio.h>
#include <string.h>

static int
on_error (TIFF *tiff, void *data, const char *module, const char *format, va_list args)
{
  P2pTiffMemory *m = data;
  if (m->reason[0] == 0) /* the first one is the cause */
    g_vsnprintf (m->reason, sizeof m->reason, format, args);
  return 1;
}

/* libtiff passes on as warnings where libjpeg and the fax decoder invent pixels. */
static int
on_warning (TIFF *tiff, void *data, const char *module, const char *format, va_list args)
{
  P2pTiffMemory *m = data;
  if (!m->strict || (!g_str_has_prefix (module, "JPEG") && !g_str_has_prefix (module, "Fax")))
    return 1;
  m->damaged = TRUE;
  return on_error (tiff, data, module, format, args);
}

static tmsize_t
on_read (thandle_t handle, void *target, tmsize_t size)
{
  P2pTiffMemory *m = handle;
  const gsize n = MIN ((gsize) size, m->size - MIN (m->at, m->size));
  if (n > 0)
    memcpy (target, m->data + m->at, n);
  m->at += n;
  return (tmsize_t) n;
}

static tmsize_t
refuse_to_write (thandle_t handle, void *bytes, tmsize_t size)
{
  return 0;
}

/* It grows; libtiff writes here and there. */
static tmsize_t
on_write (thandle_t handle, void *bytes, tmsize_t size)
{
  P2pTiffMemory *m = handle;
  const gsize end = m->at + (gsize) size;
  if (end > m->room) {
    const gsize room = MAX (end, m->room * 2);
    guint8 *data = g_try_realloc (m->data, room);
    if (data == NULL)
      return -1;
    m->data = data;
    m->room = room;
  }
  if (end > m->size) /* what was sought past */
    memset (m->data + m->size, 0, end - m->size);
  m->size = MAX (m->size, end);
  memcpy (m->data + m->at, bytes, (gsize) size);
  m->at = end;
  return size;
}

static toff_t
on_seek (thandle_t handle, toff_t offset, int whence)
{
  P2pTiffMemory *m = handle;
  m->at = (gsize) offset + (whence == SEEK_CUR ? m->at : whence == SEEK_END ? m->size : 0);
  return m->at;
}

static int
on_close (thandle_t handle)
{
  return 0;
}

static toff_t
on_size (thandle_t handle)
{
  return ((P2pTiffMemory *) handle)->size;
}

static int
on_map (thandle_t handle, void **base, toff_t *size)
{
  P2pTiffMemory *m = handle;
  *base = m->data;
  *size = m->size;
  return 1;
}

static void
on_unmap (thandle_t handle, void *base, toff_t size)
{
}

TIFF *
p2p_tiff_open (P2pTiffMemory *memory, const char *name, const char *mode, gsize most)
{
  const gboolean reads = mode[0] == 'r'; /* what grows cannot be mapped */
  TIFFOpenOptions *options = TIFFOpenOptionsAlloc ();
  if (options == NULL)
    return NULL;
  TIFFOpenOptionsSetMaxSingleMemAlloc (options, (tmsize_t) most);
  TIFFOpenOptionsSetErrorHandlerExtR (options, on_error, memory);
  TIFFOpenOptionsSetWarningHandlerExtR (options, on_warning, memory);
  TIFF *tiff = TIFFClientOpenExt (name, mode, memory, on_read, reads ? refuse_to_write : on_write,
      on_seek, on_close, on_size, reads ? on_map : NULL, reads ? on_unmap : NULL, options);
  TIFFOpenOptionsFree (options);
  return tiff;
}
