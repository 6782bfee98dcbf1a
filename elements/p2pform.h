/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* The form in which video came to p2pinfer and goes out again, whatever it was while it was
 * translated: size, shape of pixels, and how its colours are coded. Not locked: the owner does
 * that. */

#include <gst/video/video.h>

typedef struct
{
  int width, height; /* upright, 0: not known yet */
  int par_n, par_d;
  char *colorimetry, *chroma_site; /* of YUV, or NULL */
} P2pForm;

void p2p_form_clear (P2pForm *form);
/* CAPS of raw video as it came in: how colours are coded. */
void p2p_form_set_colours (P2pForm *form, const GstCaps *caps);
/* CAPS of raw video, turned as it will be seen. */
void p2p_form_set_size (P2pForm *form, const GstCaps *caps);

/* What to ask of who comes next, best first: this form, and everything else behind. BACK: also its
 * size, of pictures SIDE_BY_SIDE in twice the width or not. */
GstCaps *p2p_form_caps (const P2pForm *form, gboolean back, gboolean side_by_side);

/* "PQ", "HLG": high dynamic range, which a network for ordinary pictures does not know. NULL: none.
 * Static. */
const char *p2p_caps_dynamics (const GstCaps *caps);
/* What raw video of these CAPS has that does not reach a network as it is: "fields are joined, alpha is
 * dropped". NULL: nothing. Free with g_free(). */
char *p2p_caps_losses (const GstCaps *caps);
