/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "recipes/recipe.h"

#include "error.h"

static void
name_losses (P2pJob *job)
{
  int n = 0;
  for (const char *const *l = job->recipe->losses; *l; l++)
    job->losses[n++] = *l;
  if (job->options->lambda_gp > 0)
    for (const char *const *l = job->recipe->penalties; l && *l; l++)
      job->losses[n++] = *l;
  g_assert (n <= P2P_MAX_LOSSES);
}

static gboolean
can_be_trained (const P2pRecipe *recipe, GError **error)
{
  g_autoptr (GString) others = g_string_new (NULL);
  if (recipe->losses)
    return TRUE;
  for (const P2pRecipe *const *r = p2p_recipes (); *r; r++)
    if ((*r)->losses)
      g_string_append_printf (others, "%s%s", others->len ? "|" : "", (*r)->name);
  g_set_error (error, P2P_ERROR, P2P_ERROR_USAGE,
      "model %s only translates; use p2p test, or --model %s", recipe->name, others->str);
  return FALSE;
}

P2pJob *
p2p_job_new (const P2pOptions *options, GError **error)
{
  g_autoptr (P2pJob) job = g_new0 (P2pJob, 1);
  job->options = options;
  job->parts = g_ptr_array_new_with_free_func (g_free);
  job->recipe = p2p_recipe_find (options->model, error);
  if (!job->recipe || !can_be_trained (job->recipe, error)
      || !p2p_recipe_check (job->recipe, options, error))
    return NULL;
  name_losses (job);
  job->device = p2p_device_open (options->backend, options->threads, error);
  if (!job->device || !job->recipe->make_nets (job, error))
    return NULL;
  return g_steal_pointer (&job);
}

static void
unbuild (P2pJob *job)
{
  for (int i = 0; i < job->n_execs; i++)
    p2p_net_unplan (job->execs[i]);
  job->n_execs = job->n_shown = 0;
  if (job->own_b.device)
    job->device->backend->tensor_clear (&job->own_b);
  job->own_b.device = NULL;
  g_ptr_array_set_size (job->parts, 0);
  g_clear_pointer (&job->program, g_array_unref);
}

void
p2p_job_free (P2pJob *job)
{
  if (!job)
    return;
  unbuild (job);
  for (int i = 0; i < job->n_nets; i++)
    p2p_net_free (job->nets[i].net);
  for (int i = 0; i < job->n_pools; i++)
    p2p_pool_free (job->pools[i]);
  g_ptr_array_unref (job->parts);
  p2p_device_close (job->device);
  g_free (job);
}

gboolean
p2p_job_init (P2pJob *job, guint64 seed, GError **error)
{
  for (int i = 0; i < job->n_nets; i++)
    if (!p2p_net_init (job->nets[i].net, job->options->init_type, (float) job->options->init_gain,
            seed, (guint64) i, error))
      return FALSE;
  return TRUE;
}

gboolean
p2p_job_build (P2pJob *job, int n, int h, int w, GError **error)
{
  unbuild (job);
  job->program = g_array_new (FALSE, TRUE, sizeof (P2pOp));
  return job->recipe->build (job, n, h, w, error);
}

void
p2p_job_upload (P2pJob *job, const float *a, const float *b)
{
  const gboolean forth = p2p_options_forth (job->options);
  job->device->backend->upload (job->real_a, forth ? a : b);
  job->device->backend->upload (job->real_b, forth ? b : a);
}

void
p2p_job_step (P2pJob *job, guint64 seed, guint64 t, double lr)
{
  const P2pAdam adam = { (float) lr, (float) job->options->beta1, 0.999f, 1e-8f, t };
  job->device->seed = seed;
  job->device->step = t;
  p2p_program_run (job->program, &adam);
}

void
p2p_job_losses (P2pJob *job, float values[P2P_MAX_LOSSES])
{
  job->device->backend->losses_read (job->device, values);
}

guint64
p2p_job_left_out (const P2pJob *job, int net)
{
  return job->device->backend->updates_left_out (job->nets[net].net->store);
}

P2pNet *
p2p_job_add_net (P2pJob *job, const char *name, P2pRole role, const char *arch_name,
    const P2pNetOptions *options, GError **error)
{
  const P2pArch *arch = p2p_arch_find (role, arch_name, error);
  P2pNet *net = arch ? p2p_net_new (job->device, arch, options, TRUE, error) : NULL;
  g_assert (job->n_nets < P2P_MAX_NETS);
  if (net)
    job->nets[job->n_nets++] = (P2pJobNet){ name, net };
  return net;
}

static P2pExec *
add_exec (P2pJob *job, P2pNet *net, const P2pShape *input, P2pPlanOptions options, GError **error)
{
  options.train = TRUE;
  options.stream = (guint) job->n_execs;
  P2pExec *exec = p2p_net_plan (net, input, &options, error);
  g_assert (job->n_execs < P2P_MAX_EXECS);
  if (exec)
    job->execs[job->n_execs++] = exec;
  return exec;
}

P2pExec *
p2p_job_add_exec (P2pJob *job, P2pNet *net, P2pShape input, gboolean dropout, GError **error)
{
  return add_exec (job, net, &input, (P2pPlanOptions){ .dropout = dropout }, error);
}

P2pExec *
p2p_job_add_tangent_exec (P2pJob *job, P2pNet *net, P2pShape input, GError **error)
{
  return add_exec (job, net, &input, (P2pPlanOptions){ .tangent = TRUE }, error);
}

P2pExec *
p2p_job_add_exec_in (P2pJob *job, P2pNet *net, P2pShape input, gboolean dropout, guint space,
    GError **error)
{
  return add_exec (job, net, &input, (P2pPlanOptions){ .dropout = dropout, .space = space }, error);
}

P2pTensor *
p2p_job_add_part (P2pJob *job, const P2pTensor *tensor, int first, int n)
{
  const P2pTensor part = p2p_tensor_pictures (tensor, first, n);
  P2pTensor *kept = g_memdup2 (&part, sizeof part);
  g_ptr_array_add (job->parts, kept);
  return kept;
}

P2pPool *
p2p_job_add_pool (P2pJob *job, const char *name)
{
  g_assert (job->n_pools < P2P_MAX_POOLS);
  P2pPool *pool = p2p_pool_new (name, (guint) job->n_pools, job->options->pool_size);
  job->pools[job->n_pools++] = pool;
  return pool;
}

void
p2p_job_add_view (P2pJob *job, const char *name, const P2pTensor *tensor)
{
  g_assert (job->n_shown < P2P_MAX_VIEWS);
  job->shown[job->n_shown++] = (P2pViewTensor){ name, tensor, NULL };
}
