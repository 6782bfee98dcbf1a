/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

/* TEXT as one word of a command line, for messages that say what to type: quoted only if it must
 * be, and written out where a terminal would not show it as it is. Free with g_free(). */
char *p2p_shell_word (const char *text);
