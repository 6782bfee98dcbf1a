/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* A generator from a model file, or two in turn, at work on pictures of any size, RGB or planes of
 * any number of channels: the
 * picture is padded by reflection (evenly on both sides, repeating where the
 * border is wider than the picture) to the multiple that the network needs, and
 * the result cut back. A generator of 1 channel to 2 colours: it sees the lightness of
 * the picture (data/colours.h), and the result is that lightness with its colours. */

#include "data/picture.h"
#include "model/model.h"

typedef struct
{
  const char *backend; /* NULL: auto */
  int threads;         /* 0: one per core */
  P2pStats norm_stats; /* of batch norms; BATCH and IMAGE are the same for one picture */
  gboolean dropout;    /* keep dropout at work, as the reference's test does */
  guint64 seed;        /* of the dropout */
  const char *network; /* which one of the model file; NULL or "": the only one */
  const char *then;    /* model file that translates the result once more; NULL or "": none */
  P2pFormat format;    /* of the pictures */
} P2pTranslatorOptions;

typedef struct _P2pTranslator P2pTranslator;

/* Loads the model; the first picture is ready only after p2p_translator_prepare(). */
P2pTranslator *p2p_translator_new (const char *model, const P2pTranslatorOptions *options,
    GError **error);
void p2p_translator_free (P2pTranslator *translator);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (P2pTranslator, p2p_translator_free)

/* Plans for pictures of WIDTH x HEIGHT, each at least 2. Slow; again for another size. */
gboolean p2p_translator_prepare (P2pTranslator *translator, int width, int height, GError **error);

/* Translates one picture of the size prepared; OUT is allocated, and may be IN where it has the
 * same channels. RGB has 3; IN of planes has the channels of the first model, OUT of the last, and
 * nothing of them is clipped or rounded. INDEX keys the dropout, if any: the same index gives the
 * same picture. */
void p2p_translator_run (P2pTranslator *translator, const P2pPicture *in, P2pPicture *out,
    guint64 index);
/* Of the first model and of the last. */
void p2p_translator_channels (const P2pTranslator *translator, int *in, int *out);

/* TRUE for one that colours: what a viewer should see of its input is the lightness. */
gboolean p2p_translator_is_lab (const P2pTranslator *translator);
/* What should be said once of its files (p2p_model_trouble()); NULL: nothing. Owned. */
const char *p2p_translator_trouble (const P2pTranslator *translator);
/* For messages: "unet_256, 54.4 M parameters, cpu with 2 threads". Owned. */
const char *p2p_translator_describe (const P2pTranslator *translator);
