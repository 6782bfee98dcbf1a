/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "arguments.h"

/* The options that the run was trained with so far count where nothing else is given: they are
 * needed here before p2ptrain, which keeps them too, sees the run. FALSE with P2P_ERROR_USAGE: what
 * is given is for another network. */
gboolean p2p_kept_take (P2pArguments *arguments, GError **error);
