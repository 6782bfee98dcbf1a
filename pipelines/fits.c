/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "fits.h"

gboolean
p2p_fits_init (P2pFits *fits, const P2pOptions *o, GError **error)
{
  *fits = (P2pFits){ .options = o, .mode = p2p_dataset_mode_find (o->dataset_mode, error) };
  fits->verdicts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  return fits->mode
         && p2p_transform_parse (o->preprocess, o->load_size, o->crop_size, o->no_flip,
             &fits->transform, error);
}

void
p2p_fits_clear (P2pFits *fits)
{
  g_clear_pointer (&fits->verdicts, g_hash_table_unref);
}

static char *
cut_one (const P2pFits *fits, int side, int width, int height, P2pCutSize *size)
{
  g_autoptr (GError) error = NULL;
  P2pCut cut;
  if (!p2p_transform_cut (&fits->transform, side, 0, 1, 0, width, height, &cut, &error))
    return g_strdup (error->message);
  *size = (P2pCutSize){ cut.crop_width, cut.crop_height };
  return NULL;
}

/* A is the left half; where there is a column in the middle, it is B's. */
static char *
cut_halves (const P2pFits *fits, int width, int height, P2pCutSize *size)
{
  P2pCutSize b = { 0 };
  char *why = cut_one (fits, 0, width / 2, height, size);
  if (!why)
    why = cut_one (fits, 0, width - width / 2, height, &b);
  if (why || (size->width == b.width && size->height == b.height))
    return why;
  return g_strdup_printf ("A, %dx%d, becomes %dx%d, but B, %dx%d, becomes %dx%d, and both must "
                          "have "
                          "one size: set --preprocess to one that crops, or make the width even",
      width / 2, height, size->width, size->height, width - width / 2, height, b.width, b.height);
}

/* Pictures that stand alone are left out where they do not suit; of pairs both sides would have to. */
char *
p2p_fits_cut (const P2pFits *fits, int side, int width, int height, P2pCutSize *size,
    gboolean *stops)
{
  const gboolean halves = fits->mode->sides == P2P_SIDES_HALVES;
  const gboolean alone = fits->mode->sides == P2P_SIDES_SAME || !fits->mode->paired;
  *stops = !alone;
  if (!halves)
    return cut_one (fits, alone ? 1 + side : 0, width, height, size);
  if (width >= 2)
    return cut_halves (fits, width, height, size);
  *stops = FALSE; /* p2pdecode cannot halve it and leaves it out */
  return g_strdup ("too narrow for two pictures");
}

const char *
p2p_fits_nets (P2pFits *fits, const P2pCutSize *size)
{
  g_autofree char *key = g_strdup_printf ("%dx%d", size->width, size->height);
  const char *known = g_hash_table_lookup (fits->verdicts, key);
  if (!known) {
    g_autoptr (GError) error = NULL;
    char *why = p2p_recipe_check_size (fits->options, size->width, size->height, &error)
                    ? g_strdup ("")
                    : g_strdup_printf ("becomes %s, and %s", key, error->message);
    g_hash_table_insert (fits->verdicts, g_steal_pointer (&key), why);
    known = why;
  }
  return *known ? known : NULL;
}
