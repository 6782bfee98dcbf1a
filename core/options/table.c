/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "options/table.h"

#define AT(field) G_STRUCT_OFFSET (P2pOptions, field)
#define ROW(kind, field, text, low, high)                                                          \
  .type = P2P_OPTION_##kind, .offset = AT (field), .value = text, .min = low, .max = high
#define TEXT(field, text) ROW (STRING, field, text, 0, 0)
#define INT(field, text, low, high) ROW (INT, field, text, low, high)
#define BIG(field, text, low) ROW (INT64, field, text, low, 9e15)
#define REAL(field, text, low, high) ROW (DOUBLE, field, text, low, high)
#define FLAG(field) ROW (FLAG, field, "0", 0, 1)

#define TRAIN P2P_FOR_TRAIN
#define TEST P2P_FOR_TEST
#define BOTH (P2P_FOR_TRAIN | P2P_FOR_TEST)
#define TRAINER (P2P_FOR_TRAIN | P2P_FOR_TRAINER)
#define ALL (P2P_FOR_TRAIN | P2P_FOR_TEST | P2P_FOR_TRAINER)
#define EVERYDAY P2P_EVERYDAY
#define NET P2P_DEFINES_NET
#define NOTHING (P2P_NO_MEANING | P2P_OF_CALL)
#define CALL P2P_OF_CALL
#define INF P2P_ZERO_IS_ALL
#define PATH P2P_IS_PATH

static const P2pOption table[] = {
  /* What people ask for every day. */
  { "dataroot", "dataroot", TEXT (dataroot, ""), BOTH | EVERYDAY | PATH,
      "folder of the data set (p2p check says what is in one)" },
  { "name", "run-name", TEXT (name, "experiment_name"), ALL | EVERYDAY | CALL,
      "name of the run: its files go to CHECKPOINTS_DIR/NAME" },
  { "model", "model", TEXT (model, "pix2pix"), ALL | EVERYDAY | NET,
      "what is trained (see p2p list); by default what suits the data set", .unset = "" },
  { "direction", "direction", TEXT (direction, "AtoB"), ALL | EVERYDAY | NET,
      "AtoB or BtoA; A is the left half, or folder A" },
  { "netG", "net-g", TEXT (net_g, "resnet_9blocks"), ALL | EVERYDAY | NET,
      "generator (see p2p list)", .unset = "" },
  { "batch_size", "batch-size", INT (batch_size, "1", 1, 1024), ALL | EVERYDAY,
      "pictures per optimisation step" },
  { "load_size", "load-size", INT (load_size, "286", 1, 32768), BOTH | EVERYDAY,
      "pictures are resized to this side", .test = "256" },
  { "crop_size", "crop-size", INT (crop_size, "256", 1, 32768), BOTH | EVERYDAY,
      "then cut to this side" },
  { "n_epochs", "n-epochs", INT (n_epochs, "100", 0, 1000000), TRAINER | EVERYDAY,
      "epochs at the initial learning rate" },
  { "n_epochs_decay", "n-epochs-decay", INT (n_epochs_decay, "100", 0, 1000000), TRAINER | EVERYDAY,
      "epochs during which the learning rate falls to zero" },
  { "steps", "steps", BIG (steps, "0", 0), TRAINER | EVERYDAY | INF | CALL,
      "stop after this many optimisation steps in all; 0: after the epochs" },
  { "lr", "lr", REAL (lr, "0.0002", 0, 10), TRAINER | EVERYDAY, "learning rate of Adam" },
  { "lambda_L1", "lambda-l1", REAL (lambda_l1, "100", 0, 1e6), TRAINER | EVERYDAY,
      "pix2pix, colorization: weight of the L1 loss" },
  { "continue_train", "continue-train", FLAG (continue_train), TRAINER | EVERYDAY | CALL,
      "begin with the networks of --epoch; a run of ours goes on from its newest checkpoint "
      "anyway" },
  { "seed", "seed", BIG (seed, "0", 0), ALL | EVERYDAY | P2P_AT_BEGIN,
      "everything random follows from it: same seed, same run" },
  { "backend", "backend", TEXT (backend, "auto"), ALL | EVERYDAY,
      "back-end (see p2p list); auto: the first that works here" },
  { "threads", "threads", INT (threads, "0", 0, 1024), ALL | EVERYDAY,
      "compute threads; 0: one per core" },
  { "results_dir", "results-dir", TEXT (results_dir, "./results/"), TEST | EVERYDAY | PATH,
      "folder of the results" },
  { "num_test", "num-test", INT (num_test, "0", 0, 100000000), TEST | EVERYDAY | INF,
      "translate the first so many pictures; 0: all" },
  { "eval", "eval", FLAG (eval), TEST | EVERYDAY,
      "no dropout and running statistics in batch norms" },

  /* The data set. */
  { "dataroot_B", "dataroot-b", TEXT (dataroot_b, ""), BOTH | PATH,
      "folder of the pictures B, where they do not lie below dataroot" },
  { "phase", "phase", TEXT (phase, "train"), BOTH, "sub-folder of DATAROOT", .test = "test" },
  { "dataset_mode", "dataset-mode", TEXT (dataset_mode, "unaligned"), BOTH,
      "aligned (A and B side by side), unaligned (two folders), paired (two folders, equal names), "
      "single or colorization",
      .unset = "" },
  { "preprocess", "preprocess", TEXT (preprocess, "resize_and_crop"), BOTH,
      "resize_and_crop, crop, scale_width, scale_width_and_crop or none" },
  { "no_flip", "no-flip", FLAG (no_flip), BOTH, "never mirror pictures" },
  { "serial_batches", "serial-batches", FLAG (serial_batches), BOTH, "do not shuffle" },
  { "num_threads", "num-threads", INT (num_threads, "4", 0, 256), BOTH,
      "threads that decode pictures; 0 counts as 1" },
  { "max_dataset_size", "max-dataset-size", BIG (max_dataset_size, "0", 0), BOTH | INF,
      "use the first so many files of a folder; 0 or inf: all" },
  { "keep_depth", "keep-depth", FLAG (keep_depth), BOTH,
      "read 16 bit, float and many-channel pictures as they are, not as 8 bit RGB" },

  { "ignore_orientation", "ignore-orientation", FLAG (ignore_orientation), BOTH,
      "read pictures as they are stored, not turned as their EXIF says: the reference's pixels" },
  { "max_pixels", "max-pixels", BIG (max_pixels, "178956970", 1), BOTH,
      "refuse pictures that have more pixels; by default what the reference reads" },

  /* The networks. */
  { "netD", "net-d", TEXT (net_d, "basic"), TRAINER | TEST | NET, "discriminator (see p2p list)" },
  { "input_nc", "input-nc", INT (input_nc, "3", 1, 64), ALL | NET,
      "channels of the generator's input: 3, or 1 for grey", .unset = "0" },
  { "output_nc", "output-nc", INT (output_nc, "3", 1, 64), ALL | NET,
      "channels of the generator's output: 3, or 1 for grey", .unset = "0" },
  { "ngf", "ngf", INT (ngf, "64", 1, 1024), ALL | NET, "base width of the generator" },
  { "ndf", "ndf", INT (ndf, "64", 1, 1024), TRAINER | TEST | NET,
      "base width of the discriminator" },
  { "n_layers_D", "n-layers-d", INT (n_layers_d, "3", 0, 8), TRAINER | TEST | NET,
      "layers of the discriminator n_layers" },
  { "norm", "norm", TEXT (norm, "instance"), ALL | NET,
      "batch, instance or none (syncbatch is batch, on one machine)", .unset = "" },
  { "no_dropout", "no-dropout", FLAG (no_dropout), ALL | NET,
      "no dropout in the generator (always so in cycle_gan, unless --dropout on)" },
  { "dropout", "dropout", TEXT (dropout, "auto"), ALL,
      "on, off or auto: with the model's default and --no_dropout; at test: whether it acts" },
  { "init_type", "init-type", TEXT (init_type, "normal"), TRAINER | TEST | P2P_FIRST_VALUES,
      "normal, xavier, kaiming or orthogonal" },
  { "init_gain", "init-gain", REAL (init_gain, "0.02", 0, 100), TRAINER | TEST | P2P_FIRST_VALUES,
      "deviation of normal, gain of xavier and orthogonal" },

  /* The losses and their minimisation. */
  { "gan_mode", "gan-mode", TEXT (gan_mode, "lsgan"), TRAINER, "adversarial loss:", .unset = "" },
  { "lambda_A", "lambda-a", REAL (lambda_a, "10", 0, 1e6), TRAINER,
      "cycle_gan: weight of the cycle A to B to A" },
  { "lambda_B", "lambda-b", REAL (lambda_b, "10", 0, 1e6), TRAINER,
      "cycle_gan: weight of the cycle B to A to B" },
  { "lambda_identity", "lambda-identity", REAL (lambda_identity, "0.5", 0, 1e6), TRAINER,
      "cycle_gan: weight of the identity loss, times lambda_A or lambda_B" },
  { "lambda_gp", "lambda-gp", REAL (lambda_gp, "0", 0, 1e6), TRAINER,
      "weight of the gradient penalty, 10 is usual with wgangp; the reference applies none" },
  { "gp_type", "gp-type", TEXT (gp_type, "mixed"), TRAINER,
      "where the penalty is taken: mixed, real or fake" },
  { "gp_constant", "gp-constant", REAL (gp_constant, "1", 0, 1e6), TRAINER,
      "length of the gradient that is not penalised" },
  { "pool_size", "pool-size", INT (pool_size, "50", 0, 100000), TRAINER,
      "cycle_gan: earlier results kept for the discriminators", .unset = "-1" },
  { "beta1", "beta1", REAL (beta1, "0.5", 0, 0.9999), TRAINER, "Adam's first decay rate" },
  { "lr_policy", "lr-policy", TEXT (lr_policy, "linear"), TRAINER,
      "how the learning rate falls (see p2p list)" },
  { "lr_decay_iters", "lr-decay-iters", INT (lr_decay_iters, "50", 1, 1000000), TRAINER,
      "step: epochs between two falls" },
  { "lr_order", "lr-order", TEXT (lr_order, "newest"), TRAINER,
      "newest: the rate changes at the end of an epoch; classic: at its beginning, so that the "
      "last epoch of linear trains with rate 0" },
  { "lr_metric", "lr-metric", TEXT (lr_metric, ""), TRAINER,
      "plateau: the loss to watch, by its printed name; empty or none: a constant, as in the "
      "reference" },
  { "epoch_count", "epoch-count", INT (epoch_count, "1", 1, 1000000), TRAINER | CALL,
      "number of the first epoch of a new run" },

  /* Files. */
  { "checkpoints_dir", "checkpoints-dir", TEXT (checkpoints_dir, "./checkpoints"),
      ALL | CALL | PATH, "folder of all runs" },
  { "suffix", "suffix", TEXT (suffix, ""), ALL | CALL,
      "added to the name after an underscore; {netG} and the like stand for options" },
  { "print_freq", "print-freq", BIG (print_freq, "100", 1), TRAINER,
      "samples between two lines of losses" },
  { "save_latest_freq", "save-latest-freq", BIG (save_latest_freq, "5000", 1), TRAINER,
      "samples between two checkpoints" },
  { "save_epoch_freq", "save-epoch-freq", BIG (save_epoch_freq, "5", 1), TRAINER,
      "epochs between two model files that are kept for good" },
  { "save_by_iter", "save-by-iter", FLAG (save_by_iter), TRAINER,
      "name the model files of save_latest_freq iter_N, and keep them" },
  { "save_format", "save-format", TEXT (save_format, "safetensors"), TRAINER,
      "model files: safetensors (knows its network, size, direction and options), pth (PyTorch's) "
      "or "
      "both" },
  { "keep", "keep", INT (keep, "3", 1, 1000), TRAINER, "checkpoints kept" },
  { "epoch", "epoch", TEXT (epoch, "latest"), ALL | CALL, "which model files: EPOCH_net_G" },
  { "load_iter", "load-iter", BIG (load_iter, "0", 0), ALL | CALL,
      "model files iter_N instead of those of --epoch; 0: no" },
  { "model_suffix", "model-suffix", TEXT (model_suffix, ""), TEST,
      "model test: _A for the file EPOCH_net_G_A" },
  { "network", "network", TEXT (network, ""), TEST,
      "which network of a model file that holds several: netG of {'netG': ..., 'netD': ...}" },
  { "aspect_ratio", "aspect-ratio", REAL (aspect_ratio, "1", 0.01, 100), TEST,
      "stretch the saved pictures by this" },
  { "norm_stats", "norm-stats", TEXT (norm_stats, ""), TEST,
      "statistics of batch norms: batch, running or image; by default batch, with --eval running" },
  { "display_freq", "display-freq", BIG (display_freq, "400", 1), TRAINER,
      "samples between two looks at the pictures" },
  { "update_html_freq", "update-html-freq", BIG (update_html_freq, "1000", 1), TRAINER,
      "samples between two writings of the page web/index.html" },
  { "no_html", "no-html", FLAG (no_html), TRAINER, "write no page web/index.html" },
  { "display_winsize", "display-winsize", INT (display_winsize, "256", 1, 32768), ALL,
      "width of the pictures in the pages, in pixels" },
  { "verbose", "verbose", FLAG (verbose), ALL | CALL, "print the whole networks" },

  /* Without meaning here. */
  { "gpu_ids", "gpu-ids", TEXT (gpu_ids, "0"), BOTH | NOTHING,
      "the back-end decides where to compute: set --backend" },
  { "display_id", "display-id", INT (display_id, "1", -1000000, 1000000), TRAIN | NOTHING,
      "there is no visdom: use --show for a window" },
  { "display_ncols", "display-ncols", INT (display_ncols, "4", -1, 1000), TRAIN | NOTHING,
      "there is no visdom: use --show for a window" },
  { "display_server", "display-server", TEXT (display_server, "http://localhost"), TRAIN | NOTHING,
      "there is no visdom: use --show for a window" },
  { "display_env", "display-env", TEXT (display_env, "main"), TRAIN | NOTHING,
      "there is no visdom: use --show for a window" },
  { "display_port", "display-port", INT (display_port, "8097", 0, 65535), TRAIN | NOTHING,
      "there is no visdom: use --show for a window" },
  { "use_wandb", "use-wandb", FLAG (use_wandb), BOTH | NOTHING,
      "nothing is sent anywhere: the losses are in loss_log.txt" },
  { "wandb_project_name", "wandb-project-name", TEXT (wandb_project_name, "CycleGAN-and-pix2pix"),
      BOTH | NOTHING, "nothing is sent anywhere: the losses are in loss_log.txt" },
};

const P2pOption *
p2p_options_table (guint *n)
{
  *n = G_N_ELEMENTS (table);
  return table;
}

const char *
p2p_option_default (const P2pOption *option, guint use)
{
  return use & P2P_FOR_TEST && option->test ? option->test : option->value;
}
