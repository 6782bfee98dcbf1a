/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* All file formats of pictures; codecs.c finds the one of a file by its first bytes. */

#include "data/raster.h"

/* Ends with NULL. */
extern const P2pCodec *const p2p_codecs[];
