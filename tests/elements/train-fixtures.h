/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* What the tests of p2ptrain share. */

#include "dataset-fixtures.h"

#define SIDE 64
#define TINY "net-g=unet_64 ngf=4 ndf=4 print-freq=2 threads=1"

G_GNUC_UNUSED static char *
state_path (const char *runs, const char *name, guint64 step)
{
  return g_strdup_printf ("%s/%s/state/step-%09" G_GUINT64_FORMAT ".safetensors", runs, name, step);
}

G_GNUC_UNUSED static void
assert_same_state (const char *path, const char *other)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (P2pSafetensors) x = p2p_safetensors_open (path, &error);
  g_assert_no_error (error);
  g_autoptr (P2pSafetensors) y = p2p_safetensors_open (other, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (p2p_safetensors_n (x), ==, p2p_safetensors_n (y));
  g_assert_cmpuint (p2p_safetensors_n (x), >, 50);
  for (guint i = 0; i < p2p_safetensors_n (x); i++) {
    const P2pTensorInfo *a = p2p_safetensors_at (x, i);
    const P2pTensorInfo *b = p2p_safetensors_find (y, a->name);
    g_assert_nonnull (b);
    g_assert_cmpuint (a->count, ==, b->count);
    if (memcmp (a->data, b->data, a->count * p2p_dtype_size (a->dtype)) != 0)
      g_error ("%s differs", a->name);
  }
  static const char *const keys[] = { "step", "total", "epoch", "sample", "seed" };
  for (guint i = 0; i < G_N_ELEMENTS (keys); i++) {
    g_assert_nonnull (p2p_safetensors_metadata (x, keys[i]));
    g_assert_cmpstr (p2p_safetensors_metadata (x, keys[i]), ==,
        p2p_safetensors_metadata (y, keys[i]));
  }
}

/* The runs "whole" and "parts" below RUNS are the same after STEP steps. */
G_GNUC_UNUSED static void
assert_same_runs (const char *runs, guint64 step)
{
  g_autofree char *x = state_path (runs, "whole", step), *y = state_path (runs, "parts", step);
  assert_same_state (x, y);
}

/* Ended by EOS, as gst-launch -e sends it to the sources, after STEPS steps or a few more. */
G_GNUC_UNUSED static void
fixture_run_to_eos (const char *line, guint steps, Outcome *outcome)
{
  g_autoptr (GstElement) pipeline = fixture_launch (line);
  *outcome = (Outcome){ .warned = g_string_new (NULL) };
  gst_element_set_state (pipeline, GST_STATE_PLAYING);
  fixture_watch (pipeline, steps, outcome);
  gst_element_send_event (pipeline, gst_event_new_eos ());
  fixture_watch (pipeline, 0, outcome);
  fixture_stop (pipeline, outcome);
}

/* Up and down ROUNDS times, waiting for the state now and then. */
G_GNUC_UNUSED static void
fixture_walk (GstElement *pipeline, guint rounds)
{
  static const GstState walk[] = { GST_STATE_PAUSED, GST_STATE_READY, GST_STATE_PLAYING,
    GST_STATE_PAUSED, GST_STATE_NULL, GST_STATE_PAUSED, GST_STATE_PLAYING, GST_STATE_NULL };
  for (guint i = 0; i < rounds * G_N_ELEMENTS (walk); i++) {
    gst_element_set_state (pipeline, walk[i % G_N_ELEMENTS (walk)]);
    if (i % 3 == 0)
      g_assert_cmpint (gst_element_get_state (pipeline, NULL, NULL, 30 * GST_SECOND), ==,
          GST_STATE_CHANGE_SUCCESS);
    else
      g_usleep (i * 1000);
  }
  gst_element_set_state (pipeline, GST_STATE_NULL);
}
