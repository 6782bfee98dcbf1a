/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "recipes/penalty.h"

#include "error.h"

/* dy = 1, for good: nothing writes it. */
static gboolean
set_ones (P2pTensor *dy, GError **error)
{
  const gsize n = p2p_shape_count (&dy->shape);
  g_autofree float *ones = g_try_new (float, n);
  if (!ones) {
    g_set_error (error, P2P_ERROR, P2P_ERROR_MEMORY,
        "no memory for %" G_GSIZE_FORMAT " numbers of a gradient penalty; use smaller pictures", n);
    return FALSE;
  }
  for (gsize i = 0; i < n; i++)
    ones[i] = 1;
  dy->device->backend->upload (dy, ones);
  return TRUE;
}

/* Where the gradient is taken. */
static void
place (P2pJob *job, P2pExec *exec, const P2pTensor *shared, const P2pTensor *real,
    const P2pTensor *fake)
{
  const char *type = job->options->gp_type;
  const int c = shared ? shared->shape.c : 0;
  const P2pBlendCall mixed = { &exec->x, c, real, fake, exec->plan->options.stream };
  if (shared)
    p2p_program_copy (job->program, &exec->x, 0, shared, 0, c, FALSE);
  if (g_str_equal (type, "mixed"))
    p2p_program_blend (job->program, &mixed);
  else
    p2p_program_copy (job->program, &exec->x, c, g_str_equal (type, "real") ? real : fake, 0,
        real->shape.c, FALSE);
}

gboolean
p2p_penalty_add (P2pJob *job, P2pNet *d, const P2pTensor *shared, const P2pTensor *real,
    const P2pTensor *fake, int slot, GError **error)
{
  const P2pOptions *o = job->options;
  if (o->lambda_gp <= 0)
    return TRUE;
  P2pShape shape = real->shape;
  shape.c += shared ? shared->shape.c : 0;
  P2pExec *exec = p2p_job_add_tangent_exec (job, d, shape, error);
  if (!exec || !set_ones (&exec->dy, error))
    return FALSE;
  const P2pPenaltyCall penalty = { &exec->dx, (float) o->gp_constant, (float) o->lambda_gp, slot,
    &exec->v };
  place (job, exec, shared, real, fake);
  p2p_program_forward (job->program, d, exec);
  p2p_program_backward (job->program, exec, P2P_WANT_DX, FALSE);
  p2p_program_penalty (job->program, &penalty);
  p2p_program_tangent (job->program, exec);
  return TRUE;
}
