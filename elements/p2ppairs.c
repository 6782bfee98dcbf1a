/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "p2ppairs.h"

#include "p2ppairmatch.h"
#include "p2ppairmeta.h"

#define MAX_UNSETTLED 400
#define MAX_SIDE 4096 /* offered upstream; what comes may be larger */

static GstObject *
owner (const P2pPairs *pairs)
{
  return GST_OBJECT_PARENT (pairs->sinks[0]);
}

static void
count_dropped (P2pPairs *pairs, guint64 n)
{
  GstObject *element = owner (pairs);
  GST_OBJECT_LOCK (element);
  pairs->dropped += n;
  GST_OBJECT_UNLOCK (element);
}

static void
drop (P2pPairs *pairs, int i)
{
  if (gst_aggregator_pad_drop_buffer (pairs->sinks[i]))
    count_dropped (pairs, i == 0);
}

static GstPadProbeReturn
drop_while_closed (GstPad *pad, GstPadProbeInfo *probe, gpointer data)
{
  P2pPairs *pairs = data;
  if (!g_atomic_int_get (&pairs->closed) || !g_atomic_int_get (&pairs->live))
    return GST_PAD_PROBE_OK;
  count_dropped (pairs, pad == GST_PAD (pairs->sinks[0]));
  return GST_PAD_PROBE_DROP;
}

void
p2p_pairs_init (P2pPairs *pairs, GstElement *element)
{
  static const char *const names[] = { "sink_a", "sink_b" };
  for (int i = 0; i < 2; i++) {
    GstPadTemplate *template =
        gst_element_class_get_pad_template (GST_ELEMENT_GET_CLASS (element), names[i]);
    pairs->sinks[i] = g_object_new (GST_TYPE_AGGREGATOR_PAD, "name", names[i], "direction",
        GST_PAD_SINK, "template", template, NULL);
    gst_pad_add_probe (GST_PAD (pairs->sinks[i]), GST_PAD_PROBE_TYPE_BUFFER, drop_while_closed,
        pairs, NULL);
    gst_element_add_pad (element, GST_PAD (pairs->sinks[i]));
  }
}

guint64
p2p_pairs_dropped (const P2pPairs *pairs)
{
  GstObject *element = owner (pairs);
  GST_OBJECT_LOCK (element);
  const guint64 dropped = pairs->dropped;
  GST_OBJECT_UNLOCK (element);
  return dropped;
}

void
p2p_pairs_flush (P2pPairs *pairs)
{
  pairs->ended[0] = pairs->ended[1] = FALSE;
  pairs->asked = 0;
  p2p_gaps_start (&pairs->gaps, NULL);
}

void
p2p_pairs_start (P2pPairs *pairs)
{
  GstObject *element = owner (pairs);
  GST_OBJECT_LOCK (element);
  pairs->dropped = 0;
  GST_OBJECT_UNLOCK (element);
  pairs->media[0] = pairs->media[1] = (P2pMedia){ 0 };
  p2p_pairs_flush (pairs);
  g_atomic_int_set (&pairs->live, FALSE);
  g_atomic_int_set (&pairs->closed, FALSE);
}

gboolean
p2p_pairs_ask_options (const P2pPairs *pairs, P2pOptions *options, P2pDataSet *data, GError **error)
{
  gboolean deep = FALSE;
  for (int i = 0; i < 2; i++) {
    if (!p2p_query_options (GST_PAD (pairs->sinks[i]), options, data, error))
      return FALSE;
    deep |= options->keep_depth;
  }
  options->keep_depth = deep;
  return TRUE;
}

gboolean
p2p_pairs_ask_start (P2pPairs *pairs, const P2pStart *start, const P2pPosition *first)
{
  gboolean answered = FALSE;
  for (int i = 0; i < 2; i++)
    answered |= p2p_query_start (GST_PAD (pairs->sinks[i]), start);
  p2p_gaps_start (&pairs->gaps, answered ? first : NULL);
  return answered;
}

/* A list, not a stepped range: elements fixate a list to its nearest entry, but a
 * range to any number within. */
static void
init_sides (GValue *sides, int multiple)
{
  g_auto (GValue) side = G_VALUE_INIT;
  g_value_init (sides, GST_TYPE_LIST);
  g_value_init (&side, G_TYPE_INT);
  for (int n = multiple; n <= MAX_SIDE; n += multiple) {
    g_value_set_int (&side, n);
    gst_value_list_append_value (sides, &side);
  }
}

/* The one size of raw video that the branch before PAD can give, if it is one only. */
static gboolean
only_size (GstAggregatorPad *pad, int *width, int *height)
{
  g_autoptr (GstCaps) caps = gst_pad_peer_query_caps (GST_PAD (pad), NULL);
  const guint n = gst_caps_is_any (caps) ? 0 : gst_caps_get_size (caps);
  for (guint i = 0; i < n; i++) {
    const GstStructure *s = gst_caps_get_structure (caps, i);
    int w, h;
    if (!gst_structure_has_name (s, "video/x-raw") || !gst_structure_get_int (s, "width", &w)
        || !gst_structure_get_int (s, "height", &h) || (i > 0 && (w != *width || h != *height)))
      return FALSE;
    *width = w;
    *height = h;
  }
  return n > 0;
}

/* What PAD should rather bring than anything else; FALSE: as it likes. */
static gboolean
wanted_size (const P2pPairs *pairs, GstAggregatorPad *pad, int *width, int *height)
{
  GstAggregatorPad *a = pairs->sinks[0];
  if (pad == a)
    return only_size (pairs->sinks[1], width, height);
  g_autoptr (GstCaps) caps = gst_pad_get_current_caps (GST_PAD (a));
  return caps ? gst_structure_get (gst_caps_get_structure (caps, 0), "width", G_TYPE_INT, width,
             "height", G_TYPE_INT, height, NULL)
              : only_size (a, width, height);
}

static GstCaps *
offer (P2pPairs *pairs, GstAggregatorPad *pad, int multiple, GstCaps *filter)
{
  g_auto (GValue) sides = G_VALUE_INIT;
  g_autoptr (GstCaps) result = gst_caps_new_empty ();
  GstStructure *any = gst_structure_from_string ("video/x-raw, format = (string) RGB, framerate = "
                                                 "(fraction) [ 0/1, max ]",
      NULL);
  GstStructure *suits = gst_structure_copy (any);
  int width, height;
  init_sides (&sides, multiple);
  gst_structure_set (suits, "pixel-aspect-ratio", GST_TYPE_FRACTION, 1, 1, NULL);
  if (wanted_size (pairs, pad, &width, &height)) {
    GstStructure *same = gst_structure_copy (suits);
    gst_structure_set (same, "width", G_TYPE_INT, width, "height", G_TYPE_INT, height, NULL);
    gst_caps_append_structure (result, same);
  }
  gst_structure_set_value (suits, "width", &sides);
  gst_structure_set_value (suits, "height", &sides);
  gst_caps_append_structure (result, suits);
  gst_caps_append (result, gst_caps_from_string (P2P_PLANES_CAPS));
  gst_caps_append_structure (result, any);
  return filter ? gst_caps_intersect_full (result, filter, GST_CAPS_INTERSECT_FIRST)
                : g_steal_pointer (&result);
}

static void
answer_caps (P2pPairs *pairs, GstAggregatorPad *pad, const P2pOptions *options, GstQuery *query)
{
  GstObject *element = owner (pairs);
  GstCaps *filter;
  g_auto (P2pOptions) copy;
  GST_OBJECT_LOCK (element);
  p2p_options_copy (options, &copy);
  GST_OBJECT_UNLOCK (element);
  const P2pArch *arch = p2p_options_resolve (&copy, NULL)
                            ? p2p_arch_find (P2P_ROLE_GENERATOR, copy.net_g, NULL)
                            : NULL;
  gst_query_parse_caps (query, &filter);
  const int known = g_atomic_int_get (&pairs->multiple);
  g_autoptr (GstCaps) caps = offer (pairs, pad, known ? known : arch ? arch->multiple : 1, filter);
  gst_query_set_caps_result (query, caps);
}

gboolean
p2p_pairs_answer (P2pPairs *pairs, GstAggregatorPad *pad, const P2pOptions *options,
    GstQuery *query)
{
  if (GST_QUERY_TYPE (query) == GST_QUERY_CAPS) {
    answer_caps (pairs, pad, options, query);
    return TRUE;
  }
  if (GST_QUERY_TYPE (query) != GST_QUERY_ACCEPT_CAPS)
    return FALSE;
  GstCaps *caps;
  g_autoptr (GstCaps) template = gst_pad_get_pad_template_caps (GST_PAD (pad));
  gst_query_parse_accept_caps (query, &caps);
  gst_query_set_accept_caps_result (query, gst_caps_is_subset (caps, template));
  return TRUE;
}

gboolean
p2p_pairs_set_caps (P2pPairs *pairs, GstAggregatorPad *pad, GstCaps *caps)
{
  return p2p_media_from_caps (&pairs->media[pad == pairs->sinks[1]], caps);
}

static GstClockTime
running_time (GstAggregatorPad *pad, GstBuffer *buffer)
{
  return gst_segment_to_running_time (&pad->segment, GST_FORMAT_TIME, GST_BUFFER_PTS (buffer));
}

/* Live streams lose buffers independently: the older of two that are more than
 * half a frame apart has no partner. -1: they belong together, else which to drop. */
static int
odd_one (P2pPairs *pairs, GstBuffer *a, GstBuffer *b)
{
  const GstClockTime ta = running_time (pairs->sinks[0], a), tb = running_time (pairs->sinks[1], b);
  const GstVideoInfo *video = &pairs->media[0].video;
  const int n = GST_VIDEO_INFO_FPS_N (video), d = GST_VIDEO_INFO_FPS_D (video);
  const GstClockTime half =
      n > 0 ? gst_util_uint64_scale_int (GST_SECOND, d, 2 * n) : 20 * GST_MSECOND;
  if (gst_buffer_get_size (a) == 0 || gst_buffer_get_size (b) == 0)
    return gst_buffer_get_size (a) != 0; /* a gap */
  if (!g_atomic_int_get (&pairs->live) || !GST_CLOCK_TIME_IS_VALID (ta)
      || !GST_CLOCK_TIME_IS_VALID (tb) || (ta > tb ? ta - tb : tb - ta) <= half)
    return -1;
  return ta > tb;
}

static gboolean
have_one_size (const P2pPairs *pairs)
{
  const GstVideoInfo *a = &pairs->media[0].video, *b = &pairs->media[1].video;
  return a->width == b->width && a->height == b->height;
}

static gboolean
can_follow (const P2pPairs *pairs)
{
  const GstVideoInfo *a = &pairs->media[0].video;
  g_autoptr (GstCaps) wanted = gst_caps_new_simple ("video/x-raw", "format", G_TYPE_STRING, "RGB",
      "width", G_TYPE_INT, a->width, "height", G_TYPE_INT, a->height, NULL);
  g_autoptr (GstCaps) caps = gst_pad_peer_query_caps (GST_PAD (pairs->sinks[1]), wanted);
  return !gst_caps_is_empty (caps);
}

/* B, which may have chosen before A had, is asked to follow it; until it does, pairs are dropped, as
 * many as a queue before it can hold. */
static GstFlowReturn
settle_size (P2pPairs *pairs, gboolean files, GError **error)
{
  const GstVideoInfo *a = &pairs->media[0].video, *b = &pairs->media[1].video;
  const gboolean follows =
      !files && pairs->asked < MAX_UNSETTLED && (pairs->asked > 0 || can_follow (pairs));
  if (follows && pairs->asked++ == 0)
    gst_pad_push_event (GST_PAD (pairs->sinks[1]), gst_event_new_reconfigure ());
  if (follows) {
    drop (pairs, 0);
    drop (pairs, 1);
    return GST_AGGREGATOR_FLOW_NEED_DATA;
  }
  g_set_error (error, P2P_ERROR, P2P_ERROR_USAGE,
      "sink_a brings pictures of %dx%d, sink_b of %dx%d, but both must have one size; put "
      "videoconvertscale ! video/x-raw,width=%d,height=%d before each, or for files set preprocess "
      "to one that crops",
      a->width, a->height, b->width, b->height, a->width, a->height);
  return GST_FLOW_ERROR;
}

void
p2p_pairs_set_ended (P2pPairs *pairs, GstAggregatorPad *pad)
{
  pairs->ended[pad == pairs->sinks[1]] = TRUE;
}

gboolean
p2p_pairs_are_over (const P2pPairs *pairs)
{
  return gst_aggregator_pad_is_eos (pairs->sinks[0]) || gst_aggregator_pad_is_eos (pairs->sinks[1]);
}

gboolean
p2p_pairs_have_ended (const P2pPairs *pairs)
{
  gboolean ended = FALSE;
  for (int i = 0; i < 2; i++)
    ended |= pairs->ended[i] && gst_aggregator_pad_is_eos (pairs->sinks[i]);
  return ended;
}

/* What live sources leave out is no fault of theirs. */
static gboolean
check_gaps (P2pPairs *pairs, const P2pPosition *position, GError **error)
{
  guint64 lost = 0;
  const gboolean ok =
      g_atomic_int_get (&pairs->live) || p2p_gaps_add (&pairs->gaps, position, &lost, error);
  count_dropped (pairs, lost);
  return ok;
}

gboolean
p2p_pairs_end (P2pPairs *pairs, GError **error)
{
  guint64 lost = 0;
  const gboolean ok = p2p_gaps_end (&pairs->gaps, &lost, error);
  count_dropped (pairs, lost);
  return ok;
}

GstFlowReturn
p2p_pairs_take (P2pPairs *pairs, const P2pPosition *next, GstBuffer **a, GstBuffer **b,
    P2pPosition *position, GError **error)
{
  P2pPair pair;
  *a = gst_aggregator_pad_peek_buffer (pairs->sinks[0]);
  *b = gst_aggregator_pad_peek_buffer (pairs->sinks[1]);
  if (!*a || !*b)
    return GST_AGGREGATOR_FLOW_NEED_DATA;
  const int half = p2p_match_odd_file (*a, *b), odd = half < 0 ? odd_one (pairs, *a, *b) : -1;
  if (half >= 0) {
    gst_aggregator_pad_drop_buffer (pairs->sinks[half]); /* it makes a gap, and is counted there */
    return GST_AGGREGATOR_FLOW_NEED_DATA;
  }
  if (odd >= 0) {
    drop (pairs, odd);
    return GST_AGGREGATOR_FLOW_NEED_DATA;
  }
  if (!have_one_size (pairs))
    return settle_size (pairs, p2p_pair_meta_get (*a, &pair) || p2p_pair_meta_get (*b, &pair),
        error);
  pairs->asked = 0;
  if (!p2p_match_locate (*a, *b, next, position, error) || !check_gaps (pairs, position, error))
    return GST_FLOW_ERROR;
  for (int i = 0; i < 2; i++)
    gst_buffer_unref (gst_aggregator_pad_pop_buffer (pairs->sinks[i]));
  return GST_FLOW_OK;
}

GstFlowReturn
p2p_pairs_drain (P2pPairs *pairs)
{
  gboolean eos = TRUE;
  for (int i = 0; i < 2; i++) {
    gst_aggregator_pad_drop_buffer (pairs->sinks[i]);
    eos = eos && gst_aggregator_pad_is_eos (pairs->sinks[i]);
  }
  return eos ? GST_FLOW_EOS : GST_AGGREGATOR_FLOW_NEED_DATA;
}

void
p2p_pairs_close (P2pPairs *pairs)
{
  g_atomic_int_set (&pairs->closed, TRUE);
}

void
p2p_pairs_open (P2pPairs *pairs)
{
  for (int i = 0; i < 2 && g_atomic_int_get (&pairs->live); i++)
    while (gst_aggregator_pad_has_buffer (pairs->sinks[i]))
      drop (pairs, i);
  g_atomic_int_set (&pairs->closed, FALSE);
}
