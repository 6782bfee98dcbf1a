/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* Every option of a run, in one table: the command line (in the spelling of the
 * PyTorch reference: --netG, --lambda_L1), the element properties (the same in
 * kebab-case: net-g, lambda-l1), their defaults, their help, and what
 * train_opt.txt lists, all come from these rows. */

#include <glib.h>

typedef struct
{
  char *dataroot, *name, *checkpoints_dir, *results_dir, *phase, *epoch;
  char *model, *net_g, *net_d, *norm, *init_type, *gan_mode, *gp_type, *lr_policy;
  char *dataset_mode, *direction, *preprocess, *backend;
  int input_nc, output_nc, ngf, ndf, n_layers_d;
  int batch_size, load_size, crop_size, num_threads, threads;
  int n_epochs, n_epochs_decay, epoch_count, keep, num_test;
  gint64 print_freq, save_latest_freq, save_epoch_freq, max_dataset_size, steps, seed;
  double init_gain, lr, beta1, lambda_l1, lambda_gp, gp_constant;
  gboolean no_dropout, serial_batches, no_flip, continue_train, eval;
} P2pOptions;

typedef enum
{
  P2P_OPTION_STRING,
  P2P_OPTION_INT,
  P2P_OPTION_INT64,
  P2P_OPTION_DOUBLE,
  P2P_OPTION_FLAG
} P2pOptionType;

typedef enum
{
  P2P_FOR_TRAIN = 1,   /* p2p train knows it */
  P2P_FOR_TEST = 2,    /* p2p test knows it */
  P2P_FOR_TRAINER = 4, /* a property of the element p2ptrain */
  P2P_EVERYDAY = 8,    /* shown by --help; the others by --help-all */
  P2P_DEFINES_NET = 16 /* must agree with what is resumed */
} P2pOptionUse;

typedef struct
{
  const char *name, *property; /* "netG", "net-g" */
  P2pOptionType type;
  gsize offset;      /* of the field in P2pOptions */
  const char *value; /* the default, as text ("" for none; flags: "0") */
  double min, max;
  guint uses; /* P2pOptionUse */
  const char *help;
} P2pOption;

const P2pOption *p2p_options_table (guint *n);

/* All fields become their defaults for USE (P2P_FOR_TRAIN or P2P_FOR_TEST). */
void p2p_options_init (P2pOptions *options, guint use);
void p2p_options_clear (P2pOptions *options);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (P2pOptions, p2p_options_clear)
void p2p_options_copy (const P2pOptions *from, P2pOptions *to);

/* By the name of the command line, or an unambiguous beginning of one. The
 * error names the nearest option that exists for USE. */
const P2pOption *p2p_option_find (const char *name, guint use, GError **error);
/* Parses TEXT into the field; range errors name option, value and range. */
gboolean p2p_option_set (P2pOptions *options, const P2pOption *option, const char *text,
    GError **error);
/* The field as text; free with g_free(). */
char *p2p_option_get (const P2pOptions *options, const P2pOption *option);

/* Names against registries, sizes against each other. For names that come
 * from a list the error holds the list. */
gboolean p2p_options_check (const P2pOptions *options, GError **error);

/* The reference's dump: one line per option of USE, sorted, defaults marked. */
char *p2p_options_dump (const P2pOptions *options, guint use);
