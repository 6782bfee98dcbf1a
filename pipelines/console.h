/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* What the user sees: one status line that rewrites itself on a terminal,
 * messages above it, results on stdout. Colours only on a terminal and without
 * NO_COLOR. All of it passes core/printable.h: a name may hold anything. */

#include <glib.h>

/* Is stderr a terminal, so that a status line makes sense? */
gboolean p2p_console_is_terminal (void);
/* Is nobody looking at a status line, or stdout a file: then it wants log lines. */
gboolean p2p_console_wants_log (void);

/* Rewrites the status line; nothing without a terminal. */
void p2p_console_status (const char *text);
/* A line on stderr, above the status line. */
void p2p_console_say (const char *format, ...) G_GNUC_PRINTF (1, 2);
/* A line on stdout. */
void p2p_console_print (const char *format, ...) G_GNUC_PRINTF (1, 2);
void p2p_console_warn (const char *message);
void p2p_console_error (const char *message);
