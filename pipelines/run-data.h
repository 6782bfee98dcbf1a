/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "arguments.h"

/* The folders that the run WHAT (its name, its folder or a file of it) was trained on become those of
 * ARGUMENTS, and are said. P2P_ERROR_USAGE: nobody knows them, or they are not there any more. */
gboolean p2p_run_data_take (P2pArguments *arguments, const char *what, GError **error);
