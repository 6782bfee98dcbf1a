/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* The opcodes that are allowed. */

#include "io/pickle-machine.h"

/* Does what OP says; the machine stands behind it. */
gboolean p2p_pickle_step (P2pPickle *p, guint8 op, GError **error);
