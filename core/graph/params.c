/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "graph/params.h"

#include <math.h>
#include "graph/gaussian.h"
#include "named.h"

static void
append (GArray *list, P2pParamKind kind, int row, const char *key, const char *suffix, int rank,
    const int *dims)
{
  P2pParam p = { .kind = kind, .row = row, .rank = rank, .count = 1 };
  g_snprintf (p.name, sizeof p.name, "%s.%s", key, suffix);
  for (int i = 0; i < 4; i++) {
    p.dims[i] = i < rank ? dims[i] : 1;
    p.count *= (gsize) p.dims[i];
  }
  p.trainable = kind != P2P_PARAM_RUNNING_MEAN && kind != P2P_PARAM_RUNNING_VAR;
  g_array_append_val (list, p);
}

/* In the order of p2p_params_index(). */
static void
describe_row (GArray *list, const P2pRow *row, int index, int in)
{
  const int out = row->channels, k = row->kernel;
  const int dims[4] = { row->kind == P2P_CONV ? out : in, row->kind == P2P_CONV ? in : out, k, k };
  append (list, P2P_PARAM_WEIGHT, index, row->key, "weight", 4, dims);
  if (row->bias)
    append (list, P2P_PARAM_BIAS, index, row->key, "bias", 1, &out);
  if (row->norm == P2P_NORM_BATCH) {
    append (list, P2P_PARAM_GAMMA, index, row->norm_key, "weight", 1, &out);
    append (list, P2P_PARAM_BETA, index, row->norm_key, "bias", 1, &out);
    append (list, P2P_PARAM_RUNNING_MEAN, index, row->norm_key, "running_mean", 1, &out);
    append (list, P2P_PARAM_RUNNING_VAR, index, row->norm_key, "running_var", 1, &out);
  }
}

static int
channels_of (const GArray *rows, const char *label)
{
  for (guint i = 0; i < rows->len; i++) {
    const P2pRow *row = &g_array_index (rows, P2pRow, i);
    if (g_str_equal (row->label, label))
      return row->channels;
  }
  return 0;
}

P2pRowParams *
p2p_params_index (const GArray *rows)
{
  P2pRowParams *indices = g_new (P2pRowParams, rows->len);
  int next = 0;
  for (guint i = 0; i < rows->len; i++) {
    const P2pRow *row = &g_array_index (rows, P2pRow, i);
    const gboolean batch = row->norm == P2P_NORM_BATCH;
    P2pRowParams *r = &indices[i];
    r->w = next++;
    r->b = row->bias ? next++ : -1;
    r->gamma = batch ? next++ : -1;
    r->beta = batch ? next++ : -1;
    r->running_mean = batch ? next++ : -1;
    r->running_var = batch ? next++ : -1;
  }
  return indices;
}

P2pParams *
p2p_params_describe (const GArray *rows, int input_channels)
{
  GArray *list = g_array_new (FALSE, TRUE, sizeof (P2pParam));
  int channels = input_channels;
  for (guint i = 0; i < rows->len; i++) {
    const P2pRow *row = &g_array_index (rows, P2pRow, i);
    describe_row (list, row, (int) i, channels);
    channels = row->channels + (*row->concat ? channels_of (rows, row->concat) : 0);
  }
  P2pParams *params = g_new0 (P2pParams, 1);
  params->n = list->len;
  params->list = (P2pParam *) g_array_free (list, FALSE);
  for (guint i = 0; i < params->n; i++)
    params->n_trainable += params->list[i].trainable ? params->list[i].count : 0;
  return params;
}

void
p2p_params_free (P2pParams *params)
{
  if (!params)
    return;
  g_free (params->list);
  g_free (params);
}

gsize
p2p_params_largest (const P2pParams *params)
{
  gsize largest = 0;
  for (guint i = 0; i < params->n; i++)
    largest = MAX (largest, params->list[i].count);
  return largest;
}

/* ---- initial values ---- */

/* The reference counts fans by position in the weight's shape, for transposed
 * convolutions too, where the roles of in and out are thereby exchanged. */
static double
fan_in (const P2pParam *p)
{
  return (double) p->dims[1] * p->dims[2] * p->dims[3];
}

static double
fan_out (const P2pParam *p)
{
  return (double) p->dims[0] * p->dims[2] * p->dims[3];
}

static void
init_normal (const P2pParam *p, float gain, const P2pDraws *d, float *values)
{
  p2p_gaussian_fill (d->seed, d->index, 0, gain, values, p->count);
}

static void
init_xavier (const P2pParam *p, float gain, const P2pDraws *d, float *values)
{
  p2p_gaussian_fill (d->seed, d->index, 0, gain * sqrt (2.0 / (fan_in (p) + fan_out (p))), values,
      p->count);
}

static void
init_kaiming (const P2pParam *p, float gain, const P2pDraws *d, float *values)
{
  p2p_gaussian_fill (d->seed, d->index, 0, sqrt (2.0 / fan_in (p)), values, p->count);
}

static double
dot (const float *a, const float *b, gsize n)
{
  double sum = 0;
#pragma omp simd reduction(+ : sum)
  for (gsize k = 0; k < n; k++)
    sum += (double) a[k] * b[k];
  return sum;
}

/* Takes the directions of the first I vectors of V out of vector I, all at once
 * (classical Gram and Schmidt; run twice it is as orthogonal as float32 allows). */
static void
project_out (float *v, gsize i, gsize m, double *dots)
{
  float *a = v + i * m;
#pragma omp parallel for schedule(static)
  for (gsize j = 0; j < i; j++)
    dots[j] = dot (a, v + j * m, m);
#pragma omp parallel for schedule(static)
  for (gsize from = 0; from < m; from += 1024)
    for (gsize j = 0; j < i; j++)
      for (gsize k = from; k < MIN (from + 1024, m); k++)
        a[k] -= (float) dots[j] * v[j * m + k];
}

/* The Q of a random matrix with positive R: [dims[0], rest], or its transpose if
 * that has fewer rows. */
static void
init_orthogonal (const P2pParam *p, float gain, const P2pDraws *d, float *values)
{
  const gsize rows = (gsize) p->dims[0], cols = p->count / rows;
  const gboolean tall = rows > cols;
  const gsize n = tall ? cols : rows, m = tall ? rows : cols;
  g_autofree float *v = g_new (float, n *m);
  g_autofree double *dots = g_new (double, n);
  p2p_gaussian_fill (d->seed, d->index, 0, 1, v, n * m);
  for (gsize i = 0; i < n; i++) {
    project_out (v, i, m, dots);
    project_out (v, i, m, dots);
    const float scale = (float) (1 / sqrt (dot (v + i * m, v + i * m, m)));
    for (gsize k = 0; k < m; k++)
      v[i * m + k] *= scale;
  }
  for (gsize r = 0; r < rows; r++)
    for (gsize c = 0; c < cols; c++)
      values[r * cols + c] = gain * (tall ? v[c * m + r] : v[r * m + c]);
}

static const P2pInitialiser *const initialisers[] = {
  &(const P2pInitialiser){ "normal", "normal distribution of deviation init_gain", init_normal },
  &(const P2pInitialiser){ "xavier", "Glorot's normal distribution, times init_gain", init_xavier },
  &(const P2pInitialiser){ "kaiming", "He's normal distribution", init_kaiming },
  &(const P2pInitialiser){ "orthogonal", "orthogonal matrices, times init_gain", init_orthogonal },
  NULL
};

const P2pInitialiser *const *
p2p_initialisers (void)
{
  return initialisers;
}

const P2pInitialiser *
p2p_initialiser_find (const char *name, GError **error)
{
  return p2p_find_named (initialisers, name, "unknown init_type", error);
}

gboolean
p2p_param_init (const P2pParam *param, const char *type, float gain, guint64 seed, guint64 salt,
    float *values, GError **error)
{
  const P2pDraws draws = { seed, salt << 32 | g_str_hash (param->name) };
  const float constant = param->kind == P2P_PARAM_RUNNING_VAR ? 1.0f : 0.0f;
  const P2pInitialiser *initialiser = p2p_initialiser_find (type, error);
  if (!initialiser)
    return FALSE;
  if (param->kind == P2P_PARAM_WEIGHT)
    initialiser->fill (param, gain, &draws, values);
  else if (param->kind == P2P_PARAM_GAMMA)
    p2p_gaussian_fill (draws.seed, draws.index, 1.0, gain, values, param->count);
  else
    for (gsize j = 0; j < param->count; j++)
      values[j] = constant;
  return TRUE;
}
