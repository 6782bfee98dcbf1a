/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* What p2p test leaves: RESULTS_DIR/NAME/PHASE_EPOCH with images/ and a page of them, in the
 * reference's folders and under its names. */

#include "core/p2p.h"
#include "trained-net.h"

typedef struct
{
  const P2pOptions *options; /* resolved */
  const char *const *labels;
  guint n_labels;
  char *above, *folder, *images; /* RESULTS_DIR/NAME, the folder there, and its sub-folder */
  P2pPage *page;
  GHashTable *taken; /* names of results so far */
  guint n;
} P2pResults;

/* RUN: its name, which may be anything. Nothing is written before there is a result. */
void p2p_results_init (P2pResults *results, const P2pOptions *options, const char *run);
void p2p_results_clear (P2pResults *results);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (P2pResults, p2p_results_clear)
/* P2P_ERROR_USAGE if a picture that is read lies where results go: it could be overwritten. */
gboolean p2p_results_guard (const P2pResults *results, GError **error);
/* Writes the PICTURES, one for each label, of the file PATH: for P2pFolderJob. */
gboolean p2p_results_add (gpointer results, const char *path, const P2pPicture *pictures,
    GError **error);
/* Writes the page and the record of the options, and says so; nothing where there is no result. */
gboolean p2p_results_finish (const P2pResults *results, const P2pTrainedNet *model, GError **error);
