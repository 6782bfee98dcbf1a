/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* In place of webp.c, where the build has not found the library: such files are known and refused. */

#include "data/raster.h"

const P2pCodec p2p_codec_webp = {
  .endings = { ".webp", ".WEBP" },
  .magic = { "RIFF" },
  .magic_length = 4,
  .missing = "libwebp (Debian package libwebp-dev)",
};
