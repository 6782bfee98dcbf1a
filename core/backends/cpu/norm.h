/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* What both directions of a norm share. Norm, dropout, activations, halves of
 * concatenations and residual sum are one pass: the formulas stand in ref/norm.c.
 * The output of the convolution is read twice forward (sums, then values) and so is
 * the gradient backward; without a norm once. Work is cut into items, a chunk of
 * pixels of a group of channels of one picture: the same items whatever the number
 * of threads, so the sums are too. */

#include "exec.h"
#include "tile.h"

typedef struct
{
  const P2pPass *pass;
  P2pCpuView x, add, dx, y[P2P_MAX_OUTPUTS], dy[P2P_MAX_OUTPUTS], mask;
  int n, c, width, groups, chunks, items;
  gsize pixels, chunk; /* in a picture; in an item */
  gboolean each;       /* statistics of each picture */
  gboolean train;
  const float *gamma, *beta;
  float *running_mean, *running_var;
  float *dgamma, *dbeta;   /* backward; NULL: not wanted */
  float *mean, *rstd;      /* [n or 1, c] */
  double *partial;         /* [items, 2, lanes] */
  float *mean_g, *mean_gx; /* [n or 1, c], backward */
  gboolean accumulate;     /* dgamma, dbeta */
} P2pCpuNorm;

/* Adds the step that RUN executes, with all prepared that follows from the plan. */
void p2p_cpu_norm_add_step (P2pCpuExec *exec, const P2pPass *pass, int at, const char *name,
    P2pCpuRun run);
/* What was prepared, with all that it points to. */
P2pCpuNorm p2p_cpu_norm_at (const P2pCpuExec *exec, const P2pCpuStep *step);

typedef struct
{
  int n, c;    /* first channel of the group */
  gsize p, p1; /* pixels p .. p1 - 1 */
} P2pCpuNormItem;

static inline P2pCpuNormItem
p2p_cpu_norm_item (const P2pCpuNorm *w, int i)
{
  const int k = i % w->chunks, g = i / w->chunks % w->groups;
  return (P2pCpuNormItem){ i / w->chunks / w->groups, g * w->width, k * w->chunk,
    MIN (w->pixels, (k + 1) * w->chunk) };
}

/* Where mean, rstd, mean_g and mean_gx of a channel stand. */
static inline gsize
p2p_cpu_norm_stat (const P2pCpuNorm *w, int n, int c)
{
  return (gsize) (w->each ? n : 0) * w->c + c;
}

/* --- sums --- */

/* Two sums by lane of item I: first and second half. */
static inline double *
p2p_cpu_norm_partial (const P2pCpuNorm *w, int i)
{
  return w->partial + (gsize) i * 2 * P2P_CPU_LANES;
}

/* Sums of both kinds over the chunks, and over the pictures where they share
 * statistics, of channel c + K of the group at C. */
void p2p_cpu_norm_gather (const P2pCpuNorm *norm, int n, int c, int k, double *first,
    double *second);

/* --- values --- */

/* What is the same for all pixels of a group: v = (x - mean) scale + beta. */
typedef struct
{
  P2pCpuLanes mean, scale, beta;
} P2pCpuAffine;

void p2p_cpu_norm_affine (const P2pCpuNorm *norm, int n, int c, P2pCpuAffine *affine);

/* A tile of the pass: where it is and what has been loaded of it. */
typedef struct
{
  const P2pCpuNorm *w;
  int n, c;
  gsize p, m, size; /* first pixel, pixels, floats */
  const float *x, *v, *mask;
  float x_space[P2P_CPU_TILE], v_space[P2P_CPU_TILE], spare[P2P_CPU_TILE], mask_space[P2P_CPU_TILE];
} P2pCpuNormTile;

/* The tile of another view of the same pixels, see p2p_cpu_tile_load(). */
const float *p2p_cpu_norm_load (const P2pCpuNormTile *tile, const P2pCpuView *view,
    const float *fill, float *space);
/* Moves TILE to M pixels from P: x and the value before the activations. AFFINE NULL:
 * no norm. */
void p2p_cpu_norm_load_values (P2pCpuNormTile *tile, const P2pCpuAffine *affine, gsize p, gsize m);

/* --- order of work --- */

/* Sums, what follows from them, and values. SUM NULL: values alone. */
typedef struct
{
  void (*sum) (const P2pCpuNorm *norm, int item);
  void (*finish) (const P2pCpuNorm *norm, int n, int c);
  void (*write) (const P2pCpuNorm *norm, int item);
} P2pCpuNormPhases;

/* Draws the mask of dropout, if there is one, and does the work. */
void p2p_cpu_norm_run (const P2pCpuExec *exec, const P2pCpuNorm *norm,
    const P2pCpuNormPhases *phases);
