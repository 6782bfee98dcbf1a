/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* The model "test": one generator of any other model translates a folder of
 * pictures. There is nothing to train. */

#include "recipes/recipe.h"

static const P2pDefault defaults[] = { { "netG", "resnet_9blocks" }, { "norm", "instance" },
  { NULL } };
static const P2pView views[] = { { "real", NULL, "A" }, { "fake", "G", "real" }, { 0 } };

const P2pRecipe p2p_recipe_test = {
  .name = "test",
  .description = "only translates: one generator, one folder of pictures",
  .defaults = defaults,
  .modes = { "single" },
  .n_generators = 1,
  .views = views,
  .view_rows = 1,
};
