/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* Runs a pipeline to its end and stops it in order: the first Ctrl-C (or SIGTERM, or SIGHUP unless
 * it is ignored) lets the step end and everything be saved, the second ends the program. */

#include <gst/gst.h>

typedef struct
{
  /* What elements tell, in the main thread; `source` is the element's name. */
  void (*message) (gpointer user, const char *source, const GstStructure *structure);
  /* A warning of an element; NULL: it is printed. */
  void (*warning) (gpointer user, const char *text);
  /* Ten times a second; FALSE: stop as if asked to. */
  gboolean (*tick) (gpointer user);
  /* Ten times a second; FALSE with an error: the run fails at once. May be NULL. */
  gboolean (*watch) (gpointer user, GError **error);
  gpointer user;
  /* `message` has what INFO messages say too; otherwise they are printed. */
  gboolean tells_infos;
  /* Stop by sending EOS, so that files are closed; otherwise by changing state. */
  gboolean stop_by_eos;
  /* The elements that this EOS enters; ends with NULL, names that are not there do not matter. What
   * is on its way before them is not waited for. NULL: the sources. */
  const char *const *ends;
} P2pRunnerHooks;

/* Plays PIPELINE until EOS, an error or a stop, and leaves it in the state NULL.
 * The code of an error is what the element said, or fits the kind of error. */
gboolean p2p_runner_run (GstElement *pipeline, const P2pRunnerHooks *hooks, GError **error);
/* The signal by which the user has asked to stop, ever; 0: none. */
int p2p_runner_signal (void);
/* What a message "missing-plugin" says is not installed, and where it is to be had; NULL if S is no
 * such message. Free with g_free(). */
char *p2p_runner_missing (const GstStructure *s);
