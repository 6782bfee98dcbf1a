/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* The named parameters of a net. Names and shapes are those of the PyTorch
 * reference ("model.model.1.model.2.running_mean"), so files carry over. */

#include "graph/row.h"

typedef enum
{
  P2P_PARAM_WEIGHT, /* [out, in, k, k], for CONV_T [in, out, k, k] */
  P2P_PARAM_BIAS,
  P2P_PARAM_GAMMA, /* NORM_KEY.weight */
  P2P_PARAM_BETA,  /* NORM_KEY.bias */
  P2P_PARAM_RUNNING_MEAN,
  P2P_PARAM_RUNNING_VAR /* unbiased variance */
} P2pParamKind;

typedef struct
{
  char name[P2P_KEY_LENGTH + 24];
  P2pParamKind kind;
  int row;
  int rank, dims[4]; /* unused dims are 1 */
  gsize count;
  gboolean trainable; /* gradients and moments exist */
} P2pParam;

typedef struct
{
  P2pParam *list;
  guint n;
  gsize n_trainable; /* numbers that are trained */
} P2pParams;

/* Indices into a P2pParams of what one row owns, -1 for what it has not. */
typedef struct
{
  int w, b, gamma, beta, running_mean, running_var;
} P2pRowParams;

/* For each of ROWS what it owns, in the reference's order; free with g_free(). */
P2pRowParams *p2p_params_index (const GArray *rows);
/* The parameters of ROWS, for INPUT_CHANNELS, in the same order. */
P2pParams *p2p_params_describe (const GArray *rows, int input_channels);
void p2p_params_free (P2pParams *params);
/* Numbers in the largest one: room for any of them in turn. */
gsize p2p_params_largest (const P2pParams *params);

/* Which draws a parameter gets, see gaussian.h. */
typedef struct
{
  guint64 seed, index;
} P2pDraws;

/* A way to draw first weights. VALUES: [param->count] NCHW, written. */
typedef struct
{
  const char *name, *description;
  void (*fill) (const P2pParam *param, float gain, const P2pDraws *draws, float *values);
} P2pInitialiser;

/* NULL-terminated. */
const P2pInitialiser *const *p2p_initialisers (void);
const P2pInitialiser *p2p_initialiser_find (const char *name, GError **error);

/* Initial values, as the reference draws them: TYPE is normal (deviation GAIN),
 * xavier, kaiming or orthogonal for weights; biases 0; gamma N(1, GAIN), beta 0;
 * running mean 0, variance 1. VALUES: [count] NCHW, written. A parameter's
 * draws depend on SEED, SALT (which net) and its name only. */
gboolean p2p_param_init (const P2pParam *param, const char *type, float gain, guint64 seed,
    guint64 salt, float *values, GError **error);
