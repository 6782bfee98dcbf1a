/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* Goes through every file of a data set: decodes it, and names what is broken (it cannot be
 * trained on) or odd (it is left out or changed without another word). */

#include "core/p2p.h"

typedef struct
{
  char *path, *text; /* "a.png", "odd width 129: ..." */
  gboolean broken;
} P2pFinding;

/* What does not reach the network, or not as it is. */
typedef struct
{
  const P2pLoss *loss;
  guint n;    /* files */
  char *path; /* one of them */
} P2pLostOf;

typedef struct
{
  GPtrArray *findings; /* P2pFinding, by path */
  GArray *lost;        /* P2pLostOf */
  guint32 n_samples;   /* of an epoch */
  guint n_files, n_broken, n_odd;
  guint n_stops;  /* of those that are broken: training ends with the first of them that it meets */
  char *stop;     /* one of them, and why; NULL: none */
  guint n_looked; /* less than n_files if it was stopped: then only n_broken and n_odd hold */
  guint n_unmatched;      /* files without a partner, besides n_files */
  guint32 n_bad_drawn[2]; /* samples of an epoch whose A, or B, is broken: training counts these */
  char *sizes;            /* "512x256 (397), 500x250 (1)"; NULL if it was stopped */
} P2pSurvey;

void p2p_survey_clear (P2pSurvey *survey);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (P2pSurvey, p2p_survey_clear)

/* OPTIONS: resolved. PROGRESS is called in this thread, with the files done and all files; FALSE
 * stops, after the pictures at hand. An error only when there is nothing to look at. */
gboolean p2p_survey_make (P2pSurvey *survey, const P2pOptions *options,
    gboolean (*progress) (guint done, guint of), GError **error);
