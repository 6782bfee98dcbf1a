/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* Where sets in two folders may lie below a data root: the rows of all modes (data/modes.h), one
 * after the other. */

#include "data/modes.h"

typedef struct
{
  const P2pDatasetMode *mode;
  P2pTwoFolders folders;
} P2pPlace;

/* Place I, from 0; FALSE behind the last. */
gboolean p2p_place_at (guint i, P2pPlace *place);
/* Does it lie in folders that are named after the phase? */
gboolean p2p_place_has_phase (const P2pPlace *place);
/* "trainA" for "*A"; free with g_free(). */
char *p2p_place_fill_in (const char *pattern, const char *phase);
/* The same below DATAROOT. */
char *p2p_place_path (const char *dataroot, const char *pattern, const char *phase);
/* Are both of its folders there? */
gboolean p2p_place_is_there (const P2pPlace *place, const char *dataroot, const char *phase);
