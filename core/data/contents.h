/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* What stands directly in a folder, and the names of pictures. */

#include <glib.h>

typedef struct
{
  GPtrArray *folders; /* names, sorted */
  guint pictures;
} P2pContents;

/* Nothing where DIR cannot be listed. */
void p2p_contents_init (P2pContents *contents, const char *dir);
void p2p_contents_clear (P2pContents *contents);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (P2pContents, p2p_contents_clear)
/* "a, b and 3 more", of the folders; free with g_free(). */
char *p2p_contents_names (const P2pContents *contents);

/* Has NAME the ending of a picture that is read? */
gboolean p2p_is_picture_name (const char *name);
/* ".jpg, .jpeg, .png or .webp": of all formats; free with g_free(). */
char *p2p_picture_endings (void);
/* Also through a link. */
gboolean p2p_is_folder (const char *path);
/* Does a picture stand directly in DIR? */
gboolean p2p_has_picture (const char *dir);
/* For g_ptr_array_sort() of strings: by code point. */
int p2p_compare_names (gconstpointer a, gconstpointer b);
/* The name of PATH below DIR without its ending: what makes two files a pair. Free with g_free(). */
char *p2p_pair_name (const char *dir, const char *path);

/* DIR is no folder: says why, and what is there instead. */
void p2p_error_no_folder (GError **error, const char *dir);
