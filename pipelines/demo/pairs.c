/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "demo/pairs.h"

#include <errno.h>
#include <math.h>
#include <string.h>
#include "demo/painter.h"
#include "signals.h"

#define HELD_OUT_INDEX 1000000 /* houses from here on are never trained on */
#define FILM_INDEX 2000009
#define MAX_COLOURS 32
#define ALIKE 8 /* mean difference of 255 within which two labels are the same */

/* What photos show where labels have one colour. */
typedef struct
{
  guint32 colour;
  guint64 count[3][256], n;
  double mean[3];
  int median[3];
} Shade;

typedef struct
{
  Shade shades[MAX_COLOURS];
  guint n;
} Palette;

static const guint8 *
pixel (const P2pPicture *p, int x, int y)
{
  return p->data + (gsize) y * (gsize) p->stride + 3 * x;
}

static Shade *
shade_of (Palette *palette, const guint8 *rgb)
{
  const guint32 colour = (guint32) (rgb[0] << 16 | rgb[1] << 8 | rgb[2]);
  guint i = 0;
  while (i < palette->n && palette->shades[i].colour != colour)
    i++;
  if (i == palette->n && i < MAX_COLOURS)
    palette->shades[palette->n++].colour = colour;
  return &palette->shades[MIN (i, MAX_COLOURS - 1)];
}

static void
learn_colours (Palette *palette, const P2pPicture *label, const P2pPicture *photo)
{
  for (int y = 0; y < label->height; y++)
    for (int x = 0; x < label->width; x++) {
      Shade *shade = shade_of (palette, pixel (label, x, y));
      for (int c = 0; c < 3; c++)
        shade->count[c][pixel (photo, x, y)[c]]++;
      shade->n++;
    }
}

/* The mean has the smallest squared error, the median the smallest L1. */
static void
settle_colours (Palette *palette)
{
  for (guint i = 0; i < palette->n; i++)
    for (int c = 0; c < 3; c++) {
      Shade *s = &palette->shades[i];
      guint64 below = 0;
      double sum = 0;
      s->median[c] = -1;
      for (int v = 0; v < 256; v++) {
        sum += (double) v * (double) s->count[c][v];
        below += s->count[c][v];
        if (s->median[c] < 0 && 2 * below >= s->n)
          s->median[c] = v;
      }
      s->mean[c] = s->n ? sum / (double) s->n : 0;
    }
}

static void
score_colours (Palette *palette, P2pDemoPairs *pairs)
{
  double l1 = 0, square = 0;
  const double n = 3.0 * P2P_DEMO_PAIRS_HELD_OUT * pairs->size * pairs->size;
  for (int i = 0; i < P2P_DEMO_PAIRS_HELD_OUT; i++)
    for (int y = 0; y < pairs->size; y++)
      for (int x = 0; x < pairs->size; x++) {
        const Shade *s = shade_of (palette, pixel (&pairs->label[i], x, y));
        for (int c = 0; c < 3; c++) {
          const int v = pixel (&pairs->photo[i], x, y)[c];
          l1 += abs (v - s->median[c]);
          square += (v - s->mean[c]) * (v - s->mean[c]);
        }
      }
  pairs->base_l1 = l1 / n / 255;
  pairs->base_psnr = 10 * log10 (255 * 255 * n / MAX (square, 1));
}

static void
copy_beside (const P2pPicture *from, P2pPicture *to, int x)
{
  for (int y = 0; y < from->height; y++)
    memcpy (to->data + (gsize) y * (gsize) to->stride + 3 * x, pixel (from, 0, y),
        3 * (gsize) from->width);
}

static gboolean
save_pair (const P2pPicture *label, const P2pPicture *photo, const char *dir, int number,
    GError **error)
{
  g_auto (P2pPicture) both = { 0 };
  g_autofree char *name = g_strdup_printf ("%04d.png", number);
  g_autofree char *path = g_build_filename (dir, name, NULL);
  if (!p2p_picture_alloc (&both, P2P_FORMAT_RGB, 2 * label->width, label->height, 3, error))
    return FALSE;
  copy_beside (label, &both, 0);
  copy_beside (photo, &both, label->width);
  return p2p_picture_save (&both, path, error);
}

static char *
make_folder (const char *dir, const char *name, GError **error)
{
  g_autofree char *path = g_build_filename (dir, name, NULL);
  if (g_mkdir_with_parents (path, 0777) == 0)
    return g_steal_pointer (&path);
  g_set_error (error, P2P_ERROR, P2P_ERROR_CREATE,
      "the folder %s cannot be made: %s; set --out to a folder you may write", path,
      g_strerror (errno));
  return NULL;
}

static gboolean
make_training (const P2pDemoPairs *pairs, const char *dir, int n, Palette *palette, GError **error)
{
  g_auto (P2pPicture) label = { 0 }, photo = { 0 };
  g_autofree char *folder = make_folder (dir, "train", error);
  if (!folder || !p2p_picture_alloc (&label, P2P_FORMAT_RGB, pairs->size, pairs->size, 3, error)
      || !p2p_picture_alloc (&photo, P2P_FORMAT_RGB, pairs->size, pairs->size, 3, error))
    return FALSE;
  for (int i = 0; i < n && !p2p_signals_noted (); i++) {
    p2p_painter_draw (pairs->seed, (guint64) i, -1, &label, &photo);
    learn_colours (palette, &label, &photo);
    if (!save_pair (&label, &photo, folder, i + 1, error))
      return FALSE;
  }
  return TRUE;
}

static gboolean
make_held_out (P2pDemoPairs *pairs, const char *dir, GError **error)
{
  g_autofree char *folder = make_folder (dir, "val", error);
  if (!folder)
    return FALSE;
  for (int i = 0; i < P2P_DEMO_PAIRS_HELD_OUT; i++) {
    P2pPicture *label = &pairs->label[i], *photo = &pairs->photo[i];
    if (!p2p_picture_alloc (label, P2P_FORMAT_RGB, pairs->size, pairs->size, 3, error)
        || !p2p_picture_alloc (photo, P2P_FORMAT_RGB, pairs->size, pairs->size, 3, error))
      return FALSE;
    p2p_painter_draw (pairs->seed, HELD_OUT_INDEX + (guint64) i, -1, label, photo);
    if (!save_pair (label, photo, folder, i + 1, error))
      return FALSE;
  }
  return TRUE;
}

gboolean
p2p_demo_pairs_make (P2pDemoPairs *pairs, const char *dir, guint64 seed, int size, int n_train,
    GError **error)
{
  g_autofree Palette *palette = g_new0 (Palette, 1);
  *pairs = (P2pDemoPairs){ .seed = seed, .size = size };
  if (!make_training (pairs, dir, n_train, palette, error) || !make_held_out (pairs, dir, error))
    return FALSE;
  settle_colours (palette);
  score_colours (palette, pairs);
  return TRUE;
}

void
p2p_demo_pairs_clear (P2pDemoPairs *pairs)
{
  for (int i = 0; i < P2P_DEMO_PAIRS_HELD_OUT; i++) {
    p2p_picture_clear (&pairs->label[i]);
    p2p_picture_clear (&pairs->photo[i]);
  }
}

void
p2p_demo_pairs_film (const P2pDemoPairs *pairs, guint k, double rate, P2pPicture *label,
    P2pPicture *photo)
{
  p2p_painter_draw (pairs->seed, FILM_INDEX, k / rate, label, photo);
}

int
p2p_demo_pairs_recognise (const P2pDemoPairs *pairs, const guint8 *rgb, int stride)
{
  const int row = 3 * pairs->size;
  guint64 least = (guint64) ALIKE * (guint64) row * (guint64) pairs->size;
  int found = -1;
  for (int i = 0; i < P2P_DEMO_PAIRS_HELD_OUT; i++) {
    guint64 sum = 0;
    for (int y = 0; y < pairs->size && sum < least; y++)
      for (int k = 0; k < row; k++)
        sum += (guint64) abs (
            rgb[(gsize) y * (gsize) stride + (gsize) k] - pixel (&pairs->label[i], 0, y)[k]);
    if (sum < least) {
      least = sum;
      found = i;
    }
  }
  return found;
}
