/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* The layout of PyTorch before 1.6: pickles one after the other, then the numbers. */

#include "io/pth-parts.h"

/* Sets pickle and places; a place is an offset in the file. */
gboolean p2p_pth_open_legacy (P2pPthParts *pth, GError **error);
