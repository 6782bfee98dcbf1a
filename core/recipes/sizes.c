/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "recipes/recipe.h"

#include "error.h"

/* Whether a network of ARCH can be planned for training at that size: only the shapes count, which
 * do not depend on widths. */
static gboolean
check_net (const P2pArch *arch, const P2pOptions *o, int width, int height, gboolean tangent,
    GError **error)
{
  P2pNetOptions net = { .input_nc = 3, .output_nc = 3, .features = 1, .layers = o->n_layers_d };
  const P2pPlanOptions options = { .train = TRUE, .tangent = tangent };
  const P2pShape input = { 1, net.input_nc, height, width };
  if (!p2p_norm_parse (o->norm, &net.norm, error))
    return FALSE;
  g_autoptr (GArray) rows = g_array_new (FALSE, TRUE, sizeof (P2pRow));
  arch->emit (rows, &net);
  g_autoptr (P2pPlan) plan = p2p_plan_new (rows, &input, &options, error);
  return plan != NULL;
}

gboolean
p2p_recipe_check_size (const P2pOptions *o, int width, int height, GError **error)
{
  const P2pArch *g = p2p_arch_find (P2P_ROLE_GENERATOR, o->net_g, error);
  const P2pArch *d = g ? p2p_arch_find (P2P_ROLE_DISCRIMINATOR, o->net_d, error) : NULL;
  if (!d)
    return FALSE;
  if (width % g->multiple || height % g->multiple) {
    g_set_error (error, P2P_ERROR, P2P_ERROR_USAGE,
        "%s needs sides that are multiples of %d: set --preprocess or --crop_size, or use another "
        "--netG",
        g->name, g->multiple);
    return FALSE;
  }
  if (!check_net (g, o, width, height, FALSE, error)) {
    g_prefix_error (error, "--netG %s: ", g->name);
    return FALSE;
  }
  if (check_net (d, o, width, height, o->lambda_gp > 0, error))
    return TRUE;
  g_prefix_error (error, "--netD %s: ", d->name);
  return FALSE;
}
