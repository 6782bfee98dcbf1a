/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* The demo's moving picture: a house in whose life the sun wanders and windows
 * slide, translated frame by frame: label, result, truth (launch/film.launch). */

#include "demo/pairs.h"

typedef struct
{
  const P2pDemoPairs *pairs;
  const char *backend;
  int threads;
  const char *model, *out; /* the network; the video file to write */
  gboolean window;         /* show it as well */
  double seconds;          /* length */
  /* Results. */
  guint64 frames;
  double fps;  /* of the whole pipeline, painting and encoding included */
  double cost; /* ms for one translation */
} P2pFilm;

gboolean p2p_film (P2pFilm *film, GError **error);
