/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* How a training run stands, from the messages p2p-train-step, and as one line:
 *
 *   NAME  epoch 12/200  ####------  58%  232/400  31.4 it/s  ETA 41m  G_GAN 0.83 ...  data 3% */

#include <gst/gst.h>

#define P2P_TRACK_SIZE 64

typedef struct
{
  guint64 step, epoch, sample, n_samples, max_steps, last_epoch, total;
  GString *losses; /* "  G_GAN 0.83 ..." */
  /* The latest messages, for the speed. */
  gint64 times[P2P_TRACK_SIZE];
  guint64 steps[P2P_TRACK_SIZE];
  double waits[P2P_TRACK_SIZE]; /* seconds waited for data, in all */
  double waited;
  guint n;
  gint64 shown;
} P2pTrack;

void p2p_track_clear (P2pTrack *track);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (P2pTrack, p2p_track_clear)
/* Forgets the speed: what comes now may be faster or slower. */
void p2p_track_restart (P2pTrack *track);
/* Takes a message of p2ptrain, if it is one. TRUE when the line should be shown
 * again, at most ten times a second. */
gboolean p2p_track_update (P2pTrack *track, const GstStructure *message);
/* Optimisation steps per second, of the last seconds; 0: not known yet. */
double p2p_track_rate (const P2pTrack *track);
/* The line; free with g_free(). */
char *p2p_track_line (const P2pTrack *track, const char *name);

/* "41s", "12m", "3h05m" */
char *p2p_track_duration (double seconds);
/* "######----" of WIDTH characters for a part of 0 to 1. */
char *p2p_track_bar (double part, guint width);
