/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* Picture files as a source of video: one, all of a folder, or numbered ones. They are read as for
 * training, so that each kind that can be trained on can be translated. */

#include <gst/gst.h>
#include "core/p2p.h"

#define P2P_PICTURES_RATE 25 /* a second */

typedef struct _P2pPictures P2pPictures;

/* TEXT: a picture file (whatever it is called), a folder, or a name with one %d or %0Nd in its last
 * part. NULL without an error: none of these. */
P2pPictures *p2p_pictures_find (const char *text, GError **error);
void p2p_pictures_free (P2pPictures *pictures);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (P2pPictures, p2p_pictures_free)

/* Their paths, in order; ends with NULL. */
const char *const *p2p_pictures_files (const P2pPictures *pictures);
guint p2p_pictures_count (const P2pPictures *pictures);
/* What results may be called: the files' names without folders and endings, each but once. Free with
 * g_strfreev(). */
char **p2p_pictures_names (const P2pPictures *pictures);

/* Feeds the appsrc SOURCE from a thread of its own, until the end or p2p_pictures_stop(). HOW they are
 * read, as RGB; what of them cannot be kept is said once. ONE_SIZE:
 * a picture of another size than the first is an error, since all go into one film. */
void p2p_pictures_feed (P2pPictures *pictures, GstElement *source, const P2pReading *how,
    gboolean one_size);
/* To be called when the pipeline is in READY or below. */
void p2p_pictures_stop (P2pPictures *pictures);
/* What has gone wrong meanwhile; any thread. */
gboolean p2p_pictures_check (P2pPictures *pictures, GError **error);
