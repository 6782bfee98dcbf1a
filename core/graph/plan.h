/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* A plan is a net at one input shape, lowered once and for all back-ends into
 * two flat lists of passes. The derivation of the backward pass (who adds to
 * whose gradient, what a skip or a residual does) stands in graph/plan.c and nowhere
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
 *   NORM_BACKWARD     dx (written or accumulated) from x and all dy_k; dgamma, dbeta
 *
 * A plan made with `tangent` has a third list, see graph/tangent.h, with one kind of
 * pass more:
 *   NORM_TANGENT      from x, a direction v at x and dy: the direction that y moves in,
 *                       y = act' (n (x)) J v      J the derivative of n = norm at x
 *                     and what x does to the slope along v,
 *                       dx = derivative by x of <act' (n (x)) dy, J v>
 *                     (without norm J is 1 and there is no dx)
 */

#include "graph/row.h"

typedef enum
{
  P2P_PASS_PAD,
  P2P_PASS_CONV, /* or CONV_T: see conv.kind */
  P2P_PASS_NORM,
  P2P_PASS_PAD_BACKWARD,
  P2P_PASS_CONV_DATA,
  P2P_PASS_CONV_WEIGHTS,
  P2P_PASS_NORM_BACKWARD,
  P2P_PASS_NORM_TANGENT
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
  P2P_BUFFER_V,        /* direction at the input, of the third list; likewise */
  P2P_BUFFER_VALUE,    /* between two forward passes, read again by backward ones */
  P2P_BUFFER_GRADIENT, /* between two passes of the other lists */
  P2P_BUFFER_STATS     /* mean and 1 / deviation: [2, n or 1, c] as shape {2, n or 1, c, 1} */
} P2pBufferKind;

/* Passes are counted through all lists, forward first: pass i of the backward
 * list is n_forward + i, of the tangent list n_forward + n_backward + i. A buffer holds nothing of use before `first` and after `last`. */
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
   * NORM_TANGENT: x, v and dy[0] read, y[0] and dx (absent: buffer -1) written.
   * Backward: dy[k] and x read, dx written (accumulated if `accumulate`).
   * x and dx of a CONV are whole buffers; y of a CONV is one whole buffer. */
  P2pSlice x, y[P2P_MAX_OUTPUTS], add, dx, dy[P2P_MAX_OUTPUTS], v;
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
  gboolean tangent;    /* the third list too; for training, see graph/tangent.h for which nets */
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
  P2pPass *forward, *backward, *tangent;
  int n_forward, n_backward, n_tangent;
  P2pBuffer *buffers;
  int n_buffers;
  int x, y, dx, dy; /* buffer indices; dx and dy -1 in a plan without backward */
  int v;            /* -1 without the tangent list */
} P2pPlan;

/* Pass I of all, counted as said above. */
static inline const P2pPass *
p2p_plan_pass (const P2pPlan *plan, int i)
{
  return i < plan->n_forward ? &plan->forward[i]
         : i < plan->n_forward + plan->n_backward
             ? &plan->backward[i - plan->n_forward]
             : &plan->tangent[i - plan->n_forward - plan->n_backward];
}

static inline int
p2p_plan_n_passes (const P2pPlan *plan)
{
  return plan->n_forward + plan->n_backward + plan->n_tangent;
}

/* For people: "norm-backward". */
const char *p2p_pass_name (P2pPassKind kind);

/* Lowers ROWS at INPUT. Fails with P2P_ERROR_USAGE when the shape does not
 * suit the net (a side that is no multiple, a picture smaller than a kernel) or
 * the net does not suit the options.
 * Rows are numbered into parameters exactly as p2p_params_describe() does. */
P2pPlan *p2p_plan_new (const GArray *rows, const P2pShape *input, const P2pPlanOptions *options,
    GError **error);
void p2p_plan_free (P2pPlan *plan);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (P2pPlan, p2p_plan_free)

/* Side of the output of a convolution, or <= 0 if there is none. */
int p2p_conv_size (const P2pConv *conv, int size);

/* A listing for people: one line per pass and buffer. Free with g_free(). */
char *p2p_plan_describe (const P2pPlan *plan);
