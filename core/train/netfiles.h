/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* The model files of a run, under the reference's names: LABEL_net_NET.safetensors and
 * LABEL_net_NET.pth in the run's folder, where LABEL is latest, an epoch's number or iter_N. */

#include "options/record.h"
#include "recipes/recipe.h"

/* Writes every net of JOB. EXTRA: as for p2p_model_save(). The formats are those of the option
 * save_format. */
gboolean p2p_net_files_save (const char *dir, const P2pJob *job, const char *label,
    const char *const *extra, GError **error);
/* Fills the nets of JOB from the files of LABEL; of two formats the newer file counts. A file that
 * is missing or of another network is an error that names it and says what is there. */
gboolean p2p_net_files_load (const char *dir, P2pJob *job, const char *label, GError **error);
/* CHECKPOINTS_DIR/NAME/LABEL_net_NET.safetensors or .pth: the file that save_format makes best. Free
 * with g_free(). */
char *p2p_net_file_path (const P2pOptions *options, const char *label, const char *net);
/* The file of NET in DIR; of two formats the newer one, and the better one if they were written
 * together. NULL if there is none; free with g_free(). */
char *p2p_net_file_find (const char *dir, const char *label, const char *net);
/* The label that --epoch and --load_iter ask for; free with g_free(). */
char *p2p_net_files_label (const P2pOptions *options);
/* The options recorded in the model files of LABEL; NULL: none are. */
P2pRecord *p2p_net_files_record (const char *dir, const char *label);
/* TRUE when DIR holds a model file of LABEL for every net. */
gboolean p2p_net_files_exist (const char *dir, const P2pJob *job, const char *label);
/* TRUE when it holds all that p2p_net_files_save() writes, none older than the file THAN. */
gboolean p2p_net_files_are_since (const char *dir, const P2pJob *job, const char *label,
    const char *than);
