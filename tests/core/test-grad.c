/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Claim: the backward pass that graph/plan.c derives and the ref back-end executes is
 * the derivative of the forward pass, for every architecture with every norm,
 * with and without dropout. For a random direction v in the input, and in each
 * parameter, (L (x + e v) - L (x - e v)) / 2e equals <dL/dx, v>, L being a
 * random weighting of the output. */

#include <math.h>
#include "graph/net.h"
#include "rng.h"

typedef struct
{
  const P2pArch *arch;
  P2pNorm norm;
  gboolean dropout;
} Case;

typedef struct
{
  P2pNet *net;
  P2pExec *exec;
  gsize n_x, n_y;
  float *x, *r, *y; /* input, weighting and value of the output */
} Probe;

static void
fill (float *values, gsize n, guint64 seed)
{
  P2pRng rng;
  p2p_rng_init (&rng, seed, P2P_RNG_TEST, 0);
  for (gsize i = 0; i < n; i++)
    values[i] = (float) p2p_rng_normal (&rng);
}

static double
loss (Probe *p)
{
  const P2pBackend *b = p->exec->store->device->backend;
  double sum = 0;
  b->forward (p->exec);
  b->download (&p->exec->y, p->y);
  for (gsize i = 0; i < p->n_y; i++)
    sum += (double) p->y[i] * p->r[i];
  return sum;
}

/* Puts x + e v into the input, or into parameter I if that is not negative. */
static void
place (Probe *p, int i, const float *x, const float *v, double e, gsize n)
{
  g_autofree float *moved = g_new (float, n);
  const P2pBackend *b = p->exec->store->device->backend;
  for (gsize k = 0; k < n; k++)
    moved[k] = (float) (x[k] + e * v[k]);
  if (i < 0)
    b->upload (&p->exec->x, moved);
  else
    b->store_write (p->net->store, P2P_STORE_VALUE, (guint) i, moved);
}

/* The function has kinks and, behind a norm over few numbers, strong curvature:
 * the step that agrees best of a few sizes is the one that counts. */
static void
check (Probe *p, int i, const float *x, const float *gradient, gsize n, const char *name)
{
  g_autofree float *v = g_new (float, n);
  double slope = 0, length = 0, best = INFINITY, numeric = 0;
  fill (v, n, 77 + (guint64) i);
  for (gsize k = 0; k < n; k++) {
    slope += (double) gradient[k] * v[k];
    length += (double) gradient[k] * gradient[k];
  }
  for (double e = 1e-2; e > 1e-6 && best > 2e-3; e /= 4) {
    place (p, i, x, v, e, n);
    const double above = loss (p);
    place (p, i, x, v, -e, n);
    const double found = (above - loss (p)) / (2 * e);
    const double off = fabs (found - slope) / (sqrt (length) + 1e-3);
    if (off < best) {
      best = off;
      numeric = found;
    }
  }
  place (p, i, x, v, 0, n);
  if (i < 0) /* nothing would be shown by a net that its input does not reach */
    g_assert_cmpfloat (length, >, 1e-6);
  if (best > 1e-2)
    g_error ("%s: derivative %g, by differences %g (gradient %g)", name, slope, numeric,
        sqrt (length));
}

static void
check_parameters (Probe *p)
{
  const P2pBackend *b = p->exec->store->device->backend;
  for (guint i = 0; i < p->net->params->n; i++) {
    const P2pParam *param = &p->net->params->list[i];
    if (!param->trainable)
      continue;
    g_autofree float *value = g_new (float, param->count), *g = g_new (float, param->count);
    b->store_read (p->net->store, P2P_STORE_VALUE, i, value);
    b->store_read (p->net->store, P2P_STORE_GRADIENT, i, g);
    /* What an instance norm takes away again has no influence at all. */
    const P2pRow *row = &g_array_index (p->net->rows, P2pRow, param->row);
    if (param->kind == P2P_PARAM_BIAS && row->norm == P2P_NORM_INSTANCE) {
      for (gsize k = 0; k < param->count; k++)
        g_assert_cmpfloat (fabsf (g[k]), <, 1e-3f);
      continue;
    }
    check (p, (int) i, value, g, param->count, param->name);
  }
}

static void
test_net (gconstpointer data)
{
  const Case *c = data;
  g_autoptr (GError) error = NULL;
  P2pDevice *device = p2p_device_open ("ref", 1, &error);
  const P2pNetOptions options = { .input_nc = 3,
    .output_nc = 3,
    .features = 2,
    .layers = 2,
    .norm = c->norm,
    .dropout = c->dropout };
  const int side = MAX (c->arch->multiple, c->arch->role == P2P_ROLE_GENERATOR ? 32 : 40);
  const P2pShape shape = { 1, 3, side, side };
  const P2pPlanOptions plan = { .train = TRUE, .dropout = c->dropout };
  g_assert_no_error (error);
  device->seed = 5;
  P2pNet *net = p2p_net_new (device, c->arch, &options, TRUE, &error);
  g_assert_no_error (error);
  g_assert_true (p2p_net_init (net, "kaiming", 0.02f, 3, 0, &error));
  Probe p = { .net = net,
    .exec = p2p_net_plan (net, &shape, &plan, &error),
    .n_x = p2p_shape_count (&shape) };
  g_assert_no_error (error);
  p.n_y = p2p_shape_count (&p.exec->y.shape);
  p.x = g_new (float, p.n_x);
  p.r = g_new (float, p.n_y);
  p.y = g_new (float, p.n_y);
  fill (p.x, p.n_x, 1);
  fill (p.r, p.n_y, 2);

  device->backend->upload (&p.exec->x, p.x);
  device->backend->upload (&p.exec->dy, p.r);
  loss (&p);
  device->backend->backward (p.exec, P2P_WANT_DX | P2P_WANT_DW, FALSE);
  g_autofree float *dx = g_new (float, p.n_x);
  device->backend->download (&p.exec->dx, dx);
  check (&p, -1, p.x, dx, p.n_x, "input");
  check_parameters (&p);

  g_free (p.x);
  g_free (p.r);
  g_free (p.y);
  p2p_net_unplan (p.exec);
  p2p_net_free (net);
  p2p_device_close (device);
}

static void
add_cases (P2pRole role)
{
  g_autofree const P2pArch **archs = p2p_archs (role);
  for (guint a = 0; archs[a]; a++)
    for (P2pNorm norm = P2P_NORM_NONE; norm <= P2P_NORM_INSTANCE; norm++) {
      /* The largest U-Net differs from the others in depth alone. */
      if (g_str_equal (archs[a]->name, "unet_256"))
        continue;
      Case *c = g_new (Case, 1);
      *c = (Case){ archs[a], norm, role == P2P_ROLE_GENERATOR };
      g_autofree char *path = g_strdup_printf ("/grad/%s/%s", archs[a]->name, p2p_norm_name (norm));
      g_test_add_data_func_full (path, c, test_net, g_free);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  add_cases (P2P_ROLE_GENERATOR);
  add_cases (P2P_ROLE_DISCRIMINATOR);
  return g_test_run ();
}
