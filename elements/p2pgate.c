/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "p2pgate.h"

void
p2p_gate_init (P2pGate *gate)
{
  *gate = (P2pGate){ 0 };
  g_mutex_init (&gate->lock);
  g_cond_init (&gate->cond);
}

void
p2p_gate_clear (P2pGate *gate)
{
  g_mutex_clear (&gate->lock);
  g_cond_clear (&gate->cond);
}

static void
set_playing (P2pGate *gate, gboolean playing)
{
  g_mutex_lock (&gate->lock);
  gate->playing = playing;
  gate->again = gate->again || !playing;
  g_cond_broadcast (&gate->cond);
  g_mutex_unlock (&gate->lock);
}

void
p2p_gate_set_flushing (P2pGate *gate, gboolean flushing)
{
  g_mutex_lock (&gate->lock);
  gate->flushing = flushing;
  gate->again = TRUE;
  g_cond_broadcast (&gate->cond);
  g_mutex_unlock (&gate->lock);
}

void
p2p_gate_follow (P2pGate *gate, GstStateChange transition)
{
  if (transition == GST_STATE_CHANGE_READY_TO_PAUSED)
    p2p_gate_set_flushing (gate, FALSE);
  else if (transition == GST_STATE_CHANGE_PAUSED_TO_READY)
    p2p_gate_set_flushing (gate, TRUE);
  else if (transition == GST_STATE_CHANGE_PAUSED_TO_PLAYING)
    set_playing (gate, TRUE);
  else if (transition == GST_STATE_CHANGE_PLAYING_TO_PAUSED)
    set_playing (gate, FALSE);
}

P2pGatePass
p2p_gate_pass (P2pGate *gate, gboolean has_preview, gboolean *waited)
{
  g_mutex_lock (&gate->lock);
  *waited |= !gate->playing;
  while (!gate->playing && !gate->flushing && !(has_preview && gate->again))
    g_cond_wait (&gate->cond, &gate->lock);
  const P2pGatePass pass = gate->playing    ? P2P_GATE_WORK
                           : gate->flushing ? P2P_GATE_FLUSH
                                            : P2P_GATE_PREVIEW;
  g_mutex_unlock (&gate->lock);
  return pass;
}

gboolean
p2p_gate_wants_preview (P2pGate *gate)
{
  g_mutex_lock (&gate->lock);
  const gboolean wants = gate->again && !gate->flushing;
  g_mutex_unlock (&gate->lock);
  return wants;
}

gboolean
p2p_gate_previews (P2pGate *gate)
{
  g_mutex_lock (&gate->lock);
  const gboolean playing = gate->playing;
  gate->again = FALSE;
  g_mutex_unlock (&gate->lock);
  return playing;
}
