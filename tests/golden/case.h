/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* One golden run: a folder that holds what the PyTorch reference did in a few
 * optimisation steps.
 *
 *   case.json               the options by the reference's names; steps, batch_size, size [h, w],
 *                           chaotic (rounding differences grow without bound)
 *   inputs.safetensors      in_A, in_B: [steps, n, c, h, w]
 *   init_NET.safetensors    weights and buffers before step 0; step1_NET and final_NET after
 *   grads_NET.safetensors   gradients of step 0
 *   out.safetensors         visuals VISUAL_STEP    losses.json   printed losses of each step
 */

#include "p2p.h"
#include "io/safetensors.h"

typedef struct
{
  char *folder;
  P2pOptions options;
  int steps, h, w;
  gboolean chaotic;
  P2pSafetensors *inputs, *out;
  float *a, *b;      /* the inputs: steps x batch x c x h x w */
  GPtrArray *losses; /* per step a GHashTable of name -> double * */
} GoldenCase;

GoldenCase *golden_case_load (const char *folder, const char *backend, int threads, GError **error);
void golden_case_free (GoldenCase *golden);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GoldenCase, golden_case_free)
/* FOLDER/KIND_NET.safetensors. */
P2pSafetensors *golden_case_file (const GoldenCase *golden, const char *kind, const char *net,
    GError **error);
