/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "p2pautoplug.h"

#include "core/p2p.h"

P2pInput
p2p_input_of_caps (const GstCaps *caps)
{
  if (gst_caps_is_any (caps) || gst_caps_is_empty (caps))
    return P2P_INPUT_BYTES;
  for (guint i = 0; i < gst_caps_get_size (caps); i++)
    if (gst_structure_has_name (gst_caps_get_structure (caps, i), "video/x-raw"))
      return P2P_INPUT_RAW;
  return P2P_INPUT_ENCODED;
}

P2pInput
p2p_input_of_peer (GstPad *pad)
{
  g_autoptr (GstPad) peer = gst_pad_get_peer (pad);
  if (!peer)
    return P2P_INPUT_UNKNOWN;
  g_autoptr (GstCaps) caps = gst_pad_query_caps (peer, NULL);
  const P2pInput input = p2p_input_of_caps (caps);
  g_autoptr (GstQuery) query = gst_query_new_scheduling ();
  if (input == P2P_INPUT_BYTES && gst_pad_query (peer, query)
      && gst_query_has_scheduling_mode_with_flags (query, GST_PAD_MODE_PULL,
          GST_SCHEDULING_FLAG_SEEKABLE))
    return P2P_INPUT_ENCODED;
  return input;
}

static gboolean
is_picture (const GstStructure *structure)
{
  static const char *const others[] = { "audio/", "text/", "subpicture/", "subtitle/",
    "closedcaption/", "application/x-ass", "application/x-ssa", "application/x-teletext", "meta/",
    NULL };
  for (const char *const *other = others; *other; other++)
    if (g_str_has_prefix (gst_structure_get_name (structure), *other))
      return FALSE;
  return TRUE;
}

GstPadLinkReturn
p2p_input_link (GstPad *pad, GstObject *parent, GstPad *peer)
{
  g_autoptr (GstCaps) caps = gst_pad_query_caps (peer, NULL);
  if (gst_caps_is_any (caps) || gst_caps_is_empty (caps))
    return GST_PAD_LINK_OK;
  for (guint i = 0; i < gst_caps_get_size (caps); i++)
    if (is_picture (gst_caps_get_structure (caps, i)))
      return GST_PAD_LINK_OK;
  return GST_PAD_LINK_NOFORMAT;
}

static GstElement *
add (GstBin *bin, const char *factory)
{
  GstElement *element = gst_element_factory_make (factory, NULL);
  if (element)
    gst_bin_add (bin, element);
  else
    GST_ELEMENT_ERROR (bin, CORE, MISSING_PLUGIN,
        ("GStreamer's element \"%s\" is missing: install gstreamer1.0-plugins-base.", factory),
        (NULL));
  return element;
}

/* The first video stream, nothing else: sound is then never decoded. */
static int
select_stream (GstElement *decode, GstStreamCollection *collection, GstStream *stream,
    gpointer data)
{
  for (guint i = 0; i < gst_stream_collection_get_size (collection); i++) {
    GstStream *candidate = gst_stream_collection_get_stream (collection, i);
    if (gst_stream_get_stream_type (candidate) & GST_STREAM_TYPE_VIDEO)
      return candidate == stream;
  }
  return 0;
}

static void
pad_added (GstElement *decode, GstPad *pad, GstPad *target)
{
  g_autoptr (GstCaps) caps = gst_pad_query_caps (pad, NULL);
  if (!gst_pad_is_linked (target) && p2p_input_link (target, NULL, pad) == GST_PAD_LINK_OK
      && GST_PAD_LINK_FAILED (gst_pad_link (pad, target)))
    GST_ERROR_OBJECT (decode, "cannot link %" GST_PTR_FORMAT, caps);
}

gboolean
p2p_decoder_build (P2pDecoder *decoder, P2pInput input, GstBin *bin, GstPad *target)
{
  decoder->decode = decoder->first = add (bin, "decodebin3");
  if (decoder->decode && input == P2P_INPUT_BYTES)
    decoder->first = add (bin, "typefind");
  if (!decoder->first
      || (decoder->first != decoder->decode
          && !gst_element_link (decoder->first, decoder->decode))) {
    p2p_decoder_remove (decoder, bin);
    return FALSE;
  }
  g_signal_connect (decoder->decode, "select-stream", G_CALLBACK (select_stream), NULL);
  g_signal_connect_object (decoder->decode, "pad-added", G_CALLBACK (pad_added), target, 0);
  return TRUE;
}

static void
stop_and_remove (GstElement *element, GstBin *bin)
{
  gst_element_set_state (element, GST_STATE_NULL);
  gst_bin_remove (bin, element);
}

void
p2p_decoder_remove (P2pDecoder *decoder, GstBin *bin)
{
  if (decoder->first && decoder->first != decoder->decode)
    stop_and_remove (decoder->first, bin);
  if (decoder->decode)
    stop_and_remove (decoder->decode, bin);
  *decoder = (P2pDecoder){ NULL, NULL };
}

gboolean
p2p_message_has_video (GstMessage *message)
{
  g_autoptr (GstStreamCollection) collection = NULL;
  gst_message_parse_stream_collection (message, &collection);
  for (guint i = 0; i < gst_stream_collection_get_size (collection); i++) {
    GstStream *stream = gst_stream_collection_get_stream (collection, i);
    if (gst_stream_get_stream_type (stream) & GST_STREAM_TYPE_VIDEO)
      return TRUE;
  }
  return FALSE;
}

static gboolean
has_decoder (const char *type)
{
  g_autoptr (GstCaps) caps = gst_caps_new_empty_simple (type);
  GList *decoders =
      gst_element_factory_list_get_elements (GST_ELEMENT_FACTORY_TYPE_DECODER, GST_RANK_MARGINAL);
  GList *fit = gst_element_factory_list_filter (decoders, caps, GST_PAD_SINK, FALSE);
  const gboolean found = fit != NULL;
  gst_plugin_feature_list_free (fit);
  gst_plugin_feature_list_free (decoders);
  return found;
}

char *
p2p_message_undecodable (GstMessage *message)
{
  g_autoptr (GstStreamCollection) collection = NULL;
  const char *lacking = NULL;
  guint major, minor, micro, nano;
  gst_version (&major, &minor, &micro, &nano);
  if (major == 1 && minor < 24)
    return NULL;
  gst_message_parse_stream_collection (message, &collection);
  for (guint i = 0; i < gst_stream_collection_get_size (collection); i++) {
    GstStream *stream = gst_stream_collection_get_stream (collection, i);
    g_autoptr (GstCaps) caps = gst_stream_get_caps (stream);
    if (!(gst_stream_get_stream_type (stream) & GST_STREAM_TYPE_VIDEO))
      continue;
    if (!caps || gst_caps_is_empty (caps) || gst_caps_is_any (caps))
      return NULL;
    lacking = g_intern_string (gst_structure_get_name (gst_caps_get_structure (caps, 0)));
    if (g_str_equal (lacking, "video/x-raw") || has_decoder (lacking))
      return NULL;
  }
  return lacking ? p2p_package_advice (NULL, lacking) : NULL;
}

char *
p2p_message_missing (GstMessage *message)
{
  const GstStructure *s = gst_message_get_structure (message);
  g_autoptr (GstCaps) caps = NULL;
  if (!s || !gst_structure_has_name (s, "missing-plugin")
      || !gst_structure_get (s, "detail", GST_TYPE_CAPS, &caps, NULL) || gst_caps_is_empty (caps)
      || gst_caps_is_any (caps) || !is_picture (gst_caps_get_structure (caps, 0)))
    return NULL;
  return p2p_package_advice (gst_structure_get_string (s, "name"),
      gst_structure_get_name (gst_caps_get_structure (caps, 0)));
}
