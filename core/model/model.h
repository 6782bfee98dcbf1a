/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* A model file: one network. Tensor names are the parameters' (with
 * NORM.num_batches_tracked after each running_var). Ours are safetensors, whose
 * metadata says everything needed to run the network, so no flag is ever repeated:
 *
 *   format "gst-pix2pix"   format_version "1"   arch "unet_256"   role "generator"
 *   input_nc  output_nc  features  layers  norm  dropout "true"/"false"
 *   and, for information: model, net, direction, keep_depth, size, step, epoch, name, program
 *
 * The reference's .pth files, and safetensors of others, have no such metadata: there
 * the network is inferred from the tensors (model/recognise.h). */

#include "io/statedict.h"
#include "graph/net.h"

/* What a file says about its network, or shows. */
typedef struct
{
  const P2pArch *arch;
  P2pNetOptions options;
  char *model;           /* the recipe; in a .pth only one in Lab can be seen; or NULL */
  char *direction, *run; /* or NULL */
  char *net;             /* which of its run: "G_A"; or NULL */
  char *format;          /* "safetensors", "pth", "pth-legacy" */
  gboolean inferred;     /* the file does not say, it was found out */
  gboolean keep_depth;   /* trained with --keep_depth */
  int width, height;     /* trained at; 0: not said */
} P2pModelInfo;

/* Reads the description only, not the values. NETWORK, here and below: which one of a file that
 * holds several (model/networks.h); NULL or "": the only one. */
gboolean p2p_model_info (const char *path, const char *network, P2pModelInfo *info, GError **error);
void p2p_model_info_clear (P2pModelInfo *info);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (P2pModelInfo, p2p_model_info_clear)
/* "resnet_9blocks, 3 to 3 channels, width 64, norm instance, without dropout"; free
 * with g_free(). */
char *p2p_model_info_text (const P2pModelInfo *info);
/* Opens the file, chooses the network and describes it. */
P2pStateDict *p2p_model_open (const char *path, const char *network, P2pModelInfo *info,
    GError **error);
/* The description of one that is open already. */
gboolean p2p_model_describe (const P2pStateDict *dict, P2pModelInfo *info, GError **error);

/* Opens a file of any of the formats, told by its content, checks it (checksums too),
 * builds the network, for inference, and fills it. */
P2pNet *p2p_model_load (P2pDevice *device, const char *path, const char *network, GError **error);
/* What should be said once of a network read from PATH: numbers that are not finite, with the
 * tensor. NULL: nothing. Free with g_free(). */
char *p2p_model_trouble (const P2pNet *net, const char *path);
/* p2p_model_load() of a file that is open and described already. */
P2pNet *p2p_model_build (P2pDevice *device, P2pStateDict *dict, const P2pModelInfo *info,
    GError **error);

/* Values from a file of any format for a network that there is already: one to be
 * trained further. The file must be of exactly this network; what it says of dropout
 * does not matter where it changes no name, and all its numbers finite. On failure NET may be
 * filled in part. */
gboolean p2p_model_load_into (P2pNet *net, const char *path, GError **error);

/* EXTRA: further metadata, key, value, ..., NULL; or NULL. */
gboolean p2p_model_save (const P2pNet *net, const char *path, const char *const *extra,
    GError **error);
/* As the reference writes it; PyTorch's torch.load() gives the state dict. */
gboolean p2p_model_save_pth (const P2pNet *net, const char *path, GError **error);
/* In the format that the ending of PATH names: .safetensors or .pth, which has no
 * place for EXTRA. */
gboolean p2p_model_save_as (const P2pNet *net, const char *path, const char *const *extra,
    GError **error);

/* The network of FROM in the format that the ending of TO names; to safetensors with all
 * metadata of FROM. INFO: what FROM is; clear it also after an error. BROKEN, or
 * NULL: p2p_model_trouble() of it (the numbers are kept). */
gboolean p2p_model_convert (const char *from, const char *network, const char *to,
    P2pModelInfo *info, char **broken, GError **error);

/* The parts that checkpoints use too. Names are PREFIX + the parameter's.
 * p2p_model_add() reads the values while the writer saves; the net must live on. */
void p2p_model_add (P2pSafetensorsWriter *writer, const P2pNet *net, P2pStorePart part,
    const char *prefix);
gboolean p2p_model_fill (const P2pSafetensors *file, P2pNet *net, P2pStorePart part,
    const char *prefix, GError **error);
