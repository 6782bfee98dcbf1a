/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* Counts what a leaky queue loses, exactly; its own signal "overrun" sometimes
 * fires for a buffer that then finds room after all. Flushed buffers do not count. */

#include <gst/gst.h>

/* Calls LOST with DATA for every buffer that entered QUEUE but never left it: when a later one, or
 * EOS, leaves, or when so many have come since that it must be gone. Any thread. Once per queue,
 * for its whole life. */
void p2p_queue_loss_watch (GstElement *queue, void (*lost) (gpointer data), gpointer data);
