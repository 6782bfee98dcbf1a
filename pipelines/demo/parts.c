/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "demo/parts.h"

#include <math.h>

static void
box (cairo_t *cr, const P2pBox *b)
{
  cairo_rectangle (cr, b->x, b->y, b->w, b->h);
}

static void
fill_box (cairo_t *cr, double x, double y, double w, double h)
{
  cairo_rectangle (cr, x, y, w, h);
  cairo_fill (cr);
}

/* A colour, brightened or darkened. */
static void
ink (cairo_t *cr, double r, double g, double b, double factor)
{
  cairo_set_source_rgb (cr, r * factor, g * factor, b * factor);
}

static void
shade (cairo_t *cr, double alpha)
{
  cairo_set_source_rgba (cr, 0.05, 0.04, 0.12, alpha);
}

/* Paints what lies inside the clip from (x0, y0) R0 G0 B0 to (x1, y1) R1 G1 B1. */
static void
blend (cairo_t *cr, double x0, double y0, double x1, double y1, const double from[4],
    const double to[4])
{
  cairo_pattern_t *p = cairo_pattern_create_linear (x0, y0, x1, y1);
  cairo_pattern_add_color_stop_rgba (p, 0, from[0], from[1], from[2], from[3]);
  cairo_pattern_add_color_stop_rgba (p, 1, to[0], to[1], to[2], to[3]);
  cairo_set_source (cr, p);
  cairo_paint (cr);
  cairo_pattern_destroy (p);
}

static void
glow (cairo_t *cr, double x, double y, double radius, const double from[4])
{
  cairo_pattern_t *p = cairo_pattern_create_radial (x, y, 0, x, y, radius);
  cairo_pattern_add_color_stop_rgba (p, 0, from[0], from[1], from[2], from[3]);
  cairo_pattern_add_color_stop_rgba (p, 1, from[0], from[1], from[2], 0);
  cairo_set_source (cr, p);
  cairo_paint (cr);
  cairo_pattern_destroy (p);
}

static void
ellipse (cairo_t *cr, const P2pBox *b)
{
  cairo_save (cr);
  cairo_translate (cr, b->x + b->w / 2, b->y + b->h / 2);
  cairo_scale (cr, b->w / 2, b->h / 2);
  cairo_new_sub_path (cr);
  cairo_arc (cr, 0, 0, 1, 0, 2 * G_PI);
  cairo_restore (cr);
}

/* A fixed number in -1 .. 1 for each place, so that bricks differ. */
static double
speckle (int x, int y)
{
  const guint32 h = ((guint32) x * 73856093u) ^ ((guint32) y * 19349663u);
  return (double) ((h * 2654435761u) >> 16) / 32768.0 - 1;
}

/* --- sky and surroundings --- */

static void
sky_shape (cairo_t *cr, const P2pScene *s)
{
  cairo_rectangle (cr, 0, 0, P2P_SCENE_CELLS, P2P_SCENE_CELLS);
}

/* Low sun: warm horizon. */
static void
sky_brush (cairo_t *cr, const P2pScene *s)
{
  const double low = (s->sun_y - 4) / 7;
  const double top[4] = { 0.25 + 0.10 * low, 0.48 - 0.10 * low, 0.83 - 0.12 * low, 1 };
  const double bottom[4] = { 0.72 + 0.23 * low, 0.85 - 0.12 * low, 0.95 - 0.35 * low, 1 };
  const double warm[4] = { 1, 0.92, 0.70, 0.75 };
  blend (cr, 0, 0, 0, 40, top, bottom);
  glow (cr, s->sun_x, s->sun_y, 26, warm);
}

static void
sun_shape (cairo_t *cr, const P2pScene *s)
{
  const P2pBox b = { s->sun_x - 3, s->sun_y - 3, 6, 6 };
  ellipse (cr, &b);
}

static void
sun_brush (cairo_t *cr, const P2pScene *s)
{
  ink (cr, 1, 0.98, 0.86, 1);
  cairo_paint (cr);
}

static void
cloud_shape (cairo_t *cr, const P2pScene *s)
{
  for (int i = 0; i < s->n_clouds; i++)
    ellipse (cr, &s->cloud[i]);
}

static void
cloud_brush (cairo_t *cr, const P2pScene *s)
{
  const double lit[4] = { 1, 1, 1, 0.95 }, dull[4] = { 0.72, 0.76, 0.86, 0.9 };
  for (int i = 0; i < s->n_clouds; i++) {
    const P2pBox *b = &s->cloud[i];
    cairo_save (cr);
    ellipse (cr, b);
    cairo_clip (cr);
    blend (cr, 0, b->y, 0, b->y + b->h, lit, dull);
    cairo_restore (cr);
  }
}

static void
ground_shape (cairo_t *cr, const P2pScene *s)
{
  cairo_rectangle (cr, 0, s->ground, P2P_SCENE_CELLS, P2P_SCENE_CELLS - s->ground);
}

static void
ground_brush (cairo_t *cr, const P2pScene *s)
{
  ink (cr, 0.62, 0.60, 0.57, 1);
  cairo_paint (cr);
  ink (cr, 0.42, 0.40, 0.40, 1);
  fill_box (cr, 0, s->ground + 2.5, P2P_SCENE_CELLS, P2P_SCENE_CELLS);
  ink (cr, 0.80, 0.79, 0.76, 1);
  fill_box (cr, 0, s->ground + 2, P2P_SCENE_CELLS, 0.8);
  shade (cr, 0.35);
  for (int x = 0; x < P2P_SCENE_CELLS; x += 8)
    fill_box (cr, x, s->ground, 0.6, 2);
  fill_box (cr, s->wall.x - 4 * s->light, s->ground, s->wall.w, 1.2);
}

static void
plant_shape (cairo_t *cr, const P2pScene *s)
{
  for (int i = 0; i < s->n_plants; i++)
    ellipse (cr, &s->plant[i]);
}

static void
plant_brush (cairo_t *cr, const P2pScene *s)
{
  const double lit[4] = { 0.75, 0.88, 0.35, 0.75 };
  ink (cr, 0.13, 0.30, 0.12, 1);
  cairo_paint (cr);
  for (int i = 0; i < s->n_plants; i++) {
    const P2pBox *b = &s->plant[i];
    glow (cr, b->x + b->w * (0.5 + 0.35 * s->light), b->y + b->h * 0.25, b->w * 0.55, lit);
    shade (cr, 0.3);
    for (int y = 0; y < b->h; y += 2)
      for (int x = y % 4 ? 1 : 0; x < b->w; x += 3)
        fill_box (cr, b->x + x, b->y + y, 1, 1);
  }
}

/* --- the house --- */

static void
roof_shape (cairo_t *cr, const P2pScene *s)
{
  const P2pBox *w = &s->wall;
  cairo_move_to (cr, w->x - 2, w->y);
  cairo_line_to (cr, w->x + s->slope, s->ridge);
  cairo_line_to (cr, w->x + w->w - s->slope, s->ridge);
  cairo_line_to (cr, w->x + w->w + 2, w->y);
  cairo_close_path (cr);
}

static void
roof_brush (cairo_t *cr, const P2pScene *s)
{
  const double top[4] = { 0.70, 0.33, 0.24, 1 }, bottom[4] = { 0.45, 0.17, 0.14, 1 };
  int row = 0;
  blend (cr, 0, s->ridge, 0, s->wall.y, top, bottom);
  for (double y = s->ridge; y < s->wall.y; y += 3, row++) {
    shade (cr, 0.45);
    fill_box (cr, 0, y + 2.2, P2P_SCENE_CELLS, 0.8);
    shade (cr, 0.25);
    for (double x = row % 2 ? 0 : 2; x < P2P_SCENE_CELLS; x += 4)
      fill_box (cr, x, y, 0.7, 2.2);
  }
}

static void
chimney_shape (cairo_t *cr, const P2pScene *s)
{
  box (cr, &s->chimney);
}

static void
chimney_brush (cairo_t *cr, const P2pScene *s)
{
  const P2pBox *b = &s->chimney;
  ink (cr, 0.58, 0.30, 0.22, 1);
  cairo_paint (cr);
  ink (cr, 0.82, 0.78, 0.72, 1);
  fill_box (cr, b->x, b->y, b->w, 1.4);
  shade (cr, 0.45);
  fill_box (cr, s->light < 0 ? b->x + b->w / 2 : b->x, b->y, b->w / 2, b->h);
}

static void
wall_shape (cairo_t *cr, const P2pScene *s, int material)
{
  if (s->material == material)
    box (cr, &s->wall);
}

/* Courses of H, stones of W, each second course half a stone further; THICK joints. */
static void
courses (cairo_t *cr, const P2pBox *wall, double w, double h, double thick, const double stone[3],
    double variety)
{
  int row = 0;
  for (double y = wall->y + wall->h - h; y > wall->y - h; y -= h, row++)
    for (int i = 0; (i - 1) * w < wall->w; i++) {
      ink (cr, stone[0], stone[1], stone[2], 1 + variety * speckle (i, row));
      fill_box (cr, wall->x + (i - (row % 2 ? 0.5 : 0)) * w, y, w - thick, h - thick);
    }
}

/* The side towards the sun is lighter, the foot of the wall darker. */
static void
wall_light (cairo_t *cr, const P2pScene *s)
{
  const double lit[4] = { 1, 0.95, 0.8, 0.25 * fabs (s->light) };
  const double dull[4] = { 0.05, 0.04, 0.15, 0.35 * fabs (s->light) };
  const double none[4] = { 0, 0, 0, 0 }, foot[4] = { 0, 0, 0, 0.3 };
  const double left = s->wall.x, right = left + s->wall.w;
  blend (cr, s->light < 0 ? left : right, 0, s->light < 0 ? right : left, 0, lit, dull);
  blend (cr, 0, s->ground - 12, 0, s->ground, none, foot);
}

static void
brick_shape (cairo_t *cr, const P2pScene *s)
{
  wall_shape (cr, s, 0);
}

static void
brick_brush (cairo_t *cr, const P2pScene *s)
{
  const double stone[3] = { 0.66, 0.29, 0.20 };
  ink (cr, 0.80, 0.72, 0.63, 1);
  cairo_paint (cr);
  courses (cr, &s->wall, 6, 3, 0.8, stone, 0.12);
  wall_light (cr, s);
}

static void
plaster_shape (cairo_t *cr, const P2pScene *s)
{
  wall_shape (cr, s, 1);
}

static void
plaster_brush (cairo_t *cr, const P2pScene *s)
{
  ink (cr, 0.90, 0.76, 0.48, 1);
  cairo_paint (cr);
  for (int y = 0; y < s->wall.h; y += 4)
    for (int x = 0; x < s->wall.w; x += 4) {
      cairo_set_source_rgba (cr, 0.45, 0.33, 0.15, 0.05 + 0.05 * speckle (x, y));
      fill_box (cr, s->wall.x + x, s->wall.y + y, 4, 4);
    }
  wall_light (cr, s);
}

static void
stone_shape (cairo_t *cr, const P2pScene *s)
{
  wall_shape (cr, s, 2);
}

static void
stone_brush (cairo_t *cr, const P2pScene *s)
{
  const double stone[3] = { 0.68, 0.71, 0.73 };
  ink (cr, 0.40, 0.42, 0.46, 1);
  cairo_paint (cr);
  courses (cr, &s->wall, 11, 5, 1, stone, 0.06);
  wall_light (cr, s);
}

static void
ledge_shape (cairo_t *cr, const P2pScene *s)
{
  for (int i = 0; i < s->n_ledges; i++)
    cairo_rectangle (cr, s->wall.x, s->ledge[i], s->wall.w, 1);
  cairo_rectangle (cr, s->wall.x - 2, s->wall.y, s->wall.w + 4, 2);
}

static void
ledge_brush (cairo_t *cr, const P2pScene *s)
{
  ink (cr, 0.93, 0.90, 0.84, 1);
  cairo_paint (cr);
  shade (cr, 0.3);
  fill_box (cr, 0, s->wall.y + 1.3, P2P_SCENE_CELLS, 0.7);
}

/* What stands out throws a shadow on the wall, away from the sun. */
static void
shadow_shape (cairo_t *cr, const P2pScene *s)
{
  const double depth = 2 + (11 - s->sun_y) / 3.5, aside = -3 * s->light;
  cairo_rectangle (cr, s->wall.x, s->wall.y + 2, s->wall.w, depth);
  for (int i = 0; i < s->n_ledges; i++)
    cairo_rectangle (cr, s->wall.x, s->ledge[i] + 1, s->wall.w, 0.7);
  for (int i = 0; i < s->n_balconies; i++) {
    const P2pBox *b = &s->balcony[i];
    const double y = b->y + b->h;
    cairo_move_to (cr, b->x, y);
    cairo_line_to (cr, b->x + b->w, y);
    cairo_line_to (cr, b->x + b->w + aside, y + depth);
    cairo_line_to (cr, b->x + aside, y + depth);
    cairo_close_path (cr);
  }
}

static void
shadow_brush (cairo_t *cr, const P2pScene *s)
{
  shade (cr, 0.5);
  cairo_paint (cr);
}

/* The lower sash of a window slides up; behind it is a dark room. */
static P2pBox
gap_of (const P2pOpening *window)
{
  const P2pBox *b = &window->box;
  const double h = floor (window->open * (b->h / 2 - 1) + 0.5);
  return (P2pBox){ b->x + 1, b->y + b->h - 1 - h, b->w - 2, h };
}

static void
window_shape (cairo_t *cr, const P2pScene *s)
{
  for (int i = 0; i < s->n_windows; i++)
    box (cr, &s->window[i].box);
}

/* Frame, sky in the glass, a bar, and the shadow of the reveal. */
static void
pane (cairo_t *cr, const P2pScene *s, const P2pBox *b)
{
  const double top[4] = { 0.62, 0.78, 0.90, 1 }, bottom[4] = { 0.10, 0.16, 0.24, 1 };
  ink (cr, 0.96, 0.95, 0.92, 1);
  box (cr, b);
  cairo_fill (cr);
  cairo_save (cr);
  cairo_rectangle (cr, b->x + 1, b->y + 1, b->w - 2, b->h - 2);
  cairo_clip (cr);
  blend (cr, b->x, b->y, b->x + b->w * (s->light < 0 ? 0.5 : -0.5), b->y + b->h, top, bottom);
  cairo_restore (cr);
  ink (cr, 0.96, 0.95, 0.92, 1);
  fill_box (cr, b->x, b->y + floor (b->h / 2), b->w, 1);
  fill_box (cr, b->x + b->w / 2 - 0.5, b->y, 1, b->h);
  shade (cr, 0.5);
  fill_box (cr, b->x, b->y, b->w, 1);
  shade (cr, 0.45 * fabs (s->light));
  fill_box (cr, s->light < 0 ? b->x : b->x + b->w - 1.5, b->y, 1.5, b->h);
}

static void
window_brush (cairo_t *cr, const P2pScene *s)
{
  for (int i = 0; i < s->n_windows; i++)
    pane (cr, s, &s->window[i].box);
}

static void
sill_shape (cairo_t *cr, const P2pScene *s)
{
  for (int i = 0; i < s->n_windows; i++) {
    const P2pBox *b = &s->window[i].box;
    cairo_rectangle (cr, b->x - 1, b->y + b->h, b->w + 2, 1);
  }
}

static void
door_shape (cairo_t *cr, const P2pScene *s)
{
  box (cr, &s->door.box);
}

/* Two rows of panels and a knob. */
static void
door_brush (cairo_t *cr, const P2pScene *s)
{
  const P2pBox *b = &s->door.box;
  ink (cr, 0.16, 0.36, 0.27, 1);
  cairo_paint (cr);
  ink (cr, 0.30, 0.55, 0.42, 1);
  for (int i = 0; i < 4; i++)
    fill_box (cr, b->x + 1.2 + (i % 2) * 3.2, b->y + 1.4 + (i / 2) * 4.4, 2.4, 3.2);
  ink (cr, 0.95, 0.80, 0.35, 1);
  fill_box (cr, b->x + 0.4, b->y + 5, 1, 1);
  shade (cr, 0.5);
  fill_box (cr, b->x, b->y, b->w, 1);
}

static void
room_shape (cairo_t *cr, const P2pScene *s)
{
  const P2pBox *b = &s->door.box;
  for (int i = 0; i < s->n_windows; i++) {
    const P2pBox gap = gap_of (&s->window[i]);
    box (cr, &gap);
  }
  const double w = floor (s->door.open * (b->w - 2) + 0.5);
  cairo_rectangle (cr, b->x + b->w - w, b->y + 1, w, b->h - 1);
}

/* Lamplight: brightest in the middle of the height. */
static void
room_brush (cairo_t *cr, const P2pScene *s)
{
  const P2pBox *d = &s->door.box;
  const double lamp[4] = { 1, 0.75, 0.30, 0.9 };
  ink (cr, 0.16, 0.09, 0.05, 1);
  cairo_paint (cr);
  glow (cr, d->x + d->w, d->y + d->h * 0.45, 7, lamp);
  for (int i = 0; i < s->n_windows; i++) {
    const P2pBox *b = &s->window[i].box;
    glow (cr, b->x + b->w / 2, b->y + b->h, 4, lamp);
  }
}

static void
balcony_shape (cairo_t *cr, const P2pScene *s)
{
  for (int i = 0; i < s->n_balconies; i++)
    box (cr, &s->balcony[i]);
}

static void
balcony_brush (cairo_t *cr, const P2pScene *s)
{
  for (int i = 0; i < s->n_balconies; i++) {
    const P2pBox *b = &s->balcony[i];
    ink (cr, 0.33, 0.34, 0.38, 1);
    box (cr, b);
    cairo_fill (cr);
    ink (cr, 0.10, 0.10, 0.12, 1);
    for (double x = b->x; x < b->x + b->w; x += 2)
      fill_box (cr, x, b->y, 1, b->h);
    fill_box (cr, b->x, b->y, b->w, 1);
    ink (cr, 0.85, 0.83, 0.79, 1);
    fill_box (cr, b->x, b->y + b->h - 1.2, b->w, 1.2);
  }
}

static const P2pPart parts[] = {
  { { 0, 0, 170 }, sky_shape, sky_brush, FALSE },
  { { 255, 255, 0 }, sun_shape, sun_brush, FALSE },
  { { 85, 85, 255 }, cloud_shape, cloud_brush, FALSE },
  { { 85, 85, 85 }, ground_shape, ground_brush, FALSE },
  { { 170, 85, 0 }, chimney_shape, chimney_brush, FALSE },
  { { 170, 0, 0 }, roof_shape, roof_brush, FALSE },
  { { 0, 85, 255 }, brick_shape, brick_brush, FALSE },
  { { 0, 170, 255 }, plaster_shape, plaster_brush, FALSE },
  { { 85, 170, 170 }, stone_shape, stone_brush, FALSE },
  { { 0, 0, 0 }, shadow_shape, shadow_brush, TRUE },
  { { 0, 255, 255 }, ledge_shape, ledge_brush, FALSE },
  { { 170, 255, 85 }, window_shape, window_brush, FALSE },
  { { 0, 255, 255 }, sill_shape, ledge_brush, FALSE },
  { { 255, 85, 0 }, door_shape, door_brush, FALSE },
  { { 85, 0, 85 }, room_shape, room_brush, FALSE },
  { { 255, 170, 0 }, balcony_shape, balcony_brush, FALSE },
  { { 0, 170, 0 }, plant_shape, plant_brush, FALSE },
};

const P2pPart *
p2p_parts (guint *n)
{
  *n = G_N_ELEMENTS (parts);
  return parts;
}
