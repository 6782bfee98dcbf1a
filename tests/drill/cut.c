/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* A model that only this test has: one generator learns from two folders without pairs, in the
 * manner of CUT (Park et al., 2020) but with a plain L1 term in place of its contrastive one:
 *
 *   fake_B = G (A)
 *   D:  1/2 [gan (D (fake_B), fake) + gan (D (B), real)], update D
 *   G:  gan (D (fake_B), real) + lambda_A |fake_B - A|, update G
 *
 * No other file knows of it but the list of words. */

#include "losses/loss.h"
#include "recipes/recipe.h"

enum
{
  G_GAN,
  G_SAME,
  D_REAL,
  D_FAKE
};

static const P2pDefault defaults[] = { { "netG", "resnet_9blocks" }, { "norm", "instance" },
  { "pool_size", "0" }, { "gan_mode", "hinge" }, { NULL } };
static const P2pView views[] = { { "real_A", NULL, "A" }, { "fake_B", "G", "real_A" },
  { "real_B", NULL, "B" }, { 0 } };
static const char *const losses[] = { "G_GAN", "G_same", "D_real", "D_fake", NULL };

static gboolean
make_nets (P2pJob *job, GError **error)
{
  const P2pOptions *o = job->options;
  P2pNetOptions net = { o->input_nc, o->output_nc, o->ngf, o->n_layers_d, 0, !o->no_dropout };
  if (!p2p_norm_parse (o->norm, &net.norm, error)
      || !p2p_job_add_net (job, "G", P2P_ROLE_GENERATOR, o->net_g, &net, error))
    return FALSE;
  net.input_nc = o->output_nc;
  net.output_nc = 1;
  net.features = o->ndf;
  net.dropout = FALSE;
  return p2p_job_add_net (job, "D", P2P_ROLE_DISCRIMINATOR, o->net_d, &net, error) != NULL;
}

static void
judge (P2pJob *job, P2pExec *d, const P2pTensor *picture, const P2pLossCall *loss, guint wants,
    gboolean accumulate)
{
  p2p_program_copy (job->program, &d->x, 0, picture, 0, picture->shape.c, FALSE);
  p2p_program_forward (job->program, job->nets[1].net, d);
  p2p_program_loss (job->program, loss);
  p2p_program_backward (job->program, d, wants, accumulate);
}

static void
write_program (P2pJob *job, P2pExec *g, P2pExec *d, const P2pGanMode *gan)
{
  const float weight = (float) job->options->lambda_a;
  const P2pLossCall same = { P2P_LOSS_l1, &g->y, &g->x, 0, G_SAME, weight, &g->dy, weight };
  const P2pLossCall fake = { gan->d, &d->y, NULL, gan->fake, D_FAKE, 1, &d->dy, 0.5f };
  const P2pLossCall real = { gan->d, &d->y, NULL, gan->real, D_REAL, 1, &d->dy, 0.5f };
  const P2pLossCall fool = { gan->g, &d->y, NULL, gan->real, G_GAN, 1, &d->dy, 1 };
  p2p_program_forward (job->program, job->nets[0].net, g);
  judge (job, d, &g->y, &fake, P2P_WANT_DW, FALSE);
  judge (job, d, job->real_b, &real, P2P_WANT_DW, TRUE);
  p2p_program_adam (job->program, job->nets[1].net);
  judge (job, d, &g->y, &fool, P2P_WANT_DX, FALSE);
  p2p_program_loss (job->program, &same);
  p2p_program_copy (job->program, &g->dy, 0, &d->dx, 0, d->dx.shape.c, TRUE);
  p2p_program_backward (job->program, g, P2P_WANT_DW, FALSE);
  p2p_program_adam (job->program, job->nets[0].net);
}

static gboolean
build (P2pJob *job, int n, int h, int w, GError **error)
{
  const P2pOptions *o = job->options;
  const P2pGanMode *gan = p2p_gan_mode_find (o->gan_mode, error);
  P2pExec *g = gan ? p2p_job_add_exec (job, job->nets[0].net, (P2pShape){ n, o->input_nc, h, w },
                   !o->no_dropout, error)
                   : NULL;
  P2pExec *d = g ? p2p_job_add_exec (job, job->nets[1].net, g->y.shape, FALSE, error) : NULL;
  if (!d || !job->device->backend->tensor_alloc (job->device, &g->y.shape, &job->own_b, error))
    return FALSE;
  job->real_a = &g->x;
  job->real_b = &job->own_b;
  p2p_job_add_view (job, "real_A", job->real_a);
  p2p_job_add_view (job, "fake_B", &g->y);
  p2p_job_add_view (job, "real_B", job->real_b);
  write_program (job, g, d, gan);
  return TRUE;
}

static const char *const reads[] = { "lambda_A", NULL };

const P2pRecipe p2p_recipe_cut = {
  .name = "cut",
  .description = "unpaired pictures: one generator, one direction",
  .defaults = defaults,
  .modes = { "unaligned" },
  .n_generators = 1,
  .views = views,
  .view_rows = 1,
  .no_dropout = TRUE,
  .reads = reads,
  .losses = losses,
  .make_nets = make_nets,
  .build = build,
};
