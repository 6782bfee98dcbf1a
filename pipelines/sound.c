/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "sound.h"

#include "core/p2p.h"

/* What brings a kind of sound into the form that a muxer wants. VERSION 0: any. */
static const struct
{
  const char *type;
  int version;
  const char *parser;
} kinds[] = {
  { "audio/mpeg", 1, "mpegaudioparse" },
  { "audio/mpeg", 2, "aacparse" },
  { "audio/mpeg", 4, "aacparse" },
  { "audio/x-ac3", 0, "ac3parse" },
  { "audio/x-flac", 0, "flacparse" },
  { "audio/x-opus", 0, "opusparse" },
};

static gboolean
exists (const char *element)
{
  g_autoptr (GstElementFactory) factory = gst_element_factory_find (element);
  return factory != NULL;
}

static const char *
parser_of (const GstStructure *sound)
{
  int version = 0;
  gst_structure_get_int (sound, "mpegversion", &version);
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (gst_structure_has_name (sound, kinds[i].type)
        && (!kinds[i].version || kinds[i].version == version))
      return kinds[i].parser;
  return NULL;
}

/* Whatever a parser can change does not count. */
static gboolean
is_taken (const GstCaps *sound, const char *muxer)
{
  g_autoptr (GstElementFactory) factory = gst_element_factory_find (muxer);
  g_autoptr (GstCaps) caps = gst_caps_copy (sound);
  gst_structure_remove_fields (gst_caps_get_structure (caps, 0), "stream-format", "framed",
      "parsed", "alignment", "codec_data", "streamheader", NULL);
  return factory && gst_element_factory_can_sink_any_caps (factory, caps);
}

static gboolean
can_decode (const GstCaps *sound)
{
  GList *all =
      gst_element_factory_list_get_elements (GST_ELEMENT_FACTORY_TYPE_DECODER, GST_RANK_MARGINAL);
  GList *fit = gst_element_factory_list_filter (all, sound, GST_PAD_SINK, FALSE);
  const gboolean some = fit != NULL;
  gst_plugin_feature_list_free (all);
  gst_plugin_feature_list_free (fit);
  return some || gst_structure_has_name (gst_caps_get_structure (sound, 0), "audio/x-raw");
}

char *
p2p_sound_piece (const GstCaps *sound, const P2pSink *sink, char **why)
{
  const GstStructure *s = gst_caps_get_structure (sound, 0);
  const char *parser = parser_of (s), *const *encoder = sink->sound;
  *why = NULL;
  if (is_taken (sound, sink->muxer) && (!parser || exists (parser)))
    return parser ? g_strconcat (parser, " ! ", NULL) : g_strdup ("");
  while (*encoder && !exists (*encoder))
    encoder++;
  if (!can_decode (sound)) {
    *why = p2p_package_advice ("a decoder", gst_structure_get_name (s));
  } else if (!*encoder) {
    const char *package = p2p_package_of_element (sink->sound[0]);
    *why = g_strdup_printf ("%s is not installed; try: sudo apt-get install %s", sink->sound[0],
        package);
  } else
    return g_strdup_printf ("decodebin ! audioconvert ! audioresample ! %s ! ", *encoder);
  return NULL;
}
