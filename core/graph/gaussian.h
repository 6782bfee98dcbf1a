/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* Many normal draws at once, for initial weights: tens of millions in a fraction
 * of a second, the same numbers on every processor and for every thread count. */

#include <glib.h>

/* VALUES: [n], written with draws of mean MEAN and deviation DEVIATION. The draws
 * follow from SEED and INDEX alone (purpose P2P_RNG_INIT of rng.h). At most 2^34. */
void p2p_gaussian_fill (guint64 seed, guint64 index, double mean, double deviation, float *values,
    gsize n);
