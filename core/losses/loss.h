/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* Adversarial losses by name. Each is a row of pointwise-defs.h with the target
 * values that stand for "real" and "fake". */

#include <glib.h>
#include "pointwise-defs.h"

typedef struct
{
  const char *name, *description;
  P2pPointwise function;
  float real, fake; /* targets */
} P2pGanMode;

/* NULL-terminated. */
const P2pGanMode *const *p2p_gan_modes (void);
const P2pGanMode *p2p_gan_mode_find (const char *name, GError **error);
