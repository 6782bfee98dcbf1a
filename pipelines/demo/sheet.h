/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* The contact sheet of a training: a row for each of some held-out pairs, and in it the
 * label, what the network made of it at several times, and the photo. */

#include "demo/pairs.h"

#define P2P_SHEET_TIMES 6
#define P2P_SHEET_ROWS 4 /* as many pairs as p2ptrain shows */

typedef struct
{
  const P2pDemoPairs *pairs;
  char *path;                                          /* of the PNG */
  double due[P2P_SHEET_TIMES], taken[P2P_SHEET_TIMES]; /* seconds; taken 0: not yet */
  P2pPicture cells[P2P_SHEET_ROWS][P2P_SHEET_TIMES];
  gboolean changed;
} P2pSheet;

/* SECONDS: how long training takes. PATH is copied. */
void p2p_sheet_init (P2pSheet *sheet, const P2pDemoPairs *pairs, const char *path, double seconds);
void p2p_sheet_clear (P2pSheet *sheet);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (P2pSheet, p2p_sheet_clear)
/* A preview, or several one below the other: label, result, photo side by side,
 * RGB, seen SECONDS after the start. Others than held-out pairs are passed over. */
void p2p_sheet_take (P2pSheet *sheet, const P2pPicture *preview, double seconds);
/* Writes the PNG if there is something new to see. */
gboolean p2p_sheet_save (P2pSheet *sheet, GError **error);
