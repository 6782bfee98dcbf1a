/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "demo/learn.h"

#include <gst/app/gstappsink.h>
#include <math.h>
#include "console.h"
#include "sample.h"
#include "training.h"

#define STEADY_PART 0.6 /* of the time, before the learning rate falls */
#define RESTART 1.0     /* seconds between the two parts */
#define PREVIEWS 3      /* per second, all pairs of the sheet */
#define PREVIEW_STEPS 5 /* between previews, until the speed is known */
#define TELL_EVERY 10.0 /* seconds, where there is no status line */
#define SAVE_EVERY 2.0  /* seconds, of the sheet */
#define BAR_WIDTH 20
#define WINDOW_HEIGHT 768
#define PATIENCE 60.0 /* seconds for a first step on a machine that is very busy */

typedef struct
{
  P2pLearning *learning;
  P2pTraining training;
  gint64 start;
  double end, told, saved; /* seconds since the start */
  GstElement *trainer, *preview;
  GError *error;
} Part;

static double
elapsed (const Part *part)
{
  return (double) (g_get_monotonic_time () - part->start) / G_USEC_PER_SEC;
}

/* What the preview has shown since last time goes to the sheet. */
static void
look (Part *part)
{
  for (;;) {
    g_autoptr (GstSample) sample = gst_app_sink_try_pull_sample (GST_APP_SINK (part->preview), 0);
    P2pSampleView view;
    if (!sample || !p2p_sample_map (sample, &view))
      return;
    p2p_sheet_take (part->learning->sheet, &view.picture, elapsed (part));
    p2p_sample_unmap (&view);
  }
}

static void
tell (Part *part)
{
  const P2pTrack *track = &part->training.track;
  const double now = elapsed (part), whole = part->learning->seconds, done = MIN (1, now / whole);
  g_autofree char *bar = p2p_track_bar (done, BAR_WIDTH);
  g_autofree char *left = p2p_track_duration (MAX (0, whole - now));
  g_autofree char *line =
      g_strdup_printf ("learning  %s %3.0f%%  step %" G_GUINT64_FORMAT "  %.1f it/s  ETA %s%s", bar,
          floor (100 * done), track->step, p2p_track_rate (track), left,
          track->losses ? track->losses->str : "");
  p2p_console_status (line);
  if (!p2p_console_is_terminal () && now >= part->told + TELL_EVERY) {
    part->told = now;
    p2p_console_say ("%s", line);
  }
}

/* Ten times a second. */
static gboolean
on_tick (gpointer user)
{
  Part *part = user;
  const double now = elapsed (part), rate = p2p_track_rate (&part->training.track);
  look (part);
  tell (part);
  if (rate > 0)
    g_object_set (part->trainer, "preview-interval", MAX (1, (int) (rate / PREVIEWS)), NULL);
  if (now >= part->saved + SAVE_EVERY) {
    part->saved = now;
    if (!p2p_sheet_save (part->learning->sheet, &part->error))
      return FALSE;
  }
  return now < part->end || (part->training.track.step == 0 && now < part->end + PATIENCE);
}

static void
on_built (GstElement *pipeline, gpointer user)
{
  Part *part = user;
  part->trainer = gst_bin_get_by_name (GST_BIN (pipeline), "t");
  part->preview = gst_bin_get_by_name (GST_BIN (pipeline), "preview");
  g_object_set (part->trainer, "preview-interval", PREVIEW_STEPS, "preview-from",
      part->learning->val, NULL);
}

static void
add_preview (P2pLaunchValues *values, const P2pLearning *learning)
{
  const int size = learning->sheet->pairs->size,
            zoom = MAX (1, WINDOW_HEIGHT / (P2P_SHEET_ROWS * size));
  g_autofree char *window =
      g_strdup_printf ("p. ! queue max-size-buffers=1 leaky=downstream ! videoscale "
                       "method=nearest-neighbour "
                       "! video/x-raw,width=%d,height=%d ! videoconvert ! autovideosink sync=false",
          3 * size * zoom, P2P_SHEET_ROWS * size * zoom);
  p2p_launch_piece (values, "preview",
      "t. ! tee name=p  p. ! queue ! appsink name=preview sync=false max-buffers=32 drop=true  %s",
      learning->window ? window : "");
}

/* Trains with OPTIONS until END seconds after the start. */
static gboolean
run_part (Part *part, const P2pOptions *options, double end, GError **error)
{
  g_autoptr (P2pLaunchValues) values = p2p_training_values (options);
  add_preview (values, part->learning);
  part->end = end;
  p2p_track_restart (&part->training.track);
  part->training.tick = on_tick;
  part->training.built = on_built;
  part->training.user = part;
  const gboolean ran = p2p_training_run (&part->training, values, error);
  if (part->preview)
    look (part);
  g_clear_object (&part->trainer);
  g_clear_object (&part->preview);
  const gboolean whole = ran && !part->error;
  if (ran && part->error)
    g_propagate_error (error, g_steal_pointer (&part->error));
  g_clear_error (&part->error);
  return whole;
}

/* From the speed so far: how many steps fit, and over which epochs the rate falls. */
static void
plan_end (const Part *part, P2pOptions *options)
{
  const P2pTrack *track = &part->training.track;
  const double seconds = MAX (1, part->learning->seconds - elapsed (part) - RESTART);
  const double steps = MAX (1, p2p_track_rate (track) * seconds);
  options->steps = (gint64) ((double) track->step + steps);
  options->n_epochs = (int) track->epoch;
  options->n_epochs_decay = MAX (1, (int) ceil (steps / (double) MAX (1, track->n_samples)));
}

gboolean
p2p_learn (P2pLearning *learning, GError **error)
{
  Part part = { .learning = learning, .start = g_get_monotonic_time () };
  g_auto (P2pOptions) options;
  p2p_options_copy (learning->options, &options);
  options.n_epochs = 1000000;
  options.n_epochs_decay = 0;
  gboolean ok = run_part (&part, &options, STEADY_PART * learning->seconds, error);
  if (ok && !p2p_runner_signal ()) {
    plan_end (&part, &options);
    /* A little more than planned, in case the machine is slower now. */
    ok = run_part (&part, &options, learning->seconds + 2 * RESTART, error);
  }
  learning->steps = part.training.track.step;
  learning->rate = p2p_track_rate (&part.training.track);
  p2p_training_clear (&part.training);
  return ok && p2p_sheet_save (learning->sheet, error);
}
