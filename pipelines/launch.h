/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* Pipelines as texts: the files in launch/ are what gst-launch-1.0 takes, with
 * comments and with placeholders in the shell's spelling, ${key} and
 * ${key:-default}, so that a shell can fill them in as well as this code. */

#include <gst/gst.h>

/* Initialises GStreamer and loads this build's own plugin, wherever GStreamer
 * itself would look. P2P_ERROR_UNAVAILABLE when it is not there. */
gboolean p2p_launch_init (GError **error);

typedef GHashTable P2pLaunchValues;
G_DEFINE_AUTOPTR_CLEANUP_FUNC (P2pLaunchValues, g_hash_table_unref)

P2pLaunchValues *p2p_launch_values_new (void);
/* A property's value: quoted, whatever it holds. */
void p2p_launch_value (P2pLaunchValues *values, const char *key, const char *format, ...)
    G_GNUC_PRINTF (3, 4);
/* A piece of pipeline, as it is. */
void p2p_launch_piece (P2pLaunchValues *values, const char *key, const char *format, ...)
    G_GNUC_PRINTF (3, 4);
/* TEXT as a value in a piece; free with g_free(). */
char *p2p_launch_quote (const char *text);

/* The launch file NAME with VALUES filled in and its comments left out. */
char *p2p_launch_text (const char *name, P2pLaunchValues *values, GError **error);
/* The same as a pipeline. A missing element is P2P_ERROR_UNAVAILABLE and the
 * message says which package has it. */
GstElement *p2p_launch (const char *name, P2pLaunchValues *values, GError **error);

/* The first of NAMES (NULL-terminated, not empty) that this machine has an element
 * of, or NULL with an error that says which package to install for the last. */
const char *p2p_launch_choose (const char *const *names, GError **error);
