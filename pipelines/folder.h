/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* Translates a data set, picture by picture (launch/test*.launch). */

#include "complaints.h"
#include "core/p2p.h"
#include "generators.h"

typedef struct
{
  const P2pGenerators *generators;
  const P2pOptions *options; /* resolved: dataroot, phase, sizes, direction, backend ... */
  gboolean dropout;          /* at work, as in the reference's test */
  gboolean running;          /* running statistics instead of each picture's own */
  P2pComplaints *complaints; /* about files */
  /* Called in the main thread, in the order of the data set. PATH: the file of the first picture;
   * PICTURES: one for each label, planes with the option keep_depth. */
  gboolean (*each) (gpointer user, const char *path, const P2pPicture *pictures, GError **error);
  gpointer user;
} P2pFolderJob;

/* The names of the pictures that MODEL shows at test, in order; N of them, owned. */
const char *const *p2p_folder_labels (const P2pRecipe *model, guint *n);
/* The launch file for the options; P2P_ERROR_USAGE if there is none. */
const char *p2p_folder_launch (const P2pOptions *options, GError **error);
/* Its placeholders. */
GHashTable *p2p_folder_values (const P2pFolderJob *job);
gboolean p2p_folder_translate (const P2pFolderJob *job, GError **error);
