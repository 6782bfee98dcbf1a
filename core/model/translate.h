/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* A generator from a model file, or two in turn, at work on 8 bit RGB pictures, or on planes of any
 * number of channels (data/planes.h), of any size: the
 * picture is padded by reflection (evenly on both sides, repeating where the
 * border is wider than the picture) to the multiple that the network needs, and
 * the result cut back. A generator of 1 channel to 2 colours: it sees the lightness of
 * the picture (data/colours.h), and the result is that lightness with its colours. */

#include "model/model.h"

typedef struct
{
  const char *backend; /* NULL: auto */
  int threads;         /* 0: one per core */
  P2pStats norm_stats; /* of batch norms; BATCH and IMAGE are the same for one picture */
  gboolean dropout;    /* keep dropout at work, as the reference's test does */
  guint64 seed;        /* of the dropout */
  const char *then;    /* model file that translates the result once more; NULL or "": none */
  gboolean planes;     /* for p2p_translator_run_planes() instead of p2p_translator_run() */
} P2pTranslatorOptions;

typedef struct _P2pTranslator P2pTranslator;

/* Loads the model; the first picture is ready only after p2p_translator_prepare(). */
P2pTranslator *p2p_translator_new (const char *model, const P2pTranslatorOptions *options,
    GError **error);
void p2p_translator_free (P2pTranslator *translator);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (P2pTranslator, p2p_translator_free)

/* Plans for pictures of WIDTH x HEIGHT, each at least 2. Slow; again for another size. */
gboolean p2p_translator_prepare (P2pTranslator *translator, int width, int height, GError **error);

/* Translates one picture of the size prepared. IN and OUT: rows of stride bytes,
 * RGB. INDEX keys the dropout, if any: the same index gives the same picture. */
void p2p_translator_run (P2pTranslator *translator, const guint8 *in, int in_stride, guint8 *out,
    int out_stride, guint64 index);

/* The same for planes: IN has the channels of the first model, OUT of the last, values 0 .. 1 as
 * P2pPlanes have them; nothing is clipped or rounded. */
void p2p_translator_run_planes (P2pTranslator *translator, const float *in, float *out,
    guint64 index);
void p2p_translator_channels (const P2pTranslator *translator, int *in, int *out);

/* TRUE for one that colours: what a viewer should see of its input is the lightness. */
gboolean p2p_translator_is_lab (const P2pTranslator *translator);
/* For messages: "unet_256, 54.4 M parameters, cpu with 2 threads". Owned. */
const char *p2p_translator_describe (const P2pTranslator *translator);
