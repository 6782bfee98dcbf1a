/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* Checkpoints: the whole state of training in one safetensors file, written
 * atomically. Tensors are NET.value.PARAMETER, NET.m.PARAMETER, NET.v.PARAMETER, and the
 * pictures in the pools of cycle_gan, pool.A.0 [c, h, w] and so on;
 * the metadata holds the progress and the options of the run (options/record.h):
 *
 *   format "gst-pix2pix-state"  format_version "3"  step  total  epoch  sample  n_samples
 *   width  height (of the last pictures)  seed  schedule.*
 *   backend  threads  pool.A (number of pictures)  option.netG  option.lr  ...
 *   history  data.path  data.word (dataroot as it was given)  data.fingerprint (P2pProgress.data_set)
 */

#include "options/record.h"
#include "train/trainer.h"

/* DIR/step-NNNNNNNNN.safetensors; free with g_free(). */
char *p2p_checkpoint_path (const char *dir, guint64 step);
/* Writes it, then removes all but the newest KEEP; on a full disk all but the newest go before, if
 * that makes room enough. HISTORY: the record's. */
gboolean p2p_checkpoint_save (const char *dir, const P2pJob *job, const P2pProgress *progress,
    const char *history, int keep, GError **error);

/* How many there are, whole or not. */
guint p2p_checkpoint_count (const char *dir);

/* Asked with the options of a checkpoint before anything of it is used: the job to fill, which
 * stays the trainer's. */
typedef P2pJob *(*P2pCheckpointJob) (gpointer user, const P2pRecord *record, GError **error);

/* Fills the nets of JOB_FOR's job and PROGRESS from the newest checkpoint in DIR that is whole.
 * TRUE with progress->step 0 when DIR holds none; JOB_FOR may not have been asked then. Each damaged
 * one adds a line to NOTES. Fails with P2P_ERROR_DATA when there are some and none can be read, and
 * with the error of JOB_FOR when that is no P2P_ERROR_DATA. */
gboolean p2p_checkpoint_load (const char *dir, P2pCheckpointJob job_for, gpointer user,
    P2pProgress *progress, GPtrArray *notes, GError **error);

/* The options of the newest one that is whole; NULL: there is none. */
P2pRecord *p2p_checkpoint_record (const char *dir);
