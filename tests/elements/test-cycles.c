/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Claim: pipelines with p2pinfer go up and down through their states as often as one likes. */

#include "infer-runs.h"

/* Up and down again, waiting for the state or not. */
static void
cycle (const char *description)
{
  Run *run = run_new (description);
  for (int i = 0; i < 60; i++) {
    gst_element_set_state (run->pipeline, i % 5 == 4 ? GST_STATE_PAUSED : GST_STATE_PLAYING);
    if (i % 3 == 0)
      g_assert_cmpint (gst_element_get_state (run->pipeline, NULL, NULL, 30 * GST_SECOND), !=,
          GST_STATE_CHANGE_ASYNC);
    gst_element_set_state (run->pipeline, i % 2 ? GST_STATE_READY : GST_STATE_NULL);
  }
  run_free (run);
}

static void
test_cycles (void)
{
  cycle ("videotestsrc ! video/x-raw,width=64,height=64 ! " INFER "fakesink name=out");
  cycle ("videotestsrc is-live=true ! video/x-raw,width=64,height=64 ! " INFER "fakesink name=out");
}

/* A demuxer that is stopped while it begins leaves objects of its own in GStreamer 1.22, now and
 * then: not to be counted. */
static void
test_files_cycles (void)
{
  if (g_getenv ("GST_TRACERS")) {
    g_test_skip ("run without the leaks tracer, as cycles-files");
    return;
  }
  cycle ("filesrc location=DIR/clip.mp4 ! " INFER "fakesink name=out");
  cycle ("filesrc location=DIR/clip.webm ! queue ! " INFER "fakesink name=out");
}

int
main (int argc, char **argv)
{
  gst_init (&argc, &argv);
  g_test_init (&argc, &argv, NULL);
  folder = fixtures_new ();
  g_test_add_func ("/cycles/raw", test_cycles);
  g_test_add_func ("/cycles/files", test_files_cycles);
  const int status = g_test_run ();
  fixture_remove (folder);
  g_free (folder);
  gst_deinit ();
  return status;
}
