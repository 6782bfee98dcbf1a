/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "p2pqueueloss.h"

/* Each buffer carries its number through the queue: an address would not do, since pools and
 * allocators give it to the next buffer at once. */

typedef struct
{
  GstElement *queue; /* owns this */
  void (*lost) (gpointer data);
  gpointer data;
  GMutex lock;
  guint64 entered; /* buffers that came to the queue */
  guint64 next;    /* number of the oldest that neither left nor is known to be lost */
  guint64 early;   /* of those from `next` on: reported already, because they must be lost */
} Watch;

typedef struct
{
  GstMeta meta;
  const Watch *watch; /* never followed */
  guint64 number;
} Number;

static gboolean
number_init (GstMeta *meta, gpointer params, GstBuffer *buffer)
{
  ((Number *) meta)->watch = NULL;
  ((Number *) meta)->number = 0;
  return TRUE;
}

static GType
number_api (void)
{
  static gsize type = 0;
  static const char *tags[] = { NULL };
  if (g_once_init_enter (&type))
    g_once_init_leave (&type, gst_meta_api_type_register ("P2pQueueNumberAPI", tags));
  return type;
}

/* Without a transform function it stays behind when a buffer becomes another. */
static const GstMetaInfo *
number_info (void)
{
  static const GstMetaInfo *info = NULL;
  if (g_once_init_enter (&info))
    g_once_init_leave (&info, gst_meta_register (number_api (), "P2pQueueNumber", sizeof (Number),
                                  number_init, NULL, NULL));
  return info;
}

static void
report (const Watch *watch, guint64 n)
{
  while (n--)
    watch->lost (watch->data);
}

/* While nothing leaves, what has come in beyond what the queue holds is lost, but for one that may
 * be on its way out. */
static guint64
must_be_lost (Watch *watch)
{
  guint level = 0;
  g_object_get (watch->queue, "current-level-buffers", &level, NULL);
  const guint64 held = (guint64) level + 1, inside = watch->entered - watch->next;
  const guint64 lost = inside > held ? inside - held : 0;
  const guint64 news = lost > watch->early ? lost - watch->early : 0;
  watch->early += news;
  return news;
}

/* All numbers below NUMBER left or are lost. */
static guint64
lost_before (Watch *watch, guint64 number)
{
  const guint64 lost = number > watch->next ? number - watch->next : 0;
  const guint64 known = MIN (lost, watch->early);
  watch->next = MAX (watch->next, number);
  watch->early -= known;
  return lost - known;
}

/* What WATCH has put on BUFFER, or NULL. */
static Number *
number_of (const Watch *watch, GstBuffer *buffer)
{
  gpointer state = NULL;
  GstMeta *meta;
  while ((meta = gst_buffer_iterate_meta_filtered (buffer, &state, number_api ())))
    if (((Number *) meta)->watch == watch)
      return (Number *) meta;
  return NULL;
}

static GstBuffer *
enter (Watch *watch, GstBuffer *buffer)
{
  g_mutex_lock (&watch->lock);
  const guint64 lost = must_be_lost (watch), number = watch->entered++;
  g_mutex_unlock (&watch->lock);
  report (watch, lost);
  buffer = gst_buffer_make_writable (buffer);
  Number *meta = number_of (watch, buffer); /* there if its pool does not clear buffers */
  if (!meta)
    meta = (Number *) gst_buffer_add_meta (buffer, number_info (), NULL);
  meta->watch = watch;
  meta->number = number;
  return buffer;
}

static void
leave (Watch *watch, GstBuffer *buffer)
{
  const Number *number = number_of (watch, buffer);
  if (!number)
    return;
  g_mutex_lock (&watch->lock);
  const guint64 lost = lost_before (watch, number->number);
  watch->next = MAX (watch->next, number->number + 1);
  g_mutex_unlock (&watch->lock);
  report (watch, lost);
}

/* The queue is empty: after a flush nobody misses what was in it. */
static void
begin_anew (Watch *watch)
{
  g_mutex_lock (&watch->lock);
  watch->next = watch->entered;
  watch->early = 0;
  g_mutex_unlock (&watch->lock);
}

static GstPadProbeReturn
at_sink (GstPad *pad, GstPadProbeInfo *info, gpointer data)
{
  if (info->type & GST_PAD_PROBE_TYPE_BUFFER)
    info->data = enter (data, info->data);
  else if (GST_EVENT_TYPE (info->data) == GST_EVENT_FLUSH_STOP
           || GST_EVENT_TYPE (info->data) == GST_EVENT_STREAM_START)
    begin_anew (data);
  return GST_PAD_PROBE_OK;
}

static GstPadProbeReturn
at_src (GstPad *pad, GstPadProbeInfo *info, gpointer data)
{
  Watch *watch = data;
  if (info->type & GST_PAD_PROBE_TYPE_BUFFER)
    leave (watch, info->data);
  else if (GST_EVENT_TYPE (info->data) == GST_EVENT_EOS) {
    g_mutex_lock (&watch->lock);
    const guint64 lost = lost_before (watch, watch->entered);
    g_mutex_unlock (&watch->lock);
    report (watch, lost);
  }
  return GST_PAD_PROBE_OK;
}

static void
forget (gpointer data)
{
  g_mutex_clear (&((Watch *) data)->lock);
  g_free (data);
}

void
p2p_queue_loss_watch (GstElement *queue, void (*lost) (gpointer data), gpointer data)
{
  const GstPadProbeType type = GST_PAD_PROBE_TYPE_BUFFER | GST_PAD_PROBE_TYPE_EVENT_DOWNSTREAM;
  g_autoptr (GstPad) sink = gst_element_get_static_pad (queue, "sink");
  g_autoptr (GstPad) src = gst_element_get_static_pad (queue, "src");
  Watch *watch = g_new0 (Watch, 1);
  g_mutex_init (&watch->lock);
  watch->queue = queue;
  watch->lost = lost;
  watch->data = data;
  gst_pad_add_probe (sink, type | GST_PAD_PROBE_TYPE_EVENT_FLUSH, at_sink, watch, NULL);
  gst_pad_add_probe (src, type, at_src, watch, NULL);
  /* No data flows any more when the queue goes. */
  g_object_set_data_full (G_OBJECT (queue), "p2p-queue-loss", watch, forget);
}
