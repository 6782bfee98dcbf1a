/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* What demos have written below a folder, by name and checksum, kept in the file .p2p-demo there (as
 * sha256sum prints it). A demo begins anew every time, but removes nothing else. */

#include <glib.h>

typedef struct _P2pDemoRecord P2pDemoRecord;

/* Of the folder ROOT, which may not be there yet. */
P2pDemoRecord *p2p_demo_record_open (const char *root);
void p2p_demo_record_free (P2pDemoRecord *record);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (P2pDemoRecord, p2p_demo_record_free)

/* A place below ROOT for the file or folder NAME ("data", "checkpoints/facade", "progress.png"): that
 * name where nothing lies but what a demo has written and nobody has changed, which is removed; else
 * NAME-2 and so on. FOREIGN: the first file that stood in the way, or NULL. Both are relative to
 * ROOT; free with g_free(). */
char *p2p_demo_record_clear (P2pDemoRecord *record, const char *name, char **foreign);
/* The file PLACE, or all files below it, are ours as they are now. */
gboolean p2p_demo_record_add (P2pDemoRecord *record, const char *place, GError **error);
