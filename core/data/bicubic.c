/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "data/bicubic.h"

#include <math.h>

static double
cubic (double t)
{
  const double a = -0.5;
  t = fabs (t);
  if (t < 1.0)
    return ((a + 2.0) * t - (a + 3.0)) * t * t + 1.0;
  if (t < 2.0)
    return (((t - 5.0) * t + 8.0) * t - 4.0) * a;
  return 0.0;
}

void
p2p_bicubic_clear (P2pBicubic *table)
{
  g_free (table->first);
  g_free (table->weights);
  *table = (P2pBicubic){ 0 };
}

static void
fill_weights (P2pBicubic *table, int i, int in, double scale)
{
  const double stretch = MAX (scale, 1.0), support = 2.0 * stretch, inverse = 1.0 / stretch;
  const double centre = (i + 0.5) * scale;
  const int first = MAX ((int) (centre - support + 0.5), 0);
  const int count = MIN ((int) (centre + support + 0.5), in) - first;
  double *weights = table->weights + (gsize) i * table->taps, sum = 0.0;
  for (int k = 0; k < count; k++) {
    weights[k] = cubic ((k + first - centre + 0.5) * inverse);
    sum += weights[k];
  }
  for (int k = 0; k < count && sum != 0.0; k++)
    weights[k] /= sum;
  table->first[i] = first;
  table->count[i] = count;
}

gboolean
p2p_bicubic_init (P2pBicubic *table, int in, int out)
{
  const double scale = (double) in / out;
  *table = (P2pBicubic){ .taps = (int) ceil (2.0 * MAX (scale, 1.0)) * 2 + 1 };
  table->first = g_try_new (int, 2 * (gsize) out);
  table->weights = g_try_malloc_n ((gsize) out, (gsize) table->taps * sizeof (double));
  if (table->first == NULL || table->weights == NULL) {
    p2p_bicubic_clear (table);
    return FALSE;
  }
  table->count = table->first + out;
  for (int i = 0; i < out; i++)
    fill_weights (table, i, in, scale);
  return TRUE;
}
