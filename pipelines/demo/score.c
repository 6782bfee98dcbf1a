/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "demo/score.h"

#include <math.h>
#include "folder.h"

enum /* the views of pix2pix */
{
  REAL_A,
  FAKE_B,
  REAL_B
};

typedef struct
{
  double l1, square, count;
  guint n;
} Sums;

static gboolean
add (gpointer user, const char *path, const P2pPicture *pictures, GError **error)
{
  Sums *sums = user;
  const P2pPicture *fake = &pictures[FAKE_B], *real = &pictures[REAL_B];
  for (int y = 0; y < fake->height && y < real->height; y++)
    for (int k = 0; k < 3 * MIN (fake->width, real->width); k++) {
      const double d = (double) fake->data[y * fake->stride + k] - real->data[y * real->stride + k];
      sums->l1 += fabs (d);
      sums->square += d * d;
      sums->count++;
    }
  sums->n++;
  return TRUE;
}

gboolean
p2p_score (P2pScore *score, const char *dataroot, const char *model, int size,
    const P2pOptions *options, GError **error)
{
  g_auto (P2pOptions) test;
  Sums sums = { 0 };
  p2p_options_init (&test, P2P_FOR_TEST);
  const struct
  {
    char **field;
    const char *value;
  } texts[] = { { &test.dataroot, dataroot }, { &test.phase, "val" },
    { &test.backend, options->backend },
    { &test.model, p2p_recipe_for (p2p_mode_aligned.name)->name } };
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++) {
    g_free (*texts[i].field);
    *texts[i].field = g_strdup (texts[i].value);
  }
  test.threads = options->threads;
  test.load_size = test.crop_size = size;
  g_auto (P2pGenerators) generators = { .nets = { "G" }, .n = 1 };
  g_auto (P2pComplaints) complaints = { 0 };
  const P2pFolderJob job = { .generators = &generators,
    .options = &test,
    .complaints = &complaints,
    .each = add,
    .user = &sums };
  if (!p2p_options_resolve (&test, error)
      || !p2p_trained_net_find (&generators.files[0], model, "G", NULL, ".", "latest", error)
      || !p2p_folder_translate (&job, error))
    return FALSE;
  score->n = sums.n;
  score->l1 = sums.l1 / MAX (sums.count, 1) / 255;
  score->psnr = 10 * log10 (255 * 255 * MAX (sums.count, 1) / MAX (sums.square, 1));
  return TRUE;
}
