/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* Which frames are not worth translating: from files, one whose time will be over when its
 * translation is done; but one a second goes through however slow we are. Live input is never
 * late here: newer frames have replaced older ones before. The base class's rule knows nothing of
 * the cost. */

#include <gst/gst.h>

typedef struct
{
  /* Any thread, under the element's object lock. */
  gboolean syncing;      /* the sink reports how late frames are */
  GstClockTime deadline; /* latency that the pipeline has configured */
  /* The streaming thread, and start. */
  GstClockTime translated; /* running time of the clock at the latest translation */
} P2pLateness;

void p2p_lateness_start (P2pLateness *lateness, GstElement *element);
/* The stream was flushed: the streaming thread. */
void p2p_lateness_flush (P2pLateness *lateness, GstElement *element);
/* An event from downstream; those of QoS and latency are noted. */
void p2p_lateness_note (P2pLateness *lateness, GstElement *element, GstEvent *event);
/* Whether a frame for running time TIME is late if its translation takes COST. NOW: running time,
 * when it is. */
gboolean p2p_lateness_is_late (P2pLateness *lateness, GstElement *element, GstClockTime time,
    GstClockTime cost, GstClockTime *now);
