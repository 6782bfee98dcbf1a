/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* The page of a training: FOLDER/web/index.html and FOLDER/web/images/epoch%03d_LABEL.png, as the
 * reference names them. FOLDER: of the run. A later picture of the same epoch replaces the earlier
 * one; the page shows every epoch that has pictures, newest first, and no other. Every file is
 * whole at any time.
 *
 * At a look at the pictures: p2p_web_add() for each label, then p2p_web_page() once. */

#include <glib.h>
#include "data/picture.h"

/* Makes the folders as well. P2P_ERROR_CREATE, P2P_ERROR_IO ... */
gboolean p2p_web_add (const char *folder, guint64 epoch, const char *label,
    const P2pPicture *picture, GError **error);

/* NAME: of the run, for the title; LABELS: N of them, the order in a row; WINSIZE: width of a
 * picture, in CSS pixels; REFRESH: seconds between two loadings by a browser, 0: none (a run that
 * is over). */
gboolean p2p_web_page (const char *folder, const char *name, const char *const *labels, guint n,
    int winsize, int refresh, GError **error);
