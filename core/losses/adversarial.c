/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "losses/loss.h"

#include "error.h"

static const P2pGanMode vanilla = { "vanilla", "binary cross entropy on logits", P2P_LOSS_bce, 1.0f,
  0.0f };
static const P2pGanMode lsgan = { "lsgan", "least squares", P2P_LOSS_mse, 1.0f, 0.0f };
static const P2pGanMode wgangp = { "wgangp",
  "Wasserstein critic (add --lambda_gp 10 for the penalty)", P2P_LOSS_critic, 1.0f, 0.0f };

static const P2pGanMode *const all[] = { &vanilla, &lsgan, &wgangp, NULL };

const P2pGanMode *const *
p2p_gan_modes (void)
{
  return all;
}

const P2pGanMode *
p2p_gan_mode_find (const char *name, GError **error)
{
  g_autoptr (GString) names = g_string_new (NULL);
  for (guint i = 0; all[i]; i++) {
    if (g_str_equal (all[i]->name, name))
      return all[i];
    g_string_append_printf (names, "%s%s", i ? ", " : "", all[i]->name);
  }
  g_set_error (error, P2P_ERROR, P2P_ERROR_USAGE, "unknown gan_mode \"%s\"; use one of: %s", name,
      names->str);
  return NULL;
}
