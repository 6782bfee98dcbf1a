/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Claim: p2ptrain at the end of anybody's two branches settles on one size, the same whichever
 * comes first, and says what is wrong with those that cannot work. */

#include "train-fixtures.h"

#define TRAIN "p2ptrain name=t " TINY " steps=2 checkpoints-dir=DIR"

static GstElement *
launch_in (const char *runs, const char *line)
{
  g_auto (GStrv) parts = g_strsplit (line, "DIR", -1);
  g_autofree char *full = g_strjoinv (runs, parts);
  return fixture_launch (full);
}

static GstPadProbeReturn
wait_there (GstPad *pad, GstPadProbeInfo *info, gpointer data)
{
  return GST_PAD_PROBE_OK; /* blocks until the probe is removed */
}

typedef struct
{
  GstPad *waits;
  gulong id;
} Turn;

/* The other branch has chosen its size: this one's turn. */
static GstPadProbeReturn
let_go (GstPad *pad, GstPadProbeInfo *info, gpointer data)
{
  Turn *turn = data;
  if (GST_EVENT_TYPE (GST_PAD_PROBE_INFO_EVENT (info)) != GST_EVENT_CAPS)
    return GST_PAD_PROBE_OK;
  gst_pad_remove_probe (turn->waits, turn->id);
  return GST_PAD_PROBE_REMOVE;
}

static char *
size_at (GstElement *train, const char *name)
{
  g_autoptr (GstPad) pad = gst_element_get_static_pad (train, name);
  g_autoptr (GstCaps) caps = gst_pad_get_current_caps (pad);
  int width = 0, height = 0;
  g_assert_nonnull (caps);
  gst_structure_get (gst_caps_get_structure (caps, 0), "width", G_TYPE_INT, &width, "height",
      G_TYPE_INT, &height, NULL);
  return g_strdup_printf ("%dx%d", width, height);
}

/* The source "late" waits until the caps of sink pad FIRST are there. */
static char *
size_of_run (const char *line, const char *late, const char *first)
{
  g_autofree char *runs = fixture_folder ();
  g_autoptr (GstElement) pipeline = launch_in (runs, line);
  g_autoptr (GstElement) train = gst_bin_get_by_name (GST_BIN (pipeline), "t");
  g_autoptr (GstElement) source = gst_bin_get_by_name (GST_BIN (pipeline), late);
  g_autoptr (GstPad) waits = gst_element_get_static_pad (source, "src");
  g_autoptr (GstPad) sink = gst_element_get_static_pad (train, first);
  g_auto (Outcome) o = { .warned = g_string_new (NULL) };
  Turn turn = { waits, 0 };
  turn.id = gst_pad_add_probe (waits, GST_PAD_PROBE_TYPE_BLOCK_DOWNSTREAM, wait_there, NULL, NULL);
  gst_pad_add_probe (sink, GST_PAD_PROBE_TYPE_EVENT_DOWNSTREAM, let_go, &turn, NULL);
  gst_element_set_state (pipeline, GST_STATE_PLAYING);
  fixture_watch (pipeline, 0, &o);
  g_assert_cmpstr (o.error, ==, NULL);
  g_assert_true (o.eos);
  g_assert_cmpuint (o.steps, ==, 2);
  g_autofree char *a = size_at (train, "sink_a"), *b = size_at (train, "sink_b");
  g_assert_cmpstr (a, ==, b);
  fixture_stop (pipeline, &o);
  fixture_remove (runs);
  return g_steal_pointer (&a);
}

/* Files and live sources; with room between scaler and trainer and without; one that cannot scale. */
static void
test_size (void)
{
#define A "videotestsrc name=a ! video/x-raw,width=160,height=120 ! "
#define B "videotestsrc name=b ! video/x-raw,width=320,height=180 ! "
#define LIVE_A "videotestsrc name=a is-live=true ! video/x-raw,width=160,height=120 ! "
#define LIVE_B "videotestsrc name=b is-live=true ! video/x-raw,width=320,height=180 ! "
  static const struct
  {
    const char *line, *size; /* NULL: only the same each time */
  } cases[] = {
    { A "videoconvertscale ! t.sink_a " B "videoconvertscale ! t.sink_b " TRAIN, NULL },
    { LIVE_A "videoconvertscale ! queue ! t.sink_a " LIVE_B
             "videoconvertscale ! queue ! t.sink_b " TRAIN,
        NULL },
    { A "videoconvertscale ! t.sink_a videotestsrc name=b ! video/x-raw,format=RGB,width=192,"
        "height=128 ! t.sink_b " TRAIN,
        "192x128" },
    { "videotestsrc name=a ! video/x-raw,format=RGB,width=192,height=128 ! t.sink_a " B
      "videoconvertscale ! t.sink_b " TRAIN,
        "192x128" },
  };
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *x = size_of_run (cases[i].line, "a", "sink_b");
    g_autofree char *y = size_of_run (cases[i].line, "b", "sink_a");
    g_assert_cmpstr (x, ==, y);
    if (cases[i].size)
      g_assert_cmpstr (x, ==, cases[i].size);
  }
}

static char *
error_of (const char *line)
{
  g_autofree char *runs = fixture_folder ();
  g_autoptr (GstElement) pipeline = launch_in (runs, line);
  g_auto (Outcome) o = { .warned = g_string_new (NULL) };
  gst_element_set_state (pipeline, GST_STATE_PLAYING);
  fixture_watch (pipeline, 0, &o);
  fixture_stop (pipeline, &o);
  fixture_remove (runs);
  return g_strdup (o.error);
}

#define CLIP "filesrc location=\"SRC\" ! decodebin ! videoconvertscale ! "

static char *
with_clip (const char *line)
{
  g_autofree char *clip = g_test_build_filename (G_TEST_DIST, "data", "clip.mp4", NULL);
  g_auto (GStrv) parts = g_strsplit (line, "SRC", -1);
  return g_strjoinv (clip, parts);
}

/* Nothing can come: said at once where no element makes pads, else when data has waited. */
static void
test_one_pad (void)
{
  static const char *const cases[][2] = {
    { "videotestsrc ! videoconvertscale ! t.sink_a " TRAIN, "sink_b is not linked" },
    { "videotestsrc is-live=true ! videoconvertscale ! t.sink_b " TRAIN, "sink_a is not linked" },
    { CLIP "t.sink_a " TRAIN, "sink_b is not linked" },
    { CLIP "queue ! t.sink_b " TRAIN " t.src ! videoconvert ! fakesink", "sink_a is not linked" },
  };
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *line = with_clip (cases[i][0]);
    g_autofree char *error = error_of (line);
    fixture_assert_contains (error, cases[i][1]);
  }
}

/* Pads that are linked late are no fault. */
static void
test_late_pads (void)
{
  g_autofree char *line = with_clip (CLIP "t.sink_a " CLIP "t.sink_b " TRAIN);
  g_autofree char *error = error_of (line);
  g_assert_cmpstr (error, ==, NULL);
}

/* What no branch can change is said in words, not as "not-negotiated". */
static void
test_multiple (void)
{
  g_autofree char *error =
      error_of ("videotestsrc ! video/x-raw,format=RGB,width=100,height=80 ! t.sink_a "
                "videotestsrc ! video/x-raw,format=RGB,width=100,height=80 ! t.sink_b " TRAIN);
  fixture_assert_contains (error, "multiples of 64");
  fixture_assert_contains (error, "100x80");
}

int
main (int argc, char **argv)
{
  gst_init (&argc, &argv);
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/branches/size", test_size);
  g_test_add_func ("/branches/one-pad", test_one_pad);
  g_test_add_func ("/branches/late-pads", test_late_pads);
  g_test_add_func ("/branches/multiple", test_multiple);
  const int status = g_test_run ();
  gst_deinit ();
  return status;
}
