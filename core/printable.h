/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* Text that is not ours (names of files, of tensors, what a file or a library says) as it can be
 * shown: what a terminal would obey or what reorders letters is written out (\x1b, \n, \u202e), and
 * so is what is not UTF-8 (\xe9). Everything else, all languages, stays as it is. */

#include <glib.h>

/* One line. Free with g_free(). */
char *p2p_printable (const char *text);
/* The same with its line ends and tabs left as they are, for a text of several lines. */
char *p2p_printable_lines (const char *text);
