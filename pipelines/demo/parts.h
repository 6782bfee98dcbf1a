/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* A picture is a list of parts, painted back to front. Each part has a shape,
 * shared by both pictures, a colour for the label and a brush for the photo;
 * shadows exist in photos only. A further thing to see is a further row. */

#include <cairo.h>
#include "demo/scene.h"

typedef struct
{
  guint8 label[3];
  void (*shape) (cairo_t *cr, const P2pScene *s); /* adds to the path, in cells */
  void (*brush) (cairo_t *cr, const P2pScene *s); /* paints; the shape is the clip */
  gboolean only_photo;
} P2pPart;

const P2pPart *p2p_parts (guint *n);
