/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* What p2ptrain tells the world: its element messages and the property stats. */

#include <gst/gst.h>
#include "core/p2p.h"

/* step, epoch, sample, n-samples, total, left-out, max-steps, last-epoch (uint64); lr, time,
 * data (double, seconds per sample); each loss by its name (double). */
GstStructure *p2p_report_state (const char *name, const P2pTrainerState *state);

/* p2p-train-step: the state, and `line` (string) when a line went to loss_log.txt. */
void p2p_report_step (GstElement *element, const P2pTrainerState *state);
/* p2p-train-done: step (uint64), path (string); epoch (uint64), the last one that ended, 0 if none
 * did; last-epoch (uint64); lr, and next-lr as it would be in the epoch behind (double). */
void p2p_report_done (GstElement *element, const P2pTrainerState *state, const char *path);
/* p2p-train-checkpoint: step (uint64), path (string). */
void p2p_report_file (GstElement *element, const char *name, guint64 step, const char *path);
/* p2p-train-note, p2p-train-change: text (string). Also as an INFO message, which gst-launch prints. */
void p2p_report_note (GstElement *element, const char *text);
void p2p_report_change (GstElement *element, const char *text);
/* p2p-train-options: text (string). */
void p2p_report_options (GstElement *element, const P2pOptions *options);
