/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* Which files a folder gives, in which order, and what is cut out of them. All
 * of it is a pure function of (seed, epoch, sample): resuming, threads and
 * queues change nothing. */

#include <glib.h>

/* Recursively, every file below DIR whose name ends in .jpg .JPG .jpeg .JPEG
 * .png .PNG .ppm .PPM .bmp .BMP .tif .TIF .tiff .TIFF .gif .GIF .webp .WEBP, sorted by code point of the path, then cut to MAX entries (0: all).
 * Links to folders are not followed. Returns full paths. P2P_ERROR_NO_INPUT when
 * DIR is missing or holds no picture: the message says what was looked for and
 * what is there instead. */
GPtrArray *p2p_list_pictures (const char *dir, guint max, GError **error);
/* The same with another limit than P2P_LIMIT_LISTED_FILES. */
GPtrArray *p2p_list_pictures_up_to (const char *dir, guint max, guint limit, GError **error);

/* The order of one epoch: a permutation of 0 .. n - 1 (the identity if SERIAL).
 * Free with g_free(). */
guint32 *p2p_epoch_order (guint64 seed, guint64 epoch, guint32 n, gboolean serial);

/* The files of a data set, by sample. Modes:
 *   aligned       DATAROOT/PHASE, or DATAROOT itself where that is missing: A and B side by side in
 *                 one file
 *   colorization  likewise: one picture is both
 *   single        DATAROOT itself: only A
 *   unaligned     DATAROOT/PHASEA and DATAROOT/PHASEB (or DATAROOT and DATAROOT_B themselves): an
 *                 epoch has as many samples as the larger folder has files; A is the sample's
 *                 place in the epoch's order modulo their number, B any, drawn from (seed, epoch,
 *                 sample), or modulo as well if SERIAL
 *   paired        DATAROOT/PHASE/A and .../B, or DATAROOT/A/PHASE and DATAROOT/B/PHASE, or
 *                 DATAROOT/A and DATAROOT/B, or DATAROOT and DATAROOT_B themselves: files of equal
 *                 names (without their endings) below both belong together; others are left out */
typedef struct
{
  const char *dataroot, *dataroot_b, *phase, *mode;
  guint max; /* files of each folder, 0: all */
  gboolean serial;
} P2pDatasetSpec;

typedef struct _P2pDataset P2pDataset;

/* P2P_ERROR_NO_INPUT says what was looked for, what is there, and which command would work. */
P2pDataset *p2p_dataset_open (const P2pDatasetSpec *spec, GError **error);
void p2p_dataset_free (P2pDataset *dataset);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (P2pDataset, p2p_dataset_free)
/* Samples of an epoch. */
guint32 p2p_dataset_length (const P2pDataset *dataset);
/* All that the place of a sample depends on: the mode, the files' names below DATAROOT, their sizes,
 * their number and whether they are shuffled, as the hexadecimal digits of a SHA-256. Free with
 * g_free(). */
char *p2p_dataset_fingerprint (const P2pDataset *dataset);
/* The file of SIDE (0: A, 1: B) of a sample: a pure function of its arguments. Owned. Not for
 * two threads at once (the order of the last epoch is kept). */
const char *p2p_dataset_path (P2pDataset *dataset, int side, guint64 seed, guint64 epoch,
    guint32 sample);
/* TRUE when A and B are different files. */
gboolean p2p_dataset_is_split (const P2pDataset *dataset);
/* TRUE when both sides are cut and mirrored alike. */
gboolean p2p_dataset_is_paired (const P2pDataset *dataset);
/* Files without a partner (paired), for one warning that names them; NULL-terminated, owned. */
const char *const *p2p_dataset_unmatched (const P2pDataset *dataset);

/* How a picture is brought to training size. */
typedef struct
{
  int load_size, crop_size;
  gboolean resize, crop, flip; /* what `preprocess` and no_flip allow */
  gboolean scale_width;        /* instead of resize: width load_size, height in proportion */
} P2pTransform;

/* The words that preprocess may be, with commas; free with g_free(). */
char *p2p_transform_names (void);

/* From the reference's words: resize_and_crop, crop, scale_width,
 * scale_width_and_crop, none. P2P_ERROR_USAGE lists them. */
gboolean p2p_transform_parse (const char *preprocess, int load_size, int crop_size,
    gboolean no_flip, P2pTransform *transform, GError **error);

/* What happens to the picture WIDTH x HEIGHT of sample SAMPLE in EPOCH: resize to
 * width x height, cut crop_width x crop_height out at x, y (it may reach past the
 * edge: black), mirror if flip. Both halves of a pair get the same answer for the
 * same numbers (SIDE 0). Pictures that stand alone have SIDE 1, or 2 for B of an unpaired set: each
 * side draws for itself, and one that is smaller than the crop is P2P_ERROR_DATA, not padded.
 * `none` rounds each side to the nearest multiple of 4, half to even. */
typedef struct
{
  int width, height;
  int x, y, crop_width, crop_height;
  gboolean flip;
} P2pCut;

gboolean p2p_transform_cut (const P2pTransform *transform, int side, guint64 seed, guint64 epoch,
    guint64 sample, int width, int height, P2pCut *cut, GError **error);
