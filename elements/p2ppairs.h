/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* The two input pads of p2ptrain: which sizes they take, which buffers make a
 * pair, and what a live source does while training is busy. */

#include <gst/base/gstaggregator.h>
#include "p2pgaps.h"
#include "p2pmedia.h"

typedef struct
{
  GstAggregatorPad *sinks[2]; /* a, b */
  P2pMedia media[2];          /* the aggregator's task */
  P2pGaps gaps;               /* between samples of files */
  int live, closed;           /* atomic: a live source; nothing is taken now */
  guint64 dropped;            /* pairs; under the element's object lock */
} P2pPairs;

/* Adds the pads sink_a and sink_b to ELEMENT, from its templates. PAIRS lives as
 * long as ELEMENT. */
void p2p_pairs_init (P2pPairs *pairs, GstElement *element);
void p2p_pairs_start (P2pPairs *pairs);

/* Answers a caps query of sink PAD: RGB with sides that are multiples of what the network of
 * OPTIONS (a copy, it is resolved here) needs, and the other pad's size, preferred once that
 * has one; or planes of any size. */
void p2p_pairs_answer_caps (P2pPairs *pairs, GstAggregatorPad *pad, P2pOptions *options,
    GstQuery *query);
gboolean p2p_pairs_set_caps (P2pPairs *pairs, GstAggregatorPad *pad, GstCaps *caps);

/* Where the stream of files should begin; NULL: nobody knows. */
void p2p_pairs_expect (P2pPairs *pairs, const P2pPosition *first);
/* The data are over: FALSE when too many of the last epoch never came. */
gboolean p2p_pairs_end (P2pPairs *pairs, GError **error);

/* The next pair of one sample, and where it stands: as its meta says or, without one, NEXT.
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
