/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* Parameters, gradients and moments. All four parts of a weight have one
 * layout: plain until the first plan says what its convolutions like, that one
 * from then on. Later plans with other wishes reorder while they run. */

#include "device.h"
#include "memory.h"

typedef struct
{
  P2pDnnlLayout *layout; /* NULL while nobody has chosen: plain */
  gsize count;           /* floats in that layout, zero padding included */
  float *data[4];
  P2pCpuMap own[4];    /* where padding does not fit its slot */
  gboolean written[4]; /* by store_write: otherwise still zero */
} P2pCpuParam;

typedef struct
{
  P2pStore store;
  P2pCpuParam *params;
  P2pCpuMap parts[4]; /* all parameters of one part, slot by slot */
  gsize *slots;       /* floats reserved for each */
} P2pCpuStore;

P2pStore *p2p_cpu_store_new (P2pDevice *device, const P2pParams *params, gboolean train,
    GError **error);
void p2p_cpu_store_free (P2pStore *store);
void p2p_cpu_store_write (P2pStore *store, P2pStorePart part, guint index, const float *values);
void p2p_cpu_store_read (P2pStore *store, P2pStorePart part, guint index, float *values);
void p2p_cpu_adam (P2pStore *store, const P2pAdam *adam);

/* The first caller chooses the layout of a weight; for later ones nothing happens. */
gboolean p2p_cpu_store_adopt (P2pCpuStore *store, int index, const P2pDnnlLayout *layout,
    GError **error);

/* NULL for index -1 or a part that does not exist. */
static inline float *
p2p_cpu_param (const P2pStore *store, P2pStorePart part, int index)
{
  return index < 0 ? NULL : ((const P2pCpuStore *) store)->params[index].data[part];
}
