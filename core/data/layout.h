/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* What a folder is, as a data set: found out from its sub-folders, its names and the sizes of a
 * few of its pictures. Nothing is decoded.
 *
 *   DATAROOT/PHASEA and DATAROOT/PHASEB                    unaligned
 *   DATAROOT/PHASE/A and .../B, DATAROOT/A/PHASE and
 *     DATAROOT/B/PHASE, DATAROOT/A and DATAROOT/B          paired, or unaligned if most names differ
 *   DATAROOT/PHASE, pictures about twice as wide as high   aligned
 *   DATAROOT/PHASE, other pictures                         colorization (one picture is both)
 *   pictures in DATAROOT itself                            single
 *   DATAROOT and DATAROOT_B                                paired or unaligned, by their names */

#include "data/asked.h"
#include "data/modes.h"

typedef struct
{
  gboolean as_stored;         /* set beforehand: pictures are not turned by their EXIF */
  const P2pDatasetMode *mode; /* that reads it as it is */
  char *folder_a, *folder_b;  /* where the pictures lie; folder_b is NULL if there is only one */
  guint n_a, n_b;             /* pictures in them */
  guint n_pairs;              /* paired, unaligned: equal names in both */
  int width, height;          /* the commonest size of those looked at; 0: none could be read */
  gboolean mixed;             /* and there were others */
  gboolean turned;            /* most lie on their side and are turned */
  double confidence;          /* 0 to 1 */
  char *text; /* one sentence: "400 pictures of 512x256 in facades/train: A and B side by side" */
} P2pLayout;

/* DATAROOT_B: NULL or "" if there is none. P2P_ERROR_NO_INPUT says what was looked for, what is
 * there, and which command would work: ASKED, or without one p2p train or p2p check. */
gboolean p2p_layout_find (const char *dataroot, const char *dataroot_b, const char *phase,
    const P2pAsked *asked, P2pLayout *layout, GError **error);
void p2p_layout_clear (P2pLayout *layout);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (P2pLayout, p2p_layout_clear)
