/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* Names with a number in them: "frames/%04d.png". */

#include <glib.h>

typedef struct
{
  char *before, *after;
  int digits; /* at least */
} P2pNumbered;

/* FALSE unless the last part of PATH has exactly one %d or %0Nd, N from 1 to 9: then it is a name like
 * any other. Any other percent sign is one. */
gboolean p2p_numbered_parse (P2pNumbered *numbered, const char *path);
void p2p_numbered_clear (P2pNumbered *numbered);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (P2pNumbered, p2p_numbered_clear)
/* The name with number I; free with g_free(). */
char *p2p_numbered_name (const P2pNumbered *numbered, guint i);
/* The files that are called so, in the order of their numbers: paths, to be freed. May be empty. */
GPtrArray *p2p_numbered_find (const P2pNumbered *numbered);
