/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* The third list of a plan: the derivative, by the parameters, of a gradient by
 * the input. A gradient penalty needs it.
 *
 * Let dx = dx (parameters) be what the backward pass makes of a fixed dy, and v a
 * fixed direction in x. The list adds d <v, dx> / d parameters to the gradients
 * of the parameters. As <v, dx> = <dy, J v>, J the derivative of the net at x,
 * v is sent forward through the net made linear at x, row by row:
 *
 *   conv    v' = conv (v, w), without b      norm    v' = act' (n (x)) dn/dx v
 *
 * The gradient that reaches a row's v' from above is the one that the backward
 * pass found for its y, the linear map being the same; those are still there.
 * So the weights of a row get their first share at once, from v and dy. A norm
 * makes v' depend on x also: from there an ordinary backward pass goes down
 * through the rows below, and gives weights a second share, biases the only one.
 * Without a norm there is nothing to send down: a leaky ReLU has no second
 * derivative.
 *
 *   first share, row by row      CONV_WEIGHTS (v, dy), CONV or PAD of v, NORM_TANGENT
 *   second share, last to first  NORM_BACKWARD (added to what NORM_TANGENT left),
 *                                CONV_WEIGHTS, CONV_DATA, PAD_BACKWARD
 *
 * The plan's forward list and then its backward list (for dx) must have run
 * before it: x, dy and all between are read. */

#include "graph/plan.h"

/* A chain of rows without skips, sums, dropout and tanh, with instance norm or
 * none, planned for training. The error of others says why. */
gboolean p2p_tangent_suits (const GArray *rows, const P2pPlanOptions *options, GError **error);

/* Appends to TANGENT (P2pPass). BUFFERS (P2pBuffer) may grow. GRADIENT: by buffer
 * that a forward pass reads or writes, the buffer of its gradient. Returns the
 * buffer of v at the input. */
int p2p_tangent_emit (GArray *buffers, const GArray *forward, const int *gradient, GArray *tangent);
