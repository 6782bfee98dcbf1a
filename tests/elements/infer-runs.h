/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* Pipelines with p2pinfer in the folder of infer-fixtures.h. */

#include "infer-fixtures.h"

static char *folder; /* of fixtures_new(): each test program has one */

static inline char *
in_folder (const char *name)
{
  return g_build_filename (folder, name, NULL);
}

#define INFER "p2pinfer name=p backend=ref model=DIR/facades.safetensors ! "

/* A pipeline that ends in "fakesink name=out": plays it to its end and counts.
 * The error, if there is one, is the caller's. */
typedef struct
{
  GstElement *pipeline;
  int frames; /* atomic */
} Run;

static inline GstPadProbeReturn
count (GstPad *pad, GstPadProbeInfo *info, gpointer data)
{
  g_atomic_int_inc (&((Run *) data)->frames);
  return GST_PAD_PROBE_OK;
}

static inline Run *
run_new (const char *description)
{
  g_autoptr (GError) error = NULL;
  Run *run = g_new0 (Run, 1);
  g_autofree char *full = NULL;
  g_auto (GStrv) parts = g_strsplit (description, "DIR", -1);
  full = g_strjoinv (folder, parts);
  run->pipeline = gst_parse_launch (full, &error);
  g_assert_no_error (error);
  g_autoptr (GstElement) out = gst_bin_get_by_name (GST_BIN (run->pipeline), "out");
  g_autoptr (GstPad) pad = gst_element_get_static_pad (out, "sink");
  gst_pad_add_probe (pad, GST_PAD_PROBE_TYPE_BUFFER, count, run, NULL);
  return run;
}

/* To the end; the error's text or NULL. The pipeline stays in PLAYING. */
static inline char *
run_play (Run *run)
{
  g_autoptr (GstBus) bus = gst_element_get_bus (run->pipeline);
  g_autoptr (GError) error = NULL;
  g_atomic_int_set (&run->frames, 0);
  gst_element_set_state (run->pipeline, GST_STATE_PLAYING);
  g_autoptr (GstMessage) message =
      gst_bus_timed_pop_filtered (bus, 300 * GST_SECOND, GST_MESSAGE_EOS | GST_MESSAGE_ERROR);
  g_assert_nonnull (message);
  if (GST_MESSAGE_TYPE (message) == GST_MESSAGE_EOS)
    return NULL;
  gst_message_parse_error (message, &error, NULL);
  return g_strdup (error->message);
}

static inline void
run_free (Run *run)
{
  gst_element_set_state (run->pipeline, GST_STATE_NULL);
  gst_object_unref (run->pipeline);
  g_free (run);
}
