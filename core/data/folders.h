/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* Shared by commands/list.c, folders.c and the tests. */

#include <glib.h>

/* For g_ptr_array_sort() of strings: by code point. */
int p2p_compare_names (gconstpointer a, gconstpointer b);
/* The name of PATH below DIR without its ending: what makes two files a pair. Free with g_free(). */
char *p2p_pair_name (const char *dir, const char *path);
gboolean p2p_is_picture_name (const char *name);
/* Also through a link. */
gboolean p2p_is_folder (const char *path);
/* Says why DIR cannot be listed and what of it is there. */
void p2p_set_no_folder (const char *dir, GError **error);
/* p2p_list_pictures() with another limit than P2P_LIMIT_LISTED_FILES. */
GPtrArray *p2p_list_pictures_up_to (const char *dir, guint max, guint limit, GError **error);

/* DATAROOT/PHASE, for MODE aligned or colorization. When that is missing the error names what is
 * there and which option would use it. */
char *p2p_phase_folder (const char *dataroot, const char *phase, const char *mode, GError **error);
/* The folders of A and of B below DATAROOT, for MODE unaligned or paired; likewise. Free both. */
gboolean p2p_two_folders (const char *dataroot, const char *phase, const char *mode,
    char *folders[2], GError **error);
