/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* Where files of ours lie. Below a folder that the user chose (a run's, one of results) every path
 * is made here: of plain words, so that nothing that a model file or a picture is called leads out
 * of it. What we open there is a regular file and reached through no link: a link leads nowhere
 * else, a pipe makes nobody wait. */

#include <glib.h>

/* The longest name of one file or folder, in bytes. */
#define P2P_PLACE_NAME_MAX 255

/* TEXT as the name of one file or folder, at most MAX bytes long: "/" and control characters become
 * "_", as does the first letter of "", "." and ".."; what is too long is cut and ends in a number
 * made of the whole. Free with g_free(). */
char *p2p_place_word (const char *text, gsize max);
/* Whether TEXT is already what p2p_place_word() makes of it. */
gboolean p2p_place_is_word (const char *text);
/* ROOT/PART/PART..., up to NULL; each part becomes one word. Free with g_free(). */
char *p2p_place_under (const char *root, ...) G_GNUC_NULL_TERMINATED;

/* Makes the folder PATH, whose parent exists; there already is fine. P2P_ERROR_CREATE if it is
 * anything else, a link too. */
gboolean p2p_place_folder (const char *path, GError **error);
/* open() for a regular file that is no link; never waits. FLAGS: O_RDONLY, O_RDWR | O_CREAT and the
 * like. -1 with P2P_ERROR_NO_INPUT, _PERMISSION, _IO, or _CREATE for what is no such file. */
int p2p_place_open (const char *path, int flags, GError **error);
/* All of such a file, with a 0 behind; free with g_free(). */
char *p2p_place_read (const char *path, GError **error);
/* Whether PATH is free for a file, or has a file or a link that a new one may replace; else
 * P2P_ERROR_CREATE. */
gboolean p2p_place_takes_file (const char *path, GError **error);
/* The same for all that lies in FOLDER and has a name that one of ours could have. */
gboolean p2p_place_is_clean (const char *folder, GError **error);
