/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* Every file of this folder publishes a NULL-terminated list of architectures
 * under the name p2p_nets_<file>. */

#include "graph/net.h"
#include "nets-list.h"

#define X(word) extern const P2pArch *const p2p_nets_##word[];
P2P_NETS (X)
#undef X
