/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "p2ppairs.h"

#include "p2ppairmatch.h"

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
p2p_pairs_ask_options (const P2pPairs *pairs, P2pOptions *options, GError **error)
{
  gboolean deep = FALSE;
  for (int i = 0; i < 2; i++) {
    if (!p2p_query_options (GST_PAD (pairs->sinks[i]), options, error))
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

static GstCaps *
offer (P2pPairs *pairs, GstAggregatorPad *pad, int multiple, GstCaps *filter)
{
  static const char *const fields[] = { "width", "height" };
  g_auto (GValue) sides = G_VALUE_INIT;
  g_autoptr (GstCaps) other =
      gst_pad_get_current_caps (GST_PAD (pairs->sinks[pad == pairs->sinks[0]]));
  g_autoptr (GstCaps) caps = gst_caps_from_string (
      "video/x-raw, format = (string) RGB, "
      "framerate = (fraction) [ 0/1, max ], pixel-aspect-ratio = (fraction) 1/1");
  init_sides (&sides, multiple);
  GstStructure *any = gst_caps_get_structure (caps, 0), *same = gst_structure_copy (any);
  for (int i = 0; i < 2; i++) {
    gst_structure_set_value (any, fields[i], &sides);
    gst_structure_set_value (same, fields[i],
        other ? gst_structure_get_value (gst_caps_get_structure (other, 0), fields[i]) : &sides);
  }
  /* Rather the other's size than the filter's order. */
  g_autoptr (GstCaps) result = gst_caps_new_full (same, gst_structure_copy (any), NULL);
  gst_caps_append (result, gst_caps_from_string (P2P_PLANES_CAPS));
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
  g_autoptr (GstCaps) caps = offer (pairs, pad, arch ? arch->multiple : 1, filter);
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
check_sizes (const P2pPairs *pairs, GError **error)
{
  const GstVideoInfo *a = &pairs->media[0].video, *b = &pairs->media[1].video;
  if (a->width == b->width && a->height == b->height)
    return TRUE;
  g_set_error (error, P2P_ERROR, P2P_ERROR_USAGE,
      "sink_a brings pictures of %dx%d, sink_b of %dx%d, but both must have one size; put "
      "videoconvertscale ! video/x-raw,width=%d,height=%d before each, or for files set preprocess "
      "to one that crops",
      a->width, a->height, b->width, b->height, a->width, a->height);
  return FALSE;
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
  if (!p2p_match_locate (*a, *b, next, position, error) || !check_gaps (pairs, position, error)
      || !check_sizes (pairs, error))
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
