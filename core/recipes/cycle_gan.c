/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* CycleGAN (Zhu et al., 2017): G_A turns A into B, G_B turns B into A, D_A judges
 * pictures of B, D_B those of A. A and B are no pairs. One step:
 *
 *   fake_B = G_A (A)   rec_A = G_B (fake_B)   idt_A = G_A (B)      and the mirror image
 *   G:  gan (D_A (fake_B), real) + lambda_A |rec_A - A|
 *       + lambda_B lambda_identity |idt_A - B|, and the mirror image; update both G
 *   D_A:  1/2 [gan (D_A (B), real) + gan (D_A (pool_B (fake_B)), fake)]
 *   D_B: the mirror image; update both D
 *
 * The losses of the two directions only meet in the sums of their gradients, so that one
 * direction goes forward and backward before the other begins and both use the same memory: space
 * TRANSLATING holds what is needed until the end of a direction, space JUDGING what comes and goes
 * meanwhile. Where the norm looks at each picture alone, a generator translates fake and identity
 * in one pass, a discriminator judges real and pooled pictures in one. Batch norms see every call
 * of the reference by itself, each network's calls in the reference's order. */

#include "error.h"
#include "losses/loss.h"
#include "recipes/penalty.h"

enum
{
  NET_G_A,
  NET_G_B,
  NET_D_A,
  NET_D_B
};

/* Loss slots of a direction, behind each other. */
enum
{
  D_LOSS,
  G_LOSS,
  CYCLE_LOSS,
  IDT_LOSS,
  N_SIDE_LOSSES,
  PENALTIES = 2 * N_SIDE_LOSSES /* of both, with lambda_gp */
};

enum
{
  TRANSLATING = 1,
  JUDGING
};

/* One direction: its generator and the discriminator of what that makes. */
typedef struct
{
  P2pNet *g, *back, *d;
  P2pExec *translate; /* g: real pictures; behind them, where passes are shared, the others */
  P2pExec *cycle;     /* back: fake pictures */
  P2pExec *identity;  /* g: the others, in a pass of their own; else NULL */
  P2pExec *judge;     /* d: fake pictures, G's turn */
  P2pExec *learn;     /* d: real and pooled pictures, D's turn */
  P2pTensor *real;    /* what g translates */
  P2pTensor *other;   /* real pictures of the domain that g leads to */
  P2pTensor *fake, *idt;
  P2pTensor *dfake, *didt;     /* gradients there */
  P2pTensor *genuine, *pooled; /* what d learns from: in learn->x, behind each other or in turn */
  P2pPool *pool;
  float cycle_weight, identity_weight;
  int losses; /* the first slot */
} Side;

typedef struct
{
  P2pJob *job;
  const P2pGanMode *gan;
  int n, h, w;
  gboolean shared, identity;
  Side sides[2];
} Cycle;

static gboolean
has_identity (const P2pOptions *o)
{
  return o->lambda_identity > 0;
}

static const P2pDefault defaults[] = { { "netG", "resnet_9blocks" }, { "norm", "instance" },
  { "pool_size", "50" }, { "gan_mode", "lsgan" }, { NULL } };
static const P2pView views[] = { { "real_A", NULL, "A" }, { "fake_B", "G_A", "real_A" },
  { "rec_A", "G_B", "fake_B" }, { "idt_B", "G_B", "real_A", has_identity }, { "real_B", NULL, "B" },
  { "fake_A", "G_B", "real_B" }, { "rec_B", "G_A", "fake_A" },
  { "idt_A", "G_A", "real_B", has_identity }, { 0 } };
static const char *const losses[] = { "D_A", "G_A", "cycle_A", "idt_A", "D_B", "G_B", "cycle_B",
  "idt_B", NULL };
static const char *const penalties[] = { "GP_A", "GP_B", NULL };

static gboolean
check (const P2pOptions *o, GError **error)
{
  if (!has_identity (o) || o->input_nc == o->output_nc)
    return TRUE;
  g_set_error (error, P2P_ERROR, P2P_ERROR_USAGE,
      "the identity loss needs equal channels on both sides, not %d and %d; set "
      "--lambda_identity 0",
      o->input_nc, o->output_nc);
  return FALSE;
}

static gboolean
make_nets (P2pJob *job, GError **error)
{
  const P2pOptions *o = job->options;
  P2pNetOptions forth = { .input_nc = o->input_nc,
    .output_nc = o->output_nc,
    .features = o->ngf,
    .layers = o->n_layers_d,
    .dropout = !o->no_dropout };
  if (!p2p_norm_parse (o->norm, &forth.norm, error))
    return FALSE;
  P2pNetOptions back = forth, d_a = forth, d_b = forth;
  back.input_nc = d_a.input_nc = o->output_nc;
  back.output_nc = d_b.input_nc = o->input_nc;
  d_a.output_nc = d_b.output_nc = 1;
  d_a.features = d_b.features = o->ndf;
  d_a.dropout = d_b.dropout = FALSE;
  p2p_job_add_pool (job, "A");
  p2p_job_add_pool (job, "B");
  return p2p_job_add_net (job, "G_A", P2P_ROLE_GENERATOR, o->net_g, &forth, error)
         && p2p_job_add_net (job, "G_B", P2P_ROLE_GENERATOR, o->net_g, &back, error)
         && p2p_job_add_net (job, "D_A", P2P_ROLE_DISCRIMINATOR, o->net_d, &d_a, error)
         && p2p_job_add_net (job, "D_B", P2P_ROLE_DISCRIMINATOR, o->net_d, &d_b, error);
}

/* --- plans --- */

static P2pExec *
add_exec (Cycle *c, P2pNet *net, int n, guint space, GError **error)
{
  const P2pShape shape = { n, net->options.input_nc, c->h, c->w };
  return p2p_job_add_exec_in (c->job, net, shape, net->options.dropout, space, error);
}

static gboolean
plan_side (Cycle *c, Side *s, GError **error)
{
  const int n = c->n, both = 2 * n;
  const gboolean apart = c->identity && !c->shared;
  s->translate = add_exec (c, s->g, c->identity && c->shared ? both : n, TRANSLATING, error);
  s->cycle = s->translate ? add_exec (c, s->back, n, JUDGING, error) : NULL;
  s->judge = s->cycle ? add_exec (c, s->d, n, JUDGING, error) : NULL;
  s->learn = s->judge && c->shared ? add_exec (c, s->d, both, JUDGING, error) : s->judge;
  s->identity = s->learn && apart ? add_exec (c, s->g, n, TRANSLATING, error) : NULL;
  return s->learn && (s->identity || !apart);
}

static void
name_parts (Cycle *c, Side *s)
{
  P2pExec *t = s->translate;
  s->real = p2p_job_add_part (c->job, &t->x, 0, c->n);
  s->fake = p2p_job_add_part (c->job, &t->y, 0, c->n);
  s->dfake = p2p_job_add_part (c->job, &t->dy, 0, c->n);
  s->genuine = p2p_job_add_part (c->job, &s->learn->x, 0, c->n);
  s->pooled = p2p_job_add_part (c->job, &s->learn->x, c->shared ? c->n : 0, c->n);
  if (s->identity) {
    s->idt = &s->identity->y;
    s->didt = &s->identity->dy;
  } else if (c->identity) {
    s->idt = p2p_job_add_part (c->job, &t->y, c->n, c->n);
    s->didt = p2p_job_add_part (c->job, &t->dy, c->n, c->n);
  }
}

static gboolean
plan_sides (Cycle *c, GError **error)
{
  const P2pOptions *o = c->job->options;
  const P2pJobNet *nets = c->job->nets;
  for (int i = 0; i < 2; i++) {
    Side *s = &c->sides[i];
    s->g = nets[NET_G_A + i].net;
    s->back = nets[NET_G_B - i].net;
    s->d = nets[NET_D_A + i].net;
    s->pool = c->job->pools[1 - i]; /* of what g makes */
    s->cycle_weight = (float) (i ? o->lambda_b : o->lambda_a);
    s->identity_weight = (float) ((i ? o->lambda_a : o->lambda_b) * o->lambda_identity);
    s->losses = i * N_SIDE_LOSSES;
    if (!plan_side (c, s, error)
        || !p2p_pool_prepare (s->pool, c->job->device, s->d->options.input_nc, c->h, c->w, error))
      return FALSE;
    name_parts (c, s);
  }
  c->sides[0].other = c->sides[1].real;
  c->sides[1].other = c->sides[0].real;
  return TRUE;
}

/* --- the generators' turn --- */

static void
add_l1 (GArray *program, const P2pTensor *y, const P2pTensor *t, P2pTensor *dy, float weight,
    int slot)
{
  const P2pLossCall loss = { .function = P2P_LOSS_l1,
    .y = y,
    .t = t,
    .value = slot,
    .value_scale = weight,
    .dy = dy,
    .dy_scale = weight };
  p2p_program_loss (program, &loss);
}

static void
copy_all (GArray *program, P2pTensor *dst, const P2pTensor *src, gboolean accumulate)
{
  p2p_program_copy (program, dst, 0, src, 0, src->shape.c, accumulate);
}

/* There and back, and D's word on the way: leaves the gradient at the fake pictures. */
static void
add_cycle (const Cycle *c, const Side *s, gboolean accumulate)
{
  GArray *program = c->job->program;
  const P2pLossCall gan = { .function = c->gan->g,
    .y = &s->judge->y,
    .target = c->gan->real,
    .value = s->losses + G_LOSS,
    .value_scale = 1,
    .dy = &s->judge->dy,
    .dy_scale = 1 };
  copy_all (program, &s->cycle->x, s->fake, FALSE);
  p2p_program_forward (program, s->back, s->cycle);
  add_l1 (program, &s->cycle->y, s->real, &s->cycle->dy, s->cycle_weight, s->losses + CYCLE_LOSS);
  p2p_program_backward (program, s->cycle, P2P_WANT_DX | P2P_WANT_DW, accumulate);
  copy_all (program, &s->judge->x, s->fake, FALSE);
  p2p_program_forward (program, s->d, s->judge);
  p2p_program_loss (program, &gan);
  p2p_program_backward (program, s->judge, P2P_WANT_DX, FALSE);
  copy_all (program, s->dfake, &s->cycle->dx, FALSE);
  copy_all (program, s->dfake, &s->judge->dx, TRUE);
}

/* ACCUMULATE: the other direction has left gradients in both generators. */
static void
add_translation (const Cycle *c, const Side *s, gboolean accumulate)
{
  GArray *program = c->job->program;
  const gboolean shared = c->identity && !s->identity;
  P2pTensor *behind = shared ? p2p_job_add_part (c->job, &s->translate->x, c->n, c->n) : NULL;
  if (shared)
    copy_all (program, behind, s->other, FALSE);
  p2p_program_forward (program, s->g, s->translate);
  add_cycle (c, s, accumulate);
  if (shared)
    add_l1 (program, s->idt, s->other, s->didt, s->identity_weight, s->losses + IDT_LOSS);
  p2p_program_backward (program, s->translate, P2P_WANT_DW, accumulate);
}

static void
add_identity (const Cycle *c, const Side *s)
{
  GArray *program = c->job->program;
  if (!s->identity)
    return;
  copy_all (program, &s->identity->x, s->other, FALSE);
  p2p_program_forward (program, s->g, s->identity);
  add_l1 (program, s->idt, s->other, s->didt, s->identity_weight, s->losses + IDT_LOSS);
  p2p_program_backward (program, s->identity, P2P_WANT_DW, TRUE);
}

/* --- the discriminators' turn --- */

/* D's verdict Y on real or fake pictures. */
static void
add_verdict (const Cycle *c, const Side *s, const P2pTensor *y, P2pTensor *dy, gboolean real)
{
  const P2pLossCall loss = { .function = c->gan->d,
    .y = y,
    .target = real ? c->gan->real : c->gan->fake,
    .value = s->losses + D_LOSS,
    .value_scale = 0.5f,
    .add_value = !real,
    .dy = dy,
    .dy_scale = 0.5f };
  p2p_program_loss (c->job->program, &loss);
}

static gboolean
add_shared_lesson (const Cycle *c, const Side *s, GError **error)
{
  P2pJob *job = c->job;
  P2pExec *d = s->learn;
  const int n = c->n;
  copy_all (job->program, s->genuine, s->other, FALSE);
  p2p_program_pool (job->program, s->pool, s->pooled, s->fake);
  p2p_program_forward (job->program, s->d, d);
  add_verdict (c, s, p2p_job_add_part (job, &d->y, 0, n), p2p_job_add_part (job, &d->dy, 0, n),
      TRUE);
  add_verdict (c, s, p2p_job_add_part (job, &d->y, n, n), p2p_job_add_part (job, &d->dy, n, n),
      FALSE);
  p2p_program_backward (job->program, d, P2P_WANT_DW, FALSE);
  return p2p_penalty_add (job, s->d, NULL, s->genuine, s->pooled, PENALTIES + (s == &c->sides[1]),
      error);
}

/* Only with batch norms, which no penalty suits. */
static void
add_lessons (const Cycle *c, const Side *s)
{
  GArray *program = c->job->program;
  P2pExec *d = s->learn;
  for (int fake = 0; fake < 2; fake++) {
    if (fake)
      p2p_program_pool (program, s->pool, s->pooled, s->fake);
    else
      copy_all (program, s->genuine, s->other, FALSE);
    p2p_program_forward (program, s->d, d);
    add_verdict (c, s, &d->y, &d->dy, !fake);
    p2p_program_backward (program, d, P2P_WANT_DW, fake);
  }
}

static gboolean
write_program (const Cycle *c, GError **error)
{
  GArray *program = c->job->program;
  for (int i = 0; i < 2; i++)
    add_translation (c, &c->sides[i], i > 0);
  for (int i = 0; i < 2; i++)
    add_identity (c, &c->sides[i]);
  for (int i = 0; i < 2; i++)
    p2p_program_adam (program, c->sides[i].g);
  for (int i = 0; i < 2; i++)
    if (!c->shared)
      add_lessons (c, &c->sides[i]);
    else if (!add_shared_lesson (c, &c->sides[i], error))
      return FALSE;
  for (int i = 0; i < 2; i++)
    p2p_program_adam (program, c->sides[i].d);
  return TRUE;
}

static void
add_views (const Cycle *c)
{
  static const char *const names[2][3] = { { "real_A", "fake_B", "rec_A" },
    { "real_B", "fake_A", "rec_B" } };
  static const char *const idt_names[] = { "idt_B", "idt_A" }; /* made of the same real pictures */
  for (int i = 0; i < 2; i++) {
    const Side *s = &c->sides[i];
    p2p_job_add_view (c->job, names[i][0], s->real);
    p2p_job_add_view (c->job, names[i][1], s->fake);
    p2p_job_add_view (c->job, names[i][2], &s->cycle->y);
    if (c->identity)
      p2p_job_add_view (c->job, idt_names[i], c->sides[1 - i].idt);
  }
}

static gboolean
build (P2pJob *job, int n, int h, int w, GError **error)
{
  Cycle c = { .job = job,
    .gan = p2p_gan_mode_find (job->options->gan_mode, error),
    .n = n,
    .h = h,
    .w = w,
    .shared = job->nets[0].net->options.norm != P2P_NORM_BATCH,
    .identity = has_identity (job->options) };
  if (!c.gan || !plan_sides (&c, error))
    return FALSE;
  job->real_a = c.sides[0].real;
  job->real_b = c.sides[1].real;
  add_views (&c);
  return write_program (&c, error);
}

static const char *const reads[] = { "lambda_A", "lambda_B", "lambda_identity", "pool_size", NULL };

const P2pRecipe p2p_recipe_cycle_gan = {
  .name = "cycle_gan",
  .description = "unpaired pictures: two generators that undo each other",
  .defaults = defaults,
  .modes = { "unaligned", "paired", "aligned" },
  .n_generators = 2,
  .views = views,
  .view_rows = 2,
  .no_dropout = TRUE,
  .reads = reads,
  .losses = losses,
  .penalties = penalties,
  .check = check,
  .make_nets = make_nets,
  .build = build,
};
