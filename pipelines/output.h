/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* The files that a pipeline makes: a film, one picture, or a picture for every frame. A file is
 * whole when it appears under its name, and never takes the place of one that is read. */

#include <gst/gst.h>

typedef struct _P2pOutput P2pOutput;

/* A film grows in a file beside PATH. */
P2pOutput *p2p_output_film (const char *path);
/* Pictures: PATH; or, if the last part of it has exactly one %d or %0Nd, a number in its place; or, if
 * it is a folder or ends in a slash, ENDING there, under the number or what p2p_output_name() says. */
P2pOutput *p2p_output_pictures (const char *path, const char *ending);
/* Removes what is not finished. NULL is fine. */
void p2p_output_free (P2pOutput *output);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (P2pOutput, p2p_output_free)

/* One picture and no more. */
gboolean p2p_output_is_single (const P2pOutput *output);
/* Names for the pictures in a folder, without ending; copied. */
void p2p_output_name (P2pOutput *output, const char *const *names);
/* FILES, ending with NULL, are read: none of them may be overwritten, whatever it is called. An error
 * if the results have the name of one; COUNT: of pictures, as far as it is known. */
gboolean p2p_output_guard (P2pOutput *output, const char *const *files, guint count,
    GError **error);
/* Makes what has to be there before the pipeline runs. */
gboolean p2p_output_open (P2pOutput *output, GError **error);
/* Of a film: what a filesink writes. */
const char *p2p_output_temp (const P2pOutput *output);
/* Of pictures: writes whole files as they come to the appsink SINK, which has them encoded. RATE: of
 * pictures with names; each has its time. */
void p2p_output_take (P2pOutput *output, GstElement *sink, guint rate);
/* What has gone wrong meanwhile; any thread. */
gboolean p2p_output_check (P2pOutput *output, GError **error);
/* Pictures so far; any thread. */
guint p2p_output_count (P2pOutput *output);
/* Gives a film its name. */
gboolean p2p_output_finish (P2pOutput *output, GError **error);
