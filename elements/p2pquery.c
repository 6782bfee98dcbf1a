/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "p2pquery.h"

gboolean
p2p_query_is (GstQuery *query, const char *name)
{
  return GST_QUERY_TYPE (query) == GST_QUERY_CUSTOM
         && gst_structure_has_name (gst_query_get_structure (query), name);
}

gboolean
p2p_query_start (GstPad *sinkpad, const P2pStart *start)
{
  g_autoptr (GstQuery) query = gst_query_new_custom (GST_QUERY_CUSTOM,
      gst_structure_new ("p2p-start", "epoch", G_TYPE_UINT64, start->epoch, "sample", G_TYPE_UINT64,
          start->sample, "seed", G_TYPE_UINT64, start->seed, "last-epoch", G_TYPE_UINT64,
          start->last_epoch, NULL));
  return gst_pad_peer_query (sinkpad, query);
}

gboolean
p2p_query_parse_start (GstQuery *query, P2pStart *start)
{
  const GstStructure *s = gst_query_get_structure (query);
  start->last_epoch = 0;
  gst_structure_get_uint64 (s, "last-epoch", &start->last_epoch);
  return gst_structure_get (s, "epoch", G_TYPE_UINT64, &start->epoch, "sample", G_TYPE_UINT64,
      &start->sample, "seed", G_TYPE_UINT64, &start->seed, NULL);
}

/* An option of the data set: the trainer has no property for it. */
static gboolean
is_of_data (const P2pOption *option)
{
  return (option->uses & P2P_FOR_TRAIN) && !(option->uses & P2P_FOR_TRAINER);
}

/* Who answers with it has it in the run's name already. */
static gboolean
is_suffix (const P2pOption *option)
{
  return g_str_equal (option->name, "suffix");
}

void
p2p_query_add_options (GstQuery *query, GstElement *element)
{
  guint n;
  const P2pOption *options = p2p_options_table (&n);
  for (guint i = 0; i < n; i++) {
    if (!is_of_data (&options[i])
        || !g_object_class_find_property (G_OBJECT_GET_CLASS (element), options[i].property))
      continue;
    g_auto (GValue) value = G_VALUE_INIT, text = G_VALUE_INIT;
    g_value_init (&text, G_TYPE_STRING);
    g_object_get_property (G_OBJECT (element), options[i].property, &value);
    if (G_VALUE_HOLDS_BOOLEAN (&value))
      g_value_set_string (&text, g_value_get_boolean (&value) ? "1" : "0");
    else
      g_value_transform (&value, &text);
    gst_structure_set_value (gst_query_writable_structure (query), options[i].property, &text);
  }
}

void
p2p_query_add_data_set (GstQuery *query, const P2pDataset *dataset)
{
  g_autofree char *fingerprint = p2p_dataset_fingerprint (dataset);
  gst_structure_set (gst_query_writable_structure (query), "fingerprint", G_TYPE_STRING,
      fingerprint, "n-samples", G_TYPE_UINT64, (guint64) p2p_dataset_length (dataset), NULL);
}

/* Of two sources each may have a set of its own. */
static void
take_data_set (const GstStructure *answer, P2pDataSet *data)
{
  const char *fingerprint = gst_structure_get_string (answer, "fingerprint");
  if (!fingerprint || g_str_equal (fingerprint, data->fingerprint))
    return;
  g_autofree char *both = g_strconcat (data->fingerprint, fingerprint, NULL);
  g_autofree char *sum = g_compute_checksum_for_string (G_CHECKSUM_SHA256, both, -1);
  if (!*data->fingerprint)
    gst_structure_get_uint64 (answer, "n-samples", &data->n_samples);
  g_strlcpy (data->fingerprint, *data->fingerprint ? sum : fingerprint, sizeof data->fingerprint);
}

gboolean
p2p_query_options (GstPad *sinkpad, P2pOptions *options, P2pDataSet *data, GError **error)
{
  guint n;
  const P2pOption *table = p2p_options_table (&n);
  g_autoptr (GstQuery) query =
      gst_query_new_custom (GST_QUERY_CUSTOM, gst_structure_new_empty ("p2p-options"));
  gst_pad_peer_query (sinkpad, query);
  take_data_set (gst_query_get_structure (query), data);
  for (guint i = 0; i < n; i++) {
    const char *text =
        gst_structure_get_string (gst_query_get_structure (query), table[i].property);
    if (!text || !(is_of_data (&table[i]) || is_suffix (&table[i])))
      continue;
    if (!p2p_option_set (options, &table[i], text, error))
      return FALSE;
    p2p_option_give (options, &table[i]);
    options->suffixed |= is_suffix (&table[i]);
  }
  return TRUE;
}

gboolean
p2p_query_live (GstPad *sinkpad)
{
  g_autoptr (GstQuery) query = gst_query_new_latency ();
  gboolean live = FALSE;
  if (gst_pad_peer_query (sinkpad, query))
    gst_query_parse_latency (query, &live, NULL, NULL);
  return live;
}

GstClockTime
p2p_query_most_latency (GstPad *sinkpad)
{
  g_autoptr (GstQuery) query = gst_query_new_latency ();
  GstClockTime most = GST_CLOCK_TIME_NONE;
  if (gst_pad_peer_query (sinkpad, query))
    gst_query_parse_latency (query, NULL, NULL, &most);
  return most;
}

gboolean
p2p_query_default (GstPad *pad, GstObject *parent, GstQuery *query)
{
  if (p2p_query_is (query, "p2p-options"))
    p2p_query_add_options (query, GST_ELEMENT (parent));
  return gst_pad_query_default (pad, parent, query);
}
