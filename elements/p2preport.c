/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "p2preport.h"

#include "p2pprops.h"

GstStructure *
p2p_report_state (const char *name, const P2pTrainerState *state)
{
  const P2pProgress *p = &state->progress;
  GstStructure *s = gst_structure_new (name, "step", G_TYPE_UINT64, p->step, "epoch", G_TYPE_UINT64,
      p->last.epoch, "sample", G_TYPE_UINT64, p->last.sample, "n-samples", G_TYPE_UINT64,
      p->last.n_samples, "total", G_TYPE_UINT64, p->total, "left-out", G_TYPE_UINT64, p->left_out,
      "max-steps", G_TYPE_UINT64, state->max_steps, "last-epoch", G_TYPE_UINT64, state->last_epoch,
      "lr", G_TYPE_DOUBLE, state->lr, "time", G_TYPE_DOUBLE, state->step_seconds, "data",
      G_TYPE_DOUBLE, state->data_seconds, NULL);
  for (int i = 0; i < state->n_losses; i++)
    gst_structure_set (s, state->names[i], G_TYPE_DOUBLE, (double) state->losses[i], NULL);
  return s;
}

static void
post (GstElement *element, GstStructure *structure)
{
  gst_element_post_message (element, gst_message_new_element (GST_OBJECT (element), structure));
}

void
p2p_report_step (GstElement *element, const P2pTrainerState *state)
{
  GstStructure *s = p2p_report_state ("p2p-train-step", state);
  if (state->printed) {
    g_autofree char *line = p2p_losslog_line (state);
    gst_structure_set (s, "line", G_TYPE_STRING, line, NULL);
  }
  post (element, s);
}

void
p2p_report_file (GstElement *element, const char *name, guint64 step, const char *path)
{
  post (element,
      gst_structure_new (name, "step", G_TYPE_UINT64, step, "path", G_TYPE_STRING, path, NULL));
}

void
p2p_report_done (GstElement *element, const P2pTrainerState *state, const char *path)
{
  post (element, gst_structure_new ("p2p-train-done", "step", G_TYPE_UINT64, state->progress.step,
                     "path", G_TYPE_STRING, path, "epoch", G_TYPE_UINT64, state->ended_epoch,
                     "last-epoch", G_TYPE_UINT64, state->last_epoch, "lr", G_TYPE_DOUBLE, state->lr,
                     "next-lr", G_TYPE_DOUBLE, state->next_lr, NULL));
}

void
p2p_report_options (GstElement *element, const P2pOptions *options)
{
  g_autofree char *raw =
      (options->verbose ? p2p_options_dump : p2p_options_dump_unusual) (options, P2P_FOR_TRAIN);
  g_autofree char *text = p2p_printable_lines (raw);
  post (element, gst_structure_new ("p2p-train-options", "text", G_TYPE_STRING, text, NULL));
}

static void
say (GstElement *element, const char *name, const char *text)
{
  g_autofree char *line = p2p_printable_lines (text);
  p2p_element_note (element, gst_structure_new (name, "text", G_TYPE_STRING, line, NULL));
}

void
p2p_report_note (GstElement *element, const char *text)
{
  say (element, "p2p-train-note", text);
}

void
p2p_report_change (GstElement *element, const char *text)
{
  say (element, "p2p-train-change", text);
}
