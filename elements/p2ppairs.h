/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* The two input pads of p2ptrain: which sizes they take, which buffers make a
 * pair, and what a live source does while training is busy. */

#include <gst/base/gstaggregator.h>
#include "p2pgaps.h"
#include "p2pmedia.h"
#include "p2pquery.h"

typedef struct
{
  GstAggregatorPad *sinks[2]; /* a, b */
  P2pMedia media[2];          /* the aggregator's task */
  P2pGaps gaps;               /* between samples of files */
  gboolean ended[2];          /* the source has given all it has */
  int asked;                  /* pairs that passed since B was asked for A's size; 0: it was not */
  int live, closed;           /* atomic: a live source; nothing is taken now */
  int multiple;               /* atomic: what sides are of, once the run is open; else 0 */
  guint64 dropped;            /* pairs; under the element's object lock */
} P2pPairs;

/* Adds the pads sink_a and sink_b to ELEMENT, from its templates. PAIRS lives as
 * long as ELEMENT. */
void p2p_pairs_init (P2pPairs *pairs, GstElement *element);
/* A run begins; nothing is known of the streams. */
void p2p_pairs_start (P2pPairs *pairs);
/* Pairs that were, any thread. */
guint64 p2p_pairs_dropped (const P2pPairs *pairs);

/* What both streams say of the data; the depth may be kept on one side only. */
gboolean p2p_pairs_ask_options (const P2pPairs *pairs, P2pOptions *options, P2pDataSet *data,
    GError **error);
/* Has both streams, which may come from two sources, begin at START, the sample FIRST. FALSE:
 * nobody upstream can. */
gboolean p2p_pairs_ask_start (P2pPairs *pairs, const P2pStart *start, const P2pPosition *first);

/* Answers a caps query of sink PAD: first RGB with sides that are multiples of what the network of
 * OPTIONS (the element's, under its object lock) needs, or planes of any size. The size is that of
 * the branch that can give one only, else A's, which is never asked to follow B. Sizes that do not
 * suit are taken too, and refused with words when they come. FALSE: another query. */
gboolean p2p_pairs_answer (P2pPairs *pairs, GstAggregatorPad *pad, const P2pOptions *options,
    GstQuery *query);
gboolean p2p_pairs_set_caps (P2pPairs *pairs, GstAggregatorPad *pad, GstCaps *caps);

/* The streams are flushed: nobody knows where they begin again. */
void p2p_pairs_flush (P2pPairs *pairs);
/* The event P2P_END_OF_DATA came to PAD. */
void p2p_pairs_set_ended (P2pPairs *pairs, GstAggregatorPad *pad);
/* No pair can come any more. */
gboolean p2p_pairs_are_over (const P2pPairs *pairs);
/* That, and not because somebody outside wants an end. */
gboolean p2p_pairs_have_ended (const P2pPairs *pairs);
/* The data are over: FALSE when too many of the last epoch never came. */
gboolean p2p_pairs_end (P2pPairs *pairs, GError **error);

/* The next pair of one sample, and where it stands: as its meta says or, without one, NEXT. Where B
 * is of another size than A but can scale, it is asked to, and what comes until then is dropped.
 * NEED_DATA when something had no partner and was dropped; ERROR with ERROR set when
 * the two streams do not belong together, or too many samples of files are left out. */
GstFlowReturn p2p_pairs_take (P2pPairs *pairs, const P2pPosition *next, GstBuffer **a,
    GstBuffer **b, P2pPosition *position, GError **error);
/* After the end: drops what still comes, until both pads are at EOS. Whoever sends EOS to one source
 * after the other would else wait for ever behind a full queue. */
GstFlowReturn p2p_pairs_drain (P2pPairs *pairs);
/* Live sources: from close to open what arrives is dropped, and counted; so is what
 * is queued by then. Others wait. */
void p2p_pairs_close (P2pPairs *pairs);
void p2p_pairs_open (P2pPairs *pairs);
