/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "graph/net.h"

#include "named.h"
#include "nets/nets.h"

static const P2pArch *const *const nets[] = {
#define X(word) p2p_nets_##word,
  P2P_NETS (X)
#undef X
};

const P2pArch **
p2p_archs (P2pRole role)
{
  GPtrArray *found = g_ptr_array_new ();
  for (guint i = 0; i < G_N_ELEMENTS (nets); i++)
    for (const P2pArch *const *a = nets[i]; *a; a++)
      if ((*a)->role == role)
        g_ptr_array_add (found, (gpointer) *a);
  g_ptr_array_add (found, NULL);
  return (const P2pArch **) g_ptr_array_free (found, FALSE);
}

const P2pArch *
p2p_arch_find (P2pRole role, const char *name, GError **error)
{
  g_autofree const P2pArch **all = p2p_archs (role);
  return p2p_find_named (all, name,
      role == P2P_ROLE_GENERATOR ? "unknown generator (netG)" : "unknown discriminator (netD)",
      error);
}

static guint
count_rows (const P2pArch *arch, int layers)
{
  const P2pNetOptions options = { .input_nc = 3, .output_nc = 3, .features = 1, .layers = layers };
  g_autoptr (GArray) rows = g_array_new (FALSE, TRUE, sizeof (P2pRow));
  arch->emit (rows, &options);
  return rows->len;
}

gboolean
p2p_arch_has_layers (const P2pArch *arch)
{
  return count_rows (arch, 2) != count_rows (arch, 3);
}

static const char *const norm_names[] = { "none", "batch", "instance", NULL };

gboolean
p2p_norm_parse (const char *name, P2pNorm *norm, GError **error)
{
  const int found = p2p_find_word (norm_names, name, "unknown norm", error);
  if (found >= 0)
    *norm = (P2pNorm) found;
  return found >= 0;
}

const char *
p2p_norm_name (P2pNorm norm)
{
  return norm_names[norm];
}

P2pNet *
p2p_net_new (P2pDevice *device, const P2pArch *arch, const P2pNetOptions *options, gboolean train,
    GError **error)
{
  g_autoptr (P2pNet) net = g_new0 (P2pNet, 1);
  net->arch = arch;
  net->options = *options;
  net->rows = g_array_new (FALSE, TRUE, sizeof (P2pRow));
  arch->emit (net->rows, options);
  net->params = p2p_params_describe (net->rows, options->input_nc);
  net->store = device->backend->store_new (device, net->params, train, error);
  return net->store ? g_steal_pointer (&net) : NULL;
}

void
p2p_net_free (P2pNet *net)
{
  if (!net)
    return;
  if (net->store)
    net->store->device->backend->store_free (net->store);
  p2p_params_free (net->params);
  g_array_unref (net->rows);
  g_free (net);
}

gboolean
p2p_net_init (P2pNet *net, const char *type, float gain, guint64 seed, guint64 salt, GError **error)
{
  g_autofree float *values = g_new (float, p2p_params_largest (net->params));
  for (guint i = 0; i < net->params->n; i++) {
    if (!p2p_param_init (&net->params->list[i], type, gain, seed, salt, values, error))
      return FALSE;
    net->store->device->backend->store_write (net->store, P2P_STORE_VALUE, i, values);
  }
  return TRUE;
}

gboolean
p2p_net_has_batch_norm (const P2pNet *net)
{
  for (guint i = 0; i < net->params->n; i++)
    if (net->params->list[i].kind == P2P_PARAM_RUNNING_VAR)
      return TRUE;
  return FALSE;
}

P2pExec *
p2p_net_plan (P2pNet *net, const P2pShape *input, const P2pPlanOptions *options, GError **error)
{
  g_autoptr (P2pPlan) plan = p2p_plan_new (net->rows, input, options, error);
  if (!plan)
    return NULL;
  P2pExec *exec = net->store->device->backend->exec_new (net->store, plan, error);
  if (exec)
    g_steal_pointer (&plan);
  return exec;
}

void
p2p_net_unplan (P2pExec *exec)
{
  if (!exec)
    return;
  g_autoptr (P2pPlan) plan = (P2pPlan *) exec->plan;
  exec->store->device->backend->exec_free (exec);
}

void
p2p_net_forward (P2pNet *net, P2pExec *exec)
{
  exec->store->device->backend->forward (exec);
  if (exec->plan->options.train && p2p_net_has_batch_norm (net))
    net->batches++;
}
