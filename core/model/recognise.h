/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* Which network is it whose values these are? Every architecture that is registered
 * is tried with every norm, with dropout and without; widths and channels come from
 * the shapes of its first and last convolution. One fits if its parameters are
 * exactly the tensors of the file. What cannot be seen in a file is as in the
 * reference: a U-Net has dropout.
 *
 * Tolerated: NORM.num_batches_tracked may be missing (PyTorch before 0.4.1), and
 * instance norms may have running_mean, running_var and num_batches_tracked (before
 * 0.4), which mean nothing and are dropped. */

#include "io/statedict.h"
#include "graph/net.h"

/* P2P_ERROR_DATA says what the file looks like and where it differs from the network
 * of ours that is nearest, or what its first tensors are, and what is supported. */
gboolean p2p_recognise (const P2pStateDict *dict, const P2pArch **arch, P2pNetOptions *options,
    GError **error);
/* Are these the tensors of that network, with the same tolerance? ADVICE: what the error says to
 * do. */
gboolean p2p_recognise_check (const P2pStateDict *dict, const P2pArch *arch,
    const P2pNetOptions *options, const char *advice, GError **error);
