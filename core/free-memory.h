/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* How much memory may still be had. An allocation beyond it would succeed all the same, and the
 * process would be killed when it uses it. */

#include <glib.h>

/* FALSE with P2P_ERROR_MEMORY where NEED bytes are more than what is left of this process's limit
 * (RLIMIT_AS), of its control group's or of the machine's: "WHAT needs 3.2 GiB of memory and 1.1 GiB
 * are free; ADVICE". Small numbers are not looked into, and what cannot be found out has no limit. */
gboolean p2p_memory_check (guint64 need, const char *what, const char *advice, GError **error);
/* For who calls libraries that end the process where memory fails (oneDNN's generated code, GLib,
 * OpenMP's threads): FALSE with P2P_ERROR_MEMORY unless NEED bytes may be had and there is room for
 * those beside. Where no limit is set only large numbers are looked into. */
gboolean p2p_memory_room (guint64 need, const char *what, const char *advice, GError **error);
