/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* What a user should hear while a run is at work: sentences, each said once by whoever notices. They
 * wait until somebody takes them. From any thread. */

#include <glib.h>

typedef struct _P2pNews P2pNews;

P2pNews *p2p_news_new (void);
void p2p_news_free (P2pNews *news);
/* WARNING: something is wrong; otherwise it is told for information. */
void p2p_news_add (P2pNews *news, gboolean warning, const char *format, ...) G_GNUC_PRINTF (3, 4);
/* The oldest that nobody took, or NULL; free with g_free(). */
char *p2p_news_take (P2pNews *news, gboolean *warning);
