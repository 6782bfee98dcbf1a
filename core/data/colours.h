/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* How a picture becomes the planes that a network sees, and back.
 *
 * Lab is scikit-image's rgb2lab in double precision (sRGB, D65, 2 degrees), rounded to float32:
 *   v = byte / 255; linear = v > 0.04045 ? ((v + 0.055) / 1.055)^2.4 : v / 12.92; XYZ by the
 *   matrix of colours.c over (0.95047, 1, 1.08883); f (t) = t > 0.008856 ? cbrt (t)
 *   : 7.787 t + 16 / 116; L = 116 f (Y) - 16, a = 500 (f (X) - f (Y)), b = 200 (f (Y) - f (Z))
 * and the networks see L / 50 - 1 and ab / 110. */

#include "data/picture.h"

typedef enum
{
  P2P_COLOURS_RGB,       /* 3 channels, as p2p_pixels_to_planes() */
  P2P_COLOURS_GREY,      /* 1 channel, likewise */
  P2P_COLOURS_LIGHTNESS, /* 1 channel: L / 50 - 1 */
  P2P_COLOURS_AB         /* 2 channels: a / 110, b / 110 */
} P2pColours;

int p2p_colours_channels (P2pColours colours);

/* PLANES: [channels, height, width], written. Of an RGB picture the channels that COLOURS say; of
 * planes their own, each number x * 2 - 1 in float32, which for bytes gives what RGB gives; PLANES
 * may be those of PICTURE. */
void p2p_picture_to_network (const P2pPicture *picture, P2pColours colours, float *planes);
/* And back, into PICTURE, which is allocated. RGB: p2p_planes_to_pixels() of CHANNELS. Planes, as
 * many as PICTURE has, and which PLANES may be: (x + 1) / 2, nothing clipped. */
void p2p_picture_from_network (const float *planes, int channels, P2pPicture *picture);

/* RGB: height rows of STRIDE bytes. PLANES: [channels, height, width], written. */
void p2p_colours_read (P2pColours colours, const guint8 *rgb, int stride, int width, int height,
    float *planes);

/* Lightness [1, h, w] and colour [2, h, w] as the networks have them to RGB, written: clipped to
 * 0 .. 1, times 255, cut off. */
void p2p_lab_to_pixels (const float *lightness, const float *ab, int width, int height, guint8 *rgb,
    int stride);
