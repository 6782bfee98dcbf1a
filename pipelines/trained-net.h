/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* Finds a trained network and reads what its file says about itself, or shows. */

#include "core/p2p.h"

typedef struct
{
  char *path;
  char *net;         /* which network of the run: "G", "G_A"; NULL when a file was given */
  char *arch;        /* its name, from the file as everything below */
  char *direction;   /* it or train_opt.txt beside it says so; may be NULL */
  char *run;         /* may be NULL */
  int width, height; /* trained at; 0: not said */
  P2pModelInfo info;
} P2pTrainedNet;

/* WHAT: a file, of which NETWORK (NULL or "": the only one) is meant, the folder of a run, or the name of a run in CHECKPOINTS_DIR; of a
 * run EPOCH_net_NET is meant, as .safetensors or .pth: the .pth if it is newer by a minute.
 * For NET "G"
 * also "G_A" is taken where there is no "G" (a run of cycle_gan has two).
 * P2P_ERROR_NO_INPUT lists the runs there are. */
gboolean p2p_trained_net_find (P2pTrainedNet *file, const char *what, const char *net,
    const char *network, const char *checkpoints_dir, const char *epoch, GError **error);
/* The name of the network that goes back, from B to A, where there are several. */
const char *p2p_trained_net_back (void);
void p2p_trained_net_clear (P2pTrainedNet *file);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (P2pTrainedNet, p2p_trained_net_clear)
