/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "p2pqueueloss.h"

typedef struct
{
  GMutex lock;
  GQueue waiting; /* buffers by address, never followed */
  void (*lost) (gpointer data);
  gpointer data;
} Watch;

/* A lost buffer's address may come back as a newer one's: the sum is right still. */
static void
left (Watch *watch, gconstpointer buffer)
{
  guint n = 0;
  gpointer first;
  g_mutex_lock (&watch->lock);
  while ((first = g_queue_pop_head (&watch->waiting)) && first != buffer)
    n++;
  g_mutex_unlock (&watch->lock);
  while (n--)
    watch->lost (watch->data);
}

static GstPadProbeReturn
at_sink (GstPad *pad, GstPadProbeInfo *info, gpointer data)
{
  Watch *watch = data;
  g_mutex_lock (&watch->lock);
  if (info->type & GST_PAD_PROBE_TYPE_BUFFER)
    g_queue_push_tail (&watch->waiting, info->data);
  else if (GST_EVENT_TYPE (info->data) == GST_EVENT_FLUSH_STOP
           || GST_EVENT_TYPE (info->data) == GST_EVENT_STREAM_START)
    g_queue_clear (&watch->waiting);
  g_mutex_unlock (&watch->lock);
  return GST_PAD_PROBE_OK;
}

static GstPadProbeReturn
at_src (GstPad *pad, GstPadProbeInfo *info, gpointer data)
{
  if (info->type & GST_PAD_PROBE_TYPE_BUFFER)
    left (data, info->data);
  else if (GST_EVENT_TYPE (info->data) == GST_EVENT_EOS)
    left (data, NULL);
  return GST_PAD_PROBE_OK;
}

static void
forget (gpointer data)
{
  Watch *watch = data;
  g_queue_clear (&watch->waiting);
  g_mutex_clear (&watch->lock);
  g_free (watch);
}

void
p2p_queue_loss_watch (GstElement *queue, void (*lost) (gpointer data), gpointer data)
{
  const GstPadProbeType type = GST_PAD_PROBE_TYPE_BUFFER | GST_PAD_PROBE_TYPE_EVENT_DOWNSTREAM;
  g_autoptr (GstPad) sink = gst_element_get_static_pad (queue, "sink");
  g_autoptr (GstPad) src = gst_element_get_static_pad (queue, "src");
  Watch *watch = g_new0 (Watch, 1);
  g_mutex_init (&watch->lock);
  watch->lost = lost;
  watch->data = data;
  gst_pad_add_probe (sink, type | GST_PAD_PROBE_TYPE_EVENT_FLUSH, at_sink, watch, NULL);
  gst_pad_add_probe (src, type, at_src, watch, NULL);
  /* No data flows any more when the queue goes. */
  g_object_set_data_full (G_OBJECT (queue), "p2p-queue-loss", watch, forget);
}
