/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* The page web/index.html of a run, kept up while it trains: at the first look of an epoch, and
 * whenever update_html_freq is due. */

#include "train/trainer.h"

/* After a step. SHOWN: the epoch last shown, updated. A page that cannot be written is
 * a warning: training is worth more. */
void p2p_web_follow (const P2pTrainer *trainer, const char *folder, int width, int height,
    guint64 *shown);
