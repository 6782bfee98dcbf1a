/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "p2ppairmeta.h"

#include <string.h>

#define META "P2pPairMeta"

static void
register_meta (void)
{
  static gsize once = 0;
  /* No tags: it depends on nothing that a filter changes. */
  static const char *tags[] = { NULL };
  if (g_once_init_enter (&once)) {
    if (!gst_meta_get_info (META)) /* an application may know it too */
      gst_meta_register_custom (META, tags, NULL, NULL, NULL);
    g_once_init_leave (&once, 1);
  }
}

static void
set_name (GstStructure *s, const char *name)
{
  if (!name)
    return;
  if (g_utf8_validate (name, -1, NULL)) {
    gst_structure_set (s, "name", G_TYPE_STRING, name, NULL);
    return;
  }
  g_autofree char *text = g_filename_display_name (name);
  g_autoptr (GBytes) bytes = g_bytes_new (name, strlen (name) + 1);
  gst_structure_set (s, "name", G_TYPE_STRING, text, "name-bytes", G_TYPE_BYTES, bytes, NULL);
}

static const char *
get_name (const GstStructure *s)
{
  const GValue *value = gst_structure_get_value (s, "name-bytes");
  gsize size = 0;
  const char *bytes = value && G_VALUE_HOLDS (value, G_TYPE_BYTES) && g_value_get_boxed (value)
                          ? g_bytes_get_data (g_value_get_boxed (value), &size)
                          : NULL;
  return size > 0 && bytes[size - 1] == 0 ? bytes : gst_structure_get_string (s, "name");
}

void
p2p_pair_meta_add (GstBuffer *buffer, const P2pPair *pair)
{
  register_meta ();
  GstCustomMeta *meta = gst_buffer_add_custom_meta (buffer, META);
  GstStructure *s = gst_custom_meta_get_structure (meta);
  gst_structure_set (s, "pair", G_TYPE_UINT64, pair->pair, "epoch", G_TYPE_UINT64, pair->epoch,
      "sample", G_TYPE_UINT64, pair->sample, "n-samples", G_TYPE_UINT64, pair->n_samples, "seed",
      G_TYPE_UINT64, pair->seed, "side", G_TYPE_INT, pair->side, "split", G_TYPE_BOOLEAN,
      pair->split, NULL);
  set_name (s, pair->name);
}

gboolean
p2p_pair_meta_get (GstBuffer *buffer, P2pPair *pair)
{
  register_meta ();
  GstCustomMeta *meta = gst_buffer_get_custom_meta (buffer, META);
  *pair = (P2pPair){ 0 };
  if (!meta)
    return FALSE;
  GstStructure *s = gst_custom_meta_get_structure (meta);
  pair->name = get_name (s);
  gst_structure_get_int (s, "side", &pair->side); /* a pair's meta need not have these */
  gst_structure_get_boolean (s, "split", &pair->split);
  return gst_structure_get (s, "pair", G_TYPE_UINT64, &pair->pair, "epoch", G_TYPE_UINT64,
      &pair->epoch, "sample", G_TYPE_UINT64, &pair->sample, "n-samples", G_TYPE_UINT64,
      &pair->n_samples, "seed", G_TYPE_UINT64, &pair->seed, NULL);
}

static gboolean
copy_meta (GstBuffer *from, GstMeta **meta, gpointer to)
{
  const GstMetaInfo *info = (*meta)->info;
  const char *const *tags = (const char *const *) gst_meta_api_type_get_tags (info->api);
  GstMetaTransformCopy whole = { FALSE, 0, (gsize) -1 };
  if (info->transform_func && (!tags || !tags[0]))
    info->transform_func (to, *meta, from, g_quark_from_static_string ("gst-copy"), &whole);
  return TRUE;
}

void
p2p_copy_metadata (GstBuffer *from, GstBuffer *to)
{
  gst_buffer_copy_into (to, from, GST_BUFFER_COPY_FLAGS | GST_BUFFER_COPY_TIMESTAMPS, 0, -1);
  gst_buffer_foreach_meta (from, copy_meta, to);
}
