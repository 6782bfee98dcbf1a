/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "p2pshaper.h"

/* Either converter makes anything of anything: for a change of ours whoever sends to it need not
 * negotiate again, and must not, in the middle of it. The event comes in the thread that sets the
 * caps; what others send travels on, it wakes queues too. */
static GPrivate changing;

static void
set_caps (P2pShaper *shaper, GstElement *filter, GstCaps *caps)
{
  g_private_set (&changing, shaper);
  g_object_set (filter, "caps", caps, NULL);
  g_private_set (&changing, NULL);
}

static GstPadProbeReturn
keep_from_upstream (GstPad *pad, GstPadProbeInfo *info, gpointer shaper)
{
  return GST_EVENT_TYPE (info->data) == GST_EVENT_RECONFIGURE && g_private_get (&changing) == shaper
             ? GST_PAD_PROBE_DROP
             : GST_PAD_PROBE_OK;
}

void
p2p_shaper_init (P2pShaper *shaper)
{
  g_mutex_init (&shaper->lock);
}

void
p2p_shaper_clear (P2pShaper *shaper)
{
  p2p_form_clear (&shaper->form);
  g_mutex_clear (&shaper->lock);
}

/* In the thread that negotiates caps, or before it runs. */
static void
update_size (P2pShaper *shaper)
{
  if (!g_atomic_int_compare_and_exchange (&shaper->resize, TRUE, FALSE))
    return;
  g_autoptr (GstCaps) caps =
      gst_caps_new_simple ("video/x-raw", "format", G_TYPE_STRING, "RGB", NULL);
  g_mutex_lock (&shaper->lock);
  const int width = shaper->wish.width, height = shaper->wish.height;
  g_mutex_unlock (&shaper->lock);
  if (width)
    gst_caps_set_simple (caps, "width", G_TYPE_INT, MAX (width, 2), NULL);
  if (height)
    gst_caps_set_simple (caps, "height", G_TYPE_INT, MAX (height, 2), NULL);
  /* One side given: the other follows from the picture's shape, for square pixels. */
  if (!width != !height)
    gst_caps_set_simple (caps, "pixel-aspect-ratio", GST_TYPE_FRACTION, 1, 1, NULL);
  g_atomic_int_inc (&shaper->turn);
  set_caps (shaper, shaper->size, caps);
  g_atomic_int_inc (&shaper->turn);
}

static void
update_shape (P2pShaper *shaper)
{
  g_mutex_lock (&shaper->lock);
  const P2pShapeWish *wish = &shaper->wish;
  const gboolean back = wish->back && (wish->width || wish->height);
  g_autoptr (GstCaps) caps = p2p_form_caps (&shaper->form, back, wish->both);
  g_mutex_unlock (&shaper->lock);
  /* A size that does not divide was rounded: that is no reason for black borders. */
  g_object_set (shaper->convert_out, "add-borders", !back, NULL);
  set_caps (shaper, shaper->shape, caps);
}

void
p2p_shaper_wish (P2pShaper *shaper, const P2pShapeWish *wish)
{
  g_mutex_lock (&shaper->lock);
  const P2pShapeWish old = shaper->wish;
  shaper->wish = *wish;
  g_mutex_unlock (&shaper->lock);
  if (old.width != wish->width || old.height != wish->height)
    g_atomic_int_set (&shaper->resize, TRUE);
  update_shape (shaper);
}

void
p2p_shaper_came (P2pShaper *shaper, const GstCaps *caps)
{
  g_mutex_lock (&shaper->lock);
  p2p_form_set_colours (&shaper->form, caps);
  g_mutex_unlock (&shaper->lock);
  update_shape (shaper);
}

void
p2p_shaper_rest (P2pShaper *shaper)
{
  g_mutex_lock (&shaper->lock);
  p2p_form_clear (&shaper->form);
  g_mutex_unlock (&shaper->lock);
  g_atomic_int_set (&shaper->resize, TRUE);
  update_size (shaper);
  update_shape (shaper);
}

/* Upright, but not scaled yet. */
static GstPadProbeReturn
before_scale (GstPad *pad, GstPadProbeInfo *info, gpointer data)
{
  P2pShaper *shaper = data;
  GstCaps *caps;
  if (info->type & GST_PAD_PROBE_TYPE_BUFFER)
    update_size (shaper);
  else if (GST_EVENT_TYPE (info->data) == GST_EVENT_CAPS) {
    gst_event_parse_caps (info->data, &caps);
    g_mutex_lock (&shaper->lock);
    p2p_form_set_size (&shaper->form, caps);
    g_mutex_unlock (&shaper->lock);
    update_shape (shaper);
  }
  return GST_PAD_PROBE_OK;
}

void
p2p_shaper_watch (P2pShaper *shaper)
{
  g_autoptr (GstPad) pad = gst_element_get_static_pad (shaper->scale, "sink");
  g_autoptr (GstPad) back = gst_element_get_static_pad (shaper->convert_out, "sink");
  g_object_set (shaper->scale, "add-borders", FALSE, NULL); /* the network would see them */
  gst_pad_add_probe (pad, GST_PAD_PROBE_TYPE_BUFFER | GST_PAD_PROBE_TYPE_EVENT_DOWNSTREAM,
      before_scale, shaper, NULL);
  gst_pad_add_probe (pad, GST_PAD_PROBE_TYPE_EVENT_UPSTREAM, keep_from_upstream, shaper, NULL);
  gst_pad_add_probe (back, GST_PAD_PROBE_TYPE_EVENT_UPSTREAM, keep_from_upstream, shaper, NULL);
  p2p_shaper_rest (shaper);
}

gboolean
p2p_shaper_query_caps (P2pShaper *shaper, GstPad *pad, GstObject *parent, GstQuery *query)
{
  gboolean ok;
  int turn;
  do {
    turn = g_atomic_int_get (&shaper->turn);
    ok = gst_pad_query_default (pad, parent, query);
  } while (turn % 2 || turn != g_atomic_int_get (&shaper->turn));
  return ok;
}
