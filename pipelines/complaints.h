/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* Files that could not be used: each named once, all of them in one summary. */

#include <glib.h>

typedef struct
{
  GPtrArray *texts; /* in the order of their first coming */
  GHashTable *known;
} P2pComplaints;

void p2p_complaints_clear (P2pComplaints *complaints);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (P2pComplaints, p2p_complaints_clear)

/* TRUE if this one is new. */
gboolean p2p_complaints_add (P2pComplaints *complaints, const char *text);
/* "N warnings:" and a line for each, on stderr; nothing if there are none. */
void p2p_complaints_summarise (const P2pComplaints *complaints);
