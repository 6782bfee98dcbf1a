/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* Who trains on pairs waits for ever for a pad that nobody links. That is said: at the start, if no
 * element of the pipeline can make a pad for it later, else when the other pad has long had data. */

#include <gst/base/gstaggregator.h>

typedef struct
{
  GstElement *element; /* the owner */
  GstAggregatorPad *const *sinks;
  guint n;
  GThread *watch; /* start and stop */
  GMutex lock;
  GCond cond;
  gboolean over; /* under the lock */
} P2pLinks;

/* LINKS lives as long as ELEMENT, whose N sink pads are SINKS. */
void p2p_links_init (P2pLinks *links, GstElement *element, GstAggregatorPad *const *sinks, guint n);
void p2p_links_clear (P2pLinks *links);
/* FALSE: a pad is not linked and never will be. */
gboolean p2p_links_start (P2pLinks *links, GError **error);
void p2p_links_stop (P2pLinks *links);
