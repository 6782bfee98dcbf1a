/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* The properties that p2pinfer and its core share, and the model they describe. */

#include "p2pprops.h"

typedef struct
{
  char *model, *network, *then, *backend, *norm_stats, *output;
  int threads;
  gboolean dropout, qos, post_messages;
  gint64 seed, latency; /* latency: nanoseconds; -1: as measured */
  double mix;
  P2pFormat format; /* no property: of the pictures that the model is for */
} P2pInferSettings;

typedef enum
{
  P2P_OUTPUT_FAKE,
  P2P_OUTPUT_BOTH,
  P2P_OUTPUT_INPUT,
  P2P_OUTPUT_REAL
} P2pOutput;

/* Whether the network has to run for it. */
gboolean p2p_output_needs_model (P2pOutput output);

/* Who wants to know when a property was set; each may be NULL. */
typedef struct
{
  void (*model) (GObject *object);
  void (*output) (GObject *object);
  void (*latency) (GObject *object);
} P2pInferHooks;

/* The rows of a P2pInferSettings that lies OFFSET bytes into an instance, before
 * the N_EXTRA rows of EXTRA. HOOKS may be NULL. Never freed: class data. */
const P2pProp *p2p_infer_props (gsize offset, const P2pInferHooks *hooks, const P2pProp *extra,
    guint n_extra, guint *n);
/* What the read-only property "stats" says of itself. */
extern const char p2p_infer_stats_blurb[];
/* The same, only those about the model. */
const P2pProp *p2p_infer_model_props (gsize offset, guint *n);
/* Copies of all strings; free with p2p_infer_settings_clear(). */
P2pInferSettings p2p_infer_settings_copy (const P2pInferSettings *settings);
void p2p_infer_settings_clear (P2pInferSettings *settings);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (P2pInferSettings, p2p_infer_settings_clear)

/* What "output" says; the error lists the names. */
gboolean p2p_infer_output (const P2pInferSettings *settings, P2pOutput *output, GError **error);
/* Whether the model of SETTINGS colours (see p2p_translator_is_lab()), without loading it. TRUE
 * also when none is named. */
gboolean p2p_infer_is_lab (const P2pInferSettings *settings, gboolean *lab, GError **error);
/* The model of SETTINGS, or an error. What should be said of it is posted as a warning of ELEMENT. */
P2pTranslator *p2p_infer_load (GstElement *element, const P2pInferSettings *settings,
    GError **error);
/* Plans for the size and runs it, so that the first frame costs what all cost.
 * COST: nanoseconds of the last run. Slow. */
gboolean p2p_infer_warm_up (P2pTranslator *translator, int width, int height, GstClockTime *cost,
    GError **error);
