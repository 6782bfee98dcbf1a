/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* All views of a model made with its networks as they are, without training: each generator's own
 * plan for translation, and a tensor for every view. */

#include "recipes/recipe.h"

typedef struct _P2pLook P2pLook;

/* The views of JOB that exist now, in order; an array that ends with NULL, free with g_free(). */
const P2pView **p2p_look_views (const P2pJob *job, guint *n);

/* Plans for N pictures of H x W. Borrows JOB. */
P2pLook *p2p_look_new (P2pJob *job, int n, int h, int w, GError **error);
void p2p_look_free (P2pLook *look);
/* A, B: as for p2p_job_upload(). */
void p2p_look_run (P2pLook *look, const float *a, const float *b);
/* NULL if there is no such view. */
const P2pVisual *p2p_look_find (const P2pLook *look, const char *name);
