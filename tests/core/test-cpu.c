/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Claim: no convolution or reorder of any network, forward or backward, at
 * batches of 1, 2 and 4, nor of a gradient penalty, falls to oneDNN's reference loops, which are thousands
 * of times slower than what users expect. Planning at full width costs little:
 * memory that is never written is never real. */

#include <omp.h>
#include <time.h>
#include "backends/cpu/describe.h"
#include "backends/cpu/waiting.h"
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

/* Processor time of this process for one region in which one of two threads is 10 ms late, ms. */
static double
cost_of_waiting (void)
{
  struct timespec t[2];
  omp_set_num_threads (2);
  clock_gettime (CLOCK_PROCESS_CPUTIME_ID, t);
  for (int i = 0; i < 20; i++)
#pragma omp parallel
    if (omp_get_thread_num () == 0)
      g_usleep (10000);
  clock_gettime (CLOCK_PROCESS_CPUTIME_ID, t + 1);
  return (t[1].tv_sec - t[0].tv_sec) * 50. + (t[1].tv_nsec - t[0].tv_nsec) / 20e6;
}

/* Threads spin while the cores are theirs and sleep when somebody else wants them. */
static void
test_waiting (void)
{
  enum
  {
    S = G_TIME_SPAN_SECOND
  };
  P2pCpuWaiting *w = p2p_cpu_waiting_new (2, 2);
  g_assert_nonnull (w);
  const double spinning = cost_of_waiting ();
  g_assert_false (p2p_cpu_waiting_judge (w, 10 * S, 1000));
  g_assert_false (p2p_cpu_waiting_judge (w, 11 * S, 1020));
  g_assert_true (p2p_cpu_waiting_judge (w, 11 * S + S / 20, 1028));
  const double sleeping = cost_of_waiting ();
  g_test_message ("waiting 10 ms costs %.2f ms, asleep %.2f ms", spinning, sleeping);
  g_assert_cmpfloat (sleeping, <, 1);
  /* What is lost while they sleep says nothing; after a second they try again. */
  g_assert_true (p2p_cpu_waiting_judge (w, 12 * S, 9000));
  g_assert_false (p2p_cpu_waiting_judge (w, 12 * S + S / 10, 9000));
  g_assert_true (p2p_cpu_waiting_judge (w, 12 * S + S / 5, 9100));
  /* It failed at once: two seconds this time. */
  g_assert_true (p2p_cpu_waiting_judge (w, 14 * S, 9200));
  g_assert_false (p2p_cpu_waiting_judge (w, 15 * S, 9200));
  g_assert_false (p2p_cpu_waiting_judge (w, 30 * S, 9300));
  /* Long quiet, then not: one second again. */
  g_assert_true (p2p_cpu_waiting_judge (w, 31 * S, 9400));
  g_assert_true (p2p_cpu_waiting_judge (w, 31 * S + S / 2, 9400));
  g_assert_false (p2p_cpu_waiting_judge (w, 32 * S + S / 10, 9400));
  p2p_cpu_waiting_free (w);
  g_assert_null (p2p_cpu_waiting_new (1, 2));
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
  g_test_add_func ("/cpu/waiting", test_waiting);
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
