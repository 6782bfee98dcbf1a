/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* What --keep_depth means for the commands: channels as the files have them, and pieces of the
 * launch files that work on planes. */

#include "arguments.h"
#include "launch.h"

/* The channels that the user does not say, from the first picture of each side; says so. The
 * data set must be chosen. */
gboolean p2p_keep_depth_choose (P2pArguments *arguments, GError **error);
/* Whether training with OPTIONS could use PICTURE, which is planes; SIDE as P2pDataset has it. */
gboolean p2p_keep_depth_check (const P2pPicture *picture, int side, const P2pOptions *options,
    GError **error);
/* Whether the model could be trained with the option. */
gboolean p2p_keep_depth_helps (const P2pOptions *options);
/* Placeholders: decoding, and for p2p test translation, of planes. Nothing without the option. */
void p2p_keep_depth_values (P2pLaunchValues *values, const P2pOptions *options);
