/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* One error domain. The code says what kind of trouble it is and is at the
 * same time the exit status of a program that ends because of it (the numbers
 * of sysexits.h). A message says what failed, on which file or value, and what
 * to do about it; it starts in lower case and has no full stop. */

#include <glib.h>

#define P2P_ERROR (p2p_error_quark ())
GQuark p2p_error_quark (void);

typedef enum
{
  P2P_ERROR_USAGE = 64,       /* an option, property or name that cannot be */
  P2P_ERROR_DATA = 65,        /* a damaged or unsuitable file; numbers that are not finite */
  P2P_ERROR_NO_INPUT = 66,    /* a file or folder that is not there */
  P2P_ERROR_UNAVAILABLE = 69, /* a back-end or plugin that this machine lacks */
  P2P_ERROR_INTERNAL = 70,    /* a library refused what should have worked */
  P2P_ERROR_MEMORY = 71,
  P2P_ERROR_CREATE = 73, /* an output that cannot be created */
  P2P_ERROR_IO = 74,     /* reading or writing failed, or the disk is full */
  P2P_ERROR_PERMISSION = 77
} P2pError;

/* Sets ERROR from the errno value ERR: "DOING PATH: reason", with the code
 * that fits (no such file, permission, disk full, input or output). */
void p2p_error_from_errno (GError **error, int err, const char *doing, const char *path);
