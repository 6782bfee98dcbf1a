/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "data/codecs.h"

#include "codecs-list.h"
#include "error.h"
#include "io/limits.h"
#include "free-memory.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define DECLARE(word) extern const P2pCodec p2p_codec_##word;
P2P_CODECS (DECLARE)
#define ENTRY(word) &p2p_codec_##word,
const P2pCodec *const p2p_codecs[] = { P2P_CODECS (ENTRY) NULL };

/* What a file that is no picture of ours most often turns out to be. */
static const struct
{
  const char *magic, *advice;
} strangers[] = {
  { "version https://git-lfs", "it is a Git LFS pointer, run `git lfs pull` to get the picture" },
  { "<", "it is a web page or XML, fetch the picture itself and check the address" },
};

static void
set_unknown (const guint8 *bytes, gsize size, const char *name, GError **error)
{
  const char *advice = "it is no picture of a known kind, use JPEG, PNG, PPM, BMP, TIFF, GIF or "
                       "WebP or remove the file";
  if (size >= 12 && memcmp (bytes + 4, "ftyp", 4) == 0)
    advice = "it is HEIC, AVIF or a film, save it as PNG or JPEG";
  if (size == 0)
    advice = "it is empty, fetch it again or remove the file and check the disk";
  for (guint i = 0; i < G_N_ELEMENTS (strangers); i++) {
    const gsize length = strlen (strangers[i].magic);
    if (size >= length && memcmp (bytes, strangers[i].magic, length) == 0) {
      advice = strangers[i].advice;
      break;
    }
  }
  g_set_error (error, P2P_ERROR, P2P_ERROR_DATA, "cannot decode %s: %s", name, advice);
}

static const P2pCodec *
codec_of (const guint8 *bytes, gsize size)
{
  for (int i = 0; p2p_codecs[i]; i++)
    for (guint k = 0; k < G_N_ELEMENTS (p2p_codecs[i]->magic) && p2p_codecs[i]->magic[k]; k++)
      if (size >= p2p_codecs[i]->magic_length
          && memcmp (bytes, p2p_codecs[i]->magic[k], p2p_codecs[i]->magic_length) == 0)
        return p2p_codecs[i];
  return NULL;
}

static gboolean
decode (const guint8 *bytes, gsize size, const char *name, P2pRaster *raster, GError **error)
{
  const P2pCodec *codec = codec_of (bytes, size);
  if (codec && codec->read)
    return codec->read (bytes, size, name, raster, error);
  if (codec)
    g_set_error (error, P2P_ERROR, P2P_ERROR_DATA,
        "cannot decode %s: this program was built without %s; install it and build again, or use "
        "PNG or JPEG",
        name, codec->missing);
  else
    set_unknown (bytes, size, name, error);
  return FALSE;
}

/* Tiffs come turned. */
static int
turn_of (const P2pRaster *raster)
{
  return raster->how->as_stored ? 1 : raster->traits.orientation;
}

gboolean
p2p_picture_decode (const guint8 *bytes, gsize size, const char *name, const P2pReading *how,
    P2pPicture *picture, GError **error)
{
  P2pRaster raster = { .picture = picture, .how = how };
  *picture = (P2pPicture){ 0 };
  if (decode (bytes, size, name, &raster, error)
      && p2p_picture_turn (picture, turn_of (&raster), error))
    return TRUE;
  p2p_picture_clear (picture);
  return FALSE;
}

gboolean
p2p_picture_probe (const guint8 *bytes, gsize size, const char *name, const P2pReading *how,
    P2pHeader *header, GError **error)
{
  P2pRaster raster = { .how = how };
  if (!decode (bytes, size, name, &raster, error))
    return FALSE;
  const gboolean swap = turn_of (&raster) >= 5;
  *header = (P2pHeader){ .width = swap ? raster.height : raster.width,
    .height = swap ? raster.width : raster.height,
    .channels = raster.channels,
    .depth = raster.depth,
    .traits = raster.traits };
  header->traits.alpha |= header->channels == 2 || header->channels == 4;
  return TRUE;
}

/* Sound and films (WAV, AVI) are RIFF files too. */
gboolean
p2p_picture_is_known (const guint8 *bytes, gsize size)
{
  const gboolean is_riff = size >= 12 && memcmp (bytes, "RIFF", 4) == 0;
  return codec_of (bytes, size) && (!is_riff || memcmp (bytes + 8, "WEBP", 4) == 0);
}

/* The size of a regular file that is not too large, or -1. */
static gssize
regular_size (int fd, const char *path, GError **error)
{
  struct stat st;
  if (fstat (fd, &st) < 0) {
    p2p_error_from_errno (error, errno, "reading", path);
    return -1;
  }
  if (!S_ISREG (st.st_mode)) {
    g_set_error (error, P2P_ERROR, P2P_ERROR_DATA, "cannot decode %s: it is a %s, use a file", path,
        S_ISDIR (st.st_mode) ? "folder" : "device, pipe or socket");
    return -1;
  }
  if ((guint64) st.st_size > P2P_LIMIT_PICTURE_FILE) {
    g_set_error (error, P2P_ERROR, P2P_ERROR_DATA,
        "cannot decode %s: %" G_GINT64_FORMAT " bytes, more than the %u MiB allowed; use a smaller "
        "file",
        path, (gint64) st.st_size, P2P_LIMIT_PICTURE_FILE >> 20);
    return -1;
  }
  return (gssize) st.st_size;
}

/* Not mapped: a file that shrinks under a mapping would kill the process. */
static gboolean
read_all (int fd, const char *path, guint8 *bytes, gsize size, GError **error)
{
  gsize done = 0;
  while (done < size) {
    const ssize_t n = read (fd, bytes + done, size - done);
    if (n < 0 && errno == EINTR)
      continue;
    if (n < 0) {
      p2p_error_from_errno (error, errno, "reading", path);
      return FALSE;
    }
    if (n == 0) {
      g_set_error (error, P2P_ERROR, P2P_ERROR_DATA,
          "cannot decode %s: it became shorter while it was read, try again", path);
      return FALSE;
    }
    done += (gsize) n;
  }
  return TRUE;
}

static guint8 *
slurp (int fd, const char *path, gsize *size, GError **error)
{
  g_autofree guint8 *bytes = NULL;
  const gssize length = regular_size (fd, path, error);
  if (length < 0)
    return NULL;
  if (!p2p_memory_check ((guint64) length, path, "use a lower --num_threads", error))
    return NULL;
  bytes = g_try_malloc ((gsize) length + 1);
  if (bytes == NULL) {
    g_set_error (error, P2P_ERROR, P2P_ERROR_MEMORY,
        "no memory to read %s (%" G_GSSIZE_FORMAT " bytes); use fewer workers", path, length);
    return NULL;
  }
  if (!read_all (fd, path, bytes, (gsize) length, error))
    return NULL;
  *size = (gsize) length;
  return g_steal_pointer (&bytes);
}

guint8 *
p2p_picture_read (const char *path, gsize *size, GError **error)
{
  /* O_NONBLOCK: opening a pipe that nobody writes to must not hang. */
  const int fd = open (path, O_RDONLY | O_NONBLOCK | O_CLOEXEC);
  if (fd < 0) {
    p2p_error_from_errno (error, errno, "opening", path);
    return NULL;
  }
  guint8 *bytes = slurp (fd, path, size, error);
  close (fd);
  return bytes;
}

gboolean
p2p_picture_load (const char *path, const P2pReading *how, P2pPicture *picture, GError **error)
{
  gsize size = 0;
  *picture = (P2pPicture){ 0 };
  g_autofree guint8 *bytes = p2p_picture_read (path, &size, error);
  return bytes && p2p_picture_decode (bytes, size, path, how, picture, error);
}
