/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* Pages of pictures as the reference writes them: index.html beside a folder images/, headers,
 * and below each a row of pictures with their labels, each a link to itself. Whatever names hold,
 * it is shown as text. */

#include <glib.h>

typedef struct _P2pPage P2pPage;

/* REFRESH: seconds after which a browser loads the page again; 0: never. */
P2pPage *p2p_page_new (const char *title, int refresh);
void p2p_page_free (P2pPage *page);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (P2pPage, p2p_page_free)
/* One row. FILES: N names in images/; LABELS: what stands below them; WIDTH: of each, in CSS
 * pixels. */
void p2p_page_add (P2pPage *page, const char *header, const char *const *files,
    const char *const *labels, guint n, int width);
/* Atomically. */
gboolean p2p_page_save (const P2pPage *page, const char *path, GError **error);
