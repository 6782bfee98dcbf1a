/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* What the reference called some options and values before 2019; scripts of that time go on working. */

#include "options/options.h"

static const struct
{
  const char *older, *present;
  const char *value; /* that a flag of then stands for; NULL: its own value */
} names[] = {
  { "niter", "n_epochs" },
  { "niter_decay", "n_epochs_decay" },
  { "which_direction", "direction" },
  { "which_epoch", "epoch" },
  { "which_model_netG", "netG" },
  { "which_model_netD", "netD" },
  { "loadSize", "load_size" },
  { "fineSize", "crop_size" },
  { "batchSize", "batch_size" },
  { "nThreads", "num_threads" },
  { "resize_or_crop", "preprocess" },
  { "how_many", "num_test" },
  { "ntest", "num_test" },
  { "identity", "lambda_identity" },
  { "display_single_pane_ncols", "display_ncols" },
  { "no_lsgan", "gan_mode", "vanilla" },
  { "use_dropout", "dropout", "on" },
  { "align_data", "dataset_mode", "aligned" },
};

static const struct
{
  const char *option, *older, *present;
} values[] = {
  { "lr_policy", "lambda", "linear" },
};

const char *
p2p_option_present_name (const char *name, const char **value)
{
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    if (g_str_equal (names[i].older, name)) {
      if (value)
        *value = names[i].value;
      return names[i].present;
    }
  return name;
}

const char *
p2p_option_present_value (const P2pOption *option, const char *value)
{
  for (guint i = 0; i < G_N_ELEMENTS (values); i++)
    if (g_str_equal (values[i].option, option->name) && g_str_equal (values[i].older, value))
      return values[i].present;
  return value;
}
