/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "data/picture.h"

#include "data/raster.h"
#include "error.h"
#include "io/limits.h"
#include "free-memory.h"

#include <math.h>

const P2pReading p2p_read_rgb = { .format = P2P_FORMAT_RGB };
const P2pReading p2p_read_planes = { .format = P2P_FORMAT_PLANES };

static gboolean
is_within (guint64 width, guint64 height, guint64 pixels)
{
  /* Sides first: their product then fits into 64 bits. */
  return width >= 1 && height >= 1 && width <= P2P_LIMIT_PICTURE_SIDE
         && height <= P2P_LIMIT_PICTURE_SIDE && width * height <= pixels;
}

static gboolean
check_size (guint64 width, guint64 height, guint64 pixels, const char *name, const char *advice,
    GError **error)
{
  if (is_within (width, height, pixels))
    return TRUE;
  g_set_error (error, P2P_ERROR, P2P_ERROR_DATA,
      "%s is %" G_GUINT64_FORMAT " x %" G_GUINT64_FORMAT
      ": sides must be 1 to %d and the picture at most %.6g million pixels; %s",
      name ? name : "the picture", width, height, P2P_LIMIT_PICTURE_SIDE, (double) pixels / 1e6,
      advice);
  return FALSE;
}

static gboolean
check_samples (P2pFormat format, guint64 width, guint64 height, guint64 channels, guint64 pixels,
    const char *name, GError **error)
{
  const guint64 most = P2P_LIMIT_PICTURE_SAMPLES * pixels;
  if (format == P2P_FORMAT_RGB
      || (channels >= 1 && channels <= P2P_LIMIT_PICTURE_CHANNELS
          && width * height * channels <= most))
    return TRUE;
  g_set_error (error, P2P_ERROR, P2P_ERROR_DATA,
      "%s has %" G_GUINT64_FORMAT " channels of %" G_GUINT64_FORMAT " x %" G_GUINT64_FORMAT
      ": there must be 1 to %d channels and at most %.6g million samples; use fewer channels or a "
      "smaller picture",
      name ? name : "the picture", channels, width, height, P2P_LIMIT_PICTURE_CHANNELS,
      (double) most / 1e6);
  return FALSE;
}

gboolean
p2p_picture_check_size (guint64 width, guint64 height, const char *name, GError **error)
{
  return check_size (width, height, P2P_LIMIT_PICTURE_PIXELS_MOST, name, "use a smaller one",
      error);
}

gboolean
p2p_picture_check (P2pFormat format, guint64 width, guint64 height, guint64 channels,
    const char *name, GError **error)
{
  return p2p_picture_check_size (width, height, name, error)
         && check_samples (format, width, height, channels, P2P_LIMIT_PICTURE_PIXELS_MOST, name,
             error);
}

static guint64
most_pixels (const P2pReading *how)
{
  return how->max_pixels ? MIN (how->max_pixels, P2P_LIMIT_PICTURE_PIXELS_MOST)
                         : P2P_LIMIT_PICTURE_PIXELS;
}

gboolean
p2p_reading_check_size (const P2pReading *how, guint64 width, guint64 height, const char *name,
    GError **error)
{
  const guint64 pixels = most_pixels (how);
  const gboolean raisable = pixels < P2P_LIMIT_PICTURE_PIXELS_MOST
                            && is_within (width, height, P2P_LIMIT_PICTURE_PIXELS_MOST);
  g_autofree char *advice = raisable ? g_strdup_printf ("use a smaller one, or set --max_pixels "
                                                        "%" G_GUINT64_FORMAT,
                                width * height)
                                     : g_strdup ("use a smaller one");
  return check_size (width, height, pixels, name, advice, error);
}

gboolean
p2p_reading_check (const P2pReading *how, guint64 width, guint64 height, guint64 channels,
    const char *name, GError **error)
{
  return p2p_reading_check_size (how, width, height, name, error)
         && check_samples (how->format, width, height, channels, most_pixels (how), name, error);
}

static gboolean
set_no_memory (P2pFormat format, int width, int height, int channels, GError **error)
{
  g_autofree char *what =
      format == P2P_FORMAT_RGB ? g_strdup ("a picture") : g_strdup_printf ("%d channels", channels);
  g_set_error (error, P2P_ERROR, P2P_ERROR_MEMORY,
      "no memory for %s of %d x %d; use smaller pictures or fewer workers", what, width, height);
  return FALSE;
}

gboolean
p2p_picture_alloc (P2pPicture *picture, P2pFormat format, int width, int height, int channels,
    GError **error)
{
  const gboolean planes = format == P2P_FORMAT_PLANES;
  *picture = (P2pPicture){ .format = format };
  if (!p2p_picture_check (format, (guint64) MAX (width, 0), (guint64) MAX (height, 0),
          (guint64) MAX (channels, 0), NULL, error))
    return FALSE;
  const int stride = width * (planes ? (int) sizeof (float) : 3);
  if (!p2p_memory_check ((guint64) stride * (guint64) height * (planes ? (guint64) channels : 1),
          "a picture", "use smaller pictures or a lower --num_threads", error))
    return FALSE;
  guint8 *data = g_try_malloc_n ((gsize) stride * (gsize) height, planes ? (gsize) channels : 1);
  if (data == NULL)
    return set_no_memory (format, width, height, channels, error);
  *picture = planes ? p2p_picture_of_planes ((float *) (void *) data, width, height, channels)
                    : p2p_picture_of_rgb (data, stride, width, height);
  return TRUE;
}

void
p2p_picture_clear (P2pPicture *picture)
{
  g_free (picture->data);
  *picture = (P2pPicture){ 0 };
}

P2pPicture
p2p_picture_of_rgb (guint8 *data, int stride, int width, int height)
{
  return (P2pPicture){ .format = P2P_FORMAT_RGB,
    .width = width,
    .height = height,
    .channels = 3,
    .depth = 8,
    .stride = stride,
    .data = data };
}

P2pPicture
p2p_picture_of_planes (float *planes, int width, int height, int channels)
{
  return (P2pPicture){ .format = P2P_FORMAT_PLANES,
    .width = width,
    .height = height,
    .channels = channels,
    .depth = 32,
    .stride = width * (int) sizeof (float),
    .planes = planes };
}

gboolean
p2p_picture_is_finite (const P2pPicture *picture)
{
  const gsize n = (gsize) picture->channels * (gsize) picture->height * (gsize) picture->width;
  gboolean finite = TRUE;
  for (gsize i = 0; picture->format == P2P_FORMAT_PLANES && i < n; i++)
    finite &= isfinite (picture->planes[i]) != 0;
  return finite;
}
