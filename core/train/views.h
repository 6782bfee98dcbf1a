/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* All views of a model made with its networks as they are, without training: each generator's own
 * plan for translation, and a tensor for every view. */

#include "recipes/recipe.h"

typedef struct _P2pViews P2pViews;

/* The views of JOB that exist now, in order; an array that ends with NULL, free with g_free(). */
const P2pView **p2p_views_of (const P2pJob *job, guint *n);

/* Plans for N pictures of H x W. Borrows JOB. */
P2pViews *p2p_views_new (P2pJob *job, int n, int h, int w, GError **error);
void p2p_views_free (P2pViews *views);
/* A, B: as for p2p_job_upload(). */
void p2p_views_run (P2pViews *views, const float *a, const float *b);
/* NULL if there is no such view. */
const P2pViewTensor *p2p_views_find (const P2pViews *views, const char *name);
