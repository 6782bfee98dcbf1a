/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* Small data sets in temporary folders, and pipelines run to their end. */

#include <glib/gstdio.h>
#include <gst/gst.h>
#include <string.h>
#include <sys/stat.h>
#include "core/p2p.h"

G_GNUC_UNUSED static void
fixture_remove (const char *path)
{
  GDir *dir = g_file_test (path, G_FILE_TEST_IS_SYMLINK) ? NULL : g_dir_open (path, 0, NULL);
  const char *name;
  while (dir && (name = g_dir_read_name (dir))) {
    g_autofree char *inner = g_build_filename (path, name, NULL);
    fixture_remove (inner);
  }
  g_clear_pointer (&dir, g_dir_close);
  g_remove (path);
}

/* A folder that is removed by fixture_remove(). */
G_GNUC_UNUSED static char *
fixture_folder (void)
{
  g_autoptr (GError) error = NULL;
  char *path = g_dir_make_tmp ("p2p-test-XXXXXX", &error);
  g_assert_no_error (error);
  return path;
}

/* Smooth enough to look like a picture, different for each NUMBER. */
G_GNUC_UNUSED static void
fixture_save_picture (const char *path, int number, int width, int height)
{
  g_autoptr (GError) error = NULL;
  g_auto (P2pPicture) picture = { 0 };
  g_assert_true (p2p_picture_alloc (&picture, P2P_FORMAT_RGB, width, height, 3, &error));
  for (int y = 0; y < height; y++)
    for (int x = 0; x < width; x++)
      for (int c = 0; c < 3; c++)
        picture.data[y * picture.stride + 3 * x + c] =
            (guint8) (37 * number + (c + 1) * x + (3 - c) * y + (x * y) / 16);
  p2p_picture_save (&picture, path, &error);
  g_assert_no_error (error);
}

/* ROOT/train/000.png ...: N pictures of two squares side by side. */
G_GNUC_UNUSED static char *
fixture_dataset (int n, int side)
{
  char *root = fixture_folder ();
  g_autofree char *train = g_build_filename (root, "train", NULL);
  g_assert_cmpint (g_mkdir (train, 0700), ==, 0);
  for (int i = 0; i < n; i++) {
    g_autofree char *path = g_strdup_printf ("%s/%03d.png", train, i);
    fixture_save_picture (path, i, 2 * side, side);
  }
  return root;
}

G_GNUC_UNUSED static void
fixture_write (const char *root, const char *name, const char *text, gssize size)
{
  g_autofree char *path = g_build_filename (root, "train", name, NULL);
  g_assert_true (g_file_set_contents (path, text, size, NULL));
}

/* Three files that are no pictures, each in its own way. */
G_GNUC_UNUSED static void
fixture_spoil (const char *root)
{
  static const guint8 jpeg[] = { 0xff, 0xd8, 0xff, 0xe0, 0, 16, 'J', 'F', 'I', 'F', 0, 1, 1 };
  fixture_write (root, "empty.png", "", 0);
  fixture_write (root, "text.png", "this is not a picture", -1);
  fixture_write (root, "truncated.jpg", (const char *) jpeg, sizeof jpeg);
}

typedef struct
{
  gboolean eos;
  guint warnings, steps, checkpoints, done, notes;
  guint64 last_step;
  GString *warned; /* texts of all warnings */
  char *error;     /* text of the first error */
} Outcome;

G_GNUC_UNUSED static void
outcome_clear (Outcome *outcome)
{
  g_string_free (outcome->warned, TRUE);
  g_free (outcome->error);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Outcome, outcome_clear)

G_GNUC_UNUSED static void
outcome_note (Outcome *outcome, GstMessage *message)
{
  g_autoptr (GError) error = NULL;
  const GstStructure *s = gst_message_get_structure (message);
  if (GST_MESSAGE_TYPE (message) == GST_MESSAGE_EOS) {
    outcome->eos = TRUE;
  } else if (GST_MESSAGE_TYPE (message) == GST_MESSAGE_WARNING) {
    gst_message_parse_warning (message, &error, NULL);
    outcome->warnings++;
    g_string_append_printf (outcome->warned, "%s\n", error->message);
  } else if (GST_MESSAGE_TYPE (message) == GST_MESSAGE_ERROR && !outcome->error) {
    gst_message_parse_error (message, &error, NULL);
    outcome->error = g_strdup (error->message);
  } else if (GST_MESSAGE_TYPE (message) == GST_MESSAGE_ELEMENT) {
    outcome->steps += gst_structure_has_name (s, "p2p-train-step");
    if (gst_structure_has_name (s, "p2p-train-step"))
      gst_structure_get_uint64 (s, "step", &outcome->last_step);
    outcome->checkpoints += gst_structure_has_name (s, "p2p-train-checkpoint");
    outcome->done += gst_structure_has_name (s, "p2p-train-done");
    outcome->notes += gst_structure_has_name (s, "p2p-train-note");
  }
}

/* Until EOS, an error, STEPS steps (0: no matter), or 60 seconds, which fail. */
G_GNUC_UNUSED static void
fixture_watch (GstElement *pipeline, guint steps, Outcome *outcome)
{
  g_autoptr (GstBus) bus = gst_element_get_bus (pipeline);
  while (!outcome->eos && !outcome->error && !(steps && outcome->steps >= steps)) {
    g_autoptr (GstMessage) message = gst_bus_timed_pop (bus, 60 * GST_SECOND);
    g_assert_nonnull (message);
    outcome_note (outcome, message);
  }
}

G_GNUC_UNUSED static void
fixture_stop (GstElement *pipeline, Outcome *outcome)
{
  g_autoptr (GstBus) bus = gst_element_get_bus (pipeline);
  gst_element_set_state (pipeline, GST_STATE_READY);
  GstMessage *message;
  while ((message = gst_bus_pop (bus))) {
    outcome_note (outcome, message);
    gst_message_unref (message);
  }
  gst_element_set_state (pipeline, GST_STATE_NULL);
}

G_GNUC_UNUSED static GstElement *
fixture_launch (const char *line)
{
  g_autoptr (GError) error = NULL;
  GstElement *pipeline = gst_parse_launch (line, &error);
  g_assert_no_error (error);
  return pipeline;
}

/* From NULL to NULL. */
G_GNUC_UNUSED static void
fixture_run (const char *line, guint steps, Outcome *outcome)
{
  g_autoptr (GstElement) pipeline = fixture_launch (line);
  *outcome = (Outcome){ .warned = g_string_new (NULL) };
  gst_element_set_state (pipeline, GST_STATE_PLAYING);
  fixture_watch (pipeline, steps, outcome);
  fixture_stop (pipeline, outcome);
}

/* A count from the property stats. */
G_GNUC_UNUSED static guint64
fixture_stat (GstElement *element, const char *field)
{
  g_autoptr (GstStructure) stats = NULL;
  guint64 value = 0;
  g_object_get (element, "stats", &stats, NULL);
  g_assert_true (gst_structure_get_uint64 (stats, field, &value));
  return value;
}

/* P2pPairMeta by the public interface of GStreamer, as an application sees it. */
typedef struct
{
  guint64 pair, epoch, sample, n_samples, seed;
  const char *name;
} Pair;

G_GNUC_UNUSED static gboolean
fixture_get_pair (GstBuffer *buffer, Pair *pair)
{
  GstCustomMeta *meta =
      gst_meta_get_info ("P2pPairMeta") ? gst_buffer_get_custom_meta (buffer, "P2pPairMeta") : NULL;
  if (!meta)
    return FALSE;
  GstStructure *s = gst_custom_meta_get_structure (meta);
  pair->name = gst_structure_get_string (s, "name");
  return gst_structure_get (s, "pair", G_TYPE_UINT64, &pair->pair, "epoch", G_TYPE_UINT64,
      &pair->epoch, "sample", G_TYPE_UINT64, &pair->sample, "n-samples", G_TYPE_UINT64,
      &pair->n_samples, "seed", G_TYPE_UINT64, &pair->seed, NULL);
}

G_GNUC_UNUSED static void
fixture_add_pair (GstBuffer *buffer, const Pair *pair)
{
  static const char *tags[] = { NULL };
  if (!gst_meta_get_info ("P2pPairMeta"))
    gst_meta_register_custom ("P2pPairMeta", tags, NULL, NULL, NULL);
  GstCustomMeta *meta = gst_buffer_add_custom_meta (buffer, "P2pPairMeta");
  gst_structure_set (gst_custom_meta_get_structure (meta), "pair", G_TYPE_UINT64, pair->pair,
      "epoch", G_TYPE_UINT64, pair->epoch, "sample", G_TYPE_UINT64, pair->sample, "n-samples",
      G_TYPE_UINT64, pair->n_samples, "seed", G_TYPE_UINT64, pair->seed, "name", G_TYPE_STRING,
      pair->name, NULL);
}

/* As `side` and `split` of the pair meta, which a pair's need not have. */
G_GNUC_UNUSED static void
fixture_set_side (GstBuffer *buffer, int side, gboolean split)
{
  GstCustomMeta *meta = gst_buffer_get_custom_meta (buffer, "P2pPairMeta");
  gst_structure_set (gst_custom_meta_get_structure (meta), "side", G_TYPE_INT, side, "split",
      G_TYPE_BOOLEAN, split, NULL);
}

G_GNUC_UNUSED static void
fixture_get_side (GstBuffer *buffer, int *side, gboolean *split)
{
  GstCustomMeta *meta = gst_buffer_get_custom_meta (buffer, "P2pPairMeta");
  GstStructure *s = gst_custom_meta_get_structure (meta);
  g_assert_true (gst_structure_get_int (s, "side", side));
  g_assert_true (gst_structure_get_boolean (s, "split", split));
}

/* N squares in ROOT/NAME, the first of them NUMBER. */
G_GNUC_UNUSED static void
fixture_squares (const char *root, const char *name, int n, int number, int side)
{
  g_autofree char *dir = g_build_filename (root, name, NULL);
  g_assert_cmpint (g_mkdir_with_parents (dir, 0700), ==, 0);
  for (int i = 0; i < n; i++) {
    g_autofree char *path = g_strdup_printf ("%s/%03d.png", dir, i);
    fixture_save_picture (path, number + i, side, side);
  }
}

#define fixture_assert_contains(text, part)                                                        \
  do {                                                                                             \
    if (!(text) || !strstr (text, part))                                                           \
      g_error ("\"%s\" is not in \"%s\"", part, (text) ? (text) : "(nothing)");                    \
  } while (0)
