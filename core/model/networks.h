/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* The networks that lie in one file: dictionaries in a .pth, {"netG": {...}, "netD": {...}},
 * or names that begin with "netG." and "netD.", at any depth of a program's own wrapping. A
 * network begins where the first tensor of one of ours stands; its name is what comes before
 * that. */

#include "io/statedict.h"

/* The one called NAME of DICT; NULL or "": the only one. DICT is the result's, or is freed after
 * an error: P2P_ERROR_USAGE lists the networks, P2P_ERROR_DATA says why what there is is none of
 * ours. */
P2pStateDict *p2p_network_choose (P2pStateDict *dict, const char *name, GError **error);
