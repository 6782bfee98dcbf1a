/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "data/picture.h"
#include "options/options.h"

/* How the options of a run say that files are to be read. */
P2pReading p2p_reading_of (const P2pOptions *options);
