/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* The page that the reference writes beside its pictures: index.html, a header and
 * a row of pictures for each input. */

#include <glib.h>

typedef struct _P2pGallery P2pGallery;

P2pGallery *p2p_gallery_new (const char *title);
void p2p_gallery_free (P2pGallery *gallery);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (P2pGallery, p2p_gallery_free)
/* FILES: in images/, beside the page; LABELS: what stands below them. */
void p2p_gallery_add (P2pGallery *gallery, const char *header, const char *const *files,
    const char *const *labels, guint n);
gboolean p2p_gallery_save (const P2pGallery *gallery, const char *path, GError **error);
