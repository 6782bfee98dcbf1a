/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* Shared by the files of this folder only. */

#include "options/options.h"

/* The default of OPTION for USE, before any model has its say. */
const char *p2p_option_default (const P2pOption *option, guint use);
