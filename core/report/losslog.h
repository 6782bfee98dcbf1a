/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* loss_log.txt, line by line as the reference writes it:
 *   ================ Training Loss (DATE) ================
 *   (epoch: 1, iters: 100, time: 0.311, data: 0.002) G_GAN: 0.741 G_L1: 35.958 ...
 * A run that goes on from a checkpoint first cuts off what was logged after it. */

#include "report/progress.h"

/* The line without its end; free with g_free(). */
char *p2p_losslog_line (const P2pTrainerState *state);
