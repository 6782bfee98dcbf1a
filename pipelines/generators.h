/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* What p2p test tests: the model, as the user or the run's files say, and the files of its
 * generators. */

#include "arguments.h"
#include "trained-net.h"

typedef struct
{
  P2pTrainedNet files[P2P_MAX_NETS];
  const char *nets[P2P_MAX_NETS]; /* "G", or "G_A" and "G_B" */
  guint n;
} P2pGenerators;

void p2p_generators_clear (P2pGenerators *generators);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (P2pGenerators, p2p_generators_clear)

/* WHAT: the name of a run, its folder, or a model file. Sets the option model, and what the files
 * say about direction and sizes where the user does not. */
gboolean p2p_generators_find (P2pGenerators *generators, P2pArguments *arguments, const char *what,
    GError **error);
/* --name with --suffix filled in as p2p train does it for the same words; free with g_free(). */
char *p2p_generators_name (const P2pArguments *arguments, GError **error);
/* Prints the networks, row by row. */
void p2p_generators_describe (const P2pGenerators *generators);
