/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* Writing to a standard stream whose reader may be stuck: a pager that waits for a key, a terminal
 * under Ctrl-S. It is waited for, as any program would; once the user has asked to stop, one second
 * without progress is enough, and from then on what finds no room is lost. */

#include <glib.h>

/* FD: STDOUT_FILENO or STDERR_FILENO. MAY_SKIP: what finds no room at once is lost, as another will
 * take its place. */
void p2p_outlet_write (int fd, const char *text, gboolean may_skip);
