/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Claim: no convolution or reorder of any network, forward or backward, at
 * batches of 1, 2 and 4, nor of a gradient penalty, falls to oneDNN's reference loops, which are thousands
 * of times slower than what users expect. Planning at full width costs little:
 * memory that is never written is never real. */

#include "backends/cpu/describe.h"
#include "graph/net.h"

typedef struct
{
  const P2pArch *arch;
  int layers, batch;
  gboolean train, tangent;
} Case;

static void
test_names (gconstpointer data)
{
  const Case *c = data;
  const gboolean generator = c->arch->role == P2P_ROLE_GENERATOR;
  const P2pNetOptions options = { .input_nc = generator ? 3 : 6,
    .output_nc = 3,
    .features = 64,
    .layers = c->layers,
    .norm = c->tangent || g_str_has_prefix (c->arch->name, "resnet") ? P2P_NORM_INSTANCE
                                                                     : P2P_NORM_BATCH };
  const P2pShape input = { c->batch, options.input_nc, 256, 256 };
  const P2pPlanOptions plan = { .train = c->train, .tangent = c->tangent };
  g_autoptr (GError) error = NULL;
  g_autoptr (P2pDevice) device = p2p_device_open ("cpu", 2, &error);
  g_assert_no_error (error);
  g_autoptr (P2pNet) net = p2p_net_new (device, c->arch, &options, c->train, &error);
  g_assert_no_error (error);
  g_autoptr (P2pExec) exec = p2p_net_plan (net, &input, &plan, &error);
  g_assert_no_error (error);
  g_autoptr (GString) listing = g_string_new (NULL);
  g_assert_cmpuint (p2p_cpu_exec_describe (exec, 0, listing), ==,
      (guint) p2p_cpu_exec_n_primitives (exec));
  g_assert_cmpint (p2p_cpu_exec_n_primitives (exec), >, 0);
  for (int i = 0; i < p2p_cpu_exec_n_primitives (exec); i++)
    if (g_str_has_prefix (p2p_cpu_exec_primitive (exec, i).name, "ref"))
      g_error ("step %d of %s is slow:\n%s", i, c->arch->name, listing->str);
}

static void
add_arch (const P2pArch *arch, int layers)
{
  for (int batch = 1; batch <= 4; batch *= 2)
    for (int use = 0; use < (arch->role == P2P_ROLE_DISCRIMINATOR ? 3 : 2); use++) {
      static const char *const uses[] = { "infer", "train", "penalty" };
      Case *c = g_new (Case, 1);
      *c = (Case){ arch, layers, batch, use > 0, use > 1 };
      g_autofree char *path =
          g_strdup_printf ("/cpu/names/%s/%d/%d/%s", arch->name, layers, batch, uses[use]);
      g_test_add_data_func_full (path, c, test_names, g_free);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (P2pRole role = P2P_ROLE_GENERATOR; role <= P2P_ROLE_DISCRIMINATOR; role++) {
    g_autofree const P2pArch **archs = p2p_archs (role);
    for (guint a = 0; archs[a]; a++)
      if (!g_str_equal (archs[a]->name, "n_layers"))
        add_arch (archs[a], 3);
      else
        for (int layers = 1; layers <= 5; layers++)
          add_arch (archs[a], layers);
  }
  return g_test_run ();
}
