/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Claim: every network has exactly the parameters of the PyTorch reference, by
 * name, shape and order (tests/data/state-dict-keys.txt), for every norm and with
 * dropout or without; plans give the known shapes and refuse sizes that cannot be. */

#include <stdio.h>
#include <string.h>
#include "error.h"
#include "graph/net.h"

/* "## unet_256 batch dropout=True params 54413955 ..." or
 * "## n_layers=2 D batch in=3 params ..." */
static GArray *
rows_of_heading (const char *heading, int *input_nc)
{
  char arch[32], norm[16], word[32];
  P2pNetOptions o = { .input_nc = 3, .output_nc = 3, .features = 64, .layers = 3 };
  gboolean discriminator = strstr (heading, " D ") != NULL;
  if (discriminator)
    g_assert_cmpint (sscanf (heading, "## %31s D %15s in=%d", arch, norm, &o.input_nc), ==, 3);
  else
    g_assert_cmpint (sscanf (heading, "## %31s %15s dropout=%31s", arch, norm, word), ==, 3);
  o.dropout = !discriminator && g_str_equal (word, "True");
  if (g_str_has_prefix (arch, "n_layers=")) {
    o.layers = atoi (arch + strlen ("n_layers="));
    arch[strlen ("n_layers")] = '\0';
  }
  g_assert_true (p2p_norm_parse (norm, &o.norm, NULL));
  const P2pArch *record =
      p2p_arch_find (discriminator ? P2P_ROLE_DISCRIMINATOR : P2P_ROLE_GENERATOR, arch, NULL);
  g_assert_nonnull (record);
  GArray *rows = g_array_new (FALSE, TRUE, sizeof (P2pRow));
  record->emit (rows, &o);
  *input_nc = o.input_nc;
  return rows;
}

/* The listing that the fixture has below a heading. */
static char *
listing_of (const P2pParams *params)
{
  GString *s = g_string_new (NULL);
  for (guint i = 0; i < params->n; i++) {
    const P2pParam *p = &params->list[i];
    g_string_append_printf (s, "   %s [", p->name);
    for (int d = 0; d < p->rank; d++)
      g_string_append_printf (s, "%s%d", d ? ", " : "", p->dims[d]);
    g_string_append (s, "] float32\n");
    if (p->kind == P2P_PARAM_RUNNING_VAR)
      g_string_append_printf (s, "   %.*snum_batches_tracked [] int64\n",
          (int) (strlen (p->name) - strlen ("running_var")), p->name);
  }
  return g_string_free (s, FALSE);
}

static void
test_keys (void)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "data", "state-dict-keys.txt", NULL);
  g_autofree char *text = NULL;
  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  guint checked = 0;
  for (char *section = text; section && g_str_has_prefix (section, "## ");) {
    char *body = strchr (section, '\n') + 1, *next = strstr (body, "\n## ");
    g_autofree char *heading = g_strndup (section, (gsize) (body - section) - 1);
    g_autofree char *expected =
        next ? g_strndup (body, (gsize) (next - body) + 1) : g_strdup (body);
    int input_nc;
    GArray *rows = rows_of_heading (heading, &input_nc);
    P2pParams *params = p2p_params_describe (rows, input_nc);
    g_autofree char *ours = listing_of (params);
    g_test_message ("%s", heading);
    g_assert_cmpstr (ours, ==, expected);
    g_assert_cmpuint (params->n_trainable, ==,
        g_ascii_strtoull (strstr (heading, "params ") + strlen ("params "), NULL, 10));
    p2p_params_free (params);
    g_array_unref (rows);
    checked++;
    section = next ? next + 1 : NULL;
  }
  g_assert_cmpuint (checked, >=, 34);
}

static P2pPlan *
plan_of (const char *arch, P2pRole role, int layers, int c, int h, int w, GError **error)
{
  const P2pNetOptions o = { .input_nc = c,
    .output_nc = 3,
    .features = 4,
    .layers = layers,
    .norm = P2P_NORM_BATCH };
  const P2pPlanOptions options = { .train = TRUE };
  const P2pShape shape = { 1, c, h, w };
  g_autoptr (GArray) rows = g_array_new (FALSE, TRUE, sizeof (P2pRow));
  p2p_arch_find (role, arch, NULL)->emit (rows, &o);
  return p2p_plan_new (rows, &shape, &options, error);
}

static void
test_shapes (void)
{
  static const struct
  {
    const char *arch;
    P2pRole role;
    int layers, c, h, w, out_h, out_w;
  } cases[] = {
    { "unet_256", P2P_ROLE_GENERATOR, 0, 3, 256, 512, 256, 512 },
    { "unet_128", P2P_ROLE_GENERATOR, 0, 3, 384, 128, 384, 128 },
    { "unet_64", P2P_ROLE_GENERATOR, 0, 1, 64, 64, 64, 64 },
    { "resnet_9blocks", P2P_ROLE_GENERATOR, 0, 3, 33, 36, 36, 36 },
    { "basic", P2P_ROLE_DISCRIMINATOR, 3, 6, 256, 256, 30, 30 },
    { "n_layers", P2P_ROLE_DISCRIMINATOR, 1, 6, 256, 256, 126, 126 },
    { "n_layers", P2P_ROLE_DISCRIMINATOR, 5, 6, 256, 256, 6, 6 },
    { "pixel", P2P_ROLE_DISCRIMINATOR, 0, 6, 7, 9, 7, 9 },
  };
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GError) error = NULL;
    g_autoptr (P2pPlan) plan = plan_of (cases[i].arch, cases[i].role, cases[i].layers, cases[i].c,
        cases[i].h, cases[i].w, &error);
    g_assert_no_error (error);
    g_assert_cmpint (plan->output.h, ==, cases[i].out_h);
    g_assert_cmpint (plan->output.w, ==, cases[i].out_w);
  }
}

static void
test_refused (void)
{
  static const struct
  {
    const char *arch;
    P2pRole role;
    int h, w;
  } cases[] = { { "unet_256", P2P_ROLE_GENERATOR, 384, 384 },
    { "unet_128", P2P_ROLE_GENERATOR, 100, 128 }, { "unet_64", P2P_ROLE_GENERATOR, 32, 32 },
    { "resnet_6blocks", P2P_ROLE_GENERATOR, 3, 64 }, { "basic", P2P_ROLE_DISCRIMINATOR, 16, 16 } };
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GError) error = NULL;
    g_assert_null (plan_of (cases[i].arch, cases[i].role, 3, 3, cases[i].h, cases[i].w, &error));
    g_assert_error (error, P2P_ERROR, P2P_ERROR_USAGE);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/nets/keys", test_keys);
  g_test_add_func ("/nets/shapes", test_shapes);
  g_test_add_func ("/nets/refused", test_refused);
  return g_test_run ();
}
