/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* Options that are accepted for the reference's sake. */

#include "arguments.h"

/* Does the nearest thing there is (--gpu_ids -1: the back-end cpu), and says so once. */
void p2p_remarks_say (P2pArguments *arguments, guint use);
