/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "demo/scene.h"

#include <math.h>
#include "core/p2p.h"

#define DAY_SECONDS 9.0 /* the sun's way from left to right, and back */

/* Whole cells, so that edges fall between pixels. */
static int
between (P2pRng *rng, int low, int high)
{
  return low + (int) p2p_rng_below (rng, (guint32) (high - low + 1));
}

static gboolean
chance (P2pRng *rng, double p)
{
  return p2p_rng_double (rng) < p;
}

/* How far something stands open: stills are mostly shut, films swing. */
static double
open_at (P2pRng *rng, double time)
{
  const double still = chance (rng, 0.35) ? p2p_rng_double (rng) : 0;
  const double period = 3 + 4 * p2p_rng_double (rng), phase = p2p_rng_double (rng);
  return time < 0 ? still : MAX (0, sin (2 * G_PI * (time / period + phase)));
}

static void
place_sun (P2pScene *s, P2pRng *rng, double time)
{
  const double still = p2p_rng_double (rng);
  const double way = time < 0 ? still : 0.5 - 0.5 * cos (G_PI * (time / DAY_SECONDS + still));
  s->sun_x = 5 + 54 * way;
  s->sun_y = 11 - 7 * sin (G_PI * way);
  s->light = (s->sun_x - P2P_SCENE_CELLS / 2) / (P2P_SCENE_CELLS / 2);
}

static void
place_surroundings (P2pScene *s, P2pRng *rng)
{
  s->n_clouds = between (rng, 0, 2);
  for (int i = 0; i < s->n_clouds; i++)
    s->cloud[i] = (P2pBox){ between (rng, -4, 52), between (rng, 3, 11), between (rng, 11, 18),
      between (rng, 4, 6) };
  s->n_plants = between (rng, 0, 2);
  for (int i = 0; i < s->n_plants; i++) {
    const int size = between (rng, 7, 11);
    s->plant[i] = (P2pBox){ i == 0 ? between (rng, -4, 4) : between (rng, 52, 60),
      s->ground - size + 1, size, size };
  }
}

static void
place_house (P2pScene *s, P2pRng *rng)
{
  const int left = between (rng, 3, 7), right = between (rng, 57, 61), top = between (rng, 23, 26);
  s->ground = between (rng, 57, 59);
  s->wall = (P2pBox){ left, top, right - left, s->ground - top };
  s->ridge = top - between (rng, 6, 9);
  s->slope = between (rng, 2, 12);
  s->material = between (rng, 0, P2P_SCENE_MATERIALS - 1);
  const double x = chance (rng, 0.5) ? left + 14 : right - 19;
  s->chimney = (P2pBox){ x, s->ridge - 3, 5, chance (rng, 0.6) ? 8 : 0 };
}

/* Windows of the UPPER rows may have a balcony. */
static void
place_window (P2pScene *s, P2pRng *rng, const P2pBox *box, gboolean upper, double time)
{
  P2pOpening *window = &s->window[s->n_windows++];
  window->box = *box;
  window->open = open_at (rng, time);
  if (chance (rng, 0.3) && upper)
    s->balcony[s->n_balconies++] = (P2pBox){ box->x - 2, box->y + box->h - 3, box->w + 4, 5 };
}

/* Windows in a grid over the wall; the door takes the place of one of the lowest row. */
static void
place_openings (P2pScene *s, P2pRng *rng, double time)
{
  const int rows = between (rng, 2, 3), columns = between (rng, 2, 4);
  const int door = between (rng, 0, columns - 1);
  const double w = s->wall.w / columns, h = (s->wall.h - 1) / rows;
  const int ww = MIN (between (rng, 7, 10), (int) w - 5),
            wh = MIN (between (rng, 8, 11), (int) h - 4);
  for (int row = 0; row < rows; row++) {
    const double y = floor (s->wall.y + 3 + row * h);
    if (row > 0)
      s->ledge[s->n_ledges++] = y - 2;
    for (int column = 0; column < columns; column++) {
      const P2pBox box = { floor (s->wall.x + column * w + (w - ww) / 2), y, ww, wh };
      if (row < rows - 1 || column != door)
        place_window (s, rng, &box, row < rows - 1, time);
    }
  }
  s->door.box = (P2pBox){ floor (s->wall.x + door * w + (w - 8) / 2), s->ground - 10, 8, 10 };
  s->door.open = open_at (rng, time);
}

void
p2p_scene_make (P2pScene *scene, guint64 seed, guint64 index, double time)
{
  P2pRng rng;
  *scene = (P2pScene){ 0 };
  p2p_rng_init (&rng, seed, P2P_RNG_DEMO, index);
  place_sun (scene, &rng, time);
  place_house (scene, &rng);
  place_surroundings (scene, &rng);
  place_openings (scene, &rng, time);
}
