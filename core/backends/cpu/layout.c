/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "layout.h"

P2pCpuView
p2p_cpu_view (const P2pShape *shape, int block, int c0, int c)
{
  const gsize pixels = (gsize) shape->h * shape->w;
  P2pCpuView v = { NULL, c0 * pixels, block, shape->c * pixels, block * pixels, block };
  if (block == 8 || block == 16 || block == 1)
    return v;
  /* nhwc: all channels of a pixel lie together; look at them in groups */
  v.width = c0 % 16 == 0 && c % 16 == 0 ? 16 : c0 % 8 == 0 && c % 8 == 0 ? 8 : 1;
  v.block = v.width;
  v.pixel = shape->c;
  v.offset = c0;
  return v;
}
