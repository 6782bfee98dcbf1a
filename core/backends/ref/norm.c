/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* One pass for norm, dropout, activations and residual sum. With mu and r (mean
 * and 1 / sqrt (variance + eps), variance biased) over a group of positions:
 *
 *   xh = (x - mu) * r      v = (gamma xh + beta) * keep / (1 - rate)      y_k = act_k (v) + add
 *
 * backward, g = sum over k of dy_k act_k' (v), times keep / (1 - rate):
 *
 *   dbeta = sum g      dgamma = sum g xh
 *   dx = gamma r (g - mean (g) - xh mean (g xh))      over the group, or gamma r g
 *                                                     where mu and r are given from outside;
 *                                                     written or accumulated
 * A group is a channel of the batch, or of one picture. */

#include "ref.h"

#include <math.h>
#include "rng-defs.h"

/* Everything about channel `ch` of picture `n`. */
typedef struct
{
  float mean, rstd, gamma, beta;
} Channel;

static gboolean
per_picture (const P2pPass *p)
{
  return p->norm == P2P_NORM_INSTANCE || p->stats_of == P2P_STATS_IMAGE;
}

static gsize
stats_at (const RefCall *c, int which, int n, int ch)
{
  const P2pShape *s = ref_shape (c, c->pass->stats);
  return ((gsize) which * s->c + (per_picture (c->pass) ? n : 0)) * s->h + ch;
}

static Channel
channel_at (const RefCall *c, int n, int ch)
{
  const P2pPass *p = c->pass;
  if (p->norm == P2P_NORM_NONE)
    return (Channel){ 0, 1, 1, 0 };
  const float *stats = ref_buffer (c, p->stats);
  const float *gamma = ref_param (c, P2P_STORE_VALUE, p->gamma);
  const float *beta = ref_param (c, P2P_STORE_VALUE, p->beta);
  return (Channel){ stats[stats_at (c, 0, n, ch)], stats[stats_at (c, 1, n, ch)],
    gamma ? gamma[ch] : 1, beta ? beta[ch] : 0 };
}

static float
keep_scale (const RefCall *c, gsize element)
{
  const P2pDevice *d = c->store->store.device;
  const P2pPass *p = c->pass;
  if (p->dropout <= 0)
    return 1;
  const unsigned keep = p2p_dropout_keep (d->seed, d->step, c->exec->exec.plan->options.stream,
      p->dropout_layer, (uint32_t) (element / 4), p->dropout);
  return keep >> element % 4 & 1 ? 1 / (1 - p->dropout) : 0;
}

/* Mean and variance of channel CH over pictures n0 .. n1 - 1. */
static void
measure (const RefCall *c, int n0, int n1, int ch, double *mean, double *variance)
{
  const P2pShape *s = ref_shape (c, c->pass->x.buffer);
  const float *x = ref_buffer (c, c->pass->x.buffer);
  const gsize plane = (gsize) s->h * s->w;
  double sum = 0, square = 0;
  for (int n = n0; n < n1; n++)
    for (gsize i = 0; i < plane; i++)
      sum += x[ref_at (s, n, ch, 0, 0) + i];
  *mean = sum / ((n1 - n0) * (double) plane);
  for (int n = n0; n < n1; n++)
    for (gsize i = 0; i < plane; i++) {
      const double d = x[ref_at (s, n, ch, 0, 0) + i] - *mean;
      square += d * d;
    }
  *variance = square / ((n1 - n0) * (double) plane);
}

static void
update_running (const RefCall *c, int ch, double mean, double variance)
{
  const P2pShape *s = ref_shape (c, c->pass->x.buffer);
  const double count = (double) s->n * s->h * s->w;
  float *rm = ref_param (c, P2P_STORE_VALUE, c->pass->running_mean);
  float *rv = ref_param (c, P2P_STORE_VALUE, c->pass->running_var);
  const double unbiased = variance * count / MAX (count - 1, 1);
  p2p_running (&rm[ch], &rv[ch], (float) mean, (float) unbiased, P2P_NORM_MOMENTUM);
}

static void
statistics (const RefCall *c)
{
  const P2pPass *p = c->pass;
  const P2pShape *s = ref_shape (c, p->x.buffer);
  const gboolean train = c->exec->exec.plan->options.train;
  float *stats = ref_buffer (c, p->stats);
  for (int ch = 0; ch < s->c; ch++)
    for (int n = 0; n < (per_picture (p) ? s->n : 1); n++) {
      double mean, variance;
      if (p->norm == P2P_NORM_BATCH && p->stats_of == P2P_STATS_RUNNING) {
        mean = ref_param (c, P2P_STORE_VALUE, p->running_mean)[ch];
        variance = ref_param (c, P2P_STORE_VALUE, p->running_var)[ch];
      } else {
        measure (c, n, per_picture (p) ? n + 1 : s->n, ch, &mean, &variance);
      }
      if (p->norm == P2P_NORM_BATCH && train)
        update_running (c, ch, mean, variance);
      stats[stats_at (c, 0, n, ch)] = (float) mean;
      stats[stats_at (c, 1, n, ch)] = (float) (1.0 / sqrt (variance + P2P_NORM_EPS));
    }
}

static float
activate (P2pAct act, float v)
{
  float (*const values[]) (float) = {
#define X(name, value, slope) p2p_act_##name,
    P2P_ACTIVATIONS (X)
#undef X
  };
  return values[act](v);
}

float
p2p_ref_slope (P2pAct act, float v)
{
  float (*const slopes[]) (float) = {
#define X(name, value, s) p2p_act_slope_##name,
    P2P_ACTIVATIONS (X)
#undef X
  };
  return slopes[act](v);
}

void
p2p_ref_norm (const RefCall *c)
{
  const P2pPass *p = c->pass;
  const P2pShape *s = ref_shape (c, p->x.buffer);
  const float *x = ref_buffer (c, p->x.buffer);
  const gsize plane = (gsize) s->h * s->w;
  if (p->norm != P2P_NORM_NONE)
    statistics (c);
  for (gsize i = 0; i < p2p_shape_count (s); i++) {
    const int n = (int) (i / plane / s->c), ch = (int) (i / plane % s->c);
    const Channel k = channel_at (c, n, ch);
    const float v = (k.gamma * ((x[i] - k.mean) * k.rstd) + k.beta) * keep_scale (c, i);
    for (int o = 0; o < p->n_outputs; o++) {
      const P2pShape *t = ref_shape (c, p->y[o].buffer);
      float *y = ref_buffer (c, p->y[o].buffer);
      const float add =
          p->add.buffer < 0
              ? 0
              : ref_buffer (c,
                  p->add.buffer)[ref_at (ref_shape (c, p->add.buffer), n, p->add.c0 + ch, 0, 0)
                                 + i % plane];
      y[ref_at (t, n, p->y[o].c0 + ch, 0, 0) + i % plane] = activate (p->act[o], v) + add;
    }
  }
}

/* g of the formula above, at element I = (n, ch, within). */
static float
gradient_at (const RefCall *c, const Channel *k, int n, int ch, gsize within, gsize i)
{
  const P2pPass *p = c->pass;
  const float keep = keep_scale (c, i);
  const float xh = (ref_buffer (c, p->x.buffer)[i] - k->mean) * k->rstd;
  const float v = (k->gamma * xh + k->beta) * keep;
  float g = 0;
  for (int o = 0; o < p->n_outputs; o++)
    g += p2p_ref_slope (p->act[o], v)
         * ref_buffer (c,
             p->dy[o].buffer)[ref_at (ref_shape (c, p->dy[o].buffer), n, p->dy[o].c0 + ch, 0, 0)
                              + within];
  return g * keep;
}

/* Backward through one group: channel CH of pictures n0 .. n1 - 1. */
static void
group_backward (const RefCall *c, int n0, int n1, int ch, double *sum_g, double *sum_gx)
{
  const P2pPass *p = c->pass;
  const P2pShape *s = ref_shape (c, p->x.buffer);
  const gsize plane = (gsize) s->h * s->w;
  const double count = (n1 - n0) * (double) plane;
  const float *x = ref_buffer (c, p->x.buffer);
  float *dx = ref_buffer (c, p->dx.buffer);
  *sum_g = *sum_gx = 0;
  for (int pass = 0; pass < 2; pass++)
    for (int n = n0; n < n1; n++) {
      const Channel k = channel_at (c, n, ch);
      for (gsize w = 0; w < plane; w++) {
        const gsize i = ref_at (s, n, ch, 0, 0) + w;
        const double xh = (x[i] - k.mean) * k.rstd, g = gradient_at (c, &k, n, ch, w, i);
        const double before = p->accumulate ? dx[i] : 0;
        if (pass == 0) {
          *sum_g += g;
          *sum_gx += g * xh;
        } else if (p->norm == P2P_NORM_NONE) {
          dx[i] = (float) (before + g);
        } else {
          dx[i] =
              (float) (before + k.gamma * k.rstd * (g - *sum_g / count - xh * (*sum_gx / count)));
        }
      }
    }
}

void
p2p_ref_norm_backward (const RefCall *c)
{
  const P2pPass *p = c->pass;
  const P2pShape *s = ref_shape (c, p->x.buffer);
  float *dgamma = ref_param (c, P2P_STORE_GRADIENT, p->gamma);
  float *dbeta = ref_param (c, P2P_STORE_GRADIENT, p->beta);
  const int step = per_picture (p) ? 1 : s->n;
  for (int ch = 0; ch < s->c; ch++)
    for (int n = 0; n < s->n; n += step) {
      double sum_g, sum_gx;
      group_backward (c, n, n + step, ch, &sum_g, &sum_gx);
      if (dgamma && c->wants & P2P_WANT_DW) {
        dgamma[ch] = (c->accumulate ? dgamma[ch] : 0) + (float) sum_gx;
        dbeta[ch] = (c->accumulate ? dbeta[ch] : 0) + (float) sum_g;
      }
    }
}
