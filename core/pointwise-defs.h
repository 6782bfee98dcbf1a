/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* One row per function that works on each number alone: its value and its
 * derivative. The C compiler and nvcc both read this file, so every back-end
 * computes the same thing; nothing but <math.h> is used. P2P_FN is what the
 * compiler at hand needs in front of such a function. */

#include <math.h>

#ifndef P2P_FN
#define P2P_FN static inline
#endif

/* Activations, in the order of P2pAct.
 *   X (name, value of v, slope at v) */
#define P2P_ACTIVATIONS(X)                                                                         \
  X (none, v, 1.0f)                                                                                \
  X (relu, v > 0.0f ? v : 0.0f, v > 0.0f ? 1.0f : 0.0f)                                            \
  X (leaky, v > 0.0f ? v : 0.2f * v, v > 0.0f ? 1.0f : 0.2f)                                       \
  X (tanh, tanhf (v), 1.0f - tanhf (v) * tanhf (v))

/* Losses of a prediction y against a target t, before the mean over all
 * elements is taken.
 *   X (name, value, derivative by y)
 * bce takes logits: max (y, 0) - y t + log (1 + exp (-|y|)); critic, the
 * Wasserstein loss, and hinge, max (1 - y, 0) for real and max (1 + y, 0) for fake,
 * have t = 1 for real and 0 for fake. */
#define P2P_POINTWISE_LOSSES(X)                                                                    \
  X (l1, fabsf (y - t), y > t ? 1.0f : y < t ? -1.0f : 0.0f)                                       \
  X (mse, (y - t) * (y - t), 2.0f * (y - t))                                                       \
  X (bce, fmaxf (y, 0.0f) - y * t + log1pf (expf (-fabsf (y))), 1.0f / (1.0f + expf (-y)) - t)     \
  X (critic, t > 0.5f ? -y : y, t > 0.5f ? -1.0f : 1.0f)                                           \
  X (hinge, fmaxf (t > 0.5f ? 1.0f - y : 1.0f + y, 0.0f),                                          \
      t > 0.5f ? (y < 1.0f ? -1.0f : 0.0f) : (y > -1.0f ? 1.0f : 0.0f))

typedef enum
{
#define X(name, value, slope) P2P_LOSS_##name,
  P2P_POINTWISE_LOSSES (X)
#undef X
  P2P_N_LOSSES
} P2pPointwise;

#define X(name, value, slope)                                                                      \
  P2P_FN float p2p_act_##name (float v)                                                            \
  {                                                                                                \
    return value;                                                                                  \
  }                                                                                                \
  P2P_FN float p2p_act_slope_##name (float v)                                                      \
  {                                                                                                \
    (void) v;                                                                                      \
    return slope;                                                                                  \
  }
P2P_ACTIVATIONS (X)
#undef X

#define X(name, value, slope)                                                                      \
  P2P_FN float p2p_loss_##name (float y, float t)                                                  \
  {                                                                                                \
    return value;                                                                                  \
  }                                                                                                \
  P2P_FN float p2p_loss_slope_##name (float y, float t)                                            \
  {                                                                                                \
    (void) y;                                                                                      \
    return slope;                                                                                  \
  }
P2P_POINTWISE_LOSSES (X)
#undef X

/* One Adam update of one parameter (Kingma and Ba, 2015; eps outside the root):
 *   m <- b1 m + (1 - b1) g        v <- b2 v + (1 - b2) g^2
 *   p <- p - rate * m / (sqrt (v) * inv_sqrt_c2 + eps)
 * with rate = lr / (1 - b1^t) and inv_sqrt_c2 = 1 / sqrt (1 - b2^t). Returns
 * the new p; m and v are written. */
P2P_FN float
p2p_adam (float p, float g, float *m, float *v, float b1, float b2, float rate, float inv_sqrt_c2,
    float eps)
{
  *m = b1 * *m + (1.0f - b1) * g;
  *v = b2 * *v + (1.0f - b2) * g * g;
  return p - rate * *m / (sqrtf (*v) * inv_sqrt_c2 + eps);
}

/* What Adam does not take: NaN, infinity, and what no picture that can be learnt from gives. A square of
 * it would rule v, and so hold p still, for ten thousands of steps. */
#define P2P_GRADIENT_MAX 1e12f

P2P_FN int
p2p_is_gradient (float g)
{
  return fabsf (g) <= P2P_GRADIENT_MAX;
}

/* One step of running statistics. A batch whose own are no numbers, or as far out, does not count. */
P2P_FN void
p2p_running (float *mean, float *variance, float batch_mean, float batch_variance, float momentum)
{
  if (!(fabsf (batch_mean) <= P2P_GRADIENT_MAX)
      || !(batch_variance <= P2P_GRADIENT_MAX * P2P_GRADIENT_MAX))
    return;
  *mean += momentum * (batch_mean - *mean);
  *variance += momentum * (batch_variance - *variance);
}
