/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* Which model and which dataset_mode a data set means. What the user has said always wins; what
 * contradicts the folder is an error that names the command that works. */

#include "arguments.h"

typedef struct
{
  const char *run;     /* p2p test: the run's name; NULL: p2p train and p2p check */
  const char *command; /* without a run: "p2p check"; NULL: "p2p train" */
  gboolean named;      /* p2p test: the user named the model, not the run's files */
  /* Found out. */
  P2pLayout layout; /* mode NULL: the folder was not looked at */
  gboolean chosen;  /* the user named neither model nor mode */
  char *remark;     /* what else must be said, or NULL */
  P2pAsked asked;   /* what was typed; the texts are below */
  char *before, *options, *one_side;
} P2pChoice;

void p2p_choice_clear (P2pChoice *choice);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (P2pChoice, p2p_choice_clear)

/* What was typed, for advice: from the command's own fields in CHOICE and from the options. */
void p2p_choice_ask (P2pChoice *choice, const P2pArguments *arguments);
/* CHOICE: zeroed but for the command's own fields. Sets model, dataset_mode and, where the folders of A and B have no usual names, dataroot and
 * dataroot_b; then resolves and checks the options. DATAROOT must be given. */
gboolean p2p_choice_make (P2pChoice *choice, P2pArguments *arguments, GError **error);
/* "facades: 400 pictures ...: --model pix2pix --dataset_mode aligned"; free with g_free(). */
char *p2p_choice_text (const P2pChoice *choice, const P2pOptions *options);
