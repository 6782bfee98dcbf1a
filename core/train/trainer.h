/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* A training run: the job, its folder, its progress, its checkpoints. Whoever
 * has pictures calls step; the trainer counts, logs, saves and resumes.
 *
 * CHECKPOINTS_DIR/NAME/ holds
 *   state/step-000012000.safetensors   everything: weights, moments, progress; the newest `keep`
 *   latest_net_G.safetensors ...       model files, also 5_net_G every save_epoch_freq and for the
 *   latest_net_G.pth ...               last epoch, and iter_N_net_G with save_by_iter
 *   train_opt.txt  loss_log.txt        as the reference writes them, from the first step on
 *   run.lock                           held while a process trains here
 * A new trainer goes on from the newest state that can be read, exactly where it was (with
 * continue_train and an epoch or load_iter: from those model files): the same run uninterrupted gives the same bits (same back-end, same
 * library version, same number of threads). */

#include "data/colours.h"
#include "options/record.h"
#include "recipes/recipe.h"
#include "report/progress.h"

typedef struct _P2pTrainer P2pTrainer;

/* The pictures that a run is to learn from. */
typedef struct
{
  char fingerprint[65]; /* p2p_dataset_fingerprint(); "": nobody knows */
  guint64 n_samples;    /* of an epoch; 0: nobody knows */
} P2pDataSet;

/* Checks OPTIONS, makes or opens the run's folder, builds the networks and
 * initialises or resumes them. A run that goes on keeps the options recorded with it, besides those
 * that are given (p2p_option_is_given()). Its position counts in one data set: with another one a
 * new epoch begins. DATA may be NULL. */
P2pTrainer *p2p_trainer_new_on (const P2pOptions *options, const P2pDataSet *data, GError **error);
/* On pictures that nobody knows beforehand. */
P2pTrainer *p2p_trainer_new (const P2pOptions *options, GError **error);
/* The options recorded with what a trainer of OPTIONS would go on with; NULL: it would begin anew.
 * Reads only. */
P2pRecord *p2p_trainer_record (const P2pOptions *options);
/* Does not save. */
void p2p_trainer_free (P2pTrainer *trainer);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (P2pTrainer, p2p_trainer_free)

/* What a user should hear once: "goes on from step 400", "checkpoint X is
 * damaged, went back to Y". NULL-terminated, owned by the trainer. */
const char *const *p2p_trainer_notes (const P2pTrainer *trainer);
/* The options that are others from now on, a line each: "lambda_L1: 10 -> 100 from step 600 on".
 * NULL-terminated, owned by the trainer. */
const char *const *p2p_trainer_changes (const P2pTrainer *trainer);
/* What a user should hear of the run at work: the oldest sentence that nobody took, or NULL; free
 * with g_free(). From any thread. */
char *p2p_trainer_take_news (P2pTrainer *trainer, gboolean *warning);
const P2pTrainerState *p2p_trainer_state (const P2pTrainer *trainer);
const P2pOptions *p2p_trainer_options (const P2pTrainer *trainer);
/* The sample to train next. */
P2pPosition p2p_trainer_next (const P2pTrainer *trainer);
/* TRUE when --steps or the epochs are used up. */
gboolean p2p_trainer_finished (const P2pTrainer *trainer);
/* Sides of the pictures must be multiples of this. */
int p2p_trainer_multiple (const P2pTrainer *trainer);

/* Plans for batches of N pictures of H x W; slow, so before the first step. A
 * step with fewer pictures (the last batch of an epoch) plans again. */
gboolean p2p_trainer_prepare (P2pTrainer *trainer, int n, int h, int w, GError **error);

/* One optimisation step. A, B: what the data set calls A and B, NCHW [n, c, h, w]
 * with the channels of the nets; LAST: position of the last of them;
 * DATA_SECONDS: how long training waited for this batch. Writes loss lines and
 * checkpoints when they are due. A network whose gradients are not finite is not updated; that, and a
 * loss that is not finite or beyond 1e4, is news, once. Losses that stay so for 100 steps are
 * P2P_ERROR_DATA, and nothing is saved. A checkpoint that cannot be written leaves the older ones, is news, and is tried
 * again while training goes on. */
gboolean p2p_trainer_step (P2pTrainer *trainer, int n, const float *a, const float *b,
    const P2pPosition *last, double data_seconds, GError **error);

/* Checkpoint and model files now; nothing to do if nothing was trained since. Fails if they cannot
 * be written: the checkpoint comes first. FALSE without ERROR after 100 steps without finite losses. */
gboolean p2p_trainer_save (P2pTrainer *trainer, GError **error);
/* The data are over, though the last sample of the epoch may not have come (it was bad): saves as
 * after that sample. */
gboolean p2p_trainer_end (P2pTrainer *trainer, GError **error);

/* Channels that planes of A and of B have. */
void p2p_trainer_channels (const P2pTrainer *trainer, int *a, int *b);
/* How an RGB picture of SIDE (0: A, 1: B) becomes such planes. */
P2pColours p2p_trainer_colours (const P2pTrainer *trainer, int side);
/* The pictures that this model shows: rows of recipe->views that exist now (an identity loss may
 * be off), in their order, and in how many rows a preview arranges them. Names are unique. */
const P2pView *const *p2p_trainer_views (const P2pTrainer *trainer, guint *n, int *rows);
/* Makes all views of these pictures (batch N as prepared; see p2p_trainer_step()) with the
 * networks as they are: statistics of each picture, no dropout. Nothing is trained or counted. */
gboolean p2p_trainer_make_views (P2pTrainer *trainer, const float *a, const float *b,
    GError **error);
/* Picture N of the view NAME ("real_A", "fake_B" ...) of the last step, or made without one, RGB as
 * p2p_planes_to_pixels() gives; RGB holds h rows of STRIDE bytes. */
gboolean p2p_trainer_view (const P2pTrainer *trainer, const char *name, int n, guint8 *rgb,
    int stride);
/* Translates one picture with the generator as it is, NCHW [1, c, h, w] of the size
 * prepared, statistics of the picture, no dropout; training is not disturbed. The
 * result goes to RGB. Plans on first use. */
gboolean p2p_trainer_translate (P2pTrainer *trainer, const float *picture, guint8 *rgb, int stride,
    GError **error);
/* The newest model file of the generator; owned by the trainer. */
const char *p2p_trainer_model_path (const P2pTrainer *trainer);
