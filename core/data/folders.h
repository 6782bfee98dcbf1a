/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* Shared by list.c and folders.c only. */

#include <glib.h>

gboolean p2p_is_picture_name (const char *name);
/* Also through a link. */
gboolean p2p_is_folder (const char *path);
/* Says why DIR cannot be listed and what of it is there. */
void p2p_set_no_folder (const char *dir, GError **error);
