/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* The model of p2pinfercore: the one in use, and a newer one, which is loaded beside it, in a
 * thread of its own, and takes over between two frames. One that is refused is a warning, and the
 * property says again which file it is that runs. */

#include "p2pinfersettings.h"

typedef struct
{
  GstElement *element;        /* the owner */
  P2pInferSettings *settings; /* the owner's; under its object lock */

  /* The streaming thread; start and stop, while there is none. */
  P2pTranslator *translator; /* NULL: nothing needed one yet */
  gboolean lab;              /* the model, loaded or not, is one that colours */

  /* Any thread, under the element's object lock. The streaming thread alone, and stop, change
   * width and height, so it may read them without. */
  gboolean started;
  P2pOutput output;         /* wanted */
  char *file;               /* of the one in use; "" if there is none */
  char *description;        /* of the same */
  P2pTranslator *pending;   /* newer, for the next frame */
  char *pending_file;       /* its file */
  GThread *loader;          /* the latest, perhaps done */
  gboolean loading, wanted; /* the loader is at work; it has to look again */
  int width, height;        /* of the frames; 0: not negotiated */
  gboolean live;            /* upstream, as its latency query said */
} P2pInferModel;

/* MODEL lives as long as ELEMENT, and SETTINGS too. */
void p2p_infer_model_init (P2pInferModel *model, GstElement *element, P2pInferSettings *settings);
void p2p_infer_model_clear (P2pInferModel *model);

/* Loads it if the output needs one, else only looks at it. */
gboolean p2p_infer_model_start (P2pInferModel *model, GError **error);
void p2p_infer_model_stop (P2pInferModel *model);

/* The property "model" or "output" was set. Any thread, which does not wait; what goes wrong becomes
 * a warning. */
void p2p_infer_model_changed (P2pInferModel *model);
void p2p_infer_model_output_changed (P2pInferModel *model);
P2pOutput p2p_infer_model_output (P2pInferModel *model);

/* Frames are of WIDTH x HEIGHT from now on. COST: nanoseconds of a run, 0 if it was not tried:
 * only who must answer for a latency, because input is LIVE, needs to know it before the first
 * one. The streaming thread, as what follows. */
gboolean p2p_infer_model_fit (P2pInferModel *model, int width, int height, gboolean live,
    GstClockTime *cost, GError **error);
/* Puts a pending one into use. */
void p2p_infer_model_swap (P2pInferModel *model);
