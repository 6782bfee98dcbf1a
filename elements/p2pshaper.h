/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* The sizes inside p2pinfer: what to translate at, and how video goes out again. Two capsfilters,
 * each behind a videoconvertscale, which follow the properties and what comes in. */

#include "p2pform.h"

typedef struct
{
  int width, height; /* to translate at; 0: the input's */
  gboolean back;     /* out again in the size that came in */
  gboolean both;     /* two pictures side by side */
} P2pShapeWish;

typedef struct
{
  /* Of the bin, there for life. */
  GstElement *scale, *size;        /* before the core */
  GstElement *convert_out, *shape; /* behind it */
  int resize;                      /* the size to translate at is new; atomic */
  int turn;                        /* odd while it changes; atomic */
  GMutex lock;                     /* of what follows */
  P2pShapeWish wish;
  P2pForm form;
} P2pShaper;

void p2p_shaper_init (P2pShaper *shaper);
void p2p_shaper_clear (P2pShaper *shaper);
/* Follows what comes to `scale`, once all four elements are linked. */
void p2p_shaper_watch (P2pShaper *shaper);

/* Any thread; the size to translate at changes between two frames. */
void p2p_shaper_wish (P2pShaper *shaper, const P2pShapeWish *wish);
/* CAPS of raw video as it came in. */
void p2p_shaper_came (P2pShaper *shaper, const GstCaps *caps);
/* Nothing flows: wishes are fulfilled at once, and what came in is forgotten. */
void p2p_shaper_rest (P2pShaper *shaper);

/* A caps query that goes through the sizes and meets a change on the way would find no caps at all,
 * so it is asked again. */
gboolean p2p_shaper_query_caps (P2pShaper *shaper, GstPad *pad, GstObject *parent, GstQuery *query);
