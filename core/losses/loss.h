/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* Adversarial losses by name. D tells real pictures from fake ones; G wants its fake ones to be
 * taken for real. Each turn is a row of pointwise-defs.h with the target values that stand for
 * "real" and "fake":
 *
 *   D's turn   mean d (D (real), real_target) and mean d (D (fake), fake_target)
 *   G's turn   mean g (D (fake), real_target) */

#include <glib.h>
#include "pointwise-defs.h"

typedef struct
{
  const char *name, *description;
  P2pPointwise d, g;
  float real, fake; /* targets */
} P2pGanMode;

/* NULL-terminated. */
const P2pGanMode *const *p2p_gan_modes (void);
const P2pGanMode *p2p_gan_mode_find (const char *name, GError **error);
