/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "demo/painter.h"

#include "demo/parts.h"

#define OVERSAMPLING 2 /* photos are painted larger and averaged */
#define NOISE 2.5      /* deviation of the photo's grain, of 255 */

static cairo_t *
canvas (int size)
{
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, size, size);
  cairo_t *cr = cairo_create (surface);
  cairo_surface_destroy (surface);
  cairo_scale (cr, (double) size / P2P_SCENE_CELLS, (double) size / P2P_SCENE_CELLS);
  return cr;
}

static const guint32 *
row_of (cairo_t *cr, int y)
{
  cairo_surface_t *surface = cairo_get_target (cr);
  cairo_surface_flush (surface);
  return (const guint32 *) (cairo_image_surface_get_data (surface)
                            + (gsize) y * (gsize) cairo_image_surface_get_stride (surface));
}

static void
draw_label (const P2pScene *scene, P2pPicture *label)
{
  guint n;
  const P2pPart *parts = p2p_parts (&n);
  cairo_t *cr = canvas (label->width);
  cairo_set_antialias (cr, CAIRO_ANTIALIAS_NONE);
  for (guint i = 0; i < n; i++) {
    const guint8 *c = parts[i].label;
    if (parts[i].only_photo)
      continue;
    parts[i].shape (cr, scene);
    cairo_set_source_rgb (cr, c[0] / 255.0, c[1] / 255.0, c[2] / 255.0);
    cairo_fill (cr);
  }
  for (int y = 0; y < label->height; y++) {
    const guint32 *from = row_of (cr, y);
    guint8 *to = label->data + (gsize) y * (gsize) label->stride;
    for (int x = 0; x < label->width; x++, to += 3) {
      to[0] = (guint8) (from[x] >> 16);
      to[1] = (guint8) (from[x] >> 8);
      to[2] = (guint8) from[x];
    }
  }
  cairo_destroy (cr);
}

/* The mean of OVERSAMPLING x OVERSAMPLING pixels, plus GRAIN, of channel 0 to 2. */
static guint8
average (const guint32 *const *rows, int x, int channel, double grain)
{
  guint sum = 0;
  for (int j = 0; j < OVERSAMPLING; j++)
    for (int i = 0; i < OVERSAMPLING; i++)
      sum += rows[j][x * OVERSAMPLING + i] >> (16 - 8 * channel) & 0xff;
  return (guint8) CLAMP (sum / (double) (OVERSAMPLING * OVERSAMPLING) + grain + 0.5, 0, 255);
}

static void
draw_photo (const P2pScene *scene, P2pRng *rng, P2pPicture *photo)
{
  guint n;
  const P2pPart *parts = p2p_parts (&n);
  cairo_t *cr = canvas (photo->width * OVERSAMPLING);
  for (guint i = 0; i < n; i++) {
    cairo_save (cr);
    cairo_new_path (cr);
    parts[i].shape (cr, scene);
    cairo_clip (cr);
    parts[i].brush (cr, scene);
    cairo_restore (cr);
  }
  for (int y = 0; y < photo->height; y++) {
    const guint32 *rows[OVERSAMPLING];
    guint8 *to = photo->data + (gsize) y * (gsize) photo->stride;
    for (int j = 0; j < OVERSAMPLING; j++)
      rows[j] = row_of (cr, y * OVERSAMPLING + j);
    for (int x = 0; x < photo->width; x++) {
      const double grain = NOISE * p2p_rng_normal (rng);
      for (int c = 0; c < 3; c++)
        *to++ = average (rows, x, c, grain);
    }
  }
  cairo_destroy (cr);
}

void
p2p_painter_draw (guint64 seed, guint64 index, double time, P2pPicture *label, P2pPicture *photo)
{
  P2pScene scene;
  P2pRng grain;
  p2p_scene_make (&scene, seed, index, time);
  p2p_rng_init (&grain, seed, P2P_RNG_DEMO, index + (G_GUINT64_CONSTANT (1) << 40));
  draw_label (&scene, label);
  draw_photo (&scene, &grain, photo);
}
