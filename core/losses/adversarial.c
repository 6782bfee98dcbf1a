/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "losses/loss.h"

#include "named.h"

static const P2pGanMode *const all[] = { &(const P2pGanMode){ "vanilla",
                                             "binary cross entropy on logits", P2P_LOSS_bce,
                                             P2P_LOSS_bce, 1, 0 },
  &(const P2pGanMode){ "lsgan", "least squares", P2P_LOSS_mse, P2P_LOSS_mse, 1, 0 },
  &(const P2pGanMode){ "wgangp", "Wasserstein critic (add --lambda_gp 10 for the penalty)",
      P2P_LOSS_critic, P2P_LOSS_critic, 1, 0 },
  &(const P2pGanMode){ "hinge", "margins: D is content beyond 1, G follows it all the way",
      P2P_LOSS_hinge, P2P_LOSS_critic, 1, 0 },
  NULL };

const P2pGanMode *const *
p2p_gan_modes (void)
{
  return all;
}

const P2pGanMode *
p2p_gan_mode_find (const char *name, GError **error)
{
  return p2p_find_named (all, name, "unknown gan_mode", error);
}
