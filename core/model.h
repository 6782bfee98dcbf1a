/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* A model file: one network with its architecture, in safetensors. Tensor names
 * are the parameters' (with NORM.num_batches_tracked after each running_var);
 * the metadata says everything needed to run it, so no flag is ever repeated:
 *
 *   format "gst-pix2pix"   format_version "1"   arch "unet_256"   role "generator"
 *   input_nc  output_nc  features  layers  norm  dropout "true"/"false"
 *   and, for information: model, direction, size, step, epoch, name, program
 */

#include "io/safetensors.h"
#include "net.h"

/* EXTRA: further metadata, key, value, ..., NULL; or NULL. */
gboolean p2p_model_save (const P2pNet *net, const char *path, const char *const *extra,
    GError **error);
/* The network of FILE, without values. */
gboolean p2p_model_describe (const P2pSafetensors *file, const char *path, const P2pArch **arch,
    P2pNetOptions *options, GError **error);
/* Opens, checks the checksum, builds the network and fills it. */
P2pNet *p2p_model_load (P2pDevice *device, const char *path, gboolean train, GError **error);

/* The parts that checkpoints use too. Names are PREFIX + the parameter's.
 * p2p_model_add() reads the values while the writer saves; the net must live on. */
void p2p_model_add (P2pSafetensorsWriter *writer, const P2pNet *net, P2pStorePart part,
    const char *prefix);
gboolean p2p_model_fill (const P2pSafetensors *file, P2pNet *net, P2pStorePart part,
    const char *prefix, GError **error);
