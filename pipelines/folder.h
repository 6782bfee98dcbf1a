/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* Translates a folder of pairs, picture by picture (launch/test.launch). */

#include "core/p2p.h"

typedef enum
{
  P2P_REAL_A, /* what the network saw */
  P2P_FAKE_B, /* what it made of it */
  P2P_REAL_B, /* what it should have made */
  P2P_N_LABELS
} P2pLabel;

extern const char *const p2p_labels[P2P_N_LABELS]; /* "real_A" ... */

typedef struct
{
  const char *model;         /* path */
  gboolean dropout;          /* at work, as in the reference's test */
  gboolean running;          /* running statistics instead of each picture's own */
  const P2pOptions *options; /* dataroot, phase, sizes, direction, backend ... */
  /* Called in the main thread, in the folder's order. PATH: the pair's file. */
  gboolean (*each) (gpointer user, const char *path, const P2pPicture pictures[P2P_N_LABELS],
      GError **error);
  gpointer user;
} P2pFolderJob;

gboolean p2p_folder_translate (const P2pFolderJob *job, GError **error);
