/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* Adversarial losses as their papers write them, in double, by name: what the records must
 * come to. y is D's verdict on one picture; G sees only fake ones. */

#include <math.h>
#include <glib.h>

typedef struct
{
  const char *name;
  double (*d_real) (double y);
  double (*d_fake) (double y);
  double (*g) (double y);
} GanFormula;

static inline double
softplus (double x)
{
  return log1p (exp (x));
}

static double
vanilla_real (double y)
{
  return softplus (-y); /* -log sigmoid (y) */
}

static double
vanilla_fake (double y)
{
  return softplus (y); /* -log (1 - sigmoid (y)) */
}

static double
lsgan_real (double y)
{
  return (y - 1) * (y - 1);
}

static double
lsgan_fake (double y)
{
  return y * y;
}

static double
minus (double y)
{
  return -y;
}

static double
same (double y)
{
  return y;
}

static double
hinge_real (double y)
{
  return y < 1 ? 1 - y : 0;
}

static double
hinge_fake (double y)
{
  return y > -1 ? 1 + y : 0;
}

static const GanFormula gan_formulas[] = {
  { "vanilla", vanilla_real, vanilla_fake, vanilla_real },
  { "lsgan", lsgan_real, lsgan_fake, lsgan_real },
  { "wgangp", minus, same, minus },
  { "hinge", hinge_real, hinge_fake, minus },
};

/* NULL for a mode without one: it is held to the rules that all must keep. */
static inline const GanFormula *
gan_formula (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (gan_formulas); i++)
    if (g_str_equal (gan_formulas[i].name, name))
      return &gan_formulas[i];
  return NULL;
}
