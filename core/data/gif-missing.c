/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* In place of gif.c, where the build has not found the library: such files are known and refused. */

#include "data/raster.h"

const P2pCodec p2p_codec_gif = {
  .endings = { ".gif", ".GIF" },
  .magic = { "GIF87a", "GIF89a" },
  .magic_length = 6,
  .missing = "giflib (Debian package libgif-dev)",
};
