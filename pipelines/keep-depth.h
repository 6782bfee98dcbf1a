/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* What --keep_depth means for the commands: channels as the files have them, pieces of the launch
 * files that work on planes, and results that keep all of it. */

#include "arguments.h"
#include "launch.h"

/* The channels that the user does not say, from the first picture of each side; says so. The
 * data set must be chosen. */
gboolean p2p_keep_depth_choose (P2pArguments *arguments, GError **error);
/* How large a file is when training with OPTIONS could use it; SIDE as P2pDataset has it. */
gboolean p2p_keep_depth_measure (const char *path, int side, const P2pOptions *options, int *width,
    int *height, GError **error);
/* Placeholders: decoding, and for p2p test translation, of planes. Nothing without the option. */
void p2p_keep_depth_values (P2pLaunchValues *values, const P2pOptions *options);
/* PLANES becomes a view of SAMPLE's buffer; unmap MAP afterwards. FALSE: it holds none. */
gboolean p2p_keep_depth_map (GstSample *sample, P2pPlanes *planes, GstMapInfo *map);
/* Writes PLANES, stretched by ASPECT_RATIO, as FOLDER/STEM and the ending that suits. Returns the
 * name of the file that a browser can show: itself, or for a TIFF a preview beside it, 8 bit, of
 * its first channels. Free with g_free(). */
char *p2p_keep_depth_save (const P2pPlanes *planes, const char *folder, const char *stem,
    double aspect_ratio, GError **error);
