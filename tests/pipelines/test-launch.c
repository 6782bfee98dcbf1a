/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Claim: the launch lines that a user types work as typed, on a screen (xvfb):
 * exit status 0, nothing critical on stderr, and pictures reach autovideosink. */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "../elements/infer-fixtures.h"

#define INFER "p2pinfer model=facades.safetensors ! autovideosink"

static const struct
{
  const char *name, *pipeline;
  int least; /* pictures shown, on a busy machine too */
  int all;   /* in the source */
} cases[] = {
  { "mp4", "filesrc location=clip.mp4 ! " INFER, 5, 30 },
  { "webm", "filesrc location=clip.webm ! " INFER, 5, 30 },
  { "jpg", "filesrc location=picture.jpg ! " INFER, 1, 1 },
  { "png", "filesrc location=picture.png ! " INFER, 1, 1 },
  { "live", "videotestsrc is-live=true num-buffers=30 ! video/x-raw,width=64,height=64 ! " INFER, 5,
      30 },
  { "live-mjpeg",
      "videotestsrc is-live=true num-buffers=30 ! video/x-raw,width=64,height=64 ! "
      "jpegenc ! " INFER,
      5, 30 },
};

static char *folder;

/* GStreamer's sinks say at their end what they have shown. */
static int
shown_in (const char *log)
{
  const char *line = log, *last = NULL;
  while ((line = strstr (line, "rendered: ")))
    last = line++;
  int shown = -1;
  return last && sscanf (last, "rendered: %d", &shown) == 1 ? shown : -1;
}

static void
test_line (gconstpointer data)
{
  const guint i = GPOINTER_TO_UINT (data);
  /* autovideosink opens the display, closes it and opens it again; without -noreset the
   * server starts anew in between and may not be back in time. */
  g_autofree char *line =
      g_strconcat ("timeout 60 xvfb-run -a -s '-screen 0 1280x1024x24 -noreset' gst-launch-1.0 ",
          cases[i].pipeline, NULL);
  g_autofree char *log_path = g_build_filename (folder, "log", NULL);
  g_autofree char *out = NULL, *err = NULL, *log = NULL;
  g_auto (GStrv) argv = NULL;
  g_autoptr (GError) error = NULL;
  int status;
  g_assert_true (g_shell_parse_argv (line, NULL, &argv, &error));
  g_auto (GStrv) env = g_environ_setenv (g_get_environ (), "GST_DEBUG", "basesink:6", TRUE);
  env = g_environ_setenv (env, "GST_DEBUG_FILE", log_path, TRUE);
  env = g_environ_setenv (env, "G_DEBUG", "fatal-criticals", TRUE);
  /* Networks this small on a busy machine: threads that spin for each other would
   * cost a time slice per layer. */
  env = g_environ_setenv (env, "OMP_WAIT_POLICY", "passive", TRUE);
  g_spawn_sync (folder, argv, env, G_SPAWN_SEARCH_PATH, NULL, NULL, &out, &err, &status, &error);
  g_assert_no_error (error);
  g_test_message ("%s%s", out, err);
  g_assert_true (g_spawn_check_wait_status (status, NULL));
  g_assert_null (strstr (err, "CRITICAL"));
  g_assert_true (g_file_get_contents (log_path, &log, NULL, NULL));
  const int shown = shown_in (log);
  g_test_message ("%s: %d of %d pictures shown", cases[i].name, shown, cases[i].all);
  g_assert_cmpint (shown, >=, cases[i].least);
  g_assert_cmpint (shown, <=, cases[i].all + 1); /* the last may be drawn again */
}

/* A wrong path: one sentence, and a status that says so. */
static void
test_wrong_model (void)
{
  g_autofree char *out = NULL, *err = NULL;
  int status;
  g_auto (GStrv) argv = g_strsplit ("gst-launch-1.0 filesrc location=clip.webm ! p2pinfer "
                                    "model=nowhere.safetensors ! fakesink",
      " ", -1);
  g_assert_true (g_spawn_sync (folder, argv, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, &out, &err,
      &status, NULL));
  g_assert_false (g_spawn_check_wait_status (status, NULL));
  g_assert_nonnull (strstr (err, "nowhere.safetensors"));
}

int
main (int argc, char **argv)
{
  g_autofree char *xvfb = g_find_program_in_path ("xvfb-run");
  g_autofree char *launch = g_find_program_in_path ("gst-launch-1.0");
  gst_init (&argc, &argv);
  g_test_init (&argc, &argv, NULL);
  folder = fixtures_new ();
  for (guint i = 0; i < G_N_ELEMENTS (cases) && xvfb && launch; i++) {
    g_autofree char *path = g_strconcat ("/launch/", cases[i].name, NULL);
    g_test_add_data_func (path, GUINT_TO_POINTER (i), test_line);
  }
  if (!xvfb || !launch)
    g_printerr ("skipped: xvfb-run or gst-launch-1.0 is not installed here\n");
  g_test_add_func ("/launch/wrong-model", test_wrong_model);
  const int status = g_test_run ();
  fixtures_free (folder);
  return status;
}
