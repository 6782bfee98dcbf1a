/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "train/look.h"

#include <string.h>

struct _P2pLook
{
  P2pJob *job;
  const P2pView **views;
  guint n;
  P2pVisual visuals[P2P_MAX_VISUALS];
  P2pTensor tensors[P2P_MAX_VISUALS];
  P2pExec *execs[P2P_MAX_NETS]; /* of the generators that a view needs */
};

const P2pView **
p2p_look_views (const P2pJob *job, guint *n)
{
  g_autoptr (GPtrArray) found = g_ptr_array_new ();
  for (const P2pView *v = job->recipe->views; v->name; v++)
    if (!v->training_only || job->options->lambda_identity > 0)
      g_ptr_array_add (found, (gpointer) v);
  *n = found->len;
  g_assert (found->len <= P2P_MAX_VISUALS);
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
prepare (P2pLook *look, guint i, int n, int h, int w, GError **error)
{
  P2pJob *job = look->job;
  const P2pView *view = look->views[i];
  const P2pPlanOptions options = { .norm_stats = P2P_STATS_IMAGE };
  P2pShape shape = { n, job->options->input_nc, h, w };
  if (view->net) {
    const int net = net_named (job, view->net);
    shape.c = job->nets[net].net->options.input_nc;
    if (!look->execs[net])
      look->execs[net] = p2p_net_plan (job->nets[net].net, &shape, &options, error);
    if (!look->execs[net])
      return FALSE;
    shape = look->execs[net]->y.shape;
  } else if (g_str_equal (view->from, "B")) {
    shape.c = job->options->output_nc;
  }
  return job->device->backend->tensor_alloc (job->device, &shape, &look->tensors[i], error);
}

/* The lightness belongs to every coloured view; the first view is the lightness itself. */
static void
describe (P2pLook *look)
{
  const gboolean lab = look->job->recipe->lab;
  for (guint i = 0; i < look->n; i++)
    look->visuals[i] = (P2pVisual){ look->views[i]->name, &look->tensors[lab ? 0 : i],
      lab && i > 0 ? &look->tensors[i] : NULL };
}

P2pLook *
p2p_look_new (P2pJob *job, int n, int h, int w, GError **error)
{
  P2pLook *look = g_new0 (P2pLook, 1);
  look->job = job;
  look->views = p2p_look_views (job, &look->n);
  for (guint i = 0; i < look->n; i++)
    if (!prepare (look, i, n, h, w, error)) {
      p2p_look_free (look);
      return NULL;
    }
  describe (look);
  return look;
}

void
p2p_look_free (P2pLook *look)
{
  if (!look)
    return;
  for (guint i = 0; i < look->n; i++)
    if (look->tensors[i].device)
      look->job->device->backend->tensor_clear (&look->tensors[i]);
  for (guint i = 0; i < P2P_MAX_NETS; i++)
    p2p_net_unplan (look->execs[i]);
  g_free (look->views);
  g_free (look);
}

static P2pTensor *
tensor_named (P2pLook *look, const char *name)
{
  for (guint i = 0; i < look->n; i++)
    if (g_str_equal (look->views[i]->name, name))
      return &look->tensors[i];
  g_error ("a view is made from %s, which does not exist", name);
}

void
p2p_look_run (P2pLook *look, const float *a, const float *b)
{
  const P2pBackend *backend = look->job->device->backend;
  const gboolean forth = g_str_equal (look->job->options->direction, "AtoB");
  for (guint i = 0; i < look->n; i++) {
    const P2pView *view = look->views[i];
    if (!view->net) {
      backend->upload (&look->tensors[i], g_str_equal (view->from, "A") == forth ? a : b);
      continue;
    }
    P2pExec *exec = look->execs[net_named (look->job, view->net)];
    backend->copy (&exec->x, 0, tensor_named (look, view->from), 0, exec->x.shape.c, FALSE);
    backend->forward (exec);
    backend->copy (&look->tensors[i], 0, &exec->y, 0, exec->y.shape.c, FALSE);
  }
}

const P2pVisual *
p2p_look_find (const P2pLook *look, const char *name)
{
  for (guint i = 0; i < look->n; i++)
    if (g_str_equal (look->visuals[i].name, name))
      return &look->visuals[i];
  return NULL;
}
