/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* Which kind of pictures, A or B, a network was trained to be given, and whether it is given them. */

#include "arguments.h"
#include "trained-net.h"

/* 'A' or 'B'; 0: nobody knows. */
char p2p_domain_of (const P2pTrainedNet *file);
/* For p2p test: says so where the options, once FILE has been followed, give it the other kind. */
void p2p_domain_remark (const P2pArguments *arguments, const P2pTrainedNet *file);
