/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "data/codecs.h"
#include "error.h"
#include "io/limits.h"

#include <time.h>

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

gboolean
p2p_target_set (P2pTarget *target, guint64 width, guint64 height, guint64 channels, int depth,
    const char *name, GError **error)
{
  if (!p2p_picture_check_size (width, height, name, error))
    return FALSE;
  if (target->deep
      && (channels < 1 || channels > P2P_LIMIT_PICTURE_CHANNELS
          || width * height * channels > P2P_LIMIT_PICTURE_SAMPLES)) {
    g_set_error (error, P2P_ERROR, P2P_ERROR_DATA,
        "%s has %" G_GUINT64_FORMAT " channels of %" G_GUINT64_FORMAT " x %" G_GUINT64_FORMAT
        ": there must be 1 to %d channels and at most %u million samples; use fewer channels or a "
        "smaller "
        "picture",
        name, channels, width, height, P2P_LIMIT_PICTURE_CHANNELS, P2P_LIMIT_PICTURE_SAMPLES >> 20);
    return FALSE;
  }
  target->width = (int) width;
  target->height = (int) height;
  target->channels = (int) MIN (channels, G_MAXINT);
  target->depth = depth;
  target->deadline = now () + p2p_decode_limit;
  return TRUE;
}

gboolean
p2p_target_alloc (P2pTarget *t, const char *name, GError **error)
{
  gboolean ok = TRUE;
  if (t->picture)
    ok = p2p_picture_alloc (t->picture, t->width, t->height, error);
  else if (t->planes)
    ok = p2p_planes_alloc (t->planes, t->width, t->height, t->channels, error);
  if (ok && t->planes)
    t->planes->depth = t->depth;
  if (!ok)
    g_prefix_error (error, "cannot decode %s: ", name);
  return ok;
}

gboolean
p2p_target_in_time (const P2pTarget *target, const char *name, GError **error)
{
  if (now () < target->deadline)
    return TRUE;
  g_set_error (error, P2P_ERROR, P2P_ERROR_DATA,
      "cannot decode %s: too slow, it takes more than %d s; save it again in another way, or use a "
      "smaller picture",
      name, P2P_LIMIT_DECODE_SECONDS);
  return FALSE;
}

void
p2p_target_put_bytes (P2pTarget *t, int y, const guint8 *samples, int channels, guint max)
{
  const gsize plane = (gsize) t->width * t->height;
  for (int c = 0; c < t->channels; c++) {
    float *out = t->planes->data + c * plane + (gsize) y * t->width;
    for (int x = 0; x < t->width; x++)
      out[x] = (float) samples[(gsize) x * channels + c] / (float) max;
  }
}

void
p2p_target_put_words (P2pTarget *t, int y, const guint16 *samples, int channels, guint max)
{
  const gsize plane = (gsize) t->width * t->height;
  for (int c = 0; c < t->channels; c++) {
    float *out = t->planes->data + c * plane + (gsize) y * t->width;
    for (int x = 0; x < t->width; x++)
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
