/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "data/modes.h"

#include "named.h"

/* A and B side by side in one picture. */
const P2pDatasetMode p2p_mode_aligned = {
  .name = "aligned",
  .sides = P2P_SIDES_HALVES,
  .paired = TRUE,
  .or_root = TRUE,
  .readable = { "aligned", "colorization", "single" },
  .train = "train",
  .test = { "test", "test-unaligned" },
  .meant = "if each is A and B side by side all the same",
};

/* Two folders of pictures without pairs. */
const P2pDatasetMode p2p_mode_unaligned = {
  .name = "unaligned",
  .sides = P2P_SIDES_TWO,
  .folders = { { "*A", "*B" } },
  .readable = { "unaligned", "paired" },
  .train = "train-unaligned",
  .test = { "test-paired", "test-unaligned" },
  .found = "that is an unpaired set (cycle_gan)",
};

/* Two folders, files of equal names are pairs. */
const P2pDatasetMode p2p_mode_paired = {
  .name = "paired",
  .sides = P2P_SIDES_TWO,
  .paired = TRUE,
  .folders = { { "*/A", "*/B" }, { "A/*", "B/*" }, { "A", "B" } },
  .readable = { "paired" },
  .train = "train-paired",
  .test = { "test-paired", "test-unaligned" },
  .found = "files of equal names there are pairs",
};

/* One folder of pictures to translate. */
const P2pDatasetMode p2p_mode_single = {
  .name = "single",
  .sides = P2P_SIDES_ONE,
  .in_root = TRUE,
  .readable = { "single", "aligned", "colorization" },
  .test = { "test-single" },
};

/* Single pictures, each its lightness and its colour. */
const P2pDatasetMode p2p_mode_colorization = {
  .name = "colorization",
  .sides = P2P_SIDES_SAME,
  .paired = TRUE,
  .or_root = TRUE,
  .readable = { "colorization", "aligned", "single" },
  .train = "train-colorization",
  .test = { "test-colorization" },
  .meant = "to learn their colours",
  .ambiguous = TRUE,
};

const P2pDatasetMode *const *
p2p_dataset_modes (void)
{
  static const P2pDatasetMode *const all[] = { &p2p_mode_aligned, &p2p_mode_unaligned,
    &p2p_mode_paired, &p2p_mode_single, &p2p_mode_colorization, NULL };
  return all;
}

const P2pDatasetMode *
p2p_dataset_mode_find (const char *name, GError **error)
{
  return p2p_find_named (p2p_dataset_modes (), name, "dataset_mode cannot be", error);
}

gboolean
p2p_dataset_mode_reads (const P2pDatasetMode *mode, const P2pDatasetMode *layout)
{
  return g_strv_contains (mode->readable, layout->name);
}
