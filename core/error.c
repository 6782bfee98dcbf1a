/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "error.h"

#include <errno.h>

G_DEFINE_QUARK (p2p - error - quark, p2p_error)

static P2pError
code_of_errno (int err)
{
  switch (err) {
    case ENOENT:
    case ENOTDIR:
      return P2P_ERROR_NO_INPUT;
    case EACCES:
    case EPERM:
    case EROFS:
      return P2P_ERROR_PERMISSION;
    case ENOMEM:
      return P2P_ERROR_MEMORY;
    default:
      return P2P_ERROR_IO;
  }
}

void
p2p_error_from_errno (GError **error, int err, const char *doing, const char *path)
{
  g_set_error (error, P2P_ERROR, code_of_errno (err), "%s %s: %s", doing, path, g_strerror (err));
}
