/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "track.h"

#include <math.h>
#include <string.h>

#define SHOW_EVERY (G_USEC_PER_SEC / 10)
#define SAMPLE_EVERY (G_USEC_PER_SEC / 8) /* P2P_TRACK_SIZE of them: the speed of 8 seconds */
#define BAR_WIDTH 10

void
p2p_track_clear (P2pTrack *track)
{
  if (track->losses)
    g_string_free (track->losses, TRUE);
  track->losses = NULL;
}

void
p2p_track_restart (P2pTrack *track)
{
  track->n = 0;
}

/* Losses are the numbers that are not something else. */
static gboolean
add_loss (GQuark field, const GValue *value, gpointer user)
{
  static const char *const others[] = { "lr", "time", "data", NULL };
  const char *name = g_quark_to_string (field);
  if (G_VALUE_HOLDS_DOUBLE (value) && !g_strv_contains (others, name)) {
    const double v = g_value_get_double (value);
    g_string_append_printf (user, "  %s %.*f", name, v < 9.995 ? 2 : 1, v);
  }
  return TRUE;
}

static void
take_sample (P2pTrack *track, gint64 now)
{
  const guint last = (track->n + P2P_TRACK_SIZE - 1) % P2P_TRACK_SIZE;
  const guint next = track->n % P2P_TRACK_SIZE;
  if (track->n && now < track->times[last] + SAMPLE_EVERY)
    return;
  track->times[next] = now;
  track->steps[next] = track->step;
  track->waits[next] = track->waited;
  track->n++;
}

/* Since the oldest sample kept: time in seconds, steps, seconds of waiting. */
static double
span (const P2pTrack *track, guint64 *steps, double *waited)
{
  if (track->n < 2)
    return 0;
  const guint newest = (track->n - 1) % P2P_TRACK_SIZE;
  const guint oldest = track->n < P2P_TRACK_SIZE ? 0 : track->n % P2P_TRACK_SIZE;
  *steps = track->steps[newest] - track->steps[oldest];
  *waited = track->waits[newest] - track->waits[oldest];
  return (double) (track->times[newest] - track->times[oldest]) / G_USEC_PER_SEC;
}

gboolean
p2p_track_update (P2pTrack *track, const GstStructure *message)
{
  const gint64 now = g_get_monotonic_time ();
  double wait = 0;
  if (!gst_structure_has_name (message, "p2p-train-step"))
    return FALSE;
  const gboolean first = track->step == 0;
  const guint64 before = track->total;
  gst_structure_get (message, "step", G_TYPE_UINT64, &track->step, "epoch", G_TYPE_UINT64,
      &track->epoch, "sample", G_TYPE_UINT64, &track->sample, "n-samples", G_TYPE_UINT64,
      &track->n_samples, "total", G_TYPE_UINT64, &track->total, NULL);
  gst_structure_get_uint64 (message, "max-steps", &track->max_steps);
  gst_structure_get_uint64 (message, "last-epoch", &track->last_epoch);
  gst_structure_get_double (message, "data", &wait);
  if (!first)
    track->waited += wait * (double) (track->total - before);
  take_sample (track, now);
  if (now < track->shown + SHOW_EVERY)
    return FALSE;
  track->shown = now;
  if (!track->losses)
    track->losses = g_string_new (NULL);
  g_string_truncate (track->losses, 0);
  gst_structure_foreach (message, add_loss, track->losses);
  return TRUE;
}

double
p2p_track_rate (const P2pTrack *track)
{
  guint64 steps;
  double waited;
  const double seconds = span (track, &steps, &waited);
  return seconds > 0 ? (double) steps / seconds : 0;
}

/* How much of the whole run is done, and how many steps are left. */
static double
part_done (const P2pTrack *track, double *steps_left)
{
  const double done = (double) track->step;
  double all = (double) track->max_steps;
  if (track->n_samples && track->total && track->last_epoch) {
    const double per_step = (double) track->total / done;
    const double left =
        ((double) track->last_epoch - (double) track->epoch) * (double) track->n_samples
        + (double) (track->n_samples - track->sample - 1);
    const double by_epochs = done + left / per_step;
    all = all > 0 ? MIN (all, by_epochs) : by_epochs;
  }
  *steps_left = MAX (0, all - done);
  return all > 0 ? done / all : 0;
}

char *
p2p_track_duration (double seconds)
{
  const int s = (int) (seconds + 0.5);
  if (s < 100)
    return g_strdup_printf ("%ds", s);
  if (s < 100 * 60)
    return g_strdup_printf ("%dm", (s + 30) / 60);
  return g_strdup_printf ("%dh%02dm", s / 3600, s / 60 % 60);
}

char *
p2p_track_bar (double part, guint width)
{
  const gsize full = (gsize) (CLAMP (part, 0, 1) * width);
  char *bar = g_strnfill (width, '-');
  memset (bar, '#', full);
  return bar;
}

char *
p2p_track_line (const P2pTrack *track, const char *name)
{
  g_autoptr (GString) s = g_string_new (name);
  guint64 steps = 0;
  double waited = 0, left = 0;
  const double seconds = span (track, &steps, &waited), part = part_done (track, &left);
  const double rate = p2p_track_rate (track);
  g_autofree char *bar = p2p_track_bar (part, BAR_WIDTH);
  g_string_append_printf (s, "  epoch %" G_GUINT64_FORMAT, track->epoch);
  if (track->n_samples)
    g_string_append_printf (s, "/%" G_GUINT64_FORMAT, track->last_epoch);
  if (part > 0)
    g_string_append_printf (s, "  %s %3.0f%%", bar, floor (100 * part));
  if (track->n_samples)
    g_string_append_printf (s, "  %" G_GUINT64_FORMAT "/%" G_GUINT64_FORMAT, track->sample + 1,
        track->n_samples);
  else
    g_string_append_printf (s, "  step %" G_GUINT64_FORMAT, track->step);
  if (rate > 0) {
    g_autofree char *eta = p2p_track_duration (left / rate);
    g_string_append_printf (s, "  %.1f it/s  ETA %s", rate, part > 0 ? eta : "-");
  }
  g_string_append (s, track->losses ? track->losses->str : "");
  if (seconds > 0)
    g_string_append_printf (s, "  data %.0f%%", 100 * CLAMP (waited / seconds, 0, 1));
  return g_string_free (g_steal_pointer (&s), FALSE);
}
