/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* Every option of a run, in one table: the command line (in the spelling of the
 * PyTorch reference: --netG, --lambda_L1), the element properties (the same in
 * kebab-case: net-g, lambda-l1), their defaults, their help, and what
 * train_opt.txt lists, all come from these rows.
 *
 * Some defaults depend on the model, as in the reference: pix2pix has a unet_256
 * with batch norms, cycle_gan a resnet_9blocks with instance norms. Until
 * p2p_options_resolve() such a field holds its row's `unset` text ("", -1, 0)
 * unless the user has set it. */

#include <glib.h>

typedef struct
{
  char *dataroot, *dataroot_b, *name, *suffix, *checkpoints_dir, *results_dir, *phase, *epoch;
  char *model, *model_suffix, *network, *net_g, *net_d, *norm, *init_type, *gan_mode, *lr_policy;
  char *lr_order, *lr_metric, *gp_type, *dropout, *norm_stats, *save_format;
  char *dataset_mode, *direction, *preprocess, *backend;
  char *gpu_ids, *display_server, *display_env, *wandb_project_name;
  int input_nc, output_nc, ngf, ndf, n_layers_d;
  int batch_size, load_size, crop_size, num_threads, threads;
  int n_epochs, n_epochs_decay, epoch_count, lr_decay_iters, pool_size, keep, num_test;
  int display_winsize, display_id, display_ncols, display_port;
  gint64 print_freq, save_latest_freq, save_epoch_freq, display_freq, update_html_freq;
  gint64 max_dataset_size, max_pixels, load_iter, steps, seed;
  double init_gain, lr, beta1, lambda_l1, lambda_a, lambda_b, lambda_identity;
  double lambda_gp, gp_constant, aspect_ratio;
  gboolean no_dropout, serial_batches, no_flip, keep_depth, ignore_orientation, continue_train,
      save_by_iter, eval;
  gboolean no_html, verbose, use_wandb;
  gboolean resolved; /* no option: p2p_options_resolve() was here */
  gboolean suffixed; /* no option: the name has its suffix */
  guint64 given[2];  /* no option: rows of the table, see p2p_option_give() */
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
  P2P_FOR_TRAIN = 1,    /* p2p train knows it */
  P2P_FOR_TEST = 2,     /* p2p test knows it */
  P2P_FOR_TRAINER = 4,  /* a property of the element p2ptrain */
  P2P_EVERYDAY = 8,     /* shown by --help; the others by --help-all */
  P2P_DEFINES_NET = 16, /* must agree with what is resumed */
  P2P_NO_MEANING =
      32, /* accepted for the reference's sake; p2p_options_notes() says what is done */
  P2P_ZERO_IS_ALL = 64,   /* 0 stands for all, and "inf" is 0 */
  P2P_OF_CALL = 128,      /* says where a run is, how this call begins, ends or prints: not kept */
  P2P_FIRST_VALUES = 256, /* acts only where networks get their first values */
  P2P_AT_BEGIN = 512,     /* acts only where a run begins */
  P2P_IS_PATH = 1024      /* a file or folder: elements take file:// and ~ too */
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
  const char *unset; /* what the field holds until the model decides; NULL: `value` always */
  const char *test;  /* the default of p2p test where that differs, or NULL */
} P2pOption;

const P2pOption *p2p_options_table (guint *n);

/* All fields become their defaults for USE (P2P_FOR_TRAIN or P2P_FOR_TEST), those that
 * depend on the model their `unset`. */
void p2p_options_init (P2pOptions *options, guint use);
void p2p_options_clear (P2pOptions *options);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (P2pOptions, p2p_options_clear)
void p2p_options_copy (const P2pOptions *from, P2pOptions *to);

/* By the name of the command line, that of its property (net-g), one of its older names (niter,
 * fineSize ...), or an unambiguous beginning of one of the first two. The error names the nearest
 * option that exists for USE. */
const P2pOption *p2p_option_find (const char *name, guint use, GError **error);
gboolean p2p_option_is_called (const P2pOption *option, const char *name);
gboolean p2p_option_begins (const P2pOption *option, const char *beginning);
/* The name of today for NAME. VALUE, if it is not NULL: what a flag of then stands for ("vanilla" for
 * no_lsgan); unchanged where there is nothing of the kind. */
const char *p2p_option_present_name (const char *name, const char **value);
/* The same for values: "linear" for lr_policy's "lambda". */
const char *p2p_option_present_value (const P2pOption *option, const char *value);
/* Parses TEXT into the field; range errors name option, value and range. "inf" is 0 where
 * 0 stands for all, and older values are understood. */
gboolean p2p_option_set (P2pOptions *options, const P2pOption *option, const char *text,
    GError **error);
/* The field as text; free with g_free(). */
char *p2p_option_get (const P2pOptions *options, const P2pOption *option);
gboolean p2p_option_is_unset (const P2pOptions *options, const P2pOption *option);
/* The field is as somebody wants it, though it may have its default. */
void p2p_option_give (P2pOptions *options, const P2pOption *option);
/* That, or it has not its default for training. */
gboolean p2p_option_is_given (const P2pOptions *options, const P2pOption *option);
/* The field for people: "10" where it is 10.0, "inf" for all, "none" for no text. Free with
 * g_free(). */
char *p2p_option_show (const P2pOptions *options, const P2pOption *option);

/* Direction AtoB? */
static inline gboolean
p2p_options_forth (const P2pOptions *options)
{
  return g_str_equal (options->direction, "AtoB");
}

/* Appends the suffix to the name, unless it is there. */
gboolean p2p_options_name (P2pOptions *options, GError **error);
/* Decides what depends on the model, and the model itself when it is "": the first that can use
 * dataset_mode, else the first of all. Appends the suffix to the name, unless it is `suffixed`.
 * Once: a second call changes nothing. */
gboolean p2p_options_resolve (P2pOptions *options, GError **error);

/* Names against registries, of what is set: nothing that depends on the model is judged, so that
 * a mistake can be said before anybody knows the model. The error holds the list of names. */
gboolean p2p_options_check_names (const P2pOptions *options, GError **error);
/* The names, sizes against each other, and all that the model has to say: of resolved options. */
gboolean p2p_options_check (const P2pOptions *options, GError **error);

/* One sentence for every option without meaning here, or without the one that it needs, that is
 * not at its default: what is done instead. NULL-terminated; free with g_strfreev(). */
char **p2p_options_notes (const P2pOptions *options, guint use);

/* The reference's dump: one line per option of USE, sorted, defaults marked. */
char *p2p_options_dump (const P2pOptions *options, guint use);
/* The same of those that have not their defaults. */
char *p2p_options_dump_unusual (const P2pOptions *options, guint use);
/* Writes it to PATH, atomically. */
gboolean p2p_options_record (const P2pOptions *options, guint use, const char *path,
    GError **error);
