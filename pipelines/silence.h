/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* Notices when no more pictures come through a p2pinfer. */

#include <gst/gst.h>

typedef struct _P2pSilence P2pSilence;

/* PIPELINE has an "infer", and must outlive it. NAME: of the source, as the user typed it. */
P2pSilence *p2p_silence_new (GstElement *pipeline, const char *name);
/* It may be silent, which is said after five seconds. */
void p2p_silence_may_last (P2pSilence *silence);
/* SECONDS without a picture are an error. PACED: pictures are shown when it is time, so that those who
 * wait for their time do not count. */
void p2p_silence_must_end (P2pSilence *silence, guint seconds, gboolean paced);
void p2p_silence_free (P2pSilence *silence);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (P2pSilence, p2p_silence_free)
/* To be called now and then. FALSE with what was waited for: it has lasted too long. */
gboolean p2p_silence_check (P2pSilence *silence, GError **error);
