/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* Which model and which dataset_mode a data set means. What the user has said always wins; what
 * contradicts the folder is an error that names the command that works. */

#include "arguments.h"

typedef struct
{
  P2pLayout layout; /* mode NULL: the folder was not looked at */
  gboolean chosen;  /* the user named neither model nor mode */
  const char *run;  /* p2p test: the run's name, for messages; NULL: p2p train */
} P2pChoice;

void p2p_choice_clear (P2pChoice *choice);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (P2pChoice, p2p_choice_clear)

/* CHOICE: zeroed but for `run`. Sets model, dataset_mode and, where the folders of A and B have no usual names, dataroot and
 * dataroot_b; then resolves and checks the options. DATAROOT must be given. */
gboolean p2p_choice_make (P2pChoice *choice, P2pArguments *arguments, GError **error);
/* "facades: 400 pictures ...: --model pix2pix --dataset_mode aligned"; free with g_free(). */
char *p2p_choice_text (const P2pChoice *choice, const P2pOptions *options);
