/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

/* The command that a user typed, so that advice can be typed as well. */
typedef struct
{
  const char *command;  /* before a folder: "p2p train", "p2p test NAME --dataroot" */
  const char *second;   /* before a second folder: "", "--dataroot_B" */
  const char *phase;    /* that it uses without being told */
  const char *options;  /* to be typed again, " --model cycle_gan", or "" */
  const char *one_side; /* to translate a folder of one kind, * being A or B: " --model_suffix _*";
                         * NULL: the command needs both */
} P2pAsked;

/* "p2p train A B --phase val --model cycle_gan". B, PHASE: NULL if there is none. Free with
 * g_free(). */
char *p2p_asked_again (const P2pAsked *asked, const char *a, const char *b, const char *phase);
/* For FOLDER alone, whose kind is its last letter, or else KIND ('A', 'B'). */
char *p2p_asked_one_side (const P2pAsked *asked, const char *folder, char kind);
