/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* Logs: files that grow line by line. */

#include <glib.h>

/* LINE and an end of line behind all that is in the regular file PATH, which is made if need be:
 * all of it or, on a full disk, nothing. A line that something else left torn is ended first. */
gboolean p2p_append_line (const char *path, const char *line, GError **error);
