/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Colorization: pix2pix from the lightness of a picture to its colour, in Lab (see
 * data/colours.h). What is shown as a colour picture has the lightness of the original. */

#include "recipes/pix2pix.h"

static const P2pDefault defaults[] = { { "netG", "unet_256" }, { "norm", "batch" },
  { "pool_size", "0" }, { "gan_mode", "vanilla" }, { "input_nc", "1" }, { "output_nc", "2" },
  { NULL } };
static const P2pView views[] = { { "real_A", NULL, "A" }, { "real_B_rgb", NULL, "B" },
  { "fake_B_rgb", "G", "real_A" }, { 0 } };

static gboolean
build (P2pJob *job, int n, int h, int w, GError **error)
{
  const P2pTensor *fake;
  if (!p2p_pix2pix_plan (job, n, h, w, &fake, error))
    return FALSE;
  p2p_job_add_view (job, "real_A", job->real_a);
  p2p_job_add_view (job, "real_B_rgb", job->real_a);
  p2p_job_add_view (job, "fake_B_rgb", job->real_a);
  job->shown[1].chroma = job->real_b;
  job->shown[2].chroma = fake;
  return TRUE;
}

const P2pRecipe p2p_recipe_colorization = {
  .name = "colorization",
  .description = "colour for grey pictures: pix2pix from lightness to colour",
  .defaults = defaults,
  .modes = { "colorization" },
  .n_generators = 1,
  .views = views,
  .view_rows = 1,
  .lab = TRUE,
  .reads = p2p_pix2pix_reads,
  .losses = p2p_pix2pix_losses,
  .penalties = p2p_pix2pix_penalties,
  .make_nets = p2p_pix2pix_make_nets,
  .build = build,
};
