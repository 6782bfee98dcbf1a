/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* The folder of a run, held by one process at a time. */

#include <glib.h>

typedef struct
{
  char *path, *state; /* CHECKPOINTS_DIR/NAME and its sub-folder state */
  int lock;           /* descriptor of run.lock */
} P2pRunDir;

/* Makes the folders, takes the lock, removes temporary files of processes that
 * are gone. When another process holds it the error says which. */
P2pRunDir *p2p_run_dir_open (const char *checkpoints_dir, const char *name, GError **error);
/* Whether that would find a name and folders that will do; makes nothing, takes no lock. */
gboolean p2p_run_dir_check (const char *checkpoints_dir, const char *name, GError **error);
void p2p_run_dir_close (P2pRunDir *dir);

/* Whether the checkpoints in `state` come from p2p_run_dir_begin_with() LABEL. */
gboolean p2p_run_dir_began_with (const P2pRunDir *dir, const char *label);
/* For a run that begins with the model files LABEL, and writes over others in time. Everything so
 * far is kept as a run of its own, in a folder NAME.1 (NAME.2 ...) beside it: the checkpoints, which do
 * not belong to this run, move there; model files, log, options and page are in both (as links to
 * the same bytes). KEPT: that folder's path, or NULL where nothing could be lost; free with g_free(). */
gboolean p2p_run_dir_begin_with (P2pRunDir *dir, const char *label, char **kept, GError **error);

/* For a run that begins anew under a name that has networks or checkpoints: they and what belongs
 * to them (log, options, page) are moved to a folder NAME.1 (NAME.2 ...) beside it, which is then a
 * run of its own. MOVED: that folder's path; NULL if there was nothing. */
gboolean p2p_run_dir_set_aside (P2pRunDir *dir, char **moved, GError **error);
