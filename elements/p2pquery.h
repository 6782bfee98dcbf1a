/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* What the trainer asks upstream before data flows, as custom queries that
 * every element on the way passes on. Both are sent at READY to PAUSED, when the
 * elements upstream are still in READY.
 *
 *   p2p-options  each element adds the options of core/options/options.h that are its
 *                properties, as text under the property's name; the trainer
 *                records them with the run. A source of files adds fingerprint (string) and
 *                n-samples (uint64) of its data set
 *   p2p-start    epoch, sample, seed, last-epoch (uint64): the source starts exactly
 *                there
 *
 * And what the source says downstream, in order with its buffers:
 *
 *   P2P_END_OF_DATA  serialized custom event: the last epoch is over; EOS follows. An EOS without
 *                    it came from outside */

#include <gst/gst.h>
#include "core/p2p.h"

#define P2P_END_OF_DATA "p2p-end-of-data"

typedef struct
{
  guint64 epoch, sample, seed, last_epoch;
} P2pStart;

/* Asks the peer of SINKPAD. FALSE when nobody answers. */
gboolean p2p_query_start (GstPad *sinkpad, const P2pStart *start);
/* Fills the data set's fields of OPTIONS with what elements upstream answer: they count as given.
 * DATA: where to add what is known of the pictures. */
gboolean p2p_query_options (GstPad *sinkpad, P2pOptions *options, P2pDataSet *data, GError **error);

/* Whether what comes to SINKPAD is live, as the latency query says. */
gboolean p2p_query_live (GstPad *sinkpad);
/* The longest latency that upstream can do, GST_CLOCK_TIME_NONE: any. */
GstClockTime p2p_query_most_latency (GstPad *sinkpad);

/* For those who answer. */
gboolean p2p_query_is (GstQuery *query, const char *name);
gboolean p2p_query_parse_start (GstQuery *query, P2pStart *start);
void p2p_query_add_options (GstQuery *query, GstElement *element);
void p2p_query_add_data_set (GstQuery *query, const P2pDataset *dataset);
/* A query function for pads of elements whose properties are options: adds them,
 * then passes the query on. */
gboolean p2p_query_default (GstPad *pad, GstObject *parent, GstQuery *query);
