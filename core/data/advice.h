/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* For layout.c: what to tell somebody whose folder is no data set. */

#include <glib.h>

/* Is there a picture by name directly in DIR? */
gboolean p2p_has_picture (const char *dir);
/* DIR is no folder: which one may have been meant. */
void p2p_set_no_dataroot (const char *dir, GError **error);
/* DATAROOT holds nothing known: what it holds, and which command would work. */
void p2p_set_no_layout (const char *dataroot, const char *phase, GError **error);
