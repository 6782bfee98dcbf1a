/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* Where a data set lies below its data root, and what to say when it does not. */

#include "data/modes.h"

/* DATAROOT/PHASE, for a MODE of one folder. When that is missing the error names what is there and
 * which option would use it. */
char *p2p_phase_folder (const char *dataroot, const char *phase, const P2pDatasetMode *mode,
    GError **error);
/* The folders of A and of B below DATAROOT, for a MODE of two; likewise. Free both. */
gboolean p2p_two_folders (const char *dataroot, const char *phase, const P2pDatasetMode *mode,
    char *folders[2], GError **error);
