/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* Which pair a buffer belongs to: a custom meta that the source attaches and
 * that every copy, conversion, queue and encoder on the way keeps. Crop, flip and
 * pairing follow from it alone, so branches need not wait for each other.
 *
 * In the meta's structure the field "name" is UTF-8, as GStreamer wants it. Where the file's name
 * is not, its bytes are in "name-bytes" (GBytes, with the 0 at the end) and "name" only looks like
 * it. */

#include <gst/gst.h>

typedef struct
{
  guint64 pair;      /* running number of the pair in this stream */
  guint64 epoch;     /* from 1 */
  guint64 sample;    /* place in the epoch's order, from 0 */
  guint64 n_samples; /* of an epoch */
  guint64 seed;
  int side;         /* how it is cut, see p2p_transform_cut(): 0: as the other half of the pair;
                     1: alone; 2: alone, B of an unpaired set */
  gboolean split;   /* A and B are different files, so that one may be missing */
  const char *name; /* of the file, as its bytes are, for messages; belongs to the buffer */
} P2pPair;

void p2p_pair_meta_add (GstBuffer *buffer, const P2pPair *pair);
/* FALSE, and PAIR all 0, when BUFFER has none. */
gboolean p2p_pair_meta_get (GstBuffer *buffer, P2pPair *pair);
/* Copies flags, times and those metas that say nothing about size or memory. */
void p2p_copy_metadata (GstBuffer *from, GstBuffer *to);
