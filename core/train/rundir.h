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

/* Whether the checkpoints in `state` come from p2p_run_dir_go_back() to LABEL. */
gboolean p2p_run_dir_began_with (const P2pRunDir *dir, const char *label);
/* For a run that goes back to the model files LABEL: what is in `state` does not belong to it and
 * is moved to a folder beside it. MOVED: that folder's path, or NULL; free with g_free(). */
gboolean p2p_run_dir_go_back (P2pRunDir *dir, const char *label, char **moved, GError **error);

/* For a run that begins anew under a name that has networks or checkpoints: they and what belongs
 * to them (log, options, page) are moved to a folder NAME.1 (NAME.2 ...) beside it, which is then a
 * run of its own. MOVED: as above; NULL if there was nothing. */
gboolean p2p_run_dir_set_aside (P2pRunDir *dir, char **moved, GError **error);
