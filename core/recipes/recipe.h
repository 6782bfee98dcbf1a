/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* A recipe (pix2pix, ...) says which nets there are, which losses, and in which
 * order one optimisation step runs. A job is a recipe at work on a device. */

#include "options/options.h"
#include "graph/program.h"

typedef struct
{
  const char *name; /* "G", "D": as in file names */
  P2pNet *net;
} P2pJobNet;

typedef struct
{
  const char *name; /* "fake_B": a view's */
  const P2pTensor *tensor;
  const P2pTensor *chroma; /* recipes with `lab`: the colour to the lightness `tensor`; else NULL */
} P2pViewTensor;

#define P2P_MAX_NETS 4
#define P2P_MAX_VIEWS 8
#define P2P_MAX_EXECS 16
#define P2P_MAX_POOLS 2

typedef struct _P2pRecipe P2pRecipe;

typedef struct
{
  const P2pRecipe *recipe;
  const P2pOptions *options; /* borrowed */
  P2pDevice *device;
  P2pJobNet nets[P2P_MAX_NETS];
  int n_nets;
  P2pPool *pools[P2P_MAX_POOLS]; /* part of the state of training, like the nets */
  int n_pools;
  const char *losses[P2P_MAX_LOSSES + 1]; /* printed, NULL-terminated; slot = position */
  /* From here on valid after p2p_job_build(). real_a [n, input_nc, h, w] and
   * real_b [n, output_nc, h, w] are where a step finds its pictures. */
  P2pTensor *real_a, *real_b;
  P2pViewTensor shown[P2P_MAX_VIEWS];
  int n_shown;
  GArray *program;
  P2pExec *execs[P2P_MAX_EXECS];
  int n_execs;
  GPtrArray *parts; /* P2pTensor, see p2p_job_add_part() */
  P2pTensor own_b;  /* storage of real_b, where no exec is */
} P2pJob;

/* A default that differs from the option table's. */
typedef struct
{
  const char *option, *value; /* "netG", "unet_256" */
} P2pDefault;

/* A picture that a model shows, as the reference names it: one of the two of the data set (net
 * NULL, from "A" or "B" after the direction has exchanged them), or what the generator `net`
 * makes of an earlier view. */
typedef struct
{
  const char *name, *net, *from; /* "rec_A", "G_B", "fake_B" */
  /* Shown while training only, if this is TRUE then; NULL: always, by p2p test too. */
  gboolean (*in_training) (const P2pOptions *options);
} P2pView;

struct _P2pRecipe
{
  const char *name, *description;
  const P2pDefault *defaults; /* ends with a row of NULLs; NULL: none */
  const char *modes[4];       /* names of the data-set modes (data/modes.h) that it can use, its own
                                 first, which is the default of dataset_mode; ends with NULL */
  int n_generators;           /* 1: G; 2: G_A and G_B, there and back */
  const P2pView *views;       /* in the reference's order; ends with a row of NULLs */
  int view_rows;              /* a preview shows them in so many rows */
  gboolean no_dropout;        /* by default */
  gboolean lab; /* one picture: A is its lightness, B its colour, see data/colours.h */
  /* Options that not every model has a use for, and this one has; NULL-terminated, NULL: none. What
   * only others read does nothing here, which is said. */
  const char *const *reads;
  /* Names of the printed losses, NULL-terminated; slot = position. NULL: a model that only
   * translates and has no job, nor the functions below. */
  const char *const *losses;
  const char *const *penalties; /* and, behind them, of those printed with lambda_gp > 0 */
  /* Whether the model can be trained with these resolved options, as far as only it can know;
   * P2P_ERROR_USAGE says what to set. NULL: nothing to say. */
  gboolean (*check) (const P2pOptions *options, GError **error);
  /* Appends the nets, without values. */
  gboolean (*make_nets) (P2pJob *job, GError **error);
  /* Plans for pictures of n x h x w and the program. */
  gboolean (*build) (P2pJob *job, int n, int h, int w, GError **error);
};

/* All, NULL-terminated. */
const P2pRecipe *const *p2p_recipes (void);
const P2pRecipe *p2p_recipe_find (const char *name, GError **error);
/* The default of OPTION with this model. */
const char *p2p_recipe_default (const P2pRecipe *recipe, const P2pOption *option);
/* Is OPTION among what it reads? */
gboolean p2p_recipe_reads (const P2pRecipe *recipe, const char *option);
/* The first that reads OPTION, or NULL. */
const P2pRecipe *p2p_recipe_reading (const char *option);
/* Is MODE one of the recipe's? */
gboolean p2p_recipe_uses (const P2pRecipe *recipe, const char *mode);
/* The model that a data set of MODE is usually for: the first that can use it; NULL: there is none. */
const P2pRecipe *p2p_recipe_for (const char *mode);
/* The one that only translates, with one generator, whatever that comes from. */
const P2pRecipe *p2p_recipe_one_sided (void);
/* Resolved options: the channels, the losses that they name, the penalty, and what the model
 * itself has to say. */
gboolean p2p_recipe_check (const P2pRecipe *recipe, const P2pOptions *options, GError **error);

/* Whether the networks of resolved options can be trained on pictures of that size. Nothing is built. */
gboolean p2p_recipe_check_size (const P2pOptions *options, int width, int height, GError **error);

/* Opens the back-end and makes the nets. Values are all 0 until p2p_job_init()
 * or a file gives them. */
P2pJob *p2p_job_new (const P2pOptions *options, GError **error);
void p2p_job_free (P2pJob *job);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (P2pJob, p2p_job_free)
gboolean p2p_job_init (P2pJob *job, guint64 seed, GError **error);
/* May be called again for another size. */
gboolean p2p_job_build (P2pJob *job, int n, int h, int w, GError **error);
/* What the data set calls A and B, NCHW; direction BtoA exchanges them. */
void p2p_job_upload (P2pJob *job, const float *a, const float *b);
/* One optimisation step, counted from T = 1. */
void p2p_job_step (P2pJob *job, guint64 seed, guint64 t, double lr);
/* The losses of the last step, in the order of job->losses. */
void p2p_job_losses (P2pJob *job, float values[P2P_MAX_LOSSES]);
/* How many updates of the net NET were left out so far, for gradients that are none (backend.h). */
guint64 p2p_job_left_out (const P2pJob *job, int net);

/* For recipes. */
P2pNet *p2p_job_add_net (P2pJob *job, const char *name, P2pRole role, const char *arch,
    const P2pNetOptions *options, GError **error);
P2pExec *p2p_job_add_exec (P2pJob *job, P2pNet *net, P2pShape input, gboolean dropout,
    GError **error);
/* The same with the plan's memory shared, see P2pPlanOptions.space. */
P2pExec *p2p_job_add_exec_in (P2pJob *job, P2pNet *net, P2pShape input, gboolean dropout,
    guint space, GError **error);
/* Pictures FIRST .. FIRST + N - 1 of TENSOR; the result lives until the job is built again. */
P2pTensor *p2p_job_add_part (P2pJob *job, const P2pTensor *tensor, int first, int n);
P2pPool *p2p_job_add_pool (P2pJob *job, const char *name);
/* With the tangent list, see graph/tangent.h. */
P2pExec *p2p_job_add_tangent_exec (P2pJob *job, P2pNet *net, P2pShape input, GError **error);
void p2p_job_add_view (P2pJob *job, const char *name, const P2pTensor *tensor);
