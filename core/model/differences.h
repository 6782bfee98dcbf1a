/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* What makes a network another one as a whole: what its tensors are called, how many residual
 * blocks, how many levels. */

#include "io/statedict.h"

/* "it has 3 residual blocks; ours have 9 (resnet_9blocks) or 6 (resnet_6blocks)"; NULL if it
 * differs in single tensors only. Free with g_free(). */
char *p2p_difference_of_kind (const P2pStateDict *dict);
