/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "recipes/recipe.h"

#include "recipes-list.h"

/* In a file of its own, so that a test can bring another list. */

#define X(word) extern const P2pRecipe p2p_recipe_##word;
P2P_RECIPES (X)
#undef X

const P2pRecipe *const *
p2p_recipes (void)
{
  static const P2pRecipe *const all[] = {
#define X(word) &p2p_recipe_##word,
    P2P_RECIPES (X)
#undef X
        NULL
  };
  return all;
}
