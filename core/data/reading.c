/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "data/reading.h"

P2pReading
p2p_reading_of (const P2pOptions *options)
{
  return (P2pReading){ .format = options->keep_depth ? P2P_FORMAT_PLANES : P2P_FORMAT_RGB,
    .as_stored = options->ignore_orientation,
    .max_pixels = (guint64) options->max_pixels };
}
