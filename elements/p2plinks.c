/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "p2plinks.h"

#include "p2pprops.h"

/* Demuxers and decoders link theirs soon after data comes. */
#define PATIENCE (5 * G_TIME_SPAN_SECOND)

void
p2p_links_init (P2pLinks *links, GstElement *element, GstAggregatorPad *const *sinks, guint n)
{
  *links = (P2pLinks){ .element = element, .sinks = sinks, .n = n };
  g_mutex_init (&links->lock);
  g_cond_init (&links->cond);
}

void
p2p_links_clear (P2pLinks *links)
{
  g_mutex_clear (&links->lock);
  g_cond_clear (&links->cond);
}

static GstPad *
unlinked (const P2pLinks *links)
{
  for (guint i = 0; i < links->n; i++)
    if (!gst_pad_is_linked (GST_PAD (links->sinks[i])))
      return GST_PAD (links->sinks[i]);
  return NULL;
}

static void
set_error (GstPad *pad, GError **error)
{
  g_set_error (error, P2P_ERROR, P2P_ERROR_USAGE,
      "%s is not linked, so no pair can come; link sink_a and sink_b both, each to a branch of its "
      "own (p2pdecode and p2paligncrop have src_a and src_b)",
      GST_PAD_NAME (pad));
}

static gboolean
makes_pads (GstElement *element)
{
  const GList *list = gst_element_class_get_pad_template_list (GST_ELEMENT_GET_CLASS (element));
  for (; list; list = list->next)
    if (GST_PAD_TEMPLATE_PRESENCE (list->data) == GST_PAD_SOMETIMES
        && GST_PAD_TEMPLATE_DIRECTION (list->data) == GST_PAD_SRC)
      return TRUE;
  return FALSE;
}

static int
compare (gconstpointer value, gconstpointer nothing)
{
  return !makes_pads (g_value_get_object (value));
}

/* An element that stands alone is its application's to link. */
static gboolean
may_be_linked_later (GstElement *element)
{
  g_autoptr (GstObject) top = gst_object_ref (GST_OBJECT (element));
  for (GstObject *parent; (parent = gst_object_get_parent (top));) {
    gst_object_unref (top);
    top = parent;
  }
  if (!GST_IS_BIN (top))
    return TRUE;
  g_auto (GValue) found = G_VALUE_INIT;
  GstIterator *all = gst_bin_iterate_recurse (GST_BIN (top));
  const gboolean any = gst_iterator_find_custom (all, compare, &found, NULL);
  gst_iterator_free (all);
  return any;
}

/* TRUE: all is well, or has been said. */
static gboolean
settle (P2pLinks *links)
{
  GError *error = NULL;
  gboolean waits = FALSE;
  GstPad *pad = unlinked (links);
  for (guint i = 0; i < links->n; i++)
    waits |= gst_aggregator_pad_has_buffer (links->sinks[i])
             || gst_aggregator_pad_is_eos (links->sinks[i]);
  if (pad && waits) {
    set_error (pad, &error);
    p2p_element_error (links->element, error);
  }
  return !pad || waits;
}

static gpointer
watch (gpointer data)
{
  P2pLinks *links = data;
  gboolean settled = FALSE;
  g_mutex_lock (&links->lock);
  while (!links->over && !settled) {
    const gint64 until = g_get_monotonic_time () + PATIENCE;
    while (!links->over && g_cond_wait_until (&links->cond, &links->lock, until))
      ;
    g_mutex_unlock (&links->lock);
    settled = !g_atomic_int_get (&links->over) && settle (links);
    g_mutex_lock (&links->lock);
  }
  g_mutex_unlock (&links->lock);
  return NULL;
}

gboolean
p2p_links_start (P2pLinks *links, GError **error)
{
  GstPad *pad = unlinked (links);
  if (!pad)
    return TRUE;
  if (!may_be_linked_later (links->element)) {
    set_error (pad, error);
    return FALSE;
  }
  links->over = FALSE;
  links->watch = g_thread_new ("p2p-links", watch, links);
  return TRUE;
}

void
p2p_links_stop (P2pLinks *links)
{
  if (!links->watch)
    return;
  g_mutex_lock (&links->lock);
  links->over = TRUE;
  g_cond_signal (&links->cond);
  g_mutex_unlock (&links->lock);
  g_thread_join (g_steal_pointer (&links->watch));
}
