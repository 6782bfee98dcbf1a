/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "train/views.h"

struct _P2pViews
{
  P2pJob *job;
  const P2pView **list;
  guint n;
  P2pViewTensor shown[P2P_MAX_VIEWS];
  P2pTensor tensors[P2P_MAX_VIEWS];
  P2pExec *execs[P2P_MAX_NETS]; /* of the generators that a view needs */
};

const P2pView **
p2p_views_of (const P2pJob *job, guint *n)
{
  g_autoptr (GPtrArray) found = g_ptr_array_new ();
  for (const P2pView *v = job->recipe->views; v->name; v++)
    if (!v->in_training || v->in_training (job->options))
      g_ptr_array_add (found, (gpointer) v);
  *n = found->len;
  g_assert (found->len <= P2P_MAX_VIEWS);
  g_ptr_array_add (found, NULL);
  return (const P2pView **) g_ptr_array_free (g_steal_pointer (&found), FALSE);
}

static int
net_named (const P2pJob *job, const char *name)
{
  for (int i = 0; i < job->n_nets; i++)
    if (g_str_equal (job->nets[i].name, name))
      return i;
  g_error ("a view names the network %s, which the model has not", name);
}

static gboolean
prepare (P2pViews *views, guint i, int n, int h, int w, GError **error)
{
  P2pJob *job = views->job;
  const P2pView *view = views->list[i];
  const P2pPlanOptions options = { .norm_stats = P2P_STATS_IMAGE };
  P2pShape shape = { n, job->options->input_nc, h, w };
  if (view->net) {
    const int net = net_named (job, view->net);
    shape.c = job->nets[net].net->options.input_nc;
    if (!views->execs[net])
      views->execs[net] = p2p_net_plan (job->nets[net].net, &shape, &options, error);
    if (!views->execs[net])
      return FALSE;
    shape = views->execs[net]->y.shape;
  } else if (g_str_equal (view->from, "B")) {
    shape.c = job->options->output_nc;
  }
  return job->device->backend->tensor_alloc (job->device, &shape, &views->tensors[i], error);
}

/* The lightness belongs to every coloured view; the first view is the lightness itself. */
static void
describe (P2pViews *views)
{
  const gboolean lab = views->job->recipe->lab;
  for (guint i = 0; i < views->n; i++)
    views->shown[i] = (P2pViewTensor){ views->list[i]->name, &views->tensors[lab ? 0 : i],
      lab && i > 0 ? &views->tensors[i] : NULL };
}

P2pViews *
p2p_views_new (P2pJob *job, int n, int h, int w, GError **error)
{
  P2pViews *views = g_new0 (P2pViews, 1);
  views->job = job;
  views->list = p2p_views_of (job, &views->n);
  for (guint i = 0; i < views->n; i++)
    if (!prepare (views, i, n, h, w, error)) {
      p2p_views_free (views);
      return NULL;
    }
  describe (views);
  return views;
}

void
p2p_views_free (P2pViews *views)
{
  if (!views)
    return;
  for (guint i = 0; i < views->n; i++)
    if (views->tensors[i].device)
      views->job->device->backend->tensor_clear (&views->tensors[i]);
  for (guint i = 0; i < P2P_MAX_NETS; i++)
    p2p_net_unplan (views->execs[i]);
  g_free (views->list);
  g_free (views);
}

static P2pTensor *
tensor_named (P2pViews *views, const char *name)
{
  for (guint i = 0; i < views->n; i++)
    if (g_str_equal (views->list[i]->name, name))
      return &views->tensors[i];
  g_error ("a view is made from %s, which does not exist", name);
}

void
p2p_views_run (P2pViews *views, const float *a, const float *b)
{
  const P2pBackend *backend = views->job->device->backend;
  const gboolean forth = p2p_options_forth (views->job->options);
  for (guint i = 0; i < views->n; i++) {
    const P2pView *view = views->list[i];
    if (!view->net) {
      backend->upload (&views->tensors[i], g_str_equal (view->from, "A") == forth ? a : b);
      continue;
    }
    P2pExec *exec = views->execs[net_named (views->job, view->net)];
    backend->copy (&exec->x, 0, tensor_named (views, view->from), 0, exec->x.shape.c, FALSE);
    backend->forward (exec);
    backend->copy (&views->tensors[i], 0, &exec->y, 0, exec->y.shape.c, FALSE);
  }
}

const P2pViewTensor *
p2p_views_find (const P2pViews *views, const char *name)
{
  for (guint i = 0; i < views->n; i++)
    if (g_str_equal (views->shown[i].name, name))
      return &views->shown[i];
  return NULL;
}
