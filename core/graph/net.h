/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* A net: rows emitted by an architecture record, their parameters on a device,
 * and plans of them on demand. Architectures are found by name. */

#include "backend.h"

typedef enum
{
  P2P_ROLE_GENERATOR,
  P2P_ROLE_DISCRIMINATOR
} P2pRole;

typedef struct
{
  int input_nc, output_nc; /* a discriminator gives 1 channel whatever output_nc says */
  int features;            /* base width: ngf, ndf */
  int layers;              /* n_layers: strided layers of the discriminator */
  P2pNorm norm;
  gboolean dropout;
} P2pNetOptions;

typedef struct
{
  const char *name, *description;
  P2pRole role;
  void (*emit) (GArray *rows, const P2pNetOptions *options);
  int multiple; /* sides of the input must be multiples of this */
} P2pArch;

/* All architectures of one role, NULL-terminated; free with g_free(). */
const P2pArch **p2p_archs (P2pRole role);
const P2pArch *p2p_arch_find (P2pRole role, const char *name, GError **error);
/* Whether the number of layers (P2pNetOptions) makes a difference. */
gboolean p2p_arch_has_layers (const P2pArch *arch);
gboolean p2p_norm_parse (const char *name, P2pNorm *norm, GError **error);
const char *p2p_norm_name (P2pNorm norm);

typedef struct
{
  const P2pArch *arch;
  P2pNetOptions options;
  GArray *rows; /* P2pRow */
  P2pParams *params;
  P2pStore *store;
  gint64 batches; /* num_batches_tracked of its batch norms */
  /* Read from a file: tensors with numbers that are not finite, and the first one's name. */
  guint n_broken;
  const char *broken;
} P2pNet;

P2pNet *p2p_net_new (P2pDevice *device, const P2pArch *arch, const P2pNetOptions *options,
    gboolean train, GError **error);
void p2p_net_free (P2pNet *net);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (P2pNet, p2p_net_free)
gboolean p2p_net_init (P2pNet *net, const char *type, float gain, guint64 seed, guint64 salt,
    GError **error);
gboolean p2p_net_has_batch_norm (const P2pNet *net);

/* A plan of NET bound to its parameters. Several may live at the same time; they
 * share the parameters and own their activations. */
P2pExec *p2p_net_plan (P2pNet *net, const P2pShape *input, const P2pPlanOptions *options,
    GError **error);
/* Frees an exec made by p2p_net_plan() and its plan. */
void p2p_net_unplan (P2pExec *exec);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (P2pExec, p2p_net_unplan)
/* Forward, counting the batch where running statistics are kept. */
void p2p_net_forward (P2pNet *net, P2pExec *exec);
