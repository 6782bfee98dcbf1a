/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* Checkpoints: the whole state of training in one safetensors file, written
 * atomically. Tensors are NET.value.PARAMETER, NET.m.PARAMETER, NET.v.PARAMETER, and the
 * pictures in the pools of cycle_gan, pool.A.0 [c, h, w] and so on;
 * the metadata holds the progress and the options that define the networks:
 *
 *   format "gst-pix2pix-state"  format_version "3"  step  total  epoch  sample  n_samples
 *   seed  schedule.*  backend  threads  pool.A (number of pictures)  option.netG  option.norm  ...
 *   data.path  data.word (dataroot as it was given)
 */

#include "train/trainer.h"

/* Writes DIR/step-NNNNNNNNN.safetensors, then removes all but the newest KEEP. */
gboolean p2p_checkpoint_save (const char *dir, const P2pJob *job, const P2pProgress *progress,
    int keep, GError **error);

/* Fills the job's nets and PROGRESS from the newest checkpoint in DIR that is whole.
 * TRUE with progress->step 0 when DIR holds none. Each damaged one adds a line to
 * NOTES. Fails with P2P_ERROR_DATA when there are some and none can be read, and with
 * P2P_ERROR_USAGE when the options define other networks than the checkpoint's. */
gboolean p2p_checkpoint_load (const char *dir, P2pJob *job, P2pProgress *progress, GPtrArray *notes,
    GError **error);
