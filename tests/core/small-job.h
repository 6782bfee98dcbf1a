/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* A model's networks and losses at work on pictures of noise, small and on ref. */

#include "options/options.h"
#include "recipes/recipe.h"
#include "rng.h"

#define SIDE 32

typedef struct
{
  P2pOptions options;
  P2pJob *job;
} Work;

static inline void
set (P2pOptions *o, const char *name, const char *value)
{
  g_autoptr (GError) error = NULL;
  const P2pOption *option = p2p_option_find (name, P2P_FOR_TRAIN, &error);
  g_assert_no_error (error);
  g_assert_true (p2p_option_set (o, option, value, &error));
}

static inline void
upload_random (P2pJob *job, guint64 seed)
{
  const gboolean forth = p2p_options_forth (job->options);
  const gsize na = p2p_shape_count (&(forth ? job->real_a : job->real_b)->shape);
  const gsize nb = p2p_shape_count (&(forth ? job->real_b : job->real_a)->shape);
  g_autofree float *a = g_new (float, na), *b = g_new (float, nb);
  P2pRng rng;
  p2p_rng_init (&rng, seed, P2P_RNG_TEST, 0);
  for (gsize i = 0; i < na; i++)
    a[i] = (float) (2 * p2p_rng_double (&rng) - 1);
  for (gsize i = 0; i < nb; i++)
    b[i] = (float) (2 * p2p_rng_double (&rng) - 1);
  p2p_job_upload (job, a, b);
}

/* SETTINGS: name, value ..., NULL; a small model on the ref back-end. */
static inline void
start (Work *work, const char *model, int n, const char *const *settings)
{
  static const char *const small[][2] = { { "ngf", "2" }, { "ndf", "2" }, { "netD", "n_layers" },
    { "n_layers_D", "1" }, { "netG", "resnet_6blocks" }, { "backend", "ref" },
    { "init_type", "xavier" }, { "init_gain", "1" } };
  g_autoptr (GError) error = NULL;
  P2pOptions *o = &work->options;
  p2p_options_init (o, P2P_FOR_TRAIN);
  set (o, "model", model);
  for (guint i = 0; i < G_N_ELEMENTS (small); i++)
    set (o, small[i][0], small[i][1]);
  for (; settings && settings[0]; settings += 2)
    set (o, settings[0], settings[1]);
  g_assert_true (p2p_options_resolve (o, &error));
  g_assert_true (p2p_options_check (o, &error));
  work->job = p2p_job_new (o, &error);
  g_assert_no_error (error);
  g_assert_true (p2p_job_init (work->job, 3, &error));
  g_assert_true (p2p_job_build (work->job, n, SIDE, SIDE, &error));
}

static inline void
stop (Work *work)
{
  p2p_job_free (work->job);
  p2p_options_clear (&work->options);
}
