/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* What the demo's pictures show: a random house as numbers. Lengths are in cells
 * of a picture of 64 x 64 cells, y downwards, whatever its size in pixels. */

#include <glib.h>

#define P2P_SCENE_CELLS 64
#define P2P_SCENE_WINDOWS 12
#define P2P_SCENE_MATERIALS 3

typedef struct
{
  double x, y, w, h;
} P2pBox;

/* A window or door; `open` from 0, shut, to 1. */
typedef struct
{
  P2pBox box;
  double open;
} P2pOpening;

typedef struct
{
  P2pBox wall, chimney, cloud[2], plant[2];
  P2pOpening window[P2P_SCENE_WINDOWS], door;
  P2pBox balcony[P2P_SCENE_WINDOWS];
  int n_windows, n_balconies, n_clouds, n_plants;
  int material; /* of the wall, below P2P_SCENE_MATERIALS */
  double ground, ridge,
      slope;       /* y of the ground, y of the roof's top, its narrowing at each side */
  double ledge[3]; /* y of the bands between the floors */
  int n_ledges;
  double sun_x, sun_y;
  double light; /* where light comes from: -1 left, 1 right */
} P2pScene;

/* House INDEX of SEED as it stands at TIME seconds: the sun wanders, windows slide,
 * the door opens. A negative TIME is a still: all of these at random. */
void p2p_scene_make (P2pScene *scene, guint64 seed, guint64 index, double time);
