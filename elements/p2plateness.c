/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "p2plateness.h"

void
p2p_lateness_start (P2pLateness *lateness, GstElement *element)
{
  p2p_lateness_flush (lateness, element);
  GST_OBJECT_LOCK (element);
  lateness->deadline = 0;
  GST_OBJECT_UNLOCK (element);
}

void
p2p_lateness_flush (P2pLateness *lateness, GstElement *element)
{
  GST_OBJECT_LOCK (element);
  lateness->syncing = FALSE;
  GST_OBJECT_UNLOCK (element);
  lateness->translated = GST_CLOCK_TIME_NONE;
}

void
p2p_lateness_note (P2pLateness *lateness, GstElement *element, GstEvent *event)
{
  GstQOSType type;
  GST_OBJECT_LOCK (element);
  if (GST_EVENT_TYPE (event) == GST_EVENT_QOS) {
    gst_event_parse_qos (event, &type, NULL, NULL, NULL);
    lateness->syncing |= type != GST_QOS_TYPE_THROTTLE;
  } else if (GST_EVENT_TYPE (event) == GST_EVENT_LATENCY)
    gst_event_parse_latency (event, &lateness->deadline);
  GST_OBJECT_UNLOCK (element);
}

gboolean
p2p_lateness_is_late (P2pLateness *lateness, GstElement *element, GstClockTime time,
    GstClockTime cost, GstClockTime *now)
{
  GST_OBJECT_LOCK (element);
  const gboolean wanted = lateness->syncing && GST_STATE (element) == GST_STATE_PLAYING;
  const GstClockTime deadline = lateness->deadline;
  GST_OBJECT_UNLOCK (element);
  *now = wanted ? gst_element_get_current_running_time (element) : GST_CLOCK_TIME_NONE;
  if (!GST_CLOCK_TIME_IS_VALID (*now) || !GST_CLOCK_TIME_IS_VALID (time))
    return FALSE;
  const gboolean recent =
      GST_CLOCK_TIME_IS_VALID (lateness->translated) && *now < lateness->translated + GST_SECOND;
  if (recent && time + deadline < *now + cost)
    return TRUE;
  lateness->translated = *now;
  return FALSE;
}
