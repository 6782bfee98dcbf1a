/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* The gradient penalty of WGAN-GP (Gulrajani et al., 2017), a term of a
 * discriminator's loss:
 *
 *   lambda_gp mean over pictures of (|g + 1e-16| - gp_constant)^2
 *
 * g is the gradient of sum D (x) by one picture x: a real one, a fake one, or,
 * gp_type mixed, alpha real + (1 - alpha) fake with alpha uniform in [0, 1) and
 * drawn for each picture and step. */

#include "recipes/recipe.h"

/* Appends to the job's program, if lambda_gp > 0: the penalty, whose value goes
 * to loss SLOT, and its gradient, added to those of D's parameters. To be called
 * between D's ordinary backward passes and its update, once for each
 * discriminator. D sees the channels of SHARED (NULL: none), the same for real
 * and fake, and behind them those of REAL or FAKE (equal shapes). */
gboolean p2p_penalty_add (P2pJob *job, P2pNet *d, const P2pTensor *shared, const P2pTensor *real,
    const P2pTensor *fake, int slot, GError **error);
