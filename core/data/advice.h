/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* For layout.c: what to tell somebody whose folder is no data set. A line of advice ends with its
 * command, so that it can be taken as it stands. */

#include "data/asked.h"

/* DATAROOT, or DATAROOT_B if there is one, is no folder: which one may have been meant. */
void p2p_error_no_dataroot (GError **error, const char *dataroot, const char *dataroot_b,
    const char *phase, const P2pAsked *asked);
/* DATAROOT holds nothing known: what it holds, and which command would work. */
void p2p_error_no_layout (GError **error, const char *dataroot, const char *phase,
    const P2pAsked *asked);
