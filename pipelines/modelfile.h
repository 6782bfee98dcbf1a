/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* Finds a trained generator and reads what its file says about itself. */

#include "core/p2p.h"

typedef struct
{
  char *path;
  char *arch, *direction, *run; /* direction and run may be NULL */
  int width, height;            /* trained at; 0: not said */
} P2pModelFile;

/* WHAT: a file, the folder of a run, or the name of a run in CHECKPOINTS_DIR; of a
 * run EPOCH_net_G is meant. P2P_ERROR_NO_INPUT lists the runs there are. */
gboolean p2p_model_file_find (P2pModelFile *file, const char *what, const char *checkpoints_dir,
    const char *epoch, GError **error);
void p2p_model_file_clear (P2pModelFile *file);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (P2pModelFile, p2p_model_file_clear)
