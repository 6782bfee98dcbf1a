/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* A plan is a net at one input shape, lowered once and for all back-ends into
 * two flat lists of passes. The derivation of the backward pass (who adds to
 * whose gradient, what a skip or a residual does) stands in plan.c and nowhere
 * else. A back-end receives the whole plan, chooses layouts, precision, fusion
 * and memory, and from then on only executes.
 *
 * Pass by pass (x read, y written; gradients the other way round):
 *   PAD      y = x with a reflected border
 *   CONV, CONV_T   y = conv (x, w) + b
 *   NORM     v = norm (x) * gamma + beta, dropped out; for each output k
 *            y_k = act_k (v) + add
 *            (norm may be none: then this is the activation alone)
 * and in the backward list
 *   PAD_BACKWARD      dx written or accumulated from dy
 *   CONV_DATA         dx (written or accumulated) from dy and w
 *   CONV_WEIGHTS      dw, db from x and dy
 *   NORM_BACKWARD     dx from x and all dy_k; dgamma, dbeta
 */

#include "row.h"

typedef enum
{
  P2P_PASS_PAD,
  P2P_PASS_CONV, /* or CONV_T: see conv.kind */
  P2P_PASS_NORM,
  P2P_PASS_PAD_BACKWARD,
  P2P_PASS_CONV_DATA,
  P2P_PASS_CONV_WEIGHTS,
  P2P_PASS_NORM_BACKWARD
} P2pPassKind;

/* Who wants a backward pass: the gradient at the net's input, or those of its
 * parameters. A pass is executed when its `wants` meets those of the call. */
typedef enum
{
  P2P_WANT_DX = 1,
  P2P_WANT_DW = 2
} P2pWants;

typedef enum
{
  P2P_BUFFER_INPUT,    /* the net's input; NCHW float32, owned by whoever runs the plan */
  P2P_BUFFER_OUTPUT,   /* its output; likewise */
  P2P_BUFFER_DX,       /* gradient at the input; likewise */
  P2P_BUFFER_DY,       /* gradient at the output; likewise */
  P2P_BUFFER_VALUE,    /* between two forward passes, read again by backward ones */
  P2P_BUFFER_GRADIENT, /* between two backward passes */
  P2P_BUFFER_STATS     /* mean and 1 / deviation: [2, n or 1, c] as shape {2, n or 1, c, 1} */
} P2pBufferKind;

/* Passes are counted through both lists, forward first: pass i of the backward
 * list is n_forward + i. A buffer holds nothing of use before `first` and after `last`. */
typedef struct
{
  P2pBufferKind kind;
  P2pShape shape;
  int first, last;
} P2pBuffer;

/* Channels c0 .. c0 + c - 1 of a buffer. buffer -1: absent. */
typedef struct
{
  int buffer, c0, c;
} P2pSlice;

typedef struct
{
  P2pConvKind kind;
  int kernel, stride, pad, out_pad;
} P2pConv;

#define P2P_MAX_OUTPUTS 2

typedef struct
{
  P2pPassKind kind;
  int row;     /* index of the row it comes from */
  guint wants; /* backward passes: P2pWants that need it; forward: 0 */

  /* Forward: x read, y[k] written, add read (absent: buffer -1).
   * Backward: dy[k] and x read, dx written (accumulated if `accumulate`).
   * x and dx of a CONV are whole buffers; y of a CONV is one whole buffer. */
  P2pSlice x, y[P2P_MAX_OUTPUTS], add, dx, dy[P2P_MAX_OUTPUTS];
  int n_outputs; /* of y and dy in use */
  gboolean accumulate;
  P2pAct act[P2P_MAX_OUTPUTS];

  P2pConv conv;      /* CONV* */
  int pad;           /* PAD*: width of the border */
  int w, b;          /* CONV*: parameter indices, b -1 for none */
  P2pNorm norm;      /* NORM* */
  P2pStats stats_of; /* NORM*, batch norm: whose statistics */
  int stats;         /* NORM*: buffer of mean and 1 / deviation, -1 without norm */
  int gamma, beta, running_mean, running_var; /* parameter indices, -1 without */
  float dropout;                              /* 0: none */
  guint dropout_layer;                        /* counter word, see rng-defs.h */
} P2pPass;

#define P2P_MAX_SPACES 4

typedef struct
{
  gboolean train;      /* keep what backward needs, update running statistics */
  P2pStats norm_stats; /* for batch norms; training always uses the batch */
  gboolean dropout;    /* FALSE: dropout layers do nothing */
  guint stream;        /* distinguishes the plans of one step in dropout's counters */
  /* Plans of one device with the same number, 1 .. P2P_MAX_SPACES, never hold anything at the
   * same time but the border tensors: once one of them runs forward, the others are no longer
   * asked to go backward. A back-end may put them into the same memory. 0: memory of its own. */
  guint space;
} P2pPlanOptions;

typedef struct
{
  P2pPlanOptions options;
  P2pShape input, output;
  P2pPass *forward, *backward;
  int n_forward, n_backward;
  P2pBuffer *buffers;
  int n_buffers;
  int x, y, dx, dy; /* buffer indices; dx and dy -1 in a plan without backward */
} P2pPlan;

/* Lowers ROWS at INPUT. Fails with P2P_ERROR_USAGE when the shape does not
 * suit the net (a side that is no multiple, a picture smaller than a kernel).
 * Rows are numbered into parameters exactly as p2p_params_describe() does. */
P2pPlan *p2p_plan_new (const GArray *rows, const P2pShape *input, const P2pPlanOptions *options,
    GError **error);
void p2p_plan_free (P2pPlan *plan);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (P2pPlan, p2p_plan_free)

/* Side of the output of a convolution, or <= 0 if there is none. */
int p2p_conv_size (const P2pConv *conv, int size);

/* A listing for people: one line per pass and buffer. Free with g_free(). */
char *p2p_plan_describe (const P2pPlan *plan);
