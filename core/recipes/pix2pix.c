/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* pix2pix (Isola et al., 2017): G turns A into B, D judges A and B together.
 * One step, in the reference's order:
 *
 *   fake_B = G (A)
 *   D:  1/2 [gan (D (A, fake_B), fake) + gan (D (A, B), real)], update D
 *   G:  gan (D (A, fake_B), real) + lambda_L1 |fake_B - B|, update G
 *
 * with the updated D in G's turn; with lambda_gp, D's gradient also has that of
 * the penalty. Printed: D's two losses before the halving, L1 and the penalty
 * after the weighting. */

#include "recipes/pix2pix.h"

#include "losses/loss.h"
#include "recipes/penalty.h"

enum
{
  G_GAN,
  G_L1,
  D_REAL,
  D_FAKE,
  GP /* only with lambda_gp */
};

static const P2pDefault defaults[] = { { "netG", "unet_256" }, { "norm", "batch" },
  { "pool_size", "0" }, { "gan_mode", "vanilla" }, { NULL } };
static const P2pView views[] = { { "real_A", NULL, "A" }, { "fake_B", "G", "real_A" },
  { "real_B", NULL, "B" }, { 0 } };
const char *const p2p_pix2pix_losses[] = { "G_GAN", "G_L1", "D_real", "D_fake", NULL };
const char *const p2p_pix2pix_penalties[] = { "GP", NULL };
const char *const p2p_pix2pix_reads[] = { "lambda_L1", NULL };

gboolean
p2p_pix2pix_make_nets (P2pJob *job, GError **error)
{
  const P2pOptions *o = job->options;
  P2pNetOptions net = { .input_nc = o->input_nc,
    .output_nc = o->output_nc,
    .features = o->ngf,
    .layers = o->n_layers_d,
    .dropout = !o->no_dropout };
  if (!p2p_norm_parse (o->norm, &net.norm, error)
      || !p2p_job_add_net (job, "G", P2P_ROLE_GENERATOR, o->net_g, &net, error))
    return FALSE;
  net.input_nc = o->input_nc + o->output_nc;
  net.output_nc = 1;
  net.features = o->ndf;
  net.dropout = FALSE;
  return p2p_job_add_net (job, "D", P2P_ROLE_DISCRIMINATOR, o->net_d, &net, error) != NULL;
}

/* D (A, PICTURE), its loss, its backward pass. */
static void
judge (P2pJob *job, P2pExec *d, const P2pTensor *picture, const P2pLossCall *loss, guint wants,
    gboolean accumulate)
{
  const int a = job->options->input_nc, b = job->options->output_nc;
  p2p_program_copy (job->program, &d->x, a, picture, 0, b, FALSE);
  p2p_program_forward (job->program, job->nets[1].net, d);
  p2p_program_loss (job->program, loss);
  p2p_program_backward (job->program, d, wants, accumulate);
}

static gboolean
write_program (P2pJob *job, P2pExec *g, P2pExec *d, const P2pGanMode *gan, GError **error)
{
  const int a = job->options->input_nc, b = job->options->output_nc;
  const float l1 = (float) job->options->lambda_l1;
  P2pLossCall loss = { .function = gan->d,
    .y = &d->y,
    .target = gan->fake,
    .value = D_FAKE,
    .value_scale = 1,
    .dy = &d->dy,
    .dy_scale = 0.5f };
  p2p_program_forward (job->program, job->nets[0].net, g);
  p2p_program_copy (job->program, &d->x, 0, &g->x, 0, a, FALSE);
  judge (job, d, &g->y, &loss, P2P_WANT_DW, FALSE);
  loss.target = gan->real;
  loss.value = D_REAL;
  judge (job, d, job->real_b, &loss, P2P_WANT_DW, TRUE);
  if (!p2p_penalty_add (job, job->nets[1].net, &g->x, job->real_b, &g->y, GP, error))
    return FALSE;
  p2p_program_adam (job->program, job->nets[1].net);

  loss.function = gan->g;
  loss.value = G_GAN;
  loss.dy_scale = 1;
  judge (job, d, &g->y, &loss, P2P_WANT_DX, FALSE);
  const P2pLossCall pixel = { .function = P2P_LOSS_l1,
    .y = &g->y,
    .t = job->real_b,
    .value = G_L1,
    .value_scale = l1,
    .dy = &g->dy,
    .dy_scale = l1 };
  p2p_program_loss (job->program, &pixel);
  p2p_program_copy (job->program, &g->dy, 0, &d->dx, a, b, TRUE);
  p2p_program_backward (job->program, g, P2P_WANT_DW, FALSE);
  p2p_program_adam (job->program, job->nets[0].net);
  return TRUE;
}

gboolean
p2p_pix2pix_plan (P2pJob *job, int n, int h, int w, const P2pTensor **fake, GError **error)
{
  const P2pOptions *o = job->options;
  const P2pGanMode *gan = p2p_gan_mode_find (o->gan_mode, error);
  if (!gan)
    return FALSE;
  P2pExec *g = p2p_job_add_exec (job, job->nets[0].net, (P2pShape){ n, o->input_nc, h, w },
      !o->no_dropout, error);
  P2pExec *d = g ? p2p_job_add_exec (job, job->nets[1].net,
                   (P2pShape){ n, o->input_nc + o->output_nc, h, w }, FALSE, error)
                 : NULL;
  if (!d || !job->device->backend->tensor_alloc (job->device, &g->y.shape, &job->own_b, error))
    return FALSE;
  job->real_a = &g->x;
  job->real_b = &job->own_b;
  *fake = &g->y;
  return write_program (job, g, d, gan, error);
}

static gboolean
build (P2pJob *job, int n, int h, int w, GError **error)
{
  const P2pTensor *fake;
  if (!p2p_pix2pix_plan (job, n, h, w, &fake, error))
    return FALSE;
  p2p_job_add_view (job, "real_A", job->real_a);
  p2p_job_add_view (job, "fake_B", fake);
  p2p_job_add_view (job, "real_B", job->real_b);
  return TRUE;
}

const P2pRecipe p2p_recipe_pix2pix = {
  .name = "pix2pix",
  .description = "paired pictures: a conditional GAN with an L1 term",
  .defaults = defaults,
  .modes = { "aligned", "paired" },
  .n_generators = 1,
  .views = views,
  .view_rows = 1,
  .reads = p2p_pix2pix_reads,
  .losses = p2p_pix2pix_losses,
  .penalties = p2p_pix2pix_penalties,
  .make_nets = p2p_pix2pix_make_nets,
  .build = build,
};
