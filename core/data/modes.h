/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* The kinds of data sets, a record each (the option dataset_mode): how A and B lie in files, where
 * the files are, which launch files train and test on them. Which of them a model can learn from
 * stands in the model's record (recipes/recipe.h). */

#include <glib.h>

typedef enum
{
  P2P_SIDES_HALVES, /* A and B side by side in one picture */
  P2P_SIDES_SAME,   /* one picture is both */
  P2P_SIDES_ONE,    /* only A */
  P2P_SIDES_TWO     /* files of their own */
} P2pSides;

/* Sub-folders of A and of B below the data root; * is the phase. */
typedef struct
{
  const char *a, *b;
} P2pTwoFolders;

typedef struct _P2pDatasetMode P2pDatasetMode;
struct _P2pDatasetMode
{
  const char *name;
  P2pSides sides;
  gboolean paired;          /* both sides belong together: they are cut and mirrored alike */
  P2pTwoFolders folders[4]; /* SIDES_TWO: ends with NULLs; else the pictures are in ... */
  gboolean in_root;         /* ... the data root itself, or else in its sub-folder of the phase */
  gboolean or_root;         /* or, where that is missing, in the data root itself */
  const char *readable[5];  /* modes whose folders it can read, its own first; ends with NULL */
  const char *train;        /* launch file; NULL: nothing trains on it */
  const char *test[2];      /* for models with one generator, with two; NULL: none */
  const char *found;        /* of two such folders that another mode finds: half a sentence */
  const char *meant;        /* when this reading of an ambiguous folder is meant; or NULL */
  gboolean ambiguous;       /* no model is chosen for such a folder without being asked for */
};

extern const P2pDatasetMode p2p_mode_aligned, p2p_mode_unaligned, p2p_mode_paired, p2p_mode_single,
    p2p_mode_colorization;

/* All, NULL-terminated. */
const P2pDatasetMode *const *p2p_dataset_modes (void);
/* P2P_ERROR_USAGE lists them. */
const P2pDatasetMode *p2p_dataset_mode_find (const char *name, GError **error);
/* Whether MODE can read folders that are LAYOUT's. */
gboolean p2p_dataset_mode_reads (const P2pDatasetMode *mode, const P2pDatasetMode *layout);
