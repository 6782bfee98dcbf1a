/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "p2ppreviewout.h"

void
p2p_preview_out_init (P2pPreviewOut *out, GstAggregator *element, P2pGate *gate)
{
  out->element = element;
  out->gate = gate;
}

void
p2p_preview_out_start (P2pPreviewOut *out, P2pPreview kind, gboolean linked)
{
  p2p_preview_out_stop (out);
  out->kind = kind;
  out->linked = linked;
}

void
p2p_preview_out_stop (P2pPreviewOut *out)
{
  gst_clear_buffer (&out->buffer);
  out->pts = GST_CLOCK_TIME_NONE;
}

P2pPreview
p2p_preview_out_due (const P2pPreviewOut *out, guint64 step, guint64 interval)
{
  return !out->linked || step % interval ? P2P_PREVIEW_NONE : out->kind;
}

P2pPreview
p2p_preview_out_first (const P2pPreviewOut *out)
{
  if (!out->linked)
    return P2P_PREVIEW_NONE;
  return out->kind == P2P_PREVIEW_NONE ? P2P_PREVIEW_TILES : out->kind;
}

/* Running time now, so that a sink shows it at once and training never waits. */
static GstClockTime
time_to_show (P2pPreviewOut *out)
{
  GstClockTime now = gst_element_get_current_running_time (GST_ELEMENT (out->element));
  if (!p2p_gate_previews (out->gate) || !GST_CLOCK_TIME_IS_VALID (now))
    now = 0;
  return GST_CLOCK_TIME_IS_VALID (out->pts) ? MAX (now, out->pts + 1) : now;
}

GstFlowReturn
p2p_preview_out_push (P2pPreviewOut *out, const P2pPreviewRequest *preview)
{
  if (!preview->buffer)
    return GST_FLOW_OK;
  g_autoptr (GstCaps) caps = gst_video_info_to_caps (&preview->info);
  GST_BUFFER_PTS (preview->buffer) = out->pts = time_to_show (out);
  gst_buffer_replace (&out->buffer, preview->buffer);
  out->info = preview->info;
  gst_aggregator_set_src_caps (out->element, caps);
  return gst_aggregator_finish_buffer (out->element, preview->buffer);
}

/* The last one, if a sink waits. */
static GstFlowReturn
push_again (P2pPreviewOut *out)
{
  if (!out->buffer || !p2p_gate_wants_preview (out->gate))
    return GST_FLOW_OK;
  const P2pPreviewRequest copy = { .info = out->info, .buffer = gst_buffer_copy (out->buffer) };
  return p2p_preview_out_push (out, &copy);
}

GstFlowReturn
p2p_preview_out_wait (P2pPreviewOut *out, P2pGatePass *pass, gboolean *waited)
{
  GstFlowReturn ret;
  *waited = FALSE;
  do
    ret = push_again (out);
  while (ret == GST_FLOW_OK
         && (*pass = p2p_gate_pass (out->gate, out->buffer != NULL, waited)) == P2P_GATE_PREVIEW);
  return ret;
}
