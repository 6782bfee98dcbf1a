/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* A small training run in a folder of its own, for tests of the trainer. */

#include <stdio.h>
#include <string.h>
#include "io/safetensors.h"
#include "rng.h"
#include "train/trainer.h"

#define SIDE 64

/* The smallest networks there are, with dropout, on the slow plain back-end. */
static inline void
small_options (P2pOptions *o, const char *dir, const char *backend)
{
  static const char *const settings[][2] = { { "netG", "unet_64" }, { "netD", "n_layers" },
    { "n_layers_D", "1" }, { "ngf", "2" }, { "ndf", "2" }, { "name", "run" }, { "seed", "5" },
    { "load_size", "64" }, { "crop_size", "64" }, { "print_freq", "1" } };
  p2p_options_init (o, P2P_FOR_TRAIN);
  for (guint i = 0; i < G_N_ELEMENTS (settings); i++)
    g_assert_true (p2p_option_set (o, p2p_option_find (settings[i][0], P2P_FOR_TRAIN, NULL),
        settings[i][1], NULL));
  g_free (o->checkpoints_dir);
  o->checkpoints_dir = g_strdup (dir);
  g_free (o->backend);
  o->backend = g_strdup (backend);
}

/* The same for a model with image pools, which are full after a few steps. */
static inline void
small_model_options (P2pOptions *o, const char *dir, const char *backend, const char *model)
{
  small_options (o, dir, backend);
  g_free (o->model);
  o->model = g_strdup (model);
  o->pool_size = 3;
}

/* Trains until STEPS in all, on pictures that depend on the position alone; an
 * epoch has 7 of them. */
static inline gboolean
train_until (P2pTrainer *t, guint64 steps, GError **error)
{
  const gsize count = 3 * SIDE * SIDE;
  const gboolean several = p2p_recipe_find (p2p_trainer_options (t)->model, NULL)->n_generators > 1;
  g_autofree float *a = g_new (float, count), *b = g_new (float, count);
  if (!p2p_trainer_prepare (t, 1, SIDE, SIDE, error))
    return FALSE;
  while (p2p_trainer_state (t)->progress.step < steps) {
    P2pPosition at = p2p_trainer_next (t);
    P2pRng rng;
    at.n_samples = 7;
    p2p_rng_init (&rng, 1, P2P_RNG_TEST, at.epoch << 8 | at.sample);
    for (gsize i = 0; i < count; i++) {
      a[i] = (float) (2 * p2p_rng_double (&rng) - 1);
      b[i] = several ? (float) (2 * p2p_rng_double (&rng) - 1) : -a[i];
    }
    if (!p2p_trainer_step (t, 1, a, b, &at, 0, error))
      return FALSE;
  }
  return TRUE;
}

static inline char *
state_path (const char *dir, guint64 step)
{
  return g_strdup_printf ("%s/run/state/step-%09" G_GUINT64_FORMAT ".safetensors", dir, step);
}

/* The checksum over all tensors of the checkpoint of STEP. */
static inline char *
state_sum (const char *dir, guint64 step)
{
  g_autofree char *path = state_path (dir, step);
  g_autoptr (GError) error = NULL;
  g_autoptr (P2pSafetensors) file = p2p_safetensors_open (path, &error);
  g_assert_no_error (error);
  g_assert_true (p2p_safetensors_verify (file, &error));
  const char *sum = p2p_safetensors_metadata (file, "sha256");
  g_assert_nonnull (sum);
  return g_strdup (sum);
}

static inline void
remove_folder (const char *dir)
{
  g_autofree char *command = g_strdup_printf ("rm -rf '%s'", dir);
  g_assert_cmpint (system (command), ==, 0);
}
